"""The inner loops of the near-repeat methods: times dealt anew, and near pairs counted in them.

A block holds `LANES` permutations side by side, so that one comparison serves them all. Times are whole
ticks in the smallest unsigned integers that hold their span: differences may wrap around, and the wrapped
comparison is still right as long as twice the span fits.
"""
# mypy: allow-untyped-defs

import numpy as np
from numba import njit

from ._chance_kernels import advanced, stream, whole_below
from ._compiling import inner

LANES = 32
_BEFORE_OVERFLOW = 60_000


@inner
def deal(ticks, seed, first_permutation, n_lanes, work, dealt):
    """Into `dealt` (events, lanes), the ticks in a random order for each lane (Fisher-Yates)."""
    n = ticks.size
    for lane in range(n_lanes):
        for i in range(n):  # as a whole array it compiles for a second longer
            work[i] = ticks[i]
        counter = stream(seed, first_permutation + lane)
        for i in range(n - 1, 0, -1):
            counter = advanced(counter)
            j = whole_below(counter, i + 1)
            held = work[i]
            work[i] = work[j]
            work[j] = held
        for i in range(n):
            dealt[i, lane] = work[i]


@inner
def count_within(first_idx, second_idx, begin, end, dealt, ticks_apart, total):
    """Into `total` (lanes), the pairs `begin` to `end` at most `ticks_apart` apart in time."""
    narrow = dealt.dtype.type
    low = narrow(ticks_apart)
    span = narrow(2 * ticks_apart)
    some = np.zeros(LANES, np.uint16)
    total[:] = 0
    for chunk in range(begin, end, _BEFORE_OVERFLOW):
        some[:] = 0
        for pair in range(chunk, min(chunk + _BEFORE_OVERFLOW, end)):
            i = first_idx[pair]
            j = second_idx[pair]
            for lane in range(LANES):
                some[lane] += np.uint16(narrow(dealt[i, lane] - dealt[j, lane] + low) <= span)
        for lane in range(LANES):
            total[lane] += some[lane]


@njit(cache=True, nogil=True)
def count_by_chance(
    ticks, first_idx, second_idx, bounds, ticks_apart, seed, first, stop, counts
):  # fmt: skip
    """Into `counts` (permutations, bands, spans), near pairs at most `ticks_apart[span]` apart in time.

    Blocks `first` to `stop` of permutations. A negative span holds no pair.
    """
    work = np.empty_like(ticks)
    dealt = np.zeros((ticks.size, LANES), ticks.dtype)
    total = np.zeros(LANES, np.int64)
    for block in range(first, stop):
        before = block * LANES
        n_lanes = min(LANES, counts.shape[0] - before)
        deal(ticks, seed, before, n_lanes, work, dealt)
        for band in range(bounds.size - 1):
            for span in range(ticks_apart.size):
                if ticks_apart[span] < 0:
                    continue
                count_within(
                    first_idx, second_idx, bounds[band], bounds[band + 1], dealt, ticks_apart[span], total
                )
                for lane in range(n_lanes):
                    counts[before + lane, band, span] = total[lane]

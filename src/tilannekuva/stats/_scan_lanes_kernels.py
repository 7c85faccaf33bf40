"""Many replicates at once: what is done to all lanes of a window or a zone together.

Replicates lie side by side in lanes: the last axis of an array holds the same place and slot of many replicates
as small integers, which the machine adds and compares together. Loops over lanes take their length from an
array, because a compiler that knows it unrolls them into single steps.

A zone grows by blocks of up to `MOST_JOINING` places. If the counts of the whole block do not reach what its
first place needs, no zone inside it does: adding places adds cases and expectations, and the more is expected,
the more is needed.
"""
# mypy: allow-untyped-defs

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ._compiling import inner
from ._scan_bounds_kernels import LEVEL_HEIGHT, N_LEVELS, step_of
from ._scan_kernels import log_likelihood_ratio

MOST_JOINING = 4
# The lanes of a row fill one line of the processor's cache: 32 of two bytes each, or 16 of four.
ROW_BYTES = 64


class Bench(NamedTuple):
    """The memory in which a block of replicates is worked through, and some of it once more in other shapes.

    Where slots are few, replicates are stacked: several groups of lanes, each with its own slots, one after the
    other. `group` tells the group of each stacked slot.

    `counts` (places + 1, slots, lanes) has an empty last place, `most` is the largest count of each place in any
    lane. `best` and `level` (groups, lanes) tell how far each replicate has come. `needed_by_step` holds the
    largest count that does not beat the best ratio, in a row for each step of the expectation and group; lanes
    without a replicate need more than there is. `sums` and `needed` are scratch.
    """

    group: NDArray[np.int64]
    counts: NDArray[Any]
    rows: NDArray[Any]
    most: NDArray[np.int64]
    best: NDArray[np.float64]
    level: NDArray[np.int64]
    needed_by_step: NDArray[Any]
    words_by_step: NDArray[np.int64]
    sums: NDArray[Any]
    flat_sums: NDArray[Any]
    needed: NDArray[Any]
    flat_needed: NDArray[Any]
    needed_words: NDArray[np.int64]


@inner
def join(joining, start, n_members, member_idx, e, usual, most, widest, nobody):
    """Into `joining`, the places from entry `e` on that are taken together, filled up with `nobody`; how many.

    More as the zone grows, since each then adds little beside the play of chance (`usual` is expected in the
    zone so far); and never so many that their counts, `most` in any lane, overrun the small integers, which
    hold `widest`.
    """
    size = e - start
    play = np.sqrt(usual)
    n = 1 if size <= 4 + 2 * play else 2 if size <= 8 + 3 * play else MOST_JOINING
    n = min(n, n_members - size)
    joining[:] = nobody
    counted = 0
    for k in range(n):
        counted += most[member_idx[e + k]]
        if k > 0 and counted > widest:
            return k
        joining[k] = member_idx[e + k]
    return n


@inner
def expect(usual, expected, joining, n):
    """Add what is expected in the joining places, one after the other, so that sums round as they do there."""
    first, second, third, fourth = joining[0], joining[1], joining[2], joining[3]
    if n == 1:
        for s in range(usual.size):
            usual[s] += expected[first, s]
        return
    for s in range(usual.size):
        x = usual[s] + expected[first, s] + expected[second, s]
        usual[s] = x + expected[third, s] + expected[fourth, s]


@inner
def rows_with(usual, expected, j, group, n_groups, rows):
    """Into `rows`, where in `needed_by_step` to look for the zone together with place j."""
    for s in range(rows.size):
        rows[s] = step_of(usual[s] + expected[j, s]) * n_groups + group[s]


@inner
def gather(words, rows, n, into):
    """Copy the rows of `words` that the first n of `rows` name, one after the other, into `into`."""
    for s in range(n):
        row = np.uint64(rows[s])
        # All reads before all writes: then none needs to wait for another.
        a, b, c, d = words[row, 0], words[row, 1], words[row, 2], words[row, 3]
        e, f, g, h = words[row, 4], words[row, 5], words[row, 6], words[row, 7]
        into[s, 0], into[s, 1], into[s, 2], into[s, 3] = a, b, c, d
        into[s, 4], into[s, 5], into[s, 6], into[s, 7] = e, f, g, h


@inner
def row_beats(counted, i, needed, s):
    """Whether any lane of row i has more than row s needs."""
    wide = counted.dtype.type
    beaten = wide(0)
    for lane in range(counted.shape[1]):
        beaten = wide(beaten | wide(needed[s, lane] - counted[i, lane]))
    return beaten < 0


@inner
def improve(counted, expected, n_cases, n_people, table, best, levels, needed, g, n_groups):
    """Let every lane of group g whose count might beat its best ratio compute the ratio of this window."""
    row = step_of(expected) * n_groups + g
    for lane in range(counted.size):
        if counted[lane] <= needed[row, lane]:
            continue
        ratio = log_likelihood_ratio(counted[lane], expected, n_cases, n_people)
        if ratio <= best[g, lane]:
            continue
        best[g, lane] = ratio
        level = min(int(ratio / LEVEL_HEIGHT), N_LEVELS - 1)
        if level > levels[g, lane]:
            levels[g, lane] = level
            for step in range(table.shape[1]):
                needed[step * n_groups + g, lane] = table[level, step]

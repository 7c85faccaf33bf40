"""The inner loops over replicates where windows may lie anywhere: retrospective scans.

Windows with the same end are taken several lengths at a time, as zones are several places at a time: if the
longest of them has no more cases than the shortest would need, none of them has enough.
"""
# mypy: allow-untyped-defs

import numpy as np
from numba import njit

from ._compiling import inner
from ._scan_bounds_kernels import step_of
from ._scan_lanes_kernels import MOST_JOINING, expect, gather, improve, join, row_beats
from ._scan_newest_kernels import STRIDE


@njit(cache=True, nogil=True)
def scan_any(zones, bench, widest, expected, n_cases, n_people, max_slots, table):
    """Improve the best ratio of all lanes over all zones and all windows of at most `max_slots` slots.

    The counts of the bench are slot by slot, small integers which hold `widest`; `expected` (places + 1, slots) is
    cumulated over the slots. `sums` of the bench is (max_slots + slots + 1, lanes), where row `max_slots + s` holds
    the cases before slot s, and `needed` (slots, lanes).
    """
    start, n_members, member_idx = zones
    (
        _group, counts, rows, most, best, levels, needed_by_step, words_by_step, sums, flat_sums, needed, flat_needed,
        needed_words,
    ) = bench  # fmt: skip
    n_places, n_slots, n_lanes = counts.shape
    gained = np.empty(n_slots * n_lanes, sums.dtype)
    usual = np.zeros(n_slots)
    with_first = np.zeros(n_slots + 1)
    steps = np.zeros(n_slots, np.int64)
    joining = np.empty(MOST_JOINING, np.int64)
    counted = np.empty((1, n_lanes), sums.dtype)
    for offset in range(STRIDE):
        for i in range(offset, start.size, STRIDE):
            flat_sums[:] = 0
            usual[:] = 0
            e = start[i]
            while e < start[i] + n_members[i]:
                a_window = usual[-1] * max_slots / n_slots
                n = join(joining, start[i], n_members[i], member_idx, e, a_window, most, widest, n_places - 1)
                gain(gained, rows, joining)
                cumulate(gained.reshape(n_slots, n_lanes))
                add(flat_sums[(max_slots + 1) * n_lanes :], gained)
                first = joining[0]
                for s in range(n_slots):
                    with_first[s + 1] = usual[s] + expected[first, s]
                per_slot = with_first[n_slots] / n_slots
                shortest = 1
                while shortest <= max_slots:
                    # Lengths whose expectations lie within the play of chance.
                    longest = min(max_slots, shortest + int(np.sqrt(shortest / max(per_slot, 1e-6))))
                    n_ends = n_slots + 1 - shortest
                    steps_between(with_first, shortest, steps)
                    gather(words_by_step, steps, n_ends, needed_words)
                    upper = (max_slots + shortest) * n_lanes
                    lower = upper - longest * n_lanes
                    width = n_ends * n_lanes
                    if any_beats(
                        flat_sums[upper : upper + width], flat_sums[lower : lower + width], flat_needed
                    ):  # fmt: skip
                        for r in range(n_ends):
                            end = shortest + r
                            if difference_beats(sums, max_slots + end - longest, max_slots + end, needed, r):
                                look_into_lengths(
                                    end, shortest, min(longest, end), n, max_slots, joining, counts, sums,
                                    with_first, usual, expected, n_cases, n_people, table, best, levels,
                                    needed_by_step, counted,
                                )  # fmt: skip
                    shortest = longest + 1
                expect(usual, expected, joining, n)
                e += n


@inner
def gain(gained, rows, joining):
    """Into `gained`, the sum of the four joining rows."""
    wide = gained.dtype.type
    small = rows.dtype.type
    row_1, row_2, row_3, row_4 = rows[joining[0]], rows[joining[1]], rows[joining[2]], rows[joining[3]]
    for k in range(gained.size):
        gained[k] = wide(small(small(row_1[k] + row_2[k]) + small(row_3[k] + row_4[k])))


@inner
def cumulate(gained):
    """Sum over the slots, lane by lane."""
    wide = gained.dtype.type
    for s in range(1, gained.shape[0]):
        for lane in range(gained.shape[1]):
            gained[s, lane] = wide(gained[s, lane] + gained[s - 1, lane])


@inner
def add(sums, gained):
    """Add to the sums what was gained."""
    wide = sums.dtype.type
    for k in range(gained.size):
        sums[k] = wide(sums[k] + gained[k])


@inner
def steps_between(before, length, steps):
    """Into `steps`, the steps of what is expected in all windows of a length; `before` is cumulated."""
    for begin in range(before.size - length):
        steps[begin] = step_of(before[begin + length] - before[begin])


@inner
def any_beats(upper, lower, needed):
    """Whether any difference of two sums is more than needed."""
    wide = upper.dtype.type
    beaten = wide(0)
    for k in range(upper.size):
        beaten = wide(beaten | wide(needed[k] - wide(upper[k] - lower[k])))
    return beaten < 0


@inner
def difference_beats(sums, lower, upper, needed, row):
    """Whether in any lane the difference of two rows of the sums is more than a row of `needed`."""
    wide = sums.dtype.type
    beaten = wide(0)
    for lane in range(sums.shape[1]):
        beaten = wide(beaten | wide(needed[row, lane] - wide(sums[upper, lane] - sums[lower, lane])))
    return beaten < 0


@inner
def look_into_lengths(
    end, shortest, longest, n, max_slots, joining, counts, sums, with_first, usual, expected, n_cases,
    n_people, table, best, levels, needed, counted,
):  # fmt: skip
    """Improve the lanes over the zones inside a block and the windows of several lengths before `end`."""
    for length in range(shortest, longest + 1):
        begin = end - length
        step = step_of(with_first[end] - with_first[begin])
        if not difference_beats(sums, max_slots + begin, max_slots + end, needed, step):
            continue
        for lane in range(counted.shape[1]):
            counted[0, lane] = sums[max_slots + end, lane] - sums[max_slots + begin, lane]
        for k in range(n - 1, -1, -1):
            x = usual[end - 1]
            before = usual[begin - 1] if begin > 0 else 0.0
            for q in range(k + 1):
                x += expected[joining[q], end - 1]
                before += expected[joining[q], begin - 1] if begin > 0 else 0.0
            if row_beats(counted, 0, needed, step_of(x - before)):
                improve(counted[0], x - before, n_cases, n_people, table, best, levels, needed, 0, 1)
            for s in range(begin if k > 0 else end, end):
                for lane in range(counted.shape[1]):
                    counted[0, lane] -= counts[joining[k], s, lane]

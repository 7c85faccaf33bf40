"""The inner loops over replicates where every window starts with slot 0: the newest period, or the only one."""
# mypy: allow-untyped-defs

import numpy as np
from numba import njit

from ._compiling import inner
from ._scan_bounds_kernels import step_of
from ._scan_lanes_kernels import MOST_JOINING, expect, gather, improve, join, row_beats, rows_with

# Centres far apart come first: they raise the best ratios early, and what is near them is dismissed sooner.
STRIDE = 16


@njit(cache=True, nogil=True)
def scan_newest(zones, bench, widest, expected, n_cases, n_people, table):
    """Improve the best ratio of all lanes over all zones and all windows that start with slot 0.

    The counts of the bench and `expected` (places + 1, slots) are cumulated over the slots of each group; the
    counts are small integers, which hold `widest`. `sums` and `needed` of the bench are (slots, lanes).
    """
    start, n_members, member_idx = zones
    (
        group, counts, rows, most, best, levels, needed_by_step, words_by_step, sums, flat_sums, needed, flat_needed,
        needed_words,
    ) = bench  # fmt: skip
    n_places, n_slots, n_lanes = counts.shape
    n_groups = best.shape[0]
    usual = np.empty(n_slots)
    needed_rows = np.empty(n_slots, np.int64)
    joining = np.empty(MOST_JOINING, np.int64)
    counted = np.empty((1, n_lanes), sums.dtype)
    for offset in range(STRIDE):
        for i in range(offset, start.size, STRIDE):
            flat_sums[:] = 0
            usual[:] = 0
            e = start[i]
            while e < start[i] + n_members[i]:
                n = join(
                    joining, start[i], n_members[i], member_idx, e, usual[-1], most, widest, n_places - 1
                )
                rows_with(usual, expected, joining[0], group, n_groups, needed_rows)
                gather(words_by_step, needed_rows, n_slots, needed_words)
                if n == 1:
                    beaten = add_one(flat_sums, rows, joining, flat_needed)
                else:
                    beaten = add_four(flat_sums, rows, joining, flat_needed)
                if beaten < 0:
                    for s in range(n_slots):
                        if row_beats(sums, s, needed, s):
                            look_into(
                                s, group[s], n_groups, n, joining, counts, sums, usual, expected, n_cases,
                                n_people, table, best, levels, needed_by_step, counted,
                            )  # fmt: skip
                expect(usual, expected, joining, n)
                e += n


@inner
def add_one(sums, rows, joining, needed):
    """Add the row of the first joining place; negative when any sum is more than needed."""
    wide = sums.dtype.type
    row = rows[joining[0]]
    beaten = wide(0)
    for k in range(sums.size):
        sums[k] = wide(sums[k] + row[k])
        beaten = wide(beaten | wide(needed[k] - sums[k]))
    return beaten


@inner
def add_four(sums, rows, joining, needed):
    """The same for all four joining places."""
    wide = sums.dtype.type
    small = rows.dtype.type
    row_1, row_2, row_3, row_4 = rows[joining[0]], rows[joining[1]], rows[joining[2]], rows[joining[3]]
    beaten = wide(0)
    for k in range(sums.size):
        added = small(small(row_1[k] + row_2[k]) + small(row_3[k] + row_4[k]))
        sums[k] = wide(sums[k] + added)
        beaten = wide(beaten | wide(needed[k] - sums[k]))
    return beaten


@inner
def look_into(
    s, g, n_groups, n, joining, counts, sums, usual, expected, n_cases, n_people, table, best, levels, needed,
    counted,
):  # fmt: skip
    """Improve the lanes of group g over the zones inside a block, in slot s; `sums` are with all places."""
    first = usual[s] + expected[joining[0], s]
    second = first + expected[joining[1], s]
    third = second + expected[joining[2], s]
    fourth = third + expected[joining[3], s]
    row_1 = step_of(first) * n_groups + g
    row_2 = step_of(second) * n_groups + g
    row_3 = step_of(third) * n_groups + g
    row_4 = step_of(fourth) * n_groups + g
    if not any_of_four_beats(counts, sums, s, joining, needed, row_1, row_2, row_3, row_4):
        return
    for lane in range(counted.shape[1]):
        counted[0, lane] = sums[s, lane]
    for k in range(n - 1, -1, -1):
        x = first if k == 0 else second if k == 1 else third if k == 2 else fourth
        row = row_1 if k == 0 else row_2 if k == 1 else row_3 if k == 2 else row_4
        if row_beats(counted, 0, needed, row):
            improve(counted[0], x, n_cases, n_people, table, best, levels, needed, g, n_groups)
        for lane in range(counted.shape[1]):
            counted[0, lane] -= counts[joining[k], s, lane]


@inner
def any_of_four_beats(counts, sums, s, joining, needed, first, second, third, fourth):
    """Whether any lane has more than needed in slot s with one, two, three or all of the joining places.

    What is needed lies in the rows `first` to `fourth`.
    """
    wide = sums.dtype.type
    small = counts.dtype.type
    place_2, place_3, place_4 = joining[1], joining[2], joining[3]
    beaten = wide(0)
    for lane in range(sums.shape[1]):
        with_all = sums[s, lane]
        last = counts[place_4, s, lane]
        last_two = small(last + counts[place_3, s, lane])
        last_three = small(last_two + counts[place_2, s, lane])
        beaten = wide(beaten | wide(wide(needed[first, lane] - with_all) + last_three))
        beaten = wide(beaten | wide(wide(needed[second, lane] - with_all) + last_two))
        beaten = wide(beaten | wide(wide(needed[third, lane] - with_all) + last))
        beaten = wide(beaten | wide(needed[fourth, lane] - with_all))
    return beaten < 0

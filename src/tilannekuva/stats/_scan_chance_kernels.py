"""The inner loops of the space-time scan over replicates: what chance alone would show.

Replicates lie side by side: the last axis of `counts` holds the same cell of `LANES` replicates as small
integers, which the machine adds and compares together. Nearly all windows are dismissed by comparing their
counts with a whole number from a table; logarithms are for the few that pass.

Slots are periods in scanning order. In a prospective scan slot 0 is the newest period and every window starts
with it; in a retrospective scan slot 0 is the oldest and a window is any run of slots.
"""
# mypy: allow-untyped-defs

import numpy as np
from numba import njit

from ._chance_kernels import advanced, stream, whole_below
from ._scan_kernels import log_likelihood_ratio

LANES = 32
STRIDE = 8
# How finely the table tells expectations (in roots) and ratios apart.
STEPS_PER_ROOT = 32.0
LEVEL_HEIGHT = 0.25
N_LEVELS = 80
_ROUNDING = 1e-12


@njit(cache=True, nogil=True)
def counts_to_exceed(n_cases, most_counted, min_cases):
    """The table: a ratio above `level * LEVEL_HEIGHT` needs a count above entry [level, step].

    A window with E expected cases lies in step `int(sqrt(E) * STEPS_PER_ROOT)`; no window has more than
    `most_counted` cases, or expects more.
    """
    n_steps = int(np.sqrt(most_counted) * STEPS_PER_ROOT) + 2
    table = np.empty((N_LEVELS, n_steps), np.int32)
    for level in range(N_LEVELS):
        count = min_cases - 1
        for step in range(n_steps):
            # At the lower edge of the step, and of the rounding of the root, ratios are largest.
            root = step / STEPS_PER_ROOT * (1 - _ROUNDING)
            expected = max(root * root, _ROUNDING)
            while (
                count < most_counted
                and log_likelihood_ratio(count + 1, expected, n_cases) <= level * LEVEL_HEIGHT
            ):
                count += 1
            table[level, step] = min(count, most_counted)
    return table


@njit(cache=True, nogil=True)
def deal(place_of_case, cases_in_slot, seed, first_replicate, n_lanes, counts):
    """Deal the places of all cases anew to the cases of the slots, one replicate per lane.

    Only as many places are drawn, without replacement, as the slots have cases: what lies outside the
    scanned periods is never looked at. `counts` (places, slots, lanes) ends up cumulated over the slots.
    """
    place = place_of_case.copy()
    n_cases = place.size
    swapped = np.empty(cases_in_slot.sum(), np.int64)
    counts[:] = 0
    for lane in range(n_lanes):
        counter = stream(seed, first_replicate + lane)
        i = 0
        for s in range(cases_in_slot.size):
            for _ in range(cases_in_slot[s]):
                counter = advanced(counter)
                other = i + whole_below(counter, n_cases - i)
                place[i], place[other] = place[other], place[i]
                swapped[i] = other
                counts[place[i], s, lane] += 1
                i += 1
        # Put everything back, so that a replicate depends on its own stream alone.
        for i in range(swapped.size - 1, -1, -1):
            other = swapped[i]
            place[i], place[other] = place[other], place[i]
    for j in range(counts.shape[0]):
        for s in range(1, counts.shape[1]):
            for lane in range(LANES):
                counts[j, s, lane] += counts[j, s - 1, lane]


@njit(cache=True, nogil=True)
def improve(observed, expected, n_cases, table, step, best, level):
    """Let every lane whose count might beat its best compute the ratio; returns the lowest level."""
    lowest = N_LEVELS
    for lane in range(LANES):
        if observed[lane] > table[level[lane], step]:
            ratio = log_likelihood_ratio(observed[lane], expected, n_cases)
            if ratio > best[lane]:
                best[lane] = ratio
                level[lane] = min(int(ratio / LEVEL_HEIGHT), N_LEVELS - 1)
        lowest = min(lowest, level[lane])
    return lowest


@njit(cache=True, nogil=True)
def scan_newest(zones, place_cases, counts, cases_before, table, best, level):
    """Improve `best` (lanes) over all zones and all windows that start with slot 0."""
    n_slots = counts.shape[1]
    n_cases = place_cases.sum()
    root_cases = np.sqrt(cases_before[1:] / n_cases) * STEPS_PER_ROOT
    summed = np.empty((n_slots, LANES), counts.dtype)
    bound = np.empty(n_slots, counts.dtype)
    lowest = 0
    for i in range(zones.start.size):
        summed[:] = 0
        zone_cases = 0
        for e in range(zones.start[i], zones.start[i] + zones.n_members[i]):
            j = zones.member_idx[e]
            zone_cases += place_cases[j]
            root_zone = np.sqrt(zone_cases)
            for s in range(n_slots):
                bound[s] = table[lowest, int(root_zone * root_cases[s])]
            for s in range(n_slots):
                beaten = bound[s] & 0
                for lane in range(LANES):
                    summed[s, lane] += counts[j, s, lane]
                    beaten |= bound[s] - summed[s, lane]  # negative where the count is larger
                if beaten < 0:
                    expected = zone_cases * cases_before[s + 1] / n_cases
                    step = int(root_zone * root_cases[s])
                    lowest = improve(summed[s], expected, n_cases, table, step, best, level)


@njit(cache=True, nogil=True)
def scan_any(zones, place_cases, counts, cases_before, max_slots, table, best, level):
    """Improve `best` (lanes) over all zones and all windows of at most `max_slots` slots.

    Windows with the same end are taken `STRIDE` lengths at a time: if the longest has no more cases than
    the shortest would need, none of them has enough.
    """
    n_slots = counts.shape[1]
    n_cases = place_cases.sum()
    roots = root_cases_by_window(cases_before, max_slots, n_cases)
    summed = np.empty((n_slots + 1, LANES), counts.dtype)
    within = np.empty(LANES, counts.dtype)
    lowest = 0
    for i in range(zones.start.size):
        summed[:] = 0
        zone_cases = 0
        for e in range(zones.start[i], zones.start[i] + zones.n_members[i]):
            j = zones.member_idx[e]
            zone_cases += place_cases[j]
            for s in range(n_slots):
                for lane in range(LANES):
                    summed[s + 1, lane] += counts[j, s, lane]
            root_zone = np.sqrt(zone_cases)
            for end in range(1, n_slots + 1):
                longest = min(max_slots, end)
                for shortest in range(1, longest + 1, STRIDE):
                    stop = min(shortest + STRIDE, longest + 1)
                    step = int(root_zone * roots[end, shortest])
                    if not exceeds(summed, end - stop + 1, end, table[lowest, step]):
                        continue
                    for length in range(shortest, stop):
                        begin = end - length
                        step = int(root_zone * roots[end, length])
                        if not exceeds(summed, begin, end, table[lowest, step]):
                            continue
                        for lane in range(LANES):
                            within[lane] = summed[end, lane] - summed[begin, lane]
                        expected = zone_cases * (cases_before[end] - cases_before[begin]) / n_cases
                        lowest = improve(within, expected, n_cases, table, step, best, level)


@njit(cache=True, nogil=True)
def root_cases_by_window(cases_before, max_slots, n_cases):
    """Entry [end, length]: the root of the share of cases in that window, in steps."""
    roots = np.zeros((cases_before.size, max_slots + 1))
    for end in range(1, cases_before.size):
        for length in range(1, min(max_slots, end) + 1):
            cases = cases_before[end] - cases_before[end - length]
            roots[end, length] = np.sqrt(cases / n_cases) * STEPS_PER_ROOT
    return roots


@njit(cache=True, nogil=True)
def exceeds(summed, begin, end, bound):
    """Whether any lane has more than `bound` cases in slots [begin, end)."""
    narrow = summed.dtype.type(bound)
    beaten = narrow & 0
    for lane in range(LANES):
        beaten |= narrow - (summed[end, lane] - summed[begin, lane])
    return beaten < 0


@njit(cache=True, nogil=True)
def replicate_maxima(
    zones, place_cases, place_of_case, cases_in_slot, cases_before, newest_only, max_slots, table, seed,
    first, stop, counts, maxima,
):  # fmt: skip
    """Into `maxima`, the largest ratio of every replicate of the blocks `first` to `stop`.

    `counts` (places, slots, lanes) is scratch, of an integer type that holds all cases of the slots.
    """
    for block in range(first, stop):
        first_replicate = block * LANES
        n_lanes = min(LANES, maxima.size - first_replicate)
        deal(place_of_case, cases_in_slot, seed, first_replicate, n_lanes, counts)
        best = np.zeros(LANES)
        level = np.zeros(LANES, np.int64)
        level[n_lanes:] = N_LEVELS - 1  # lanes without a replicate hold nothing and ask for nothing
        if newest_only:
            scan_newest(zones, place_cases, counts, cases_before, table, best, level)
        else:
            scan_any(zones, place_cases, counts, cases_before, max_slots, table, best, level)
        for lane in range(n_lanes):
            maxima[first_replicate + lane] = best[lane]

"""The inner loops of the space-time scan over the data themselves.

Slots are the scanned periods in scanning order, and a window is a run of slots. Counts are kept cumulated
over the slots, so that a window costs one difference.
"""
# mypy: allow-untyped-defs

import numpy as np
from numba import njit


@njit(cache=True, nogil=True)
def log_likelihood_ratio(observed, expected, n_cases):
    """The ratio of the permutation model for a window with more than expected; 0 otherwise."""
    if observed <= expected:
        return 0.0
    ratio = observed * np.log(observed / expected)
    outside = n_cases - observed
    if outside > 0:
        ratio += outside * np.log(outside / (n_cases - expected))
    return ratio


@njit(cache=True, nogil=True)
def best_by_centre(
    zones,
    place_cases,
    counts,
    cases_before,
    first_end,
    max_slots,
    min_cases,
    first,
    stop,
    ratio,
    entry,
    bounds,
):
    """Into `ratio`, `entry` and `bounds`, the best window of the centres `first` to `stop`.

    `counts` is (places, slots); `cases_before[s]` counts all cases in slots before s. Windows end before slot
    `first_end` or any later one. Found are the ratio, the last entry of the zone, and the slots [begin, end).
    Of equal windows the smaller zone wins, then the earlier end, then the shorter window.
    """
    n_slots = counts.shape[1]
    n_cases = place_cases.sum()
    before = np.empty(n_slots + 1, np.int64)
    for i in range(first, stop):
        before[:] = 0
        zone_cases = 0
        for e in range(zones.start[i], zones.start[i] + zones.n_members[i]):
            j = zones.member_idx[e]
            zone_cases += place_cases[j]
            running = 0
            for s in range(n_slots):
                running += counts[j, s]
                before[s + 1] += running
            for end in range(first_end, n_slots + 1):
                for begin in range(end - 1, max(end - max_slots, 0) - 1, -1):
                    observed = before[end] - before[begin]
                    if observed < min_cases:
                        continue
                    expected = zone_cases * (cases_before[end] - cases_before[begin]) / n_cases
                    found = log_likelihood_ratio(observed, expected, n_cases)
                    if found > ratio[i]:
                        ratio[i] = found
                        entry[i] = e
                        bounds[i, 0] = begin
                        bounds[i, 1] = end

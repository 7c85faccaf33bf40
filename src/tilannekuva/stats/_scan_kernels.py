"""The inner loops of the scan over the data themselves: the best window of every centre.

Slots are the scanned periods in scanning order, and a window is a run of slots. Counts and expectations come
cumulated over the slots, so that a window costs one difference. Where every window starts with slot 0 (the
newest period, or the only one), a window is one entry.
"""
# mypy: allow-untyped-defs

import numpy as np
from numba import njit

from ._compiling import inner

# What rounding may add to a ratio or a bound on it, relatively: what is larger by less is equal.
_ROUNDING = 1e-12


@inner
def log_likelihood_ratio(observed, expected, n_cases, n_people):
    """The ratio of a window with more cases than expected; 0 otherwise.

    It is the sum of x log(x / expected x) over the cells of a table: inside or outside, case or not. A total
    that is infinite is not held fixed, and its cells tend to their limit: without `n_people` only cases
    count (Poisson, permutation), without `n_cases` as well only those inside do (expectation-based).
    """
    if observed <= expected:
        return 0.0
    excess = observed - expected
    ratio = observed * np.log(observed / expected)
    if np.isinf(n_cases):
        return ratio - excess
    outside = n_cases - observed
    if outside > 0:
        ratio += outside * np.log(outside / (outside + excess))
    if np.isinf(n_people):
        return ratio
    people = expected * n_people / n_cases
    others = people - observed
    if others > 0:
        ratio += others * np.log(others / (others + excess))
    others_outside = n_people - people - outside
    if others_outside > 0:
        ratio += others_outside * np.log(others_outside / (others_outside - excess))
    return ratio


@inner
def chi_square_terms(n_cases, n_people):
    """`(a, b)`, such that a window's ratio is at most (observed - expected)² / (a E (1 - b E)).

    Because x log(x / y) <= x (x - y) / y, a ratio is at most the chi-square of its table.
    """
    per_case = 0.0 if np.isinf(n_cases) else 1 / n_cases
    share = 0.0 if np.isinf(n_people) else n_cases / n_people
    return (1 - share) * (1 - _ROUNDING), per_case


@njit(cache=True, nogil=True)
def best_newest(
    zones, counts, expected, n_cases, n_people, min_cases, first, stop, ratio, entry, bounds, largest
):
    """Into `ratio`, `entry` and `bounds`, the best window from slot 0 on of the centres `first` to `stop`.

    `counts` and `expected` are (places, slots), cumulated. Found are the ratio, the last entry of the zone,
    and the slots [begin, end). Of equal windows the smaller zone wins, then the shorter window. `largest`
    becomes the largest expectation of any window of the centre.
    """
    start, n_members, member_idx = zones
    n_slots = counts.shape[1]
    observed = np.empty(n_slots)
    usual = np.empty(n_slots)
    a, b = chi_square_terms(n_cases, n_people)
    for i in range(first, stop):
        observed[:] = 0
        usual[:] = 0
        for e in range(start[i], start[i] + n_members[i]):
            j = member_idx[e]
            least = ratio[i] * a
            n_worth = 0
            for s in range(n_slots):
                c = observed[s] + counts[j, s]
                x = usual[s] + expected[j, s]
                observed[s] = c
                usual[s] = x
                excess = c - x
                n_worth += (excess > 0) & (excess * excess > least * x * (1 - b * x))
            if n_worth == 0:
                continue
            for s in range(n_slots):
                c = observed[s]
                x = usual[s]
                excess = c - x
                if c < min_cases or excess <= 0 or excess * excess <= ratio[i] * a * x * (1 - b * x):
                    continue
                found = log_likelihood_ratio(c, x, n_cases, n_people)
                if found > ratio[i] * (1 + _ROUNDING):
                    ratio[i] = found
                    entry[i] = e
                    bounds[i, 0] = 0
                    bounds[i, 1] = s + 1
        largest[i] = usual[n_slots - 1]


@njit(cache=True, nogil=True)
def best_any(
    zones, counts, expected, n_cases, n_people, min_cases, max_slots, first, stop, ratio, entry, bounds,
    largest,
):  # fmt: skip
    """The same over all windows of at most `max_slots` slots.

    Of equal windows the smaller zone wins, then the earlier end, then the shorter window.
    """
    start, n_members, member_idx = zones
    n_slots = counts.shape[1]
    observed = np.empty(n_slots + 1)
    usual = np.empty(n_slots + 1)
    a, b = chi_square_terms(n_cases, n_people)
    for i in range(first, stop):
        observed[:] = 0
        usual[:] = 0
        for e in range(start[i], start[i] + n_members[i]):
            j = member_idx[e]
            for s in range(n_slots):
                observed[s + 1] += counts[j, s]
                usual[s + 1] += expected[j, s]
            if not worth_a_look(observed, usual, max_slots, ratio[i] * a, b):
                continue
            for end in range(1, n_slots + 1):
                for length in range(1, min(max_slots, end) + 1):
                    c = observed[end] - observed[end - length]
                    x = usual[end] - usual[end - length]
                    excess = c - x
                    if c < min_cases or excess <= 0 or excess * excess <= ratio[i] * a * x * (1 - b * x):
                        continue
                    found = log_likelihood_ratio(c, x, n_cases, n_people)
                    if found > ratio[i] * (1 + _ROUNDING):
                        ratio[i] = found
                        entry[i] = e
                        bounds[i, 0] = end - length
                        bounds[i, 1] = end
        largest[i] = usual[n_slots]


@inner
def worth_a_look(observed, usual, max_slots, least, b):
    """Whether the chi-square of any window allows for a ratio above what was found so far."""
    n_slots = observed.size - 1
    for length in range(1, max_slots + 1):
        n_worth = 0
        for begin in range(n_slots + 1 - length):
            x = usual[begin + length] - usual[begin]
            excess = observed[begin + length] - observed[begin] - x
            n_worth += (excess > 0) & (excess * excess > least * x * (1 - b * x))
        if n_worth:
            return True
    return False

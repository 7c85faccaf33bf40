"""Every window of a scan, one by one; and chance, case by case."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]


class NaiveWindow(NamedTuple):
    ratio: float
    locations: frozenset[int]
    first_period: int
    last_period: int
    observed: int
    expected: float


class Null(NamedTuple):
    """What is expected in each location and period, and the totals held fixed (inf: none)."""

    expected: Floats
    n_cases: float
    n_people: float = math.inf


def log_likelihood_ratio(
    observed: float, expected: float, n_cases: float, n_people: float = math.inf
) -> float:
    """The models' ratios as their sources print them; 0 where there is no excess."""
    c, e, n = observed, expected, n_cases
    if c <= e:
        return 0.0
    if math.isinf(n_cases):  # Neill et al. 2005
        return c * math.log(c / e) + e - c
    if math.isinf(n_people):  # Kulldorff 1997, Poisson
        return c * math.log(c / e) + _x_log(n - c, (n - c) / (n - e))
    people = e * n_people / n  # Kulldorff 1997, Bernoulli
    rate, rate_outside = c / people, (n - c) / (n_people - people)
    return (
        _x_log(c, rate)
        + _x_log(people - c, 1 - rate)
        + _x_log(n - c, rate_outside)
        + _x_log(n_people - people - n + c, 1 - rate_outside)
        - _x_log(n, n / n_people)
        - _x_log(n_people - n, 1 - n / n_people)
    )


def _x_log(x: float, y: float) -> float:
    return x * math.log(y) if x > 1e-9 else 0.0


def permutation_null(counts: Counts, weekday: Counts | None = None) -> Null:
    """Within a group of periods: cases of the location, times cases of the period, over all cases."""
    groups = np.zeros(counts.shape[1], np.int64) if weekday is None else weekday
    expected = np.zeros(counts.shape)
    for j, t in np.ndindex(counts.shape):
        inside = counts[:, groups == groups[t]]
        if inside.any():
            expected[j, t] = inside[j].sum() * counts[:, t].sum() / inside.sum()
    return Null(expected, float(counts.sum()))


def poisson_null(by_stratum: Counts, people: Floats) -> Null:
    """Both (locations, periods, strata): in each stratum everyone has the rate of the whole."""
    expected = np.zeros(by_stratum.shape[:2])
    for j, t, k in np.ndindex(by_stratum.shape):
        if people[:, :, k].any():
            expected[j, t] += people[j, t, k] * by_stratum[:, :, k].sum() / people[:, :, k].sum()
    return Null(expected, float(by_stratum.sum()))


def bernoulli_null(counts: Counts, controls: Counts) -> Null:
    people = counts + controls
    return Null(people * counts.sum() / people.sum(), float(counts.sum()), float(people.sum()))


def all_windows(
    counts: Counts, xy: Floats, *, prospective: bool, max_share: float, max_radius_m: float,
    max_periods: int, min_cases: int, null: Null | None = None,
) -> list[NaiveWindow]:  # fmt: skip
    """Every window that a scan looks at and that has more than expected; permutation where no null is given."""
    n_locations, n_periods = counts.shape
    expected, n_cases, n_people = null or permutation_null(counts)
    windows = []
    for centre in range(n_locations):
        distance = np.hypot(*(xy - xy[centre]).T)
        # Equal distances: lesser coordinate first.
        nearest = sorted(range(n_locations), key=lambda j: (round(distance[j], 6), *xy[j]))
        for size in range(1, n_locations + 1):
            zone = nearest[:size]
            share = expected[zone].sum() / expected.sum()
            if distance[zone[-1]] > max_radius_m or share > max_share + 1e-9:
                break
            for end in range(n_periods - 1 if prospective else 0, n_periods):
                for first in range(max(0, end - max_periods + 1), end + 1):
                    observed = int(counts[zone, first : end + 1].sum())
                    usual = float(expected[zone, first : end + 1].sum())
                    if observed < min_cases or observed <= usual * (1 + 1e-12):
                        continue
                    ratio = log_likelihood_ratio(observed, usual, n_cases, n_people)
                    explained = frozenset(j for j in zone if expected[j].any())
                    windows.append(NaiveWindow(ratio, explained, first, end, observed, usual))
    return windows


def deal_periods(counts: Counts, rng: np.random.Generator, weekday: Counts | None = None) -> Counts:
    """The same cases in the same places, their periods dealt anew among those of a group."""
    groups = np.zeros(counts.shape[1], np.int64) if weekday is None else weekday
    dealt = np.zeros_like(counts)
    for group in np.unique(groups):
        inside = np.where(groups == group, counts, 0)
        location, period = np.nonzero(inside)
        location, period = (np.repeat(axis, inside[location, period]) for axis in (location, period))
        np.add.at(dealt, (location, rng.permutation(period)), 1)
    return dealt


def deal_people(counts: Counts, controls: Counts, rng: np.random.Generator) -> Counts:
    """The same people in the same places and periods; who of them is a case is dealt anew."""
    people = (counts + controls).ravel()
    dealt = rng.multivariate_hypergeometric(people, int(counts.sum()))
    return dealt.reshape(counts.shape).astype(np.int64)


def throw(null: Null, rng: np.random.Generator) -> Counts:
    """Cases as expected: as many as there are where that is held fixed, else as many as happen."""
    if math.isinf(null.n_cases):
        return rng.poisson(null.expected)
    share = null.expected.ravel() / null.expected.sum()
    return rng.multinomial(int(null.n_cases), share).reshape(null.expected.shape)

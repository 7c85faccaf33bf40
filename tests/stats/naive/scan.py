"""Every window of a scan, one by one."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class NaiveWindow(NamedTuple):
    ratio: float
    locations: frozenset[int]
    first_period: int
    last_period: int
    observed: int
    expected: float


def log_likelihood_ratio(observed: int, expected: float, n_cases: int) -> float:
    if observed <= expected:
        return 0.0
    outside = n_cases - observed
    inside_part = observed * math.log(observed / expected)
    return inside_part + (outside * math.log(outside / (n_cases - expected)) if outside else 0.0)


def all_windows(
    counts: NDArray[np.int64], xy: NDArray[np.float64], *, prospective: bool, max_share: float,
    max_radius_m: float, max_periods: int, min_cases: int,
) -> list[NaiveWindow]:  # fmt: skip
    """Every window that the permutation scan looks at and that has more than expected."""
    n_locations, n_periods = counts.shape
    n_cases = int(counts.sum())
    windows = []
    for centre in range(n_locations):
        distance = np.hypot(*(xy - xy[centre]).T)
        # Equal distances: lesser coordinate first.
        nearest = sorted(range(n_locations), key=lambda j: (round(distance[j], 6), *xy[j]))
        for size in range(1, n_locations + 1):
            zone = nearest[:size]
            zone_cases = int(counts[zone].sum())
            if distance[zone[-1]] > max_radius_m or zone_cases > max_share * n_cases:
                break
            for end in range(n_periods - 1 if prospective else 0, n_periods):
                for first in range(max(0, end - max_periods + 1), end + 1):
                    observed = int(counts[zone, first : end + 1].sum())
                    expected = zone_cases * int(counts[:, first : end + 1].sum()) / n_cases
                    ratio = log_likelihood_ratio(observed, expected, n_cases)
                    if ratio > 0 and observed >= min_cases:
                        with_cases = frozenset(j for j in zone if counts[j].any())
                        windows.append(NaiveWindow(ratio, with_cases, first, end, observed, expected))
    return windows


def deal_periods(counts: NDArray[np.int64], rng: np.random.Generator) -> NDArray[np.int64]:
    """The same cases in the same places, their periods dealt anew."""
    location, period = np.nonzero(counts)
    location, period = (np.repeat(axis, counts[location, period]) for axis in (location, period))
    dealt = np.zeros_like(counts)
    np.add.at(dealt, (location, rng.permutation(period)), 1)
    return dealt

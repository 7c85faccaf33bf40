"""The compiled statistics against their slow twins: the same answer, and how much sooner.

Both run in the same process on the same data, so the ratio holds on any machine. The twins are written to
be read (`tests/stats/naive`) and get small data; `scan`, `alarms` and the others time the sizes of a city.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from tests.stats.naive import regression_alarms as naive_alarms
from tests.stats.naive import scan as naive_scan
from tilannekuva.stats import farrington_flexible, space_time_scan

from .table import Line, show
from .timing import timed

_SEED = 20250428
Counts = NDArray[np.int64]


def main() -> None:
    _scan()
    _alarms()


def _cases(n_places: int, n_periods: int, n_cases: int) -> tuple[Counts, NDArray[np.float64]]:
    rng = np.random.default_rng(_SEED)
    counts = np.zeros((n_places, n_periods), np.int64)
    np.add.at(counts, (rng.integers(0, n_places, n_cases), rng.integers(0, n_periods, n_cases)), 1)
    return counts, rng.uniform(0, 20_000, (n_places, 2))


def _scan() -> None:
    counts, xy = _cases(n_places=40, n_periods=30, n_cases=300)
    n_chances = 9

    def fast(counts: Counts, xy: NDArray[np.float64], n_replicates: int) -> float:
        result = space_time_scan(
            counts, xy, n_replicates=n_replicates, max_periods=14, rng=np.random.default_rng(_SEED)
        )
        return float(result.clusters[0].log_likelihood_ratio)

    def slow() -> float:
        rng = np.random.default_rng(_SEED)
        best = [
            max(window.ratio for window in naive_scan.all_windows(
                data, xy, prospective=True, max_share=0.5, max_radius_m=math.inf, max_periods=14, min_cases=2
            ))
            for data in [counts, *(naive_scan.deal_periods(counts, rng) for _ in range(n_chances))]
        ]  # fmt: skip
        return best[0]

    fast(counts, xy, n_chances)  # compiles
    fast_s, found = timed(lambda: fast(counts, xy, n_chances), repeats=5)
    slow_s, expected = timed(slow, repeats=1)
    assert math.isclose(found, expected, rel_tol=1e-9), (found, expected)
    show(
        "kernels: space-time permutation scan, prospective, windows of up to 14 periods",
        [
            Line("40 places x 30 days, 300 cases, 9 replicates", fast_s * 1000, "ms"),
            Line("the slow twin, same answer", slow_s * 1000, "ms"),
            Line("times as fast", slow_s / fast_s, ""),
        ],
    )


def _alarms() -> None:
    rng = np.random.default_rng(_SEED)
    weeks = np.arange(520)
    level = rng.uniform(2, 30, (1_500, 1)) * (1 + 0.3 * np.sin(2 * np.pi * weeks / 52)) * (1 + weeks / 2_000)
    counts = rng.negative_binomial(level, 0.5)
    n_slow = 40
    farrington_flexible(counts[:2])  # compiles
    fast_s, result = timed(lambda: farrington_flexible(counts), repeats=3)
    slow_s, fits = timed(
        lambda: [
            naive_alarms.farrington_flexible(
                series, 519, year=52, years_back=5, window=3, n_seasons=10, left_out=26, alpha=0.01
            )
            for series in counts[:n_slow]
        ],
        repeats=1,
    )
    np.testing.assert_allclose(result.expected[:n_slow, -1], [fit.expected for fit in fits], rtol=1e-5)
    show(
        "kernels: Farrington-flexible alarms, one week judged by five years before",
        [
            Line("for each series", fast_s / len(counts) * 1e6, "µs"),
            Line(f"the slow twin, same answer on {n_slow} series, for each", slow_s / n_slow * 1e6, "µs"),
            Line("times as fast", (slow_s / n_slow) / (fast_s / len(counts)), ""),
        ],
    )


if __name__ == "__main__":
    main()

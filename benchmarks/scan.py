"""Scan statistics: a city while one waits, what a first call costs, and how the time grows with the city.

The figures beside are those of SaTScan 10.3.2 and R `scanstatistics` on work of the same size (areas, cases,
windows, replicates), on two quiet cores of another machine: neither installs as a package, so they cannot run
in the same run. Times depend on the machine; the slow twin of `kernels` gives a ratio that does not.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np

from tilannekuva.stats import ScanResult, space_time_scan

from .table import Line, show
from .timing import first_calls, timed
from .workloads import SEED, City, city_of_areas

_DAYS = 28

_FIRST_CALL = """
import time, numpy as np
started = time.perf_counter()
from tilannekuva.stats import space_time_scan
rng = np.random.default_rng(1)
space_time_scan(rng.poisson(0.4, (150, 365)), rng.uniform(0, 12_000, (150, 2)), max_periods=28, rng=rng)
print(time.perf_counter() - started)
"""


def main() -> None:
    small, large, larger = (
        city_of_areas(150, 20_000),
        city_of_areas(1_000, 200_000),
        city_of_areas(2_000, 400_000),
    )
    _scan(small)  # compiles
    half = _line("1,000 areas, half of the city", large, at_most=1.0)
    double = _line("2,000 areas, 400,000 cases, half of the city", larger)
    poisson = partial(_scan, model="poisson")
    show(
        "scan: a year of days, circles and the newest 28 days, 999 replicates, two threads",
        [
            *first_calls("150 areas", _FIRST_CALL),
            _line("permutation, 150 areas, 20,000 cases, half of the city", small, at_most=0.05, reference=2.3,
                  limit=0.03),
            _line("permutation, 1,000 areas, 200,000 cases, a tenth", large, at_most=0.4, reference=13.3,
                  limit=0.2, max_share=0.1),
            Line(f"permutation, {half.what}", half.value, "s", at_most=1.0, reference=29.7, limit=0.63),
            Line(f"permutation, {double.what}", double.value, "s"),
            Line("  times as long for four times the windows", double.value / half.value, "", at_most=5),
            Line(
                "Poisson, 1,000 areas, half of the city",
                timed(lambda: poisson(large, population=large.people))[0], "s", at_most=1.2, reference=32.6,
            ),
            Line(
                "expectation-based Poisson, 150 areas, half of the city",
                timed(lambda: _scan(small, model="expectation_based_poisson", baseline=_expected(small)))[0],
                "s", at_most=0.1, reference=51,
            ),
            Line(
                "Bernoulli, 150 areas, as many controls as cases",
                timed(lambda: _scan(small, model="bernoulli", controls=_controls(small)))[0], "s",
            ),
            Line(
                "retrospective permutation, 150 areas, all spans up to 28 days",
                timed(lambda: _scan(small, when="retrospective"), repeats=1)[0], "s",
            ),
        ],
        [
            "Reference: SaTScan 10.3.2 in two processes, for the expectation-based model R scanstatistics; on work of",
            "the same size elsewhere. Memory is the most that the first process held.",
        ],
    )  # fmt: skip


def _scan(city: City, **settings: Any) -> ScanResult:
    return space_time_scan(
        city.counts, city.xy, max_periods=_DAYS, rng=np.random.default_rng(SEED), **settings
    )


def _line(
    what: str, city: City, *, at_most: float | None = None, reference: float | None = None, limit: float | None = None,
    **settings: Any,
) -> Line:  # fmt: skip
    seconds, result = timed(lambda: _scan(city, **settings))
    assert 0 in result.clusters[0].location_idx, "what was planted around the first area is found first"
    return Line(what, seconds, "s", at_most=at_most, reference=reference, limit=limit)


def _expected(city: City) -> np.ndarray:
    return np.outer(city.people / city.people.sum(), city.counts.sum(axis=0))


def _controls(city: City) -> np.ndarray:
    return np.random.default_rng(SEED).permutation(city.counts.T).T.copy()


if __name__ == "__main__":
    main()

"""Small scans of every model, each beside its naive twin."""

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from tilannekuva.stats import ScanResult, space_time_scan

from .naive import scan as naive

MODELS = ("permutation", "weekday", "poisson", "strata", "expectation_based_poisson", "bernoulli")
WHENS = ("prospective", "retrospective", "purely_spatial")
COMBINATIONS = [
    (model, when)
    for model in MODELS
    for when in WHENS
    if when != "purely_spatial" or model not in ("permutation", "weekday")
]


class Example(NamedTuple):
    """Counts and what a model is told beside them; the same for the naive scan (collapsed if places alone)."""

    counts: NDArray[np.int64]
    xy: NDArray[np.float64]
    settings: dict[str, Any]
    naive_counts: NDArray[np.int64]
    null: naive.Null
    draw: Callable[[np.random.Generator], NDArray[np.int64]]

    def scan(self, *, seed: int = 1, n_replicates: int = 40, **settings: Any) -> ScanResult:
        return space_time_scan(
            self.counts,
            self.xy,
            rng=np.random.default_rng(seed),
            n_replicates=n_replicates,
            **(self.settings | settings),
        )

    def windows(
        self,
        counts: NDArray[np.int64] | None = None,
        *,
        max_share: float = 0.5,
        max_radius_m: float = np.inf,
        max_periods: int | None = None,
        min_cases: int = 2,
    ) -> list[naive.NaiveWindow]:
        """All windows of the naive scan of these counts, or of other ones under the same null."""
        if self.settings["when"] == "purely_spatial":
            max_periods = 1
        return naive.all_windows(
            self.naive_counts if counts is None else counts,
            self.xy,
            prospective=self.settings["when"] != "retrospective",
            max_share=max_share,
            max_radius_m=max_radius_m,
            max_periods=self.naive_counts.shape[1] // 2 if max_periods is None else max_periods,
            min_cases=min_cases,
            null=self.null,
        )


def example(
    seed: int,
    model: str = "permutation",
    when: str = "prospective",
    *,
    grid: bool = False,
    n_locations: int = 12,
    n_periods: int = 12,
    rate: float = 0.02,
) -> Example:
    """A few places with few cases, on a grid with many equal distances or anywhere; one holds nobody."""
    rng = np.random.default_rng(seed)
    people = np.round(rng.gamma(1.0, 40, (n_locations, 1)) * rng.uniform(0.5, 1.5, (n_locations, n_periods)))
    people[rng.integers(1, n_locations)] = 0
    people[0] += 5
    counts = rng.binomial(people.astype(int), rate)
    counts[0, -1] += 1
    xy = rng.uniform(0, 1000, (n_locations, 2))
    if grid:
        east, north = np.meshgrid(np.arange(4) * 250.0, np.arange(3) * 250.0)
        xy = np.column_stack([east.ravel(), north.ravel()])
    alone = when == "purely_spatial"
    settings: dict[str, Any] = {"when": when, "model": model}
    together = counts.sum(axis=1, keepdims=True) if alone else counts
    crowd = people.sum(axis=1, keepdims=True) if alone else people
    if model in ("permutation", "weekday"):
        weekday = np.arange(n_periods) % (3 if model == "weekday" else 1)
        if model == "weekday":
            settings |= {"model": "permutation", "weekday": weekday}
        null = naive.permutation_null(counts, weekday)
        return Example(
            counts, xy, settings, counts, null, lambda rng: naive.deal_periods(counts, rng, weekday)
        )
    if model == "bernoulli":
        controls = (people - np.minimum(people, counts)).astype(np.int64)
        others = controls.sum(axis=1, keepdims=True) if alone else controls
        return Example(
            counts,
            xy,
            settings | {"controls": controls},
            together,
            naive.bernoulli_null(together, others),
            lambda rng: naive.deal_people(together, others, rng),
        )
    given = counts
    if model == "expectation_based_poisson":
        settings |= {"baseline": people * rate}
        null = naive.Null(crowd * rate, np.inf)
    elif model == "poisson":
        settings |= {"population": people}
        null = naive.poisson_null(together[:, :, None], crowd[:, :, None])
    else:
        half = np.floor(people / 3)
        strata = np.stack([half, people - half], axis=2)
        first = np.minimum(counts, rng.binomial(counts, 0.5) * (half > 0))
        given = np.stack([first, counts - first], axis=2)
        settings |= {"model": "poisson", "strata": strata}
        null = naive.poisson_null(
            given.sum(axis=1, keepdims=True) if alone else given,
            strata.sum(axis=1, keepdims=True) if alone else strata,
        )
    return Example(given, xy, settings, together, null, lambda rng: naive.throw(null, rng))

"""What the near-repeat methods say."""

from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._results import Result, one_row


@dataclass(frozen=True, eq=False)
class KnoxResult(Result):
    """Whether events that are near in space are near in time more often than chance makes them.

    Attributes
    ----------
    observed : pairs near in both space and time.
    expected : the same if space and time had nothing to do with each other: pairs near in space times pairs
        near in time over all pairs.
    ratio : observed / expected; NaN when nothing is expected.
    ratio_low, ratio_high : its interval at `confidence`, see `knox`.
    p_value : Monte Carlo, (1 + permutations with at least as many pairs) / (1 + permutations).
    poisson_p_value : the chance of at least as many pairs if their number were Poisson; an old
        approximation, for comparison.
    permuted : (n_permutations,) pairs near in both when the days are dealt anew, read-only.
    near_in_space, near_in_time, n_pairs : the margins.
    """

    observed: int
    expected: float
    ratio: float
    ratio_low: float
    ratio_high: float
    p_value: float
    poisson_p_value: float
    near_in_space: int
    near_in_time: int
    n_pairs: int
    n_events: int
    permuted: NDArray[np.int64] = field(repr=False)
    distance_m: float
    days: float
    confidence: float
    seed: int

    def as_dict(self) -> dict[str, NDArray[Any]]:
        """One row, without `permuted`: polars or pandas take it in one call."""
        return one_row(
            {item.name: getattr(self, item.name) for item in fields(self) if item.name != "permuted"}
        )

    def __repr__(self) -> str:
        return (
            f"<KnoxResult: {self.observed:,} pairs within {self.distance_m:g} m and {self.days:g} days, "
            f"{self.expected:,.1f} expected, ratio {self.ratio:.2f} "
            f"({self.ratio_low:.2f} to {self.ratio_high:.2f}), p = {self.p_value:.3g}, "
            f"{self.n_events:,} events>"
        )


@dataclass(frozen=True, eq=False)
class NearRepeatResult(Result):
    """How much more often than by chance an event is followed by another, by distance and by time.

    Arrays are (n_distance_bands, n_day_bands), read-only. Band k holds distances from `distance_bands_m[k]`
    up to but not including `distance_bands_m[k + 1]`; the same for days.

    Attributes
    ----------
    observed : pairs of events.
    expected : mean number of pairs over the permutations.
    ratio : observed / expected; NaN when nothing is expected.
    ratio_low, ratio_high : its interval at `confidence`, of each pair of bands by itself.
    p_value : Monte Carlo, (1 + permutations with at least as many pairs) / (1 + permutations). Of many bands
        some are small by chance: judge them together.
    """

    observed: NDArray[np.int64]
    expected: NDArray[np.float64]
    ratio: NDArray[np.float64]
    ratio_low: NDArray[np.float64]
    ratio_high: NDArray[np.float64]
    p_value: NDArray[np.float64]
    distance_bands_m: tuple[float, ...]
    day_bands: tuple[float, ...]
    metric: str
    n_events: int
    n_permutations: int
    confidence: float
    seed: int

    def as_dict(self) -> dict[str, NDArray[Any]]:
        """A long table, one row for each pair of bands: polars or pandas take it in one call."""
        n_distances, n_days = self.observed.shape
        space, time = (idx.ravel() for idx in np.indices((n_distances, n_days)))
        distances, days = np.asarray(self.distance_bands_m), np.asarray(self.day_bands)
        return {
            "distance_from_m": distances[space],
            "distance_below_m": distances[space + 1],
            "days_from": days[time],
            "days_below": days[time + 1],
            "observed": self.observed.ravel(),
            "expected": self.expected.ravel(),
            "ratio": self.ratio.ravel(),
            "ratio_low": self.ratio_low.ravel(),
            "ratio_high": self.ratio_high.ravel(),
            "p_value": self.p_value.ravel(),
        }

    def __repr__(self) -> str:
        shown = np.where(np.isnan(self.ratio), -np.inf, self.ratio)
        space, time = np.unravel_index(int(np.argmax(shown)), self.ratio.shape)
        return (
            f"<NearRepeatResult: {self.n_events:,} events, {self.ratio.shape[0]} distance × "
            f"{self.ratio.shape[1]} day bands; largest ratio {self.ratio[space, time]:.2f} at "
            f"[{self.distance_bands_m[space]:g}, {self.distance_bands_m[space + 1]:g}) m and "
            f"[{self.day_bands[time]:g}, {self.day_bands[time + 1]:g}) days (p = {self.p_value[space, time]:.3g})>"
        )

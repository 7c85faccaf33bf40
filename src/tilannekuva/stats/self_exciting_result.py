"""What the fit of a self-exciting process says."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._results import Result, one_row

# By whether places were given, and whether there are many events; docs/explanation/statistics/self-exciting.md.
_MANY = 500
_MEASURED = {
    (False, False): (0.90, 0.99),
    (False, True): (0.83, 0.98),
    (True, False): (0.88, 0.99),
    (True, True): (0.71, 1.0),
}


@dataclass(frozen=True, eq=False)
class SelfExcitingResult(Result):
    """How much of the events other events brought. Every interval is (low, high) at `confidence`.

    Attributes
    ----------
    branching_ratio : events that one event brings in the mean, directly; 0 nothing feeds itself, 1 and more
        nothing ends it. The interval is from the profile of the likelihood; its low end is 0 where the
        events could well be independent of each other.
    background_per_day : events a day that no other brought.
    decay_days : the mean time from an event to those it brings. NaN without any.
    spread_m : the standard deviation along each axis of the distance to them. NaN without any, and in time
        alone.
    log_likelihood : natural logarithm, of the best fit. In space and time, given the background's places.
    enough : False where there are too few events to say anything; all estimates are NaN then.
    converged : the best fit was found. If not, do not use it.
    at_limit : which of "branching_ratio", "decay_days" and "spread_m" stand at the end of the range that was
        searched; their own intervals are NaN, and the model describes the events badly.
    in_space : whether places were given.
    whole_days : whether all times were whole days, and treated as such.
    """

    branching_ratio: float
    branching_ratio_interval: tuple[float, float]
    background_per_day: float
    background_per_day_interval: tuple[float, float]
    decay_days: float
    decay_days_interval: tuple[float, float]
    spread_m: float
    spread_m_interval: tuple[float, float]
    log_likelihood: float
    enough: bool
    converged: bool
    at_limit: tuple[str, ...]
    in_space: bool
    whole_days: bool
    n_events: int
    window_days: float
    max_lag_days: float
    max_distance_m: float
    confidence: float

    @property
    def triggered_share(self) -> float:
        """The share of the events that others brought, over a long time: the branching ratio below 1."""
        return min(self.branching_ratio, 1.0)

    @property
    def measured_coverage(self) -> tuple[float, float]:
        """How often intervals meant to hold the truth in 95 % did so where it was known: the least and the most.

        Over 100 made-up histories of each kind, as many kinds as the documentation lists, and all parameters. The
        least is the spread on cells wider than it (in space), or the background where the events of many parents
        overlap (in time alone).
        """
        return _MEASURED[self.in_space, self.n_events >= _MANY]

    def as_dict(self) -> dict[str, NDArray[Any]]:
        """One row, an interval as two columns: polars or pandas take it in one call."""
        values = {item.name: getattr(self, item.name) for item in fields(self)}
        return one_row(values | {"at_limit": ", ".join(self.at_limit)})

    def __repr__(self) -> str:
        if not self.enough:
            return f"<SelfExcitingResult: {self.n_events:,} events, too few to say>"
        low, high = self.branching_ratio_interval
        after = "" if np.isnan(self.decay_days) else f", after {self.decay_days:.1f} days"
        within = "" if np.isnan(self.spread_m) else f", within {self.spread_m:.0f} m"
        doubt = "" if self.converged else ", NOT CONVERGED"
        limit = f", at the limit: {', '.join(self.at_limit)}" if self.at_limit else ""
        return (
            f"<SelfExcitingResult: {self.n_events:,} events, branching ratio {self.branching_ratio:.2f} "
            f"({low:.2f}–{high:.2f} at {self.confidence:.0%}){after}{within}, "
            f"{self.background_per_day:.2f} a day of the background{limit}{doubt}>"
        )

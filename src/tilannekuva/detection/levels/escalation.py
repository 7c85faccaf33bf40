"""Is it feeding itself? Of each kind, how many events other events brought: an indicator, never a forecast."""

from __future__ import annotations

import numpy as np

from tilannekuva.places.arrays import PlaceArrays
from tilannekuva.stats import self_exciting
from tilannekuva.stats.errors import TooLittleData

from ..events import EventArrays
from ..results import EscalationFacts
from ..scope import Periods
from .placed_year import LOOKED_BACK_PERIODS, cell_width_m, placed_in_last_year


def escalation_of(events: EventArrays, places: PlaceArrays, periods: Periods) -> EscalationFacts | None:
    """Of one kind's reported `events`; None where days or cells are not known of them, or less than a year.

    In time alone a level that wanders looks like self-excitation, so without cells nothing is said.
    """
    placed = placed_in_last_year(events, places, periods)
    if placed is None:
        return None
    first_day, end = int(periods.edges[-1 - LOOKED_BACK_PERIODS]), int(periods.edges[-1])
    each = np.repeat(np.arange(len(placed)), placed.n_events)
    cell = placed.cell_idx[each]
    try:
        result = self_exciting(
            placed.day[each].astype(np.float64) - first_day,
            places.cell_easting_m[cell],
            places.cell_northing_m[cell],
            window_days=float(end - first_day),
            place_width_m=cell_width_m(places),
        )
    except TooLittleData:
        return EscalationFacts(len(each))
    if not (result.enough and result.converged):
        return EscalationFacts(len(each))
    lower, upper = result.branching_ratio_interval
    return EscalationFacts(
        len(each),
        ratio=round(float(result.branching_ratio), 4),
        lower=round(float(lower), 4),
        upper=round(float(upper), 4),
        decay_days=_within(result.decay_days, "decay_days", result.at_limit),
        spread_m=_within(result.spread_m, "spread_m", result.at_limit),
    )


def _within(value: float, name: str, at_limit: tuple[str, ...]) -> float | None:
    """A value at the end of the range that was searched tells nothing."""
    return None if np.isnan(value) or name in at_limit else round(float(value), 1)

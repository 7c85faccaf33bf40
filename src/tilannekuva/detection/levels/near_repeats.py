"""Do signals of a kind come near one another, in place and time, more often than by chance? Never a forecast."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from tilannekuva.places.arrays import PlaceArrays
from tilannekuva.stats import knox
from tilannekuva.stats.errors import TooLittleData

from ..events import EventArrays
from ..results import NearRepeatFacts
from ..scope import Periods
from .placed_year import cell_width_m, placed_in_last_year

# The same cell, and the eight that touch it: the corners are 1.41 widths away.
_WITHIN_CELLS = 1.5
_WITHIN_DAYS = 7
_N_PERMUTATIONS = 199
# A ratio of fewer would be a matter of single pairs.
_LEAST_EXPECTED_PAIRS = 5.0
# Pairs grow with the square of the events. A sample has the same ratio in the mean, with a wider interval.
_MOST_EVENTS = 10_000


def near_repeats_of(
    events: EventArrays, places: PlaceArrays, periods: Periods, rng: np.random.Generator
) -> NearRepeatFacts | None:
    """Of one kind's reported `events`; None where days or cells are not known of them, or less than a year."""
    placed = placed_in_last_year(events, places, periods)
    if placed is None:
        return None
    day, cell = np.repeat(placed.day, placed.n_events), np.repeat(placed.cell_idx, placed.n_events)
    within_m = round(_WITHIN_CELLS * cell_width_m(places), 1)
    nothing_said = NearRepeatFacts(len(day), within_m, _WITHIN_DAYS)
    if len(day) > _MOST_EVENTS:
        # In one order whatever the order of the rows, so that the same events make the same sample.
        order = np.lexsort((places.cell_northing_m[cell], places.cell_easting_m[cell], day))
        chosen = order[np.sort(rng.choice(len(day), _MOST_EVENTS, replace=False))]
        day, cell = day[chosen], cell[chosen]
    try:
        result = knox(
            places.cell_easting_m[cell],
            places.cell_northing_m[cell],
            day,
            distance_m=within_m,
            days=_WITHIN_DAYS,
            n_permutations=_N_PERMUTATIONS,
            rng=rng,
        )
    except TooLittleData:
        return nothing_said
    if result.expected < _LEAST_EXPECTED_PAIRS:
        return nothing_said
    return replace(
        nothing_said,
        ratio=round(result.ratio, 4),
        lower=round(result.ratio_low, 4),
        upper=round(result.ratio_high, 4),
        p_value=result.p_value,
    )

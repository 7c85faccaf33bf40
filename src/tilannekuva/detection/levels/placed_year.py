"""What readings of places look at: the events of a kind in the last year, where they are known by cell."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tilannekuva.places.arrays import PlaceArrays

from ..events import EventArrays
from ..scope import Periods

# Over longer the level itself changes, and what changes slowly looks like events that bring events.
LOOKED_BACK_PERIODS = 52
# Where fewer have a cell, the rest would be missing beside the others.
_LEAST_PLACED_SHARE = 0.8


def placed_in_last_year(events: EventArrays, places: PlaceArrays, periods: Periods) -> EventArrays | None:
    """Those in cells; None where days or cells are not known of most of them, or less than a year."""
    if periods.unit != "week" or len(periods) < LOOKED_BACK_PERIODS or not places.n_cells:
        return None
    recent = events.where(events.day >= periods.edges[-1 - LOOKED_BACK_PERIODS])
    placed = recent.where(recent.cell_idx >= 0)
    return placed if len(recent) and len(placed) >= _LEAST_PLACED_SHARE * len(recent) else None


def cell_width_m(places: PlaceArrays) -> float:
    """How wide the cells of the grid are: the smallest step between their middles."""
    steps: NDArray[np.float64] = np.diff(np.unique(np.round(places.cell_easting_m, 1)))
    return float(steps.min()) if steps.size else 1.0

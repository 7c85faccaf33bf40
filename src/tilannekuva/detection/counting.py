"""From signals to counts: the dense and sparse tables that detectors and levels read."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .events import EventArrays
from .scope import Periods

Counts = NDArray[np.int64]


def count_by(
    events: EventArrays,
    row_idx: NDArray[np.integer],
    n_rows: int,
    column_idx: NDArray[np.integer],
    n_columns: int,
) -> Counts:
    """Number of events by row and column (n_rows, n_columns); entries outside the table are left out."""
    inside = (row_idx >= 0) & (row_idx < n_rows) & (column_idx >= 0) & (column_idx < n_columns)
    flat = row_idx[inside].astype(np.int64) * n_columns + column_idx[inside]
    counts = np.bincount(flat, weights=events.n_events[inside], minlength=n_rows * n_columns)
    return np.rint(counts).astype(np.int64).reshape(n_rows, n_columns)


def count_by_kind_and_area(events: EventArrays, periods: Periods, n_kinds: int, n_areas: int) -> Counts:
    """(n_kinds, n_areas + 1, n_periods); the last area holds what lies in none."""
    area = np.where(events.area_idx < 0, n_areas, events.area_idx).astype(np.int64)
    row = events.kind_idx.astype(np.int64) * (n_areas + 1) + area
    table = count_by(events, row, n_kinds * (n_areas + 1), periods.index_of(events.day), len(periods))
    return table.reshape(n_kinds, n_areas + 1, len(periods))

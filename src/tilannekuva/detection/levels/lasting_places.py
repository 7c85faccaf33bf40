"""Where a kind gathers for long, and which way that moves: squares of a kilometre by quarter of a year."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tilannekuva.places.arrays import PlaceArrays
from tilannekuva.stats import HotSpotClass, emerging_hot_spots

from ..counting import count_by
from ..events import EventArrays
from ..results import LastingFacts
from ..scope import Periods

_QUARTER_PERIODS = 13
_MOST_QUARTERS = 8
_LEAST_QUARTERS = 4
# Cells of a grid hold too few signals of one kind for sums that are anywhere near normal.
_SQUARE_M = 1000.0
# With fewer signals in a square and its neighbours in the mean, single ones would stand out.
_LEAST_MEAN_SUM = 1.0
_LEAST_SQUARES = 30
# Of the squares a hundredth may be hot by chance, and of the trends.
_ALPHA = 0.01
# Only what lasted is told: what is new is the business of findings, whose false ones are held down. Where an area
# has squares of several classes, the first of these is told of it.
_TOLD = (
    HotSpotClass.INTENSIFYING,
    HotSpotClass.DIMINISHING,
    HotSpotClass.PERSISTENT,
    HotSpotClass.HISTORICAL,
)

Indices = NDArray[np.int64]


def quarters_of(periods: Periods) -> int:
    """How many quarters are looked at; 0 where the history is shorter than a year, or not in weeks."""
    n_quarters = min(_MOST_QUARTERS, len(periods) // _QUARTER_PERIODS)
    return n_quarters if periods.unit == "week" and n_quarters >= _LEAST_QUARTERS else 0


@dataclass(frozen=True, slots=True, eq=False)
class Squares:
    """`of_cell` (n_cells,) the square of each cell; `neighbours` (indptr, indices): those that touch each."""

    of_cell: Indices
    neighbours: tuple[Indices, Indices]

    def __len__(self) -> int:
        return len(self.neighbours[0]) - 1


def lasting_places_of(
    events: EventArrays, places: PlaceArrays, squares: Squares, periods: Periods
) -> LastingFacts | None:
    """Of one kind's reported `events`, the areas that hold hot squares, by class; None where too few to say."""
    n_quarters = quarters_of(periods)
    if not n_quarters or len(squares) < _LEAST_SQUARES or not places.n_areas:
        return None
    placed = events.where(events.cell_idx >= 0)
    first = periods.edges[-1 - _QUARTER_PERIODS * n_quarters]
    placed = placed.where(placed.day >= first)
    quarter = (
        periods.index_of(placed.day) - (len(periods) - _QUARTER_PERIODS * n_quarters)
    ) // _QUARTER_PERIODS
    counts = count_by(placed, squares.of_cell[placed.cell_idx], len(squares), quarter, n_quarters)
    mean_sum = counts.mean() * (1 + len(squares.neighbours[1]) / len(squares))
    if mean_sum < _LEAST_MEAN_SUM:
        return None
    result = emerging_hot_spots(counts, squares.neighbours, alpha=_ALPHA)
    return LastingFacts(n_quarters, _areas_by_class(result.hot_spot_class, placed, squares, places))


def _areas_by_class(
    classes: NDArray[np.str_], placed: EventArrays, squares: Squares, places: PlaceArrays
) -> dict[str, tuple[str, ...]]:
    """A hot square is told by the area that most of its signals lie in."""
    told: dict[str, tuple[str, ...]] = {}
    named: set[int] = set()
    square = squares.of_cell[placed.cell_idx]
    for name in _TOLD:
        areas = set()
        for hot in np.flatnonzero(classes == name.value):
            inside = (square == hot) & (placed.area_idx >= 0)
            if inside.any():
                areas.add(int(np.bincount(placed.area_idx[inside]).argmax()))
        if areas - named:
            told[name.value] = tuple(sorted(places.area_codes[area] for area in areas - named))
        named |= areas
    return told


def squares_of(places: PlaceArrays) -> Squares:
    """The squares that hold a cell."""
    east = np.floor(places.cell_easting_m / _SQUARE_M).astype(np.int64)
    north = np.floor(places.cell_northing_m / _SQUARE_M).astype(np.int64)
    corners, square_of_cell = np.unique(np.column_stack([east, north]), axis=0, return_inverse=True)
    index = {(int(x), int(y)): number for number, (x, y) in enumerate(corners)}
    around = [
        [
            index[x + dx, y + dy]
            for dx in (-1, 0, 1)
            for dy in (-1, 0, 1)
            if (dx or dy) and (x + dx, y + dy) in index
        ]
        for x, y in index
    ]
    indptr = np.cumsum([0, *(len(touching) for touching in around)])
    indices = np.array([other for touching in around for other in touching], np.int64)
    return Squares(square_of_cell.ravel(), (indptr.astype(np.int64), indices))

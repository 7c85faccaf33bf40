"""How dense do events lie? Kernel density over the cells of a grid, with its edges and its interval."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from . import _checks as check
from ._checks_places import PROJECT, check_metres
from .density_result import DensityResult
from .errors import BadArgument, BadCoordinates, TooLittleData

_Floats = NDArray[np.float64]

# Bandwidths that are tried: so many, from one cell up to a quarter of the map's longer side.
_N_TRIED = 16
# How far off its place on the grid the middle of a cell may lie, in cells.
_OFF_GRID = 0.05
_M2_PER_KM2 = 1e6
_LARGEST_MAP = 10_000_000


def kernel_density(
    counts: ArrayLike,
    easting_m: ArrayLike,
    northing_m: ArrayLike,
    *,
    cell_width_m: float,
    bandwidth_m: float | None = None,
    least_events: float = 5,
    confidence: float = 0.95,
) -> DensityResult:
    """Spread the events of each cell over its surroundings, and tell how dense they lie.

    Parameters
    ----------
    counts : (n_cells,) whole numbers >= 0, of every cell of the map, also of those without any event: where
        nothing could have been seen is off the map.
    easting_m, northing_m : (n_cells,) middles of the cells, on one square grid, each once.
    cell_width_m : of the grid.
    bandwidth_m : standard deviation of the kernel along each axis, at least half a cell. None: the one of 16, from
        one cell up to a quarter of the map, by which each event is best foretold from all others.
    least_events : where the value rests on fewer, it is NaN.
    confidence : of the interval.

    Returns
    -------
    DensityResult with arrays (n_cells,).

    Raises
    ------
    BadArgument, BadCoordinates : see the messages.
    TooLittleData : fewer than two events to choose a bandwidth by.

    Source
    ------
    Diggle (1985), Applied Statistics 34, 138–147: a normal kernel over the share of it that lies on the map, so
    that edges are no valleys. Bandwidth by the likelihood of each event with itself left out (Habbema, Hermans &
    van den Broek 1974; Silverman 1986, section 3.4.4). Interval of a weighted sum of Poisson counts: Fay & Feuer
    (1997), Statistics in Medicine 16, 791–801, section 2. What differs: events lie at the middles of their
    cells, and an event rests on itself and its neighbours by (sum w)^2 / sum w^2.
    """
    if bandwidth_m is not None:
        check.check_positive("bandwidth_m", bandwidth_m)
    grid = _checked(counts, easting_m, northing_m, cell_width_m, reach_m=bandwidth_m or cell_width_m)
    check.check_positive("least_events", least_events)
    check.check_fraction("confidence", confidence)
    if bandwidth_m is None:
        bandwidth_m = _best_bandwidth(grid)
    elif not (np.isfinite(bandwidth_m) and bandwidth_m >= cell_width_m / 2):
        raise BadArgument(
            f"bandwidth_m is {bandwidth_m}; it must be finite and at least half a cell, {cell_width_m / 2:g} m"
        )
    weighed = _weigh(grid, float(bandwidth_m))
    with np.errstate(invalid="ignore", divide="ignore"):
        effective = np.where(weighed.squares > 0, weighed.events**2 / weighed.squares, 0.0)
    enough = effective >= least_events
    lower, upper = _interval(weighed, confidence)
    density, lower, upper = (
        np.where(enough, values * _M2_PER_KM2 / grid.width_m**2, np.nan)
        for values in (weighed.events, lower, upper)
    )
    return DensityResult(
        density_per_km2=density,
        lower=lower,
        upper=upper,
        effective_events=effective,
        inside_share=weighed.inside,
        bandwidth_m=float(bandwidth_m),
        confidence=confidence,
    )


class _Grid(NamedTuple):
    """The map as a rectangle: `row`, `column` of each cell; `counts`, `on_map` (n_rows, n_columns)."""

    row: NDArray[np.int64]
    column: NDArray[np.int64]
    counts: _Floats
    on_map: _Floats
    width_m: float


class _Weighed(NamedTuple):
    """Of each cell, with weights that sum to 1 over the map: sum of w n and of w^2 n, and its own weight.

    inside : the share of the kernel on the map.
    """

    events: _Floats
    squares: _Floats
    own: _Floats
    inside: _Floats


def _weigh(grid: _Grid, bandwidth_m: float) -> _Weighed:
    """The kernel is the product of one along each axis, so that sums over the map are products of matrices."""
    along_rows, along_columns = (_kernel(size, bandwidth_m / grid.width_m) for size in grid.counts.shape)
    at = (grid.row, grid.column)
    inside = (along_rows @ grid.on_map @ along_columns)[at]
    events = (along_rows @ grid.counts @ along_columns)[at]
    squares = (along_rows**2 @ grid.counts @ along_columns**2)[at]
    own = float(along_rows[0, 0] * along_columns[0, 0])
    return _Weighed(events / inside, squares / inside**2, own / inside, np.minimum(inside, 1.0))


def _kernel(size: int, bandwidth: float) -> _Floats:
    """(size, size): weight of each cell of a row at each other, the whole being 1 on an endless row."""
    reach = np.arange(-int(9 * bandwidth + 2), int(9 * bandwidth + 2) + 1)
    whole = np.exp(-0.5 * (reach / bandwidth) ** 2).sum()
    apart = np.arange(size)[:, None] - np.arange(size)
    weights: _Floats = np.exp(-0.5 * (apart / bandwidth) ** 2) / whole
    return weights


def _interval(weighed: _Weighed, confidence: float) -> tuple[_Floats, _Floats]:
    """Gamma quantiles with the mean and variance of the weighted sum; above, of one more event in the cell itself."""
    tail = (1 - confidence) / 2
    mean, variance, one = weighed.events, weighed.squares, weighed.own
    with np.errstate(invalid="ignore", divide="ignore"):
        lower = np.where(mean > 0, special.gammaincinv(mean**2 / variance, tail) * variance / mean, 0.0)
    more, wider = mean + one, variance + one**2
    return lower, special.gammaincinv(more**2 / wider, 1 - tail) * wider / more


def _best_bandwidth(grid: _Grid) -> float:
    counts = grid.counts[grid.row, grid.column]
    if counts.sum() < 2:
        raise TooLittleData(f"counts holds {int(counts.sum())} event(s); give bandwidth_m")
    widest = max(1.0, max(grid.counts.shape) / 4)
    tried = grid.width_m * np.geomspace(1.0, widest, _N_TRIED)
    filled = counts > 0

    def likelihood(bandwidth_m: float) -> float:
        weighed = _weigh(grid, bandwidth_m)
        others = np.maximum(weighed.events - weighed.own, 0.0)[filled]
        # An event far from all others must not forbid a bandwidth all by itself.
        return float((counts[filled] * np.log(np.maximum(others, 1e-12))).sum())

    return float(max(tried, key=likelihood))


def _checked(counts: Any, easting_m: Any, northing_m: Any, cell_width_m: float, *, reach_m: float) -> _Grid:
    check.check_positive("cell_width_m", cell_width_m)
    if (dimensions := check.n_dimensions("counts", counts)) != 1:
        raise BadArgument(f"counts has {dimensions} dimensions; it must be (n_cells,)")
    numbers = check.check_count_array(counts, ("cells",))
    east, north = (
        check.check_column(name, values, BadCoordinates)
        for name, values in (("easting_m", easting_m), ("northing_m", northing_m))
    )
    if not len(numbers) == len(east) == len(north) or not len(numbers):
        raise BadArgument(
            f"counts, easting_m and northing_m have {len(numbers)}, {len(east)} and {len(north)} values; one of "
            "each a cell, and at least one cell"
        )
    check_metres("easting_m and northing_m", east, north, PROJECT, reach_m=reach_m)
    places = np.column_stack([north - north.min(), east - east.min()]) / cell_width_m
    index = np.rint(places).astype(np.int64)
    off = np.abs(places - index).max(axis=1)
    if off.max() > _OFF_GRID:
        cell = int(off.argmax())
        raise BadCoordinates(
            f"cell {cell} at ({east[cell]:g}, {north[cell]:g}) is no middle of a cell {cell_width_m:g} m wide of the "
            "same grid as the others"
        )
    shape = tuple(index.max(axis=0) + 1)
    if shape[0] * shape[1] > _LARGEST_MAP:
        raise BadArgument(
            f"the map is {shape[0]:,} by {shape[1]:,} cells of {cell_width_m:g} m, more than fit; is cell_width_m the "
            "width of a cell in metres, and are the middles in metres too?"
        )
    _unique, first = np.unique(index, axis=0, return_index=True)
    if len(first) < len(index):
        cell = int(np.setdiff1d(np.arange(len(index)), first)[0])
        raise BadCoordinates(f"cell {cell} stands where another one does; give each cell once")
    table, on_map = np.zeros(shape), np.zeros(shape)
    row, column = index.T
    table[row, column], on_map[row, column] = numbers, 1.0
    return _Grid(row, column, table, on_map, float(cell_width_m))

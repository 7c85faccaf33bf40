"""From two columns of coordinates to latitude and longitude, and from there to areas and cells."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError

from tilannekuva.domain.errors import BadInput
from tilannekuva.places.coordinates import to_degrees
from tilannekuva.places.placing import Placed, Placer

from .rejections import Reason, RowCheck
from .text_columns import as_numbers, as_text

Floats = NDArray[np.float64]
PlacerMaker = Callable[[Floats, Floats], Placer]

_WORDS_FOR_NOTHING = ("na", "n/a", "nan", "null", "none", "-")
_TELLING_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Points:
    """Degrees (WGS 84) of each row; rejected rows hold NaN."""

    latitude: Floats
    longitude: Floats


def read_points(
    northing: pl.Series,
    easting: pl.Series,
    check: RowCheck,
    *,
    crs: str | None,
    decimal_comma: bool,
    where: str,
) -> Points:
    """Read the columns of latitude and longitude, or of northing and easting in `crs`.

    Rows without usable coordinates are rejected in `check`. Raises `BadInput` if the columns as a whole
    are not what they should be: exchanged, metres without `crs`, or degrees in spite of it.
    """
    stated = f"{where}, columns '{northing.name}' and '{easting.name}'"
    north, north_missing = _numbers(northing, decimal_comma)
    east, east_missing = _numbers(easting, decimal_comma)
    names = northing.name, easting.name
    _reject_either(check, north_missing, east_missing, Reason.PLACE_MISSING, names)
    _reject_either(check, ~np.isfinite(north), ~np.isfinite(east), Reason.PLACE_UNREADABLE, names)
    numeric = np.isfinite(north) & np.isfinite(east)
    zero = numeric & (north == 0) & (east == 0)
    check.on(*names).reject(zero, Reason.PLACE_ZERO)
    usable = numeric & ~zero
    system = _system(crs) if crs else None
    if system is not None and system.is_projected:
        _refuse_degrees(north[usable], east[usable], crs or "", stated)
    elif usable.any():
        _refuse_no_degrees(north[usable], east[usable], northing.name, easting.name, stated)
    if crs:
        north, east = _converted(north, east, usable, crs, names, stated)
    return Points(*_within_range(north, east, usable, check, names))


def _reject_either(
    check: RowCheck,
    north: NDArray[np.bool_],
    east: NDArray[np.bool_],
    reason: Reason,
    names: tuple[str, str],
) -> None:
    check.on(*names).reject(north & east, reason)
    check.on(names[0]).reject(north, reason)
    check.on(names[1]).reject(east, reason)


def _converted(
    north: Floats, east: Floats, usable: NDArray[np.bool_], crs: str, names: tuple[str, str], where: str
) -> tuple[Floats, Floats]:
    """Degrees of coordinates in `crs`. Exchanged columns show where only the exchanged ones are in reach."""
    latitude, longitude = to_degrees(np.where(usable, east, np.nan), np.where(usable, north, np.nan), crs)
    if usable.any() and not np.isfinite(latitude[usable]).any():
        exchanged, _ = to_degrees(north[usable], east[usable], crs)
        if np.isfinite(exchanged).mean() > _TELLING_SHARE:
            pair = f"northing {north[usable][0]:.10g} and easting {east[usable][0]:.10g}"
            raise BadInput(f"In {crs}, {pair} look swapped", where, _swap(*names))
    return latitude, longitude


def _numbers(column: pl.Series, decimal_comma: bool) -> tuple[Floats, NDArray[np.bool_]]:
    """The numbers of a column (NaN where there is none), and which rows hold nothing at all."""
    numbers = as_numbers(column, decimal_comma)
    if not numbers.null_count():
        return numbers.to_numpy(), np.zeros(len(numbers), dtype=np.bool_)
    text = as_text(column)
    missing = text.is_null() | text.str.to_lowercase().is_in(_WORDS_FOR_NOTHING).fill_null(False)
    return numbers.fill_null(np.nan).to_numpy(), missing.to_numpy()


def _system(crs: str) -> CRS:
    try:
        return CRS.from_user_input(crs)
    except CRSError:
        raise BadInput(
            f"'{crs}' is not a known coordinate system", "--crs", "Give a code such as EPSG:3879."
        ) from None


def _refuse_degrees(north: Floats, east: Floats, crs: str, where: str) -> None:
    if len(north) and (np.abs(north) <= 180).all() and (np.abs(east) <= 180).all():
        raise BadInput(f"The coordinates are degrees, but --crs says {crs}", where, "Leave --crs out.")


def _refuse_no_degrees(north: Floats, east: Floats, north_name: str, east_name: str, where: str) -> None:
    beyond = (np.abs(north) > 90) | (np.abs(east) > 180)
    if beyond.mean() <= _TELLING_SHARE:
        return
    first = int(np.flatnonzero(beyond)[0])
    pair = f"Latitude {north[first]:.7g} and longitude {east[first]:.7g}"
    exchanged = ((np.abs(east) <= 90) & (np.abs(north) <= 180)).mean() > _TELLING_SHARE
    if exchanged:
        raise BadInput(f"{pair}: these look swapped", where, _swap(north_name, east_name))
    raise BadInput(
        f"{pair}: these are no degrees; they look like metres",
        where,
        "Say in which coordinate system they are, for example --crs EPSG:3879.",
    )


def _swap(north_name: str, east_name: str) -> str:
    return f"Give --lat '{east_name}' --lon '{north_name}'."


def _within_range(
    latitude: Floats,
    longitude: Floats,
    usable: NDArray[np.bool_],
    check: RowCheck,
    names: tuple[str, str],
) -> tuple[Floats, Floats]:
    reached = np.isfinite(latitude) & np.isfinite(longitude)
    check.on(*names).reject(usable & ~reached, Reason.PLACE_PROJECTED)
    check.on(names[0]).reject(usable & (np.abs(latitude) > 90), Reason.PLACE_LATITUDE)
    check.on(names[1]).reject(usable & (np.abs(longitude) > 180), Reason.PLACE_LONGITUDE)
    good = check.good
    if good.all():
        return latitude, longitude
    return np.where(good, latitude, np.nan), np.where(good, longitude, np.nan)


def place_points(
    points: Points,
    check: RowCheck,
    placer: Placer | PlacerMaker,
    *,
    area_decided: bool,
    crs: str | None,
    columns: tuple[str, str],
    where: str,
    areas_file: str | None,
) -> tuple[Placer, Placed]:
    """Area and cell of each row; rows that are rejected already lie at NaN and stay unplaced.

    Where areas have outlines and no column of codes decides (`area_decided`), rows outside every area are
    rejected. Raises `BadInput` if all of them are, or most, and exchanged axes would mend that.
    `areas_file` names the areas where nothing else says that they are right.
    """
    if not isinstance(placer, Placer):
        placer = placer(points.latitude, points.longitude)
    placed = placer.place(points.latitude, points.longitude)
    check = check.on(*columns)
    check.reject(~placed.sound, Reason.PLACE_PROJECTED)
    if placer.shapes is None or placer.shapes.polygons is None or area_decided:
        return placer, placed
    outside = check.good & (placed.area_idx < 0)
    if outside.any() and outside.sum() > _TELLING_SHARE * check.good.sum():
        _refuse_exchanged(points, outside, placer, crs, columns, where, areas_file)
    if outside.any() and bool((outside == check.good).all()):
        _refuse_all_outside(points, outside, columns, where)
    check.reject(outside, Reason.PLACE_OUTSIDE)
    return placer, placed


def _refuse_exchanged(
    points: Points,
    outside: NDArray[np.bool_],
    placer: Placer,
    crs: str | None,
    columns: tuple[str, str],
    where: str,
    areas_file: str | None,
) -> None:
    """Points and areas that meet with exchanged axes alone. Which of the two is wrong, a person sees."""
    latitude, longitude = points.latitude[outside][:10_000], points.longitude[outside][:10_000]
    if placer.shapes is None or (placer.place(longitude, latitude).area_idx >= 0).mean() <= _TELLING_SHARE:
        return
    pair = f"latitude {latitude[0]:.5g} and longitude {longitude[0]:.5g}"
    stated = f"{where}, columns '{columns[0]}' and '{columns[1]}'"
    if areas_file is None:
        raise BadInput(
            "The points lie outside every area, but inside with latitude and longitude exchanged:"
            f" {pair} look swapped",
            stated,
            _swap(*columns),
        )
    box = placer.shapes.bounds
    raise BadInput(
        "Points and areas meet only with latitude and longitude exchanged: in one of the files these look"
        f" swapped. The points have {pair}, the areas latitude {box.south:.5g} to {box.north:.5g}",
        f"{areas_file}; {stated}",
        f"If {areas_file} is wrong: in GeoJSON the longitude comes first, in every corner."
        + (f" If the points are wrong: {_swap(*columns)}" if crs is None else ""),
    )


def _refuse_all_outside(
    points: Points, outside: NDArray[np.bool_], columns: tuple[str, str], where: str
) -> None:
    stated = f"{where}, columns '{columns[0]}' and '{columns[1]}'"
    latitude, longitude = points.latitude[outside][:10_000], points.longitude[outside][:10_000]
    box = (
        f"latitude {np.nanmin(latitude):.4g} to {np.nanmax(latitude):.4g},"
        f" longitude {np.nanmin(longitude):.4g} to {np.nanmax(longitude):.4g}"
    )
    raise BadInput(
        f"Every point lies outside every area ({box})",
        stated,
        "Check that --areas belongs to this place, that --crs is right, and that neither file exchanges latitude and longitude.",
    )

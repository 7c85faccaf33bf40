"""From two columns of coordinates to latitude and longitude."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import polars as pl
from django.utils.translation import gettext as _
from numpy.typing import NDArray
from pyproj import CRS
from pyproj.exceptions import CRSError

from tilannekuva.domain.errors import BadInput
from tilannekuva.places.coordinates import to_degrees
from tilannekuva.places.placing import Placer

from .exchanged import out_of_range_as_written
from .rejections import Reason, RowCheck
from .text_columns import as_numbers, as_text
from .words import in_columns

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
    names = northing.name, easting.name
    stated = in_columns(where, names)
    north, north_missing = _numbers(northing, decimal_comma)
    east, east_missing = _numbers(easting, decimal_comma)
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
        check.on(*names).reject(out_of_range_as_written(north, east, usable), Reason.PLACE_EXCHANGED)
    if crs:
        north, east = _converted(north, east, usable, check, crs, names, stated)
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
    north: Floats,
    east: Floats,
    usable: NDArray[np.bool_],
    check: RowCheck,
    crs: str,
    names: tuple[str, str],
    where: str,
) -> tuple[Floats, Floats]:
    """Degrees of coordinates in `crs`. Rows in reach only when exchanged show, one by one or all together."""
    latitude, longitude = to_degrees(np.where(usable, east, np.nan), np.where(usable, north, np.nan), crs)
    unreached = usable & ~np.isfinite(latitude)
    if unreached.any():
        exchanged = np.zeros_like(unreached)
        exchanged[unreached] = np.isfinite(to_degrees(north[unreached], east[unreached], crs)[0])
        if exchanged.sum() > _TELLING_SHARE * usable.sum():
            first = int(np.flatnonzero(exchanged)[0])
            what = _("In %(crs)s, northing %(north)s and easting %(east)s look swapped")
            pair = {"north": f"{north[first]:.10g}", "east": f"{east[first]:.10g}"}
            raise BadInput(what % {"crs": crs, **pair}, where, swap_step(*names))
        check.on(*names).reject(exchanged, Reason.PLACE_EXCHANGED)
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
            _("'%(crs)s' is not a known coordinate system") % {"crs": crs},
            "--crs",
            _("Give a code such as EPSG:3879."),
        ) from None


def _refuse_degrees(north: Floats, east: Floats, crs: str, where: str) -> None:
    if len(north) and (np.abs(north) <= 180).all() and (np.abs(east) <= 180).all():
        raise BadInput(
            _("The coordinates are degrees, but --crs says %(crs)s") % {"crs": crs},
            where,
            _("Leave --crs out."),
        )


def _refuse_no_degrees(north: Floats, east: Floats, north_name: str, east_name: str, where: str) -> None:
    beyond = (np.abs(north) > 90) | (np.abs(east) > 180)
    if beyond.mean() <= _TELLING_SHARE:
        return
    first = int(np.flatnonzero(beyond)[0])
    pair = {"latitude": f"{north[first]:.7g}", "longitude": f"{east[first]:.7g}"}
    exchanged = ((np.abs(east) <= 90) & (np.abs(north) <= 180)).mean() > _TELLING_SHARE
    if exchanged:
        what = _("Latitude %(latitude)s and longitude %(longitude)s: these look swapped")
        raise BadInput(what % pair, where, swap_step(north_name, east_name))
    what = _("Latitude %(latitude)s and longitude %(longitude)s: these are no degrees; they look like metres")
    raise BadInput(
        what % pair, where, _("Say in which coordinate system they are, for example --crs EPSG:3879.")
    )


def swap_step(north_name: str, east_name: str) -> str:
    """What to type when the two columns stand in each other's place."""
    return _("Give --lat '%(latitude)s' --lon '%(longitude)s'.") % {
        "latitude": east_name,
        "longitude": north_name,
    }


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

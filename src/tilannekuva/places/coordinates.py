"""Between degrees (WGS 84, outside) and metres (inside), and noticing exchanged axes."""

from __future__ import annotations

from functools import cache

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import ArrayLike, NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError

from tilannekuva.domain.city import Bounds
from tilannekuva.domain.errors import BadInput

Floats = NDArray[np.float64]

WGS84 = "EPSG:4326"

# Of the points, so many must lie on the wrong side before the file as a whole is called exchanged.
_TELLING_SHARE = 0.5


def choose_metric_crs(latitudes: ArrayLike, longitudes: ArrayLike) -> str:
    """The UTM zone in which the middle (median) of the points lies, such as `EPSG:32635`.

    Polar stereographic beyond 84 degrees north and 80 south. Distances are true to about 1 in 1,000
    within 300 km east or west of the middle; what is wider than that wants a system of its own.
    Raises `BadInput` when no point is finite.
    """
    latitude, longitude = np.asarray(latitudes, float), np.asarray(longitudes, float)
    sound = np.isfinite(latitude) & np.isfinite(longitude)
    if not sound.any():
        raise BadInput(_("No point has coordinates"), "", _("Give latitude and longitude, or area codes."))
    middle_lat, middle_lon = float(np.median(latitude[sound])), float(np.median(longitude[sound]))
    if middle_lat > 84:
        return "EPSG:5041"
    if middle_lat < -80:
        return "EPSG:5042"
    zone = min(int((middle_lon + 180) // 6) + 1, 60)
    return f"EPSG:{32600 + zone if middle_lat >= 0 else 32700 + zone}"


def check_metric(crs: str) -> None:
    """Raise `BadInput` unless `crs` is a projected system in metres."""
    try:
        system = CRS.from_user_input(crs)
    except CRSError:
        raise BadInput(
            _("'%(crs)s' is not a known coordinate system") % {"crs": crs},
            "",
            _("Give a code such as EPSG:3879."),
        ) from None
    if not system.is_projected or any(abs(a.unit_conversion_factor - 1) > 1e-9 for a in system.axis_info):
        raise BadInput(
            _("%(crs)s (%(name)s) does not count in metres") % {"crs": crs, "name": system.name},
            "",
            _("Give a metric system, such as EPSG:3879."),
        )


@cache
def _transformer(source: str, target: str) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)


def to_metres(latitudes: ArrayLike, longitudes: ArrayLike, crs: str) -> tuple[Floats, Floats]:
    """Easting and northing (m) of points in degrees; infinite where the system does not reach."""
    easting, northing = _transformer(WGS84, crs).transform(
        np.asarray(longitudes, float), np.asarray(latitudes, float)
    )
    return np.asarray(easting), np.asarray(northing)


def to_degrees(easting_m: ArrayLike, northing_m: ArrayLike, crs: str) -> tuple[Floats, Floats]:
    """Latitude and longitude (degrees, WGS 84) of points in metres."""
    longitude, latitude = _transformer(crs, WGS84).transform(
        np.asarray(easting_m, float), np.asarray(northing_m, float)
    )
    return np.asarray(latitude), np.asarray(longitude)


def check_axis_order(
    latitudes: ArrayLike,
    longitudes: ArrayLike,
    *,
    where: str,
    bounds: Bounds | None = None,
    of: str = "",
    swap_step: str = "",
) -> None:
    """Raise `BadInput` when most points are no latitude and longitude, or are so with axes exchanged.

    With `bounds` (the box in which points of the place named `of` must lie), exchanged axes are
    noticed wherever the point as read lies outside and the exchanged one inside. `swap_step` says how they
    are exchanged in this sort of file; left out, by its columns.
    """
    swap_step = swap_step or _("Exchange the two columns.")
    latitude, longitude = np.asarray(latitudes, float), np.asarray(longitudes, float)
    sound = np.isfinite(latitude) & np.isfinite(longitude)
    latitude, longitude = latitude[sound], longitude[sound]
    if latitude.size == 0:
        return
    beyond = (np.abs(latitude) > 90) | (np.abs(longitude) > 180)
    if beyond.mean() > _TELLING_SHARE:
        _refuse_beyond(latitude[beyond], longitude[beyond], where, swap_step)
    if bounds is None:
        return
    outside = ~_within(latitude, longitude, bounds)
    exchanged = outside & _within(longitude, latitude, bounds)
    if exchanged.mean() > _TELLING_SHARE:
        first = int(np.flatnonzero(exchanged)[0])
        raise BadInput(
            _("Latitude %(latitude)s and longitude %(longitude)s: these look swapped for %(place)s")
            % {
                "latitude": f"{latitude[first]:.5g}",
                "longitude": f"{longitude[first]:.5g}",
                "place": of or _("this place"),
            },
            where,
            swap_step,
        )


def _refuse_beyond(latitude: Floats, longitude: Floats, where: str, swap_step: str) -> None:
    pair = {"latitude": f"{latitude[0]:.7g}", "longitude": f"{longitude[0]:.7g}"}
    if np.all((np.abs(longitude) <= 90) & (np.abs(latitude) <= 180)):
        what = _("Latitude %(latitude)s and longitude %(longitude)s: these look swapped")
        raise BadInput(what % pair, where, swap_step)
    what = _("Latitude %(latitude)s and longitude %(longitude)s: these are no degrees; they look like metres")
    raise BadInput(what % pair, where, _("Give degrees: write the places as WGS 84 (EPSG:4326)."))


def _within(latitude: Floats, longitude: Floats, bounds: Bounds) -> NDArray[np.bool_]:
    inside: NDArray[np.bool_] = (
        (latitude >= bounds.south)
        & (latitude <= bounds.north)
        & (longitude >= bounds.west)
        & (longitude <= bounds.east)
    )
    return inside

"""What the self-exciting process is given: checked, in one order, from the beginning of the window."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import _checks as check
from ._checks_places import PROJECT, check_metres
from .errors import BadArgument, BadCoordinates, TooLittleData

_Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Events:
    """In ascending order of time, then place; days are from the beginning of the window."""

    day: _Floats
    x_m: _Floats | None
    y_m: _Floats | None
    window_days: float
    whole_days: bool


def checked_events(
    day: Any, easting_m: Any, northing_m: Any, window_days: float | tuple[float, float] | None
) -> Events:
    if (easting_m is None) != (northing_m is None):
        raise BadArgument("easting_m and northing_m go together; give both or neither")
    days = check.check_days(day)
    columns = [days]
    if easting_m is not None:
        for name, values in (("easting_m", easting_m), ("northing_m", northing_m)):
            column = check.check_column(name, values, BadCoordinates)
            if len(column) != len(days):
                raise BadArgument(
                    f"{name} has {len(column)} values and day has {len(days)}; one of each an event"
                )
            columns.append(column)
    if len(days) < 2:
        raise TooLittleData(f"there is {len(days)} event(s); self-excitation needs at least 2")
    whole = bool((days == np.floor(days)).all())
    begin, end = _window(days, window_days, whole)
    # In one order whatever the input's: sums of fractions depend on it.
    order = np.lexsort(columns[::-1])
    day_in_order, *places = (column[order] for column in columns)
    x_m, y_m = places if places else (None, None)
    return Events(day_in_order - begin, x_m, y_m, end - begin, whole)


def _window(days: _Floats, window_days: Any, whole: bool) -> tuple[float, float]:
    first, last = float(days.min()), float(days.max())
    if window_days is None:
        begin, end = first, last + whole
    else:
        check.check_plain("window_days", window_days)
        ends = np.atleast_1d(np.asarray(window_days, dtype=np.float64))
        if ends.shape not in ((1,), (2,)) or not np.isfinite(ends).all():
            raise BadArgument(f"window_days is {window_days!r}; give its end, or (begin, end), in days")
        begin, end = (0.0, float(ends[0])) if len(ends) == 1 else (float(ends[0]), float(ends[1]))
        if whole and (begin != np.floor(begin) or end != np.floor(end)):
            raise BadArgument(
                f"window_days is {window_days!r}; where all days are whole, so are the ends of the window"
            )
        if first < begin or (last + 1 if whole else last) > end:
            raise BadArgument(
                f"days run from {first:g} to {last:g}, beyond the window from {begin:g} to {end:g}; widen "
                "window_days or leave the events out"
            )
    if not end - begin > (1 if whole else 0):
        raise TooLittleData("all events are of one time; self-excitation needs a history")
    return begin, end


def checked_places(
    events: Events, place_width_m: float | None, area_m2: float | None, max_distance_m: float
) -> tuple[float, float]:
    """The width of places and the area; both checked, or taken from the events."""
    assert events.x_m is not None
    assert events.y_m is not None
    xy = np.column_stack([events.x_m, events.y_m])
    check_metres("easting_m and northing_m", events.x_m, events.y_m, PROJECT, reach_m=max_distance_m)
    n_places = len(np.unique(xy, axis=0))
    if n_places == 1:
        raise TooLittleData(
            "all events are at one place; leave easting_m and northing_m out to look at time alone"
        )
    if place_width_m is None and n_places < len(xy):
        raise BadArgument(
            f"{len(xy):,} events lie at {n_places:,} places; say with place_width_m to how many metres places "
            "are rounded, for example 250 on a grid of 250 m, or 20 where the same address is meant"
        )
    for name, value in (("place_width_m", place_width_m), ("area_m2", area_m2)):
        if value is not None:
            check.check_positive(name, value)
    sides = np.maximum(np.ptp(xy, axis=0), max_distance_m)
    return float(place_width_m or 0.0), float(area_m2 or sides.prod())

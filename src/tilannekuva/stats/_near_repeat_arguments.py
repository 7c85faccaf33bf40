"""What the functions of near repeats are given: events in space and time, and edges of bands."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _checks as check
from ._checks_places import PROJECT, check_metres
from .errors import BadArgument, BadCoordinates, TooLittleData

_SECONDS_PER_DAY = 86_400


@dataclass(frozen=True)
class Events:
    """Events in one order whatever the input's; ticks are days, or seconds where days have fractions."""

    easting_m: NDArray[np.float64]
    northing_m: NDArray[np.float64]
    ticks: NDArray[np.int64]  # from the earliest event
    ticks_per_day: int


def checked_events(easting_m: ArrayLike, northing_m: ArrayLike, day: ArrayLike, *, reach_m: float) -> Events:
    """Finite columns of equal length, at least two events; pairs are looked for up to `reach_m`."""
    places = {"easting_m": easting_m, "northing_m": northing_m}
    read = {name: check.check_column(name, values, BadCoordinates) for name, values in places.items()}
    read["day"] = check.check_days(day)
    n_events = len(read["day"])
    for name, values in read.items():
        if len(values) != n_events:
            raise BadArgument(f"{name} has {len(values)} values and day has {n_events}; one of each an event")
    if n_events < 2:
        raise TooLittleData(f"there is {n_events} event(s); pairs need at least 2")
    check_metres("easting_m and northing_m", read["easting_m"], read["northing_m"], PROJECT, reach_m=reach_m)
    since = read["day"] - read["day"].min()
    ticks_per_day = 1 if (since == np.floor(since)).all() else _SECONDS_PER_DAY
    # In one order whatever the input's, so that the same events give the same permutations.
    order = np.lexsort((read["northing_m"], read["easting_m"], since))
    return Events(
        easting_m=read["easting_m"][order],
        northing_m=read["northing_m"][order],
        ticks=np.rint(since[order] * ticks_per_day).astype(np.int64),
        ticks_per_day=ticks_per_day,
    )


def checked_edges(name: str, values: Any) -> NDArray[np.float64]:
    """Edges of bands: finite, ascending, at least 0."""
    check.check_plain(name, values)
    try:
        edges = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise BadArgument(f"{name} must be numbers") from error
    if edges.ndim != 1 or edges.size < 2 or edges.size > 100:
        raise BadArgument(f"{name} must be a list of 2 to 100 edges")
    if not (np.isfinite(edges).all() and edges[0] >= 0 and (np.diff(edges) > 0).all()):
        raise BadArgument(f"{name} is {edges.tolist()}; edges are finite, ascending and at least 0")
    return edges

"""Cities with several sources of signals, some of which come, go or report late."""

from __future__ import annotations

import datetime as dt

import numpy as np
from numpy.typing import NDArray

from tilannekuva.detection.events import EventArrays
from tilannekuva.detection.scope import Periods, Scope, periods_until
from tilannekuva.domain.clock import day_number
from tilannekuva.domain.stream import STREAM_ORDER, Stream
from tilannekuva.domain.thresholds import Thresholds
from tilannekuva.places.arrays import PlaceArrays

AS_OF = dt.date(2026, 6, 28)
END = day_number(AS_OF) + 1
SIDE = 4


def places() -> PlaceArrays:
    """16 areas of one cell each, a kilometre apart."""
    east, north = (axis.ravel() * 1000.0 for axis in np.meshgrid(np.arange(SIDE), np.arange(SIDE)))
    codes = [f"{idx:02}" for idx in range(SIDE**2)]
    return PlaceArrays(
        area_codes=tuple(f"a{code}" for code in codes),
        area_names=tuple({"en": f"A{code}"} for code in codes),
        area_easting_m=east,
        area_northing_m=north,
        cell_codes=tuple(f"c{code}" for code in codes),
        cell_easting_m=east,
        cell_northing_m=north,
        cell_area_idx=np.arange(SIDE**2, dtype=np.int32),
    )


def scope(kinds: tuple[str, ...] = ("damage",)) -> Scope:
    return Scope(
        as_of=AS_OF,
        kinds=kinds,
        positive_kinds=frozenset(),
        thresholds=Thresholds(scan_replicates=99),
        seed=5,
    )


def periods(first_day: int = END - 157 * 7) -> Periods:
    return periods_until(scope(), first_day)


def source(
    chance: np.random.Generator,
    weekly: float,
    *,
    idx: int,
    since_days: int = 157 * 7,
    until_days: int = 0,
    area: int | None = None,
) -> EventArrays:
    """One source that reports `weekly` signals from so many days before the end until so many days before it."""
    n = chance.poisson(weekly * (since_days - until_days) / 7)
    day = chance.integers(END - since_days, END - until_days, n)
    return events(day, area=chance.integers(0, SIDE**2, n) if area is None else np.full(n, area), source=idx)


def events(
    day: NDArray[np.int64],
    *,
    area: NDArray[np.int64] | int = 0,
    source: int = 0,
    received: NDArray[np.int64] | None = None,
    n_events: int = 1,
) -> EventArrays:
    n = len(day)
    same = {name: np.zeros(n) for name in ("band", "kind_idx", "severity", "reliability", "credibility")}
    place = np.broadcast_to(area, n)
    return EventArrays(
        day=day,
        area_idx=place,
        cell_idx=place,
        stream=np.full(n, STREAM_ORDER.index(Stream.PARTNER_OBSERVATION)),
        source_idx=np.full(n, source),
        received_day=day if received is None else received,
        n_events=np.full(n, n_events),
        **same,
    )

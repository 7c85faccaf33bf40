"""What a finding rests on: which places hold its signals, from how many organisations, by which streams."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tilannekuva.domain.clock import date_of_day
from tilannekuva.domain.stream import STREAM_ORDER
from tilannekuva.places.arrays import PlaceArrays

from ..events import EventArrays
from ..scope import Scope


@dataclass(frozen=True, slots=True)
class Basis:
    """The signals inside a finding, counted."""

    place_codes: tuple[str, ...]
    area_codes: tuple[str, ...]
    n_events: int
    n_organisations: int
    by_stream: Mapping[str, int]


def basis_of(
    events: EventArrays,
    places: PlaceArrays,
    place: str,
    member_idx: NDArray[np.int64],
    kind_idx: int,
    first_day: int,
    last_day: int,
) -> Basis:
    """Count the signals of a kind in some places from `first_day` to `last_day`, both inclusive.

    Of the areas in a circle only those that hold a signal are named: the others say nothing.
    """
    place_idx = events.area_idx if place == "area" else events.cell_idx
    inside = (
        (events.kind_idx == kind_idx)
        & (events.day >= first_day)
        & (events.day <= last_day)
        & np.isin(place_idx, member_idx)
    )
    held = np.unique(place_idx[inside])
    codes = places.area_codes if place == "area" else places.cell_codes
    areas = np.unique(events.area_idx[inside])
    streams = np.bincount(events.stream[inside], weights=events.n_events[inside], minlength=len(STREAM_ORDER))
    return Basis(
        place_codes=tuple(codes[idx] for idx in held),
        area_codes=tuple(places.area_codes[idx] for idx in areas if idx >= 0),
        n_events=int(events.n_events[inside].sum()),
        n_organisations=len(np.unique(events.source_idx[inside])),
        by_stream={STREAM_ORDER[idx].value: int(n) for idx, n in enumerate(streams) if n},
    )


def about_area(
    events: EventArrays,
    places: PlaceArrays,
    scope: Scope,
    *,
    kind_idx: int,
    area_idx: int,
    first_day: int,
    last_day: int,
) -> dict[str, Any]:
    """What the facts of a finding in one whole area say whichever rule found it: where, when, on which basis."""
    basis = basis_of(events, places, "area", np.array([area_idx]), kind_idx, first_day, last_day)
    code = places.area_codes[area_idx]
    return {
        "kind": scope.kinds[kind_idx],
        "place": "area",
        "place_codes": (code,),
        "area_codes": (code,),
        "first_on": date_of_day(first_day).isoformat(),
        "last_on": date_of_day(last_day).isoformat(),
        "seed": scope.seed,
        "n_organisations": basis.n_organisations,
        "n_streams": len(basis.by_stream),
        "by_stream": basis.by_stream,
        "centre_easting_m": round(float(places.area_easting_m[area_idx]), 1),
        "centre_northing_m": round(float(places.area_northing_m[area_idx]), 1),
        "radius_m": 0.0,
    }

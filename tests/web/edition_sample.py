"""A small made-up run: two kinds, two areas, one cell, one finding. Made by the real `compose`."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from tilannekuva.detection.results import Analysis, FindingFacts, LevelFacts, WindowFacts
from tilannekuva.domain.city import load_city
from tilannekuva.domain.disclosure import Audience
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.stream import StreamGroup
from tilannekuva.picture.compose import compose
from tilannekuva.picture.edition_frame import EditionFrame, StandingFinding

CITY = load_city(Path(__file__).resolve().parents[2] / "cities" / "helsinki")
KINDS = CITY.kinds[:2]
DRUG_TRADE, DRUG_USE = (kind.code for kind in KINDS)
AREAS = {"A1": {"en": "Östra", "fi": "Itä"}, "A2": {"en": "Alku", "fi": "Alku"}}
FINDING_ID = "9d6a2f7e-3a5f-4f61-9f1d-0d6a2f7e3a5f"
AS_OF = "2026-11-22"
WINDOWS = (4, 8)
ATTRIBUTIONS = ("Areas: Sample town, CC BY 4.0",)
N_PERIODS = 8


def period_starts() -> tuple[str, ...]:
    first = dt.date.fromisoformat(AS_OF) - dt.timedelta(days=7 * N_PERIODS - 1)
    return tuple((first + dt.timedelta(days=7 * i)).isoformat() for i in range(N_PERIODS))


def analysis(kinds: tuple[str, ...] = (DRUG_TRADE, DRUG_USE)) -> Analysis:
    groups = (StreamGroup.REPORTED, StreamGroup.DISCOVERED)
    places = {"": (14, 5.2, 2, 9, 2), "A1": (12, 3.1, 1, 7, 2), "A2": (2, 2.1, 0, 5, 0)}
    return Analysis(
        as_of=AS_OF,
        period_unit="week",
        period_starts=period_starts(),
        windows=WINDOWS,
        levels=tuple(_level(kind, group) for kind in kinds for group in groups),
        area_windows=tuple(
            _window(kind, group, area, n, places[area])
            for kind in kinds
            for group in groups
            for area in AREAS
            for n in WINDOWS
        ),
        city_windows=tuple(
            _window(kind, group, "", n, places[""]) for kind in kinds for group in groups for n in WINDOWS
        ),
        cell_counts={(kind, "reported", n): {"C1": 7} for kind in kinds for n in WINDOWS},
        findings=(finding_facts(),),
        notes=(),
    )


def _level(kind: str, group: StreamGroup) -> LevelFacts:
    if group is StreamGroup.DISCOVERED:
        return LevelFacts(kind, group, "", "", observed=(0, 1, 0, 0, 2, 0, 0, 1))
    return LevelFacts(
        kind,
        group,
        "",
        "",
        observed=(1, 2, 0, 1, 3, 5, 2, 6),
        expected=(None, None, 1.2, 1.3, 1.3, 1.2, 1.3, 1.4),
        lower=(None, None, 0, 0, 0, 0, 0, 0),
        upper=(None, None, 4, 4, 4, 4, 4, 4),
        dispersion=1.1,
    )


def _window(
    kind: str, group: StreamGroup, area: str, n: int, level: tuple[int, float, float, float, int]
) -> WindowFacts:
    whole_city = not area
    if group is StreamGroup.DISCOVERED:
        seen = {"police_own_initiative": 1} if whole_city else {}
        return WindowFacts(kind, group, area, n, observed=1, by_stream=seen)
    observed, expected, lower, upper, step = level
    seen = {"citizen_report": observed + n - 3, "police_call_out": 3} if whole_city else {}
    return WindowFacts(kind, group, area, n, observed + n, expected, lower, upper, step, seen)


def finding_facts() -> FindingFacts:
    return FindingFacts(
        detector="space_time_scan",
        kind=DRUG_TRADE,
        place="area",
        place_codes=("A1",),
        area_codes=("A1",),
        first_on="2026-11-03",
        last_on=AS_OF,
        observed=12,
        expected=3.1,
        expected_lower=1,
        expected_upper=7,
        p_value=0.01,
        by_chance_days=100.0,
        statistic=8.4,
        method="space_time_permutation_scan",
        method_version="1",
        parameters={"n_permutations": 999},
        seed=7,
        n_organisations=4,
        n_streams=2,
        by_stream={"citizen_report": 9, "partner_observation": 3},
        centre_easting_m=0.0,
        centre_northing_m=0.0,
        radius_m=600.0,
        course=dict(zip(period_starts(), (0, 2, 0, 3, 0, 3, 4, 5), strict=True)),
    )


def frame(audience: Audience = Audience.ANALYSTS, **changes: Any) -> EditionFrame:
    values: dict[str, Any] = {
        "city_code": "sample",
        "city_names": {"en": "Sample town", "fi": "Mallila"},
        "languages": ("fi", "en"),
        "time_zone": "Europe/Helsinki",
        "kinds": KINDS,
        "area_names": AREAS,
        "attributions": ATTRIBUTIONS,
        "simulated": True,
        "audience": audience,
        "smallest_count": 0 if audience is Audience.ANALYSTS else 5,
        "marking": Marking.AMBER,
        "good_until_days": 7,
        "basis": {"run": "r", "seed": 7, "code_version": "0", "inputs_sha256": "ab", "n_signals": 99},
    }
    return EditionFrame(**{**values, **changes})


def edition(audience: Audience = Audience.ANALYSTS, **changes: Any) -> dict[str, Any]:
    standing = StandingFinding(finding_facts(), FINDING_ID, "open", Marking.AMBER, last_found_on=AS_OF)
    return compose(analysis(), [standing], frame(audience, **changes))


def _square(west: float, south: float, size: float) -> dict[str, Any]:
    corners = [[west, south], [west + size, south], [west + size, south + size], [west, south + size]]
    return {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}


def _shapes(shapes: dict[str, dict[str, Any]]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {"code": code}, "geometry": geometry}
            for code, geometry in shapes.items()
        ],
    }


GEOGRAPHY: dict[str, Any] = {
    "areas": _shapes({"A1": _square(24.9, 60.2, 0.05), "A2": _square(24.95, 60.2, 0.05)}),
    "cells": _shapes({"C1": _square(24.92, 60.22, 0.004)}),
    "basemap": None,
}

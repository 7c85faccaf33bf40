"""Findings where those who report changed: what the same sources say of them (F-05)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from tilannekuva.domain.clock import day_number
from tilannekuva.places.arrays import PlaceArrays

from ..counting import count_by
from ..events import EventArrays
from ..results import FindingFacts, PanelFacts
from ..scope import Periods, Scope
from .expected_courses import FAR_TAIL, Floats, expected_courses
from .reporters import panel_of_places, reporters_of


def compare_reporters(
    findings: Sequence[FindingFacts],
    reported: EventArrays,
    places: PlaceArrays,
    scope: Scope,
    periods: Periods,
) -> list[FindingFacts]:
    """The findings that are also a rise of those who reported before and report now.

    Where those who report did not change enough to matter, a finding stays as it is. Where they did, it rests on
    the same sources alone: their chance takes the place of its own, over as many comparisons, and it stays if
    that is still as rare as a finding must be, and they are far above what is expected of them: its place and its
    days were chosen for the sake of all sources together. More reporters are no rise. So this takes findings away
    and adds none, and what is claimed of chance holds.
    """
    if not findings:
        return []
    reporters = reporters_of(reported, periods)
    if not reporters.are_comparable(periods):
        return list(findings)
    usual = _usual(reported, scope, periods)
    kept = []
    for finding in findings:
        kind_idx = scope.kinds.index(finding.kind)
        chosen = (reported.kind_idx == kind_idx) & _is_inside(finding, reported, places)
        first_day = day_number(dt.date.fromisoformat(finding.first_on))
        n_periods = len(periods) - max(0, int(periods.index_of(np.array([first_day], np.int32))[0]))
        course = None if usual is None else usual[kind_idx]
        panel = panel_of_places(reported, reporters, periods, chosen, course, n_periods)
        if panel is None:
            kept.append(finding)
        elif panel.p_value is not None and panel.p_value <= FAR_TAIL:
            kept.append(_of_the_same_sources(finding, panel, panel.p_value))
    return [found for found in kept if found.by_chance_days >= scope.thresholds.finding_recurrence_days]


def _of_the_same_sources(finding: FindingFacts, panel: PanelFacts, p_value: float) -> FindingFacts:
    times = max(p_value / finding.p_value, 1.0) if finding.p_value > 0 else np.inf
    return replace(
        finding,
        panel=panel,
        p_value=max(p_value, finding.p_value),
        by_chance_days=round(finding.by_chance_days / times, 1),
    )


def _usual(reported: EventArrays, scope: Scope, periods: Periods) -> Floats | None:
    n_kinds = len(scope.kinds)
    counts = count_by(reported, reported.kind_idx, n_kinds, periods.index_of(reported.day), len(periods))
    return expected_courses(counts, periods).filled(periods)


def _is_inside(finding: FindingFacts, events: EventArrays, places: PlaceArrays) -> NDArray[np.bool_]:
    codes, place_idx = (
        (places.area_codes, events.area_idx)
        if finding.place == "area"
        else (places.cell_codes, events.cell_idx)
    )
    wanted = set(finding.place_codes)
    return np.isin(place_idx, [idx for idx, code in enumerate(codes) if code in wanted])

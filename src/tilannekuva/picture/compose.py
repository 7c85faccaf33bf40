"""From results to an edition: one frozen document that page, map, file and PDF read.

Pure: no database, no clock. The edition is a plain dict of JSON types; every count in it has passed
`domain.disclosure`. A count that may not be shown stands as the range `[low, high]` in its place.

    schema, city, simulated, audience, smallest_count, marking, as_of, good_until
    period_unit, period_starts, windows      the periods of all courses; lengths a reader can choose
    kinds, areas                             vocabulary and areas, in the order of the city
    courses      kind -> group -> observed, expected, lower, upper: one value per period; incoming: of the newest
                 periods [estimate, lower, upper], where reports are still coming in
    city_levels  kind -> group -> window -> observed, by_stream, expected, lower, upper, step, state, sentence;
                 incoming: the same, where what is still coming in matters; panel: what those say who reported
                 before and report now, where that changed
    readings     kind -> what its course tells beside (see `composed_readings`): only where there is something
    area_levels  kind -> group -> window -> area code -> [observed, expected, lower, upper, step]
    cells        kind -> group -> window -> cell code -> observed
    findings     with sentence, place, numbers, course at the place, method, seed, state
    phenomena    what people follow: stage, measures, assessment (see `composed_phenomena`)
    coverage     expected, silent, blind: window -> codes of areas of which nothing is known; none of a file
    unsearched   codes of the kinds whose signals no detector looked at
    layers, notes, basis                     age and source of each layer; what was not possible; the run
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from tilannekuva.detection.results import Analysis

from .composed_coverage import coverage_of
from .composed_findings import composed_finding
from .composed_levels import area_levels_of, cells_of, city_levels_of, courses_of
from .composed_phenomena import phenomena_of
from .composed_readings import readings_of
from .edition_frame import EditionFrame, StandingFinding
from .first_seen import first_seen
from .searched import notes_on_search, unsearched_kinds

SCHEMA = "tilannekuva.edition/1"


def compose(analysis: Analysis, findings: Sequence[StandingFinding], frame: EditionFrame) -> dict[str, Any]:
    """The edition of an analysis for an audience."""
    as_of = dt.date.fromisoformat(analysis.as_of)
    good_until = (as_of + dt.timedelta(days=frame.good_until_days)).isoformat()
    newest_on = newest_signal_on(analysis)
    notes = [
        *(["simulated"] if frame.simulated else []),
        *analysis.notes,
        *notes_on_search(analysis, frame.kinds),
        *frame.notes,
    ]
    if not frame.area_names:
        notes.append("cells_only")
    if newest_on is None or newest_on < _window_starts_on(analysis):
        notes.append("no_recent_signals")
    return {
        "schema": SCHEMA,
        "city": {
            "code": frame.city_code,
            "names": dict(frame.city_names),
            "languages": list(frame.languages),
            "time_zone": frame.time_zone,
            "is_known": frame.of_city,
        },
        "simulated": frame.simulated,
        "audience": frame.audience.value,
        "smallest_count": frame.smallest_count,
        "marking": frame.marking.value,
        "as_of": analysis.as_of,
        "good_until": good_until,
        "period_unit": analysis.period_unit,
        "period_starts": list(analysis.period_starts),
        "windows": list(analysis.windows),
        "kinds": [
            {
                "code": kind.code,
                "names": dict(kind.names),
                "definitions": dict(kind.definitions),
                # What nobody has classified is no "not a crime": the key is then left out.
                **({"iccs": kind.iccs} if kind.iccs else {}),
                "positive": kind.positive,
            }
            for kind in frame.kinds
        ],
        "areas": [{"code": code, "names": dict(names)} for code, names in frame.area_names.items()],
        "courses": courses_of(analysis.levels, frame.smallest_count),
        "city_levels": city_levels_of(
            analysis.city_windows, analysis.period_unit, frame, first_seen(analysis)
        ),
        "readings": readings_of(analysis.levels, analysis.period_unit, analysis.period_starts, frame),
        "area_levels": area_levels_of(analysis.area_windows, frame.smallest_count),
        "cells": cells_of(analysis.cell_counts, frame.kinds, frame.smallest_count),
        "findings": [
            composed_finding(finding, frame, analysis.windows)
            for finding in sorted(
                findings, key=lambda f: (-f.facts.by_chance_days, f.facts.kind, f.public_id)
            )
        ],
        "phenomena": phenomena_of(frame.phenomena, analysis.period_unit, analysis.period_starts, frame),
        **coverage_of(analysis, frame),
        "unsearched": unsearched_kinds(analysis, frame.kinds),
        "layers": [
            {
                "layer": "signals",
                "as_of": newest_on,
                "good_until": _days_after(newest_on, frame.good_until_days),
                "sources": list(frame.sources),
            },
            {"layer": "findings", "as_of": analysis.as_of, "good_until": good_until, "sources": []},
            *(
                [
                    {
                        "layer": "areas",
                        "as_of": frame.areas_as_of,
                        "good_until": None,
                        "sources": [
                            text if isinstance(text, str) else dict(text) for text in frame.attributions
                        ],
                    }
                ]
                if frame.area_names
                else []
            ),
        ],
        "notes": notes,
        "basis": dict(frame.basis),
    }


def _days_after(day: str | None, n_days: int) -> str | None:
    return (dt.date.fromisoformat(day) + dt.timedelta(days=n_days)).isoformat() if day else None


def newest_signal_on(analysis: Analysis) -> str | None:
    """The last day of the newest period with any signal: how old the signals are. None when there are none."""
    filled = [position for level in analysis.levels for position, n in enumerate(level.observed) if n]
    if not filled:
        return None
    following = max(filled) + 1
    if following == len(analysis.period_starts):
        return _last_period_ends_on(analysis)
    return (dt.date.fromisoformat(analysis.period_starts[following]) - dt.timedelta(days=1)).isoformat()


def _last_period_ends_on(analysis: Analysis) -> str:
    if analysis.period_unit != "month":
        return analysis.as_of
    first_on = dt.date.fromisoformat(analysis.period_starts[-1])
    next_month_on = (first_on + dt.timedelta(days=31)).replace(day=1)
    # A month that is not over by the day of the run is no period of it.
    return min(analysis.as_of, (next_month_on - dt.timedelta(days=1)).isoformat())


def _window_starts_on(analysis: Analysis) -> str:
    """The first day of the shortest window that a reader can choose."""
    return analysis.period_starts[-min(analysis.windows[0], len(analysis.period_starts))]

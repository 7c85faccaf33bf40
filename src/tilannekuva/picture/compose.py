"""From results to an edition: one frozen document that page, map, file and PDF read.

Pure: no database, no clock. The edition is a plain dict of JSON types; every count in it has passed
`domain.disclosure`. A count that may not be shown stands as the range `[low, high]` in its place.

    schema, city, simulated, audience, smallest_count, marking, as_of, good_until
    period_unit, period_starts, windows      the periods of all courses; lengths a reader can choose
    kinds, areas                             vocabulary and areas, in the order of the city
    courses      kind -> group -> observed, expected, lower, upper: one value per period
    city_levels  kind -> group -> window -> observed, expected, lower, upper, step, state, sentence
    area_levels  kind -> group -> window -> area code -> [observed, expected, lower, upper, step]
    cells        kind -> group -> window -> cell code -> observed
    findings     with sentence, place, numbers, method, seed, state
    layers, notes, basis                     age and source of each layer; what was not possible; the run
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from django.utils import translation

from tilannekuva.detection.results import Analysis, FindingFacts, LevelFacts, WindowFacts
from tilannekuva.detection.sentences import finding_sentence
from tilannekuva.domain.disclosure import Audience, shown_count
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.stream import StreamGroup
from tilannekuva.domain.vocabulary import KindDefinition

from .sentences import level_sentence
from .words import STATE_OF_STEP

SCHEMA = "tilannekuva.edition/1"

Shown = int | list[int]
Names = Mapping[str, str]

_PARTS = (StreamGroup.REPORTED.value, StreamGroup.DISCOVERED.value)
_ALL = StreamGroup.ALL.value


@dataclass(frozen=True, slots=True)
class EditionFrame:
    """What an edition says about itself, beside the results."""

    city_code: str
    city_names: Names
    languages: tuple[str, ...]
    time_zone: str
    kinds: tuple[KindDefinition, ...]
    area_names: Mapping[str, Names]
    attributions: tuple[str, ...]
    simulated: bool
    audience: Audience
    smallest_count: int
    marking: Marking
    good_until_days: int
    basis: Mapping[str, Any]
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StandingFinding:
    """A finding with its name and what people decided on it so far."""

    facts: FindingFacts
    public_id: str
    state: str
    marking: Marking
    decided_on: str = ""
    reason: str = ""


def compose(analysis: Analysis, findings: Sequence[StandingFinding], frame: EditionFrame) -> dict[str, Any]:
    """The edition of an analysis for an audience."""
    as_of = dt.date.fromisoformat(analysis.as_of)
    good_until = (as_of + dt.timedelta(days=frame.good_until_days)).isoformat()
    notes = [*(["simulated"] if frame.simulated else []), *analysis.notes]
    if not frame.area_names:
        notes.append("cells_only")
    return {
        "schema": SCHEMA,
        "city": {
            "code": frame.city_code,
            "names": dict(frame.city_names),
            "languages": list(frame.languages),
            "time_zone": frame.time_zone,
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
                "iccs": kind.iccs,
                "positive": kind.positive,
            }
            for kind in frame.kinds
        ],
        "areas": [{"code": code, "names": dict(names)} for code, names in frame.area_names.items()],
        "courses": _courses(analysis.levels, frame.smallest_count),
        "city_levels": _city_levels(analysis.city_windows, analysis.period_unit, frame),
        "area_levels": _area_levels(analysis.area_windows, frame.smallest_count),
        "cells": _cells(analysis.cell_counts, frame.smallest_count),
        "findings": [
            _finding(finding, frame)
            for finding in sorted(
                findings, key=lambda f: (-f.facts.by_chance_days, f.facts.kind, f.public_id)
            )
        ],
        "layers": [
            {
                "layer": "signals",
                "as_of": analysis.as_of,
                "good_until": good_until,
                "sources": list(frame.sources),
            },
            {"layer": "findings", "as_of": analysis.as_of, "good_until": good_until, "sources": []},
            {"layer": "areas", "as_of": None, "good_until": None, "sources": list(frame.attributions)},
        ],
        "notes": notes,
        "basis": dict(frame.basis),
    }


def _shown(n: int, smallest: int) -> Shown:
    shown = shown_count(n, smallest=smallest)
    return shown.count if shown.count is not None else [shown.low, shown.high]


def _added(first: Shown, second: Shown) -> Shown:
    """The sum of two shown counts. A range stays a range, so that no difference gives it away."""
    if isinstance(first, int) and isinstance(second, int):
        return first + second
    low_first, high_first = (first, first) if isinstance(first, int) else first
    low_second, high_second = (second, second) if isinstance(second, int) else second
    return [low_first + low_second, high_first + high_second]


def _courses(levels: Iterable[LevelFacts], smallest: int) -> dict[str, Any]:
    courses: dict[str, Any] = {}
    for level in levels:
        courses.setdefault(level.kind, {})[level.group.value] = {
            "observed": [_shown(n, smallest) for n in level.observed],
            "expected": list(level.expected),
            "lower": list(level.lower),
            "upper": list(level.upper),
        }
    for groups in courses.values():
        parts = [groups[part]["observed"] for part in _PARTS if part in groups]
        groups[_ALL] = {
            "observed": [_added(*pair) for pair in zip(*parts, strict=True)] if len(parts) == 2 else parts[0],
            "expected": [],
            "lower": [],
            "upper": [],
        }
    return courses


def _city_levels(windows: Iterable[WindowFacts], unit: str, frame: EditionFrame) -> dict[str, Any]:
    levels: dict[str, Any] = {}
    for window in windows:
        levels.setdefault(window.kind, {}).setdefault(window.group.value, {})[str(window.n_periods)] = {
            "observed": _shown(window.observed, frame.smallest_count),
            "expected": window.expected,
            "lower": window.lower,
            "upper": window.upper,
            "step": window.step,
            "state": _state(window),
        }
    for groups in levels.values():
        groups[_ALL] = {
            n: {
                "observed": _added(groups[_PARTS[0]][n]["observed"], groups[_PARTS[1]][n]["observed"]),
                "expected": None,
                "lower": None,
                "upper": None,
                "step": None,
                "state": "not_compared",
            }
            for n in groups[_PARTS[0]]
        }
        for by_window in groups.values():
            for n, level in by_window.items():
                level["sentence"] = _in_each_language(
                    frame.languages,
                    lambda _language, level=level, n=n: level_sentence(level, unit=unit, n_periods=int(n)),
                )
    return levels


def _state(window: WindowFacts) -> str:
    return "not_compared" if window.group is not StreamGroup.REPORTED else STATE_OF_STEP[window.step]


def _area_levels(windows: Iterable[WindowFacts], smallest: int) -> dict[str, Any]:
    levels: dict[str, Any] = {}
    for window in windows:
        by_window = levels.setdefault(window.kind, {}).setdefault(window.group.value, {})
        by_window.setdefault(str(window.n_periods), {})[window.area_code] = [
            _shown(window.observed, smallest),
            window.expected,
            window.lower,
            window.upper,
            window.step,
        ]
    for groups in levels.values():
        groups[_ALL] = _joined(
            groups, lambda first, second: [_added(first[0], second[0]), None, None, None, None]
        )
    return levels


def _joined(groups: Mapping[str, Any], add: Any) -> dict[str, Any]:
    """Both parts of a table by window and place; a place in one part alone keeps its count."""
    nothing: list[Any] = [0, None, None, None, None]
    joined: dict[str, Any] = {}
    for n in sorted({n for part in _PARTS for n in groups.get(part, {})}):
        first, second = (groups.get(part, {}).get(n, {}) for part in _PARTS)
        joined[n] = {
            place: add(first.get(place, nothing), second.get(place, nothing))
            for place in sorted({*first, *second})
        }
    return joined


def _cells(counts: Mapping[tuple[str, str, int], Mapping[str, int]], smallest: int) -> dict[str, Any]:
    cells: dict[str, Any] = {}
    for (kind, group, n_periods), by_cell in counts.items():
        if by_cell:
            cells.setdefault(kind, {}).setdefault(group, {})[str(n_periods)] = {
                code: _shown(n, smallest) for code, n in by_cell.items()
            }
    for groups in cells.values():
        boxed = {
            part: {n: {code: [n_seen] for code, n_seen in by_cell.items()} for n, by_cell in windows.items()}
            for part, windows in groups.items()
        }
        groups[_ALL] = {
            n: {code: entry[0] for code, entry in by_cell.items()}
            for n, by_cell in _joined(boxed, lambda first, second: [_added(first[0], second[0])]).items()
        }
    return cells


def _finding(finding: StandingFinding, frame: EditionFrame) -> dict[str, Any]:
    facts = finding.facts
    kinds = {kind.code: kind for kind in frame.kinds}
    observed = _shown(facts.observed, frame.smallest_count)

    def sentence(language: str) -> str:
        return finding_sentence(
            kind=_name(kinds[facts.kind].names, language),
            places=[_name(frame.area_names[code], language) for code in facts.area_codes]
            or ([] if frame.area_names else list(facts.place_codes)),
            radius_m=facts.radius_m if facts.place == "cell" else None,
            first_on=dt.date.fromisoformat(facts.first_on),
            observed=observed,
            expected=facts.expected,
            expected_lower=facts.expected_lower,
            expected_upper=facts.expected_upper,
            by_chance_days=facts.by_chance_days,
            n_organisations=facts.n_organisations,
        )

    return {
        **asdict(facts),
        "place_codes": list(facts.place_codes),
        "area_codes": list(facts.area_codes),
        "parameters": dict(facts.parameters),
        "observed": observed,
        "by_stream": {stream: _shown(n, frame.smallest_count) for stream, n in facts.by_stream.items()},
        "id": finding.public_id,
        "state": finding.state,
        "marking": finding.marking.value,
        "decided_on": finding.decided_on,
        "reason": finding.reason,
        "possible": facts.is_only_possible,
        "sentence": _in_each_language(frame.languages, sentence),
    }


def _name(names: Names, language: str) -> str:
    return names.get(language) or next(iter(names.values()))


def _in_each_language(languages: Iterable[str], sentence: Any) -> dict[str, str]:
    sentences = {}
    for language in languages:
        with translation.override(language):
            sentences[language] = sentence(language)
    return sentences

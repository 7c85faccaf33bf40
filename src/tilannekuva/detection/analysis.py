"""One run from arrays to results: levels, then every detector. Pure: the same in, the same out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np

from tilannekuva.domain.stream import REPORTED, StreamGroup, streams_of
from tilannekuva.places.arrays import PlaceArrays

from . import detectors
from .counting import count_by
from .detectors import farrington_alarm
from .events import EventArrays
from .finding_course import with_courses
from .levels.measuring import measure
from .levels.reported_findings import compare_reporters
from .levels.reporters import reporters_of
from .results import Analysis, FindingFacts
from .scope import Periods, Scope, periods_until

Progress = Callable[[str, int, int], None]


def silent(what: str, done: int, of: int) -> None:
    return None


def analyse(
    events: EventArrays, places: PlaceArrays, scope: Scope, *, progress: Progress = silent
) -> Analysis:
    """Measure all levels and run all detectors on the signals up to `scope.as_of`.

    `progress(what, done, of)` is told of each step. Signals after `as_of` are left out, and where only the
    month of signals is known, so are those of a month that is not over by then.
    """
    as_of, scope = scope.as_of, scope.until_whole_periods()
    events = events.where(events.day <= scope.as_of_day)
    first_day = int(events.day.min()) if len(events) else scope.as_of_day
    periods = periods_until(scope, first_day)
    progress("levels", 0, 1)
    reporters = reporters_of(events.where(events.is_in(REPORTED)), periods)
    levels = measure(events, places, periods, scope, reporters)
    progress("levels", 1, 1)
    planned = _planned(events, places, scope, periods)
    found = _found(planned, places, scope, periods, progress)
    findings = with_courses(found, planned.reported, places, scope, periods)
    return Analysis(
        as_of=as_of.isoformat(),
        period_unit=periods.unit,
        period_starts=periods.starts_on,
        windows=periods.windows,
        levels=tuple(levels.courses),
        area_windows=tuple(levels.area_windows),
        city_windows=tuple(levels.city_windows),
        cell_counts=_cell_counts(events, places, periods, scope),
        findings=tuple(findings),
        notes=(
            *(["unfinished_month"] if scope.as_of != as_of else []),
            *_notes(periods, planned),
            *(["reporting_changed"] if any(window.panel for window in levels.city_windows) else []),
        ),
        followed=levels.followed,
    )


def detect(
    events: EventArrays,
    places: PlaceArrays,
    scope: Scope,
    periods: Periods,
    *,
    progress: Progress = silent,
) -> list[FindingFacts]:
    """All detectors on what was reported; what was discovered, strengths and talk reach none of them (F-02)."""
    return _found(_planned(events, places, scope, periods), places, scope, periods, progress)


@dataclass(frozen=True, slots=True, eq=False)
class _Planned:
    """The signals that detectors may see, and the tasks of each detector."""

    reported: EventArrays
    tasks: list[tuple[Any, list[Any]]]

    @property
    def n_tasks(self) -> int:
        return sum(len(tasks) for _detector, tasks in self.tasks)


def _planned(events: EventArrays, places: PlaceArrays, scope: Scope, periods: Periods) -> _Planned:
    feed_none = scope.positive_kinds | scope.rumour_kinds
    left_out = [idx for idx, kind in enumerate(scope.kinds) if kind in feed_none]
    reported = events.where(events.is_in(REPORTED) & ~np.isin(events.kind_idx, left_out))
    tasks = [(detector, detector.plan(reported, places, scope, periods)) for detector in detectors.ALL]
    return _Planned(reported, tasks)


def _found(
    planned: _Planned, places: PlaceArrays, scope: Scope, periods: Periods, progress: Progress
) -> list[FindingFacts]:
    """What the detectors find, less the rises that are only those of other reporters (F-05)."""
    findings: list[list[FindingFacts]] = []
    for detector, tasks in planned.tasks:
        for task in tasks:
            progress("detection", len(findings), planned.n_tasks)
            result = detector.run(task, scope)
            findings.append(
                detector.explain(task, result, planned.reported, places, scope, n_tasks=len(tasks))
            )
    progress("detection", planned.n_tasks, planned.n_tasks)
    compared = compare_reporters(
        list(chain.from_iterable(findings)), planned.reported, places, scope, periods
    )
    return sorted(compared, key=lambda found: (-found.by_chance_days, found.kind))


def _cell_counts(
    events: EventArrays, places: PlaceArrays, periods: Periods, scope: Scope
) -> dict[tuple[str, str, int], dict[str, int]]:
    """Events by cell, for each kind, stream group and window; cells without any are left out."""
    counts: dict[tuple[str, str, int], dict[str, int]] = {}
    for group in (StreamGroup.REPORTED, StreamGroup.DISCOVERED):
        chosen = events.where(events.is_in(streams_of(group)) & (events.cell_idx >= 0))
        for n_periods in periods.windows:
            recent = chosen.where(chosen.day >= periods.edges[-1 - n_periods])
            table = count_by(
                recent, recent.kind_idx, len(scope.kinds), recent.cell_idx, max(places.n_cells, 1)
            )
            for kind_idx, kind in enumerate(scope.kinds):
                filled = np.flatnonzero(table[kind_idx])
                counts[kind, group.value, n_periods] = {
                    places.cell_codes[cell]: int(table[kind_idx, cell]) for cell in filled
                }
    return counts


def _notes(periods: Periods, planned: _Planned) -> list[str]:
    """What this run could not do, as closed words that the delivery puts into sentences."""
    notes = ["too_few_to_search"] if len(planned.reported) and not planned.n_tasks else []
    if periods.unit == "day":
        return [*notes, "history_too_short_for_weeks"]
    if not farrington_alarm.has_history(periods):
        return [*notes, "history_too_short_for_alarms"]
    return notes

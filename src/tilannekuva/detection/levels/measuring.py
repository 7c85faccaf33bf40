"""Levels: the course of each kind in the city, and each area against its usual share, window by window."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tilannekuva.domain.stream import STREAM_ORDER, StreamGroup, streams_of
from tilannekuva.places.arrays import PlaceArrays
from tilannekuva.stats.levels import count_interval

from ..counting import count_by, count_by_kind_and_area
from ..events import EventArrays
from ..results import FollowedFacts, LevelFacts, WindowFacts
from ..scope import Periods, Scope
from .episodes import episodes_of
from .escalation import escalation_of
from .expected_courses import Expected, expected_courses, whole_of
from .expected_courses import unknown as nothing_expected
from .followed_places import followed_places
from .lasting_places import Squares, lasting_places_of, squares_of
from .near_repeats import near_repeats_of
from .placed_year import LOOKED_BACK_PERIODS
from .reported import Reported
from .reporters import Reporters
from .window_levels import Window, area_windows, city_window

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Levels:
    """Courses by kind, windows of the city, windows by area: lists that are filled kind by kind."""

    courses: list[LevelFacts]
    city_windows: list[WindowFacts]
    area_windows: list[WindowFacts]
    followed: dict[str, FollowedFacts]


def measure(
    events: EventArrays, places: PlaceArrays, periods: Periods, scope: Scope, reporters: Reporters
) -> Levels:
    """Measure every kind. `reporters` are those of the reported signals among `events`, in their order.

    Expectations are of reported streams alone: what is discovered follows where somebody looks (F-02).
    """
    levels = Levels([], [], [], {})
    reported, discovered = (
        events.where(events.is_in(streams_of(group)))
        for group in (StreamGroup.REPORTED, StreamGroup.DISCOVERED)
    )
    measured = Reported.of(reported, _table(reported, periods, scope, places), periods, reporters)
    _add_reported(levels, measured, reported, periods, scope, places)
    _add_counts(levels, discovered, _table(discovered, periods, scope, places), periods, scope, places)
    levels.followed.update(followed_places(reported, discovered, measured, periods, scope, places))
    return levels


def _table(events: EventArrays, periods: Periods, scope: Scope, places: PlaceArrays) -> Counts:
    return count_by_kind_and_area(events, periods, len(scope.kinds), places.n_areas)


def _add_reported(
    levels: Levels, seen: Reported, events: EventArrays, periods: Periods, scope: Scope, places: PlaceArrays
) -> None:
    by_stream = {n: _by_stream(events, periods, scope, n) for n in periods.windows}
    long_past = expected_courses(seen.city, periods, whole_history=True)
    episodes = episodes_of(seen.city, seen.expected.after(long_past), seen.incoming.share)
    squares = squares_of(places)
    for kind_idx, kind in enumerate(scope.kinds):
        if kind in scope.rumour_kinds:
            # Only its last days are read, so nothing can be expected of it.
            _add_uncompared(
                levels,
                StreamGroup.REPORTED,
                seen.table[kind_idx],
                by_stream,
                periods,
                scope,
                places,
                kind_idx,
            )
            continue
        city, expected = seen.city[kind_idx], seen.expected.course[kind_idx]
        dispersion = float(seen.expected.known_dispersion[kind_idx])
        course = _course(kind, city, seen.expected, kind_idx)
        newest = seen.panels[periods.windows[0]].get(kind_idx)
        # Where others report, a rise of the sum is no episode unless it is one of those who stayed.
        is_panels_rise = newest is None or (newest.facts.step or 0) > 0
        levels.courses.append(
            replace(
                course,
                incoming=seen.incoming.of_course(kind_idx),
                episode=episodes[kind_idx] if is_panels_rise else None,
                **_course_in_places(events, seen, kind_idx, periods, scope, places, squares),
            )
        )
        for n_periods in periods.windows:
            window = Window(kind, StreamGroup.REPORTED, n_periods)
            whole = whole_of(city, expected, dispersion, n_periods)
            incoming = seen.incoming.of_window(kind_idx, n_periods)
            panel = seen.panels[n_periods].get(kind_idx)
            facts = city_window(window, city, whole, incoming, panel.facts if panel else None)
            levels.city_windows.append(replace(facts, by_stream=by_stream[n_periods][kind_idx]))
            levels.area_windows.extend(
                area_windows(
                    window,
                    seen.table[kind_idx, :-1],
                    city,
                    whole,
                    places.area_codes,
                    share_reported=incoming.share if incoming else 1.0,
                    panel=seen.panel_by_area(events, kind_idx, periods, n_periods),
                )
            )


def _course_in_places(
    events: EventArrays,
    seen: Reported,
    kind_idx: int,
    periods: Periods,
    scope: Scope,
    places: PlaceArrays,
    squares: Squares,
) -> dict[str, Any]:
    """What only places can tell of a kind; nothing of strengths. Where others report, of those who always did."""
    if scope.kinds[kind_idx] in scope.positive_kinds:
        return {}
    chosen = events.kind_idx == kind_idx
    if any(kind_idx in panels for panels in seen.panels.values()):
        steady = np.flatnonzero(seen.reporters.reporting[:, -LOOKED_BACK_PERIODS:].all(axis=1))
        chosen &= np.isin(seen.reporters.row, steady)
    own = events.where(chosen)
    return {
        "escalation": escalation_of(own, places, periods),
        "near_repeats": near_repeats_of(
            own, places, periods, scope.rng("near_repeats", scope.kinds[kind_idx])
        ),
        "lasting": lasting_places_of(own, places, squares, periods),
    }


def _add_counts(
    levels: Levels, events: EventArrays, table: Counts, periods: Periods, scope: Scope, places: PlaceArrays
) -> None:
    """What was discovered by looking: counted, and compared with nothing."""
    by_stream = {n: _by_stream(events, periods, scope, n) for n in periods.windows}
    for kind_idx in range(len(scope.kinds)):
        _add_uncompared(
            levels, StreamGroup.DISCOVERED, table[kind_idx], by_stream, periods, scope, places, kind_idx
        )


def _add_uncompared(
    levels: Levels,
    group: StreamGroup,
    table: Counts,
    by_stream: dict[int, list[dict[str, int]]],
    periods: Periods,
    scope: Scope,
    places: PlaceArrays,
    kind_idx: int,
) -> None:
    """The counts of one kind, `table` (n_areas + 1, n_periods), of which nothing can be expected."""
    kind, city = scope.kinds[kind_idx], table.sum(axis=0)
    course = _course(kind, city, nothing_expected((1, len(city))), 0)
    levels.courses.append(replace(course, group=group))
    for n_periods in periods.windows:
        window = Window(kind, group, n_periods)
        facts = city_window(window, city, None, None, None)
        levels.city_windows.append(replace(facts, by_stream=by_stream[n_periods][kind_idx]))
        levels.area_windows.extend(area_windows(window, table[:-1], city, None, places.area_codes))


def _by_stream(events: EventArrays, periods: Periods, scope: Scope, n_periods: int) -> list[dict[str, int]]:
    """For each kind, its events in the window by stream; streams without any are left out."""
    recent = events.where(events.day >= periods.edges[-1 - n_periods])
    table = count_by(recent, recent.kind_idx, len(scope.kinds), recent.stream, len(STREAM_ORDER))
    return [{STREAM_ORDER[idx].value: int(row[idx]) for idx in np.flatnonzero(row)} for row in table]


def _course(kind: str, observed: Counts, expected: Expected, kind_idx: int) -> LevelFacts:
    course, dispersion = expected.course[kind_idx], float(expected.dispersion[kind_idx])
    lower, upper = count_interval(course, variance=expected.known_dispersion[kind_idx] * course)
    return LevelFacts(
        kind=kind,
        group=StreamGroup.REPORTED,
        area_code="",
        cell_code="",
        observed=tuple(observed.tolist()),
        expected=_values(course),
        lower=_values(lower),
        upper=_values(upper),
        dispersion=None if np.isnan(dispersion) else round(dispersion, 4),
    )


def _values(array: Floats) -> tuple[float | None, ...]:
    return tuple(None if np.isnan(value) else round(float(value), 3) for value in array)

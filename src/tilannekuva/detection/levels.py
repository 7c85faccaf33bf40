"""Levels: the course of each kind in the city, and each area against its usual share, window by window."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from tilannekuva.domain.stream import STREAM_ORDER, StreamGroup, streams_of
from tilannekuva.places.arrays import PlaceArrays
from tilannekuva.stats.levels import count_interval, expected_from_share
from tilannekuva.stats.short_history import SHORTEST_HISTORY, dispersion_of_parts, predict_window

from .counting import count_by, count_by_kind_and_area
from .detectors.farrington_alarm import expected_by_season
from .events import EventArrays
from .results import LevelFacts, WindowFacts
from .scope import Periods, Scope

# Chance, on either side, beyond which a level is called above or below; and far above.
_TAIL = 0.025
_FAR_TAIL = 0.001
# Fewer than this seen, with less than one expected: too little to say.
_MIN_EVENTS = 5

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]


def measure(
    events: EventArrays, places: PlaceArrays, periods: Periods, scope: Scope
) -> tuple[list[LevelFacts], list[WindowFacts], list[WindowFacts]]:
    """Courses by kind, windows by area, windows of the city.

    Expectations are of reported streams alone: what is discovered follows where somebody looks (F-02).
    """
    courses: list[LevelFacts] = []
    area_windows: list[WindowFacts] = []
    city_windows: list[WindowFacts] = []
    for group in (StreamGroup.REPORTED, StreamGroup.DISCOVERED):
        chosen = events.where(events.is_in(streams_of(group)))
        table = count_by_kind_and_area(chosen, periods, len(scope.kinds), places.n_areas)
        city = table.sum(axis=1)
        by_stream = {
            n_periods: _by_stream(chosen, periods, scope, n_periods) for n_periods in periods.windows
        }
        expected, dispersion = _expected_course(city, periods, group)
        expected[[kind in scope.rumour_kinds for kind in scope.kinds]] = np.nan
        for kind_idx, kind in enumerate(scope.kinds):
            courses.append(_course(kind, group, city[kind_idx], expected[kind_idx], dispersion[kind_idx]))
            for n_periods in periods.windows:
                whole = (
                    _whole(city[kind_idx], expected[kind_idx], dispersion[kind_idx], n_periods)
                    if group is StreamGroup.REPORTED and kind not in scope.rumour_kinds
                    else None
                )
                window = _city_window(kind, group, n_periods, city[kind_idx], whole)
                city_windows.append(replace(window, by_stream=by_stream[n_periods][kind_idx]))
                area_windows += _area_windows(
                    kind,
                    group,
                    n_periods,
                    table[kind_idx, :-1],
                    city[kind_idx],
                    whole,
                    places,
                )
    return courses, area_windows, city_windows


def _by_stream(events: EventArrays, periods: Periods, scope: Scope, n_periods: int) -> list[dict[str, int]]:
    """For each kind, its events in the window by stream; streams without any are left out."""
    recent = events.where(events.day >= periods.edges[-1 - n_periods])
    table = count_by(recent, recent.kind_idx, len(scope.kinds), recent.stream, len(STREAM_ORDER))
    return [{STREAM_ORDER[idx].value: int(row[idx]) for idx in np.flatnonzero(row)} for row in table]


def _expected_course(city: Counts, periods: Periods, group: StreamGroup) -> tuple[Floats, Floats]:
    """Expected counts (n_kinds, n_periods), NaN where there is too little history, and the dispersion."""
    expected = np.full(city.shape, np.nan)
    dispersion = np.full(len(city), np.nan)
    evaluate = _evaluated(periods)
    if group is not StreamGroup.REPORTED or not evaluate or not city.any():
        return expected, dispersion
    result = expected_by_season(city, periods, evaluate=evaluate, alpha=_TAIL)
    expected[:, -evaluate:] = result.expected
    with np.errstate(all="ignore"):
        dispersion = np.array(
            [np.nanmedian(row) if np.isfinite(row).any() else np.nan for row in result.dispersion]
        )
    return expected, dispersion


def _evaluated(periods: Periods) -> int:
    """How many of the newest periods can be compared with at least two earlier years; at most a year."""
    if periods.unit == "day":
        return 0
    evaluate = min(periods.per_year, len(periods) - 2 * periods.per_year - 4)
    return evaluate if evaluate >= 4 else 0


@dataclass(frozen=True, slots=True)
class _Whole:
    """What is expected of the city in a window, with the variances that make its interval and its far bound.

    `dispersion` is that of areas about their share; by season it is not told apart from that of the city.
    """

    expected: float
    variance: float
    far_variance: float
    dispersion: float | None


def _whole(city: Counts, expected: Floats, dispersion: float, n_periods: int) -> _Whole | None:
    """By season and trend, or else by the plain mean so far; None where that is too little to say."""
    history = city[:-n_periods]
    by_season = float(expected[-n_periods:].sum())
    if np.isfinite(by_season):
        known = 1.0 if np.isnan(dispersion) else max(dispersion, 1.0)
        # How well the mean itself is known: as well as the events it rests on allow.
        variance = known * (by_season + by_season**2 / max(float(history.sum()), 1.0))
        return _Whole(by_season, variance, variance, known)
    # At least as much past as window: a mean over less says nothing.
    if len(history) < max(n_periods, SHORTEST_HISTORY):
        return None
    near, far = (
        predict_window(history[None], n_periods, confidence=1 - 2 * tail) for tail in (_TAIL, _FAR_TAIL)
    )
    if np.isnan(near.expected[0]):
        return None
    return _Whole(float(near.expected[0]), float(near.variance[0]), float(far.variance[0]), None)


def _course(
    kind: str, group: StreamGroup, observed: Counts, expected: Floats, dispersion: float
) -> LevelFacts:
    known = 1.0 if np.isnan(dispersion) else max(dispersion, 1.0)
    lower, upper = count_interval(expected, variance=known * expected)
    return LevelFacts(
        kind=kind,
        group=group,
        area_code="",
        cell_code="",
        observed=tuple(observed.tolist()),
        expected=_values(expected),
        lower=_values(lower),
        upper=_values(upper),
        dispersion=None if np.isnan(dispersion) else round(float(dispersion), 4),
    )


def _values(array: Floats) -> tuple[float | None, ...]:
    return tuple(None if np.isnan(value) else round(float(value), 3) for value in array)


def _city_window(
    kind: str, group: StreamGroup, n_periods: int, city: Counts, whole: _Whole | None
) -> WindowFacts:
    observed = int(city[-n_periods:].sum())
    if whole is None or (whole.expected < 1 and observed < _MIN_EVENTS):
        return WindowFacts(kind, group, "", n_periods, observed)
    lower, upper = count_interval(whole.expected, variance=whole.variance, confidence=1 - 2 * _TAIL)
    step = 1 if observed > upper else -1 if observed < lower else 0
    far = count_interval(whole.expected, variance=whole.far_variance, confidence=1 - 2 * _FAR_TAIL)[1]
    return WindowFacts(
        kind,
        group,
        "",
        n_periods,
        observed,
        round(whole.expected, 3),
        float(lower),
        float(upper),
        2 if observed > float(far) else step,
    )


def _area_windows(
    kind: str,
    group: StreamGroup,
    n_periods: int,
    by_area: Counts,
    city: Counts,
    whole: _Whole | None,
    places: PlaceArrays,
) -> list[WindowFacts]:
    observed = by_area[:, -n_periods:].sum(axis=1)
    history = by_area[:, :-n_periods].sum(axis=1)
    total_history = int(city[:-n_periods].sum())
    if whole is None or not total_history:
        return [
            WindowFacts(kind, group, places.area_codes[idx], n_periods, int(observed[idx]))
            for idx in np.flatnonzero(observed)
        ]
    level, far = (
        expected_from_share(
            observed,
            history,
            total_history=total_history,
            total_expected=whole.expected,
            dispersion=whole.dispersion or dispersion_of_parts(by_area[:, :-n_periods]),
            # By season, the dispersion of the whole city is taken for its areas, which is more than theirs.
            total_variance=0.0 if whole.dispersion else variance,
        )
        for variance in (whole.variance, whole.far_variance)
    )
    windows = []
    for idx in np.flatnonzero((observed > 0) | (level.expected >= 1)):
        too_little = level.expected[idx] < 1 and observed[idx] < _MIN_EVENTS
        windows.append(
            WindowFacts(
                kind,
                group,
                places.area_codes[idx],
                n_periods,
                int(observed[idx]),
                round(float(level.expected[idx]), 3),
                float(level.lower[idx]),
                float(level.upper[idx]),
                None if too_little else _step(far.p_above[idx], level.p_above[idx], level.p_below[idx]),
            )
        )
    return windows


def _step(far_p_above: float, p_above: float, p_below: float) -> int:
    if far_p_above <= _FAR_TAIL:
        return 2
    if p_above <= _TAIL:
        return 1
    return -1 if p_below <= _TAIL else 0

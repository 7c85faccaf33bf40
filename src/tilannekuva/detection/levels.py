"""Levels: the course of each kind in the city, and each area against its usual share, window by window."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tilannekuva.domain.stream import StreamGroup, streams_of
from tilannekuva.places.arrays import PlaceArrays
from tilannekuva.stats.levels import count_interval, expected_from_share

from .counting import count_by_kind_and_area
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
        table = count_by_kind_and_area(
            events.where(events.is_in(streams_of(group))), periods, len(scope.kinds), places.n_areas
        )
        city = table.sum(axis=1)
        expected, dispersion = _expected_course(city, periods, group)
        for kind_idx, kind in enumerate(scope.kinds):
            courses.append(_course(kind, group, city[kind_idx], expected[kind_idx], dispersion[kind_idx]))
            for n_periods in periods.windows:
                whole = _whole(city[kind_idx], expected[kind_idx], n_periods)
                city_windows.append(
                    _city_window(kind, group, n_periods, city[kind_idx], whole, dispersion[kind_idx])
                )
                area_windows += _area_windows(
                    kind,
                    group,
                    n_periods,
                    table[kind_idx, :-1],
                    city[kind_idx],
                    whole,
                    dispersion[kind_idx],
                    places,
                )
    return courses, area_windows, city_windows


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


def _whole(city: Counts, expected: Floats, n_periods: int) -> float | None:
    """What is expected of the city in the window: by season and trend, or else by its plain mean so far."""
    by_season = expected[-n_periods:].sum()
    if np.isfinite(by_season):
        return float(by_season)
    history = city[:-n_periods]
    # At least as much past as window: a mean over less says nothing.
    return float(history.mean() * n_periods) if len(history) >= n_periods and history.any() else None


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
    kind: str, group: StreamGroup, n_periods: int, city: Counts, whole: float | None, dispersion: float
) -> WindowFacts:
    observed = int(city[-n_periods:].sum())
    if whole is None or group is not StreamGroup.REPORTED:
        return WindowFacts(kind, group, "", n_periods, observed)
    known = 1.0 if np.isnan(dispersion) else max(dispersion, 1.0)
    history = city[:-n_periods]
    # How well the mean itself is known: as well as the events it rests on allow.
    variance = known * (whole + whole**2 / max(float(history.sum()), 1.0))
    lower, upper = count_interval(whole, variance=variance)
    step = 1 if observed > upper else -1 if observed < lower else 0
    if whole < 1 and observed < _MIN_EVENTS:
        return WindowFacts(kind, group, "", n_periods, observed)
    far = float(count_interval(whole, variance=variance, confidence=1 - 2 * _FAR_TAIL)[1])
    return WindowFacts(
        kind,
        group,
        "",
        n_periods,
        observed,
        round(whole, 3),
        float(lower),
        float(upper),
        2 if observed > far else step,
    )


def _area_windows(
    kind: str,
    group: StreamGroup,
    n_periods: int,
    by_area: Counts,
    city: Counts,
    whole: float | None,
    dispersion: float,
    places: PlaceArrays,
) -> list[WindowFacts]:
    observed = by_area[:, -n_periods:].sum(axis=1)
    history = by_area[:, :-n_periods].sum(axis=1)
    total_history = int(city[:-n_periods].sum())
    if whole is None or group is not StreamGroup.REPORTED or not total_history:
        return [
            WindowFacts(kind, group, places.area_codes[idx], n_periods, int(observed[idx]))
            for idx in np.flatnonzero(observed)
        ]
    level = expected_from_share(
        observed,
        history,
        total_history=total_history,
        total_expected=whole,
        dispersion=1.0 if np.isnan(dispersion) else dispersion,
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
                None if too_little else _step(float(level.p_above[idx]), float(level.p_below[idx])),
            )
        )
    return windows


def _step(p_above: float, p_below: float) -> int:
    if p_above <= _FAR_TAIL:
        return 2
    if p_above <= _TAIL:
        return 1
    return -1 if p_below <= _TAIL else 0

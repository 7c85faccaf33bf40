"""Has it been creeping up here? Small excesses of many weeks, added up, by area and kind.

Compares each area with its usual share of what the rest of the city has, week by week for half a year, and adds up
the evidence (cumulated sums; Höhle & Paul 2008). It sees what no single week and no four weeks show, and leaves
what rises everywhere alike to the level of the city.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tilannekuva.places.arrays import PlaceArrays
from tilannekuva.stats import benjamini_hochberg, slow_rise
from tilannekuva.stats.levels import count_interval
from tilannekuva.stats.slow_rise_result import SlowRiseResult

from ..counting import count_by_kind_and_area
from ..events import EventArrays
from ..results import FindingFacts
from ..scope import Periods, Scope
from .basis import about_area
from .farrington_alarm import expected_by_season, years_of_history

ID = "slow_rise"
VERSION = "1"

_DETECT_RATIO = 1.5
_LOOKED_BACK = {"week": 26, "month": 6}
_YEARS_NEEDED = 2
# A share of nothing is no level: half an event, as in the levels of the areas.
_PRIOR_EVENTS = 0.5

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """All series of the city in which something was seen lately, with what was expected of them.

    counts, mean (n_series, n_periods) of the periods looked back on; dispersion, known_cases (n_series,).
    """

    periods: Periods
    kind_idx: NDArray[np.int64]
    area_idx: NDArray[np.int64]
    counts: NDArray[np.int64]
    mean: Floats
    dispersion: Floats
    known_cases: Floats


def plan(events: EventArrays, places: PlaceArrays, scope: Scope, periods: Periods) -> list[Task]:
    """One task for the whole city, or none when the history is too short. Expects reported streams only."""
    looked_back = _LOOKED_BACK.get(periods.unit, 0)
    if not looked_back or years_of_history(periods, looked_back) < _YEARS_NEEDED:
        return []
    table = count_by_kind_and_area(events, periods, len(scope.kinds), places.n_areas)
    city, by_area = table.sum(axis=1), table[:, :-1]
    season = expected_by_season(city, periods, evaluate=looked_back, alpha=scope.thresholds.alarm_alpha)
    series = [
        _series_of_kind(kind_idx, by_area[kind_idx], city[kind_idx], season.expected[kind_idx], looked_back)
        for kind_idx in range(len(scope.kinds))
    ]
    found = [part for part in series if part is not None]
    if not found:
        return []
    kind_idx, area_idx, counts, mean, dispersion, known = (
        np.concatenate(column) for column in zip(*found, strict=True)
    )
    return [Task(periods, kind_idx, area_idx, counts, mean, dispersion, known)]


def _series_of_kind(
    kind_idx: int, by_area: NDArray[np.int64], city: NDArray[np.int64], season: Floats, looked_back: int
) -> tuple[NDArray[np.generic], ...] | None:
    """The areas in which the kind was seen lately; None where the city's own season is not known.

    An area is expected to hold its usual share of the season, times what the rest of the city now has of its own.
    """
    before, lately = by_area[:, :-looked_back], by_area[:, -looked_back:]
    seen = np.flatnonzero(lately.sum(axis=1) > 0)
    if not len(seen) or not np.isfinite(season).any():
        return None
    past = before.sum(axis=1) + _PRIOR_EVENTS
    all_past = city[:-looked_back].sum() + _PRIOR_EVENTS * len(past)
    # What has become of the rest of the city meanwhile becomes the expectation here: only a growing share counts.
    rest = (lately.sum() - lately.sum(axis=1))[seen] + _PRIOR_EVENTS
    usual_rest = (1 - past[seen] / all_past) * np.nansum(season) + _PRIOR_EVENTS
    share = past[seen] / all_past
    return (
        np.full(len(seen), kind_idx),
        seen,
        lately[seen],
        (share * rest / usual_rest)[:, np.newaxis] * season,
        _dispersion(before[seen], share, city[:-looked_back]),
        # Both the share and the rest are known only as well as the events that they rest on allow.
        1 / (1 / past[seen] + 1 / rest),
    )


def _dispersion(before: NDArray[np.int64], share: Floats, city: NDArray[np.int64]) -> Floats:
    """How much more than by chance the past of each area varied around its share of the city; at least 1."""
    expected = share[:, np.newaxis] * city
    filled = expected[:, city > 0]
    if filled.shape[1] < 2:
        return np.ones(len(before))
    off = (before[:, city > 0] - filled) ** 2 / filled
    dispersion: Floats = np.maximum(off.sum(axis=1) / (filled.shape[1] - 1), 1.0)
    return dispersion


def run(task: Task, scope: Scope) -> SlowRiseResult:
    """All series at once."""
    return slow_rise(
        task.counts,
        mean=task.mean,
        dispersion=task.dispersion[:, np.newaxis],
        detect_ratio=_DETECT_RATIO,
        known_cases=task.known_cases,
        rng=scope.rng(ID, VERSION),
    )


def explain(
    task: Task,
    result: SlowRiseResult,
    events: EventArrays,
    places: PlaceArrays,
    scope: Scope,
    *,
    n_tasks: int,
) -> list[FindingFacts]:
    """The series that chance explains least, false discoveries over the city held down."""
    accepted, adjusted = benjamini_hochberg(result.p_value, alpha=scope.thresholds.alarm_false_discovery_rate)
    n_tested = int(np.isfinite(result.p_value).sum())
    findings = []
    for series in np.flatnonzero(accepted):
        by_chance_days = task.periods.mean_days / (float(result.p_value[series]) * n_tested)
        is_rare = by_chance_days >= scope.thresholds.finding_recurrence_days
        if is_rare and result.observed[series] >= scope.thresholds.scan_min_cases:
            findings.append(
                _facts(
                    task, result, int(series), float(adjusted[series]), by_chance_days, events, places, scope
                )
            )
    return findings


def _facts(
    task: Task,
    result: SlowRiseResult,
    series: int,
    adjusted_p_value: float,
    by_chance_days: float,
    events: EventArrays,
    places: PlaceArrays,
    scope: Scope,
) -> FindingFacts:
    kind_idx, area_idx = int(task.kind_idx[series]), int(task.area_idx[series])
    n_looked_back = task.counts.shape[1]
    first_period = len(task.periods) - n_looked_back + int(result.first_period_idx[series])
    first_day, last_day = int(task.periods.edges[first_period]), int(task.periods.edges[-1]) - 1
    expected = float(result.expected[series])
    dispersion, known = float(task.dispersion[series]), float(task.known_cases[series])
    lower, upper = count_interval(expected, variance=dispersion * (expected + expected**2 / known))
    about = about_area(
        events, places, scope, kind_idx=kind_idx, area_idx=area_idx, first_day=first_day, last_day=last_day
    )
    return FindingFacts(
        **about,
        detector=ID,
        observed=int(result.observed[series]),
        expected=round(expected, 4),
        expected_lower=float(lower),
        expected_upper=float(upper),
        p_value=float(result.p_value[series]),
        by_chance_days=round(by_chance_days, 1),
        statistic=round(float(result.statistic[series]), 6),
        method="cumulated_sum",
        method_version=VERSION,
        parameters={
            "detect_ratio": _DETECT_RATIO,
            "n_periods": n_looked_back,
            "periods": task.periods.unit,
            "n_series": int(np.isfinite(result.p_value).sum()),
            "n_replicates": int(result.n_replicates[series]),
            "adjusted_p_value": round(adjusted_p_value, 6),
            "false_discovery_rate": scope.thresholds.alarm_false_discovery_rate,
            "dispersion": round(dispersion, 3),
        },
    )

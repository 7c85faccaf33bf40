"""Is this period above what is expected here? Farrington flexible per area and kind.

Compares the newest period of each series with the same season of earlier years, trend and noise taken
into account (Noufaily et al. 2013). Needs two years; with less it says nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tilannekuva.places.arrays import PlaceArrays
from tilannekuva.stats import benjamini_hochberg, farrington_flexible
from tilannekuva.stats.alarm_result import AlarmResult
from tilannekuva.stats.levels import chance_of_at_least, count_interval

from ..counting import count_by_kind_and_area
from ..events import EventArrays
from ..results import FindingFacts
from ..scope import Periods, Scope
from .basis import about_area

ID = "farrington_alarm"
VERSION = "1"

# How many of the newest periods are evaluated, to tell since when a series has been above its bound.
_EVALUATED_PERIODS = 6
_SEASONAL_HALF_WINDOW = {"week": 3, "month": 1}
_LEFT_OUT_RECENT = {"week": 26, "month": 6}
# A year of months has no room for ten seasons of seven: the month with its neighbours, and three others.
_N_SEASONS = {"week": 10, "month": 4}
_YEARS_FOR_A_TREND = 3


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """All series of the city that have anything in them."""

    periods: Periods
    kind_idx: NDArray[np.int64]
    area_idx: NDArray[np.int64]
    counts: NDArray[np.int64]
    years_back: int
    half_window: int
    evaluate: int


def years_of_history(periods: Periods, evaluate: int) -> int:
    """How many whole seasons lie before the evaluated periods, at most five."""
    half_window = _SEASONAL_HALF_WINDOW.get(periods.unit, 0)
    return min(5, (len(periods) - evaluate - half_window) // periods.per_year)


def has_history(periods: Periods) -> bool:
    """Whether two earlier years lie before the newest periods: less is no season to compare with."""
    return periods.unit != "day" and years_of_history(periods, _EVALUATED_PERIODS) >= 2


def expected_by_season(
    counts: NDArray[np.int64], periods: Periods, *, evaluate: int, alpha: float
) -> AlarmResult:
    """Farrington flexible with the settings that fit these periods; needs two years of history.

    A trend is in the model from three years on: two are too few to tell it from chance, and it would be
    drawn out over the half year that is left out (Farrington et al. 1996, section 3.3).
    """
    years_back = years_of_history(periods, evaluate)
    return farrington_flexible(
        counts,
        periods_per_year=periods.per_year,
        evaluate=evaluate,
        years_back=years_back,
        half_window=_SEASONAL_HALF_WINDOW[periods.unit],
        n_seasons=_N_SEASONS[periods.unit],
        recent_periods_left_out=_LEFT_OUT_RECENT[periods.unit],
        trend="always" if years_back >= _YEARS_FOR_A_TREND else "never",
        alpha=alpha,
    )


def plan(events: EventArrays, places: PlaceArrays, scope: Scope, periods: Periods) -> list[Task]:
    """One task for the whole city, or none when the history is too short. Expects reported streams only."""
    if not has_history(periods):
        return []
    years_back = years_of_history(periods, _EVALUATED_PERIODS)
    table = count_by_kind_and_area(events, periods, len(scope.kinds), places.n_areas)[:, :-1]
    kind_idx, area_idx = np.nonzero(table[:, :, -_EVALUATED_PERIODS:].sum(axis=2) > 0)
    if not len(kind_idx):
        return []
    return [
        Task(
            periods=periods,
            kind_idx=kind_idx,
            area_idx=area_idx,
            counts=table[kind_idx, area_idx],
            years_back=years_back,
            half_window=_SEASONAL_HALF_WINDOW[periods.unit],
            evaluate=_EVALUATED_PERIODS,
        )
    ]


def run(task: Task, scope: Scope) -> AlarmResult:
    """All series at once."""
    return expected_by_season(
        task.counts, task.periods, evaluate=task.evaluate, alpha=scope.thresholds.alarm_alpha
    )


def explain(
    task: Task, result: AlarmResult, events: EventArrays, places: PlaceArrays, scope: Scope, *, n_tasks: int
) -> list[FindingFacts]:
    """The series whose newest period is above its bound, false discoveries over the city held down."""
    newest = _p_values(task, result)
    accepted, adjusted = benjamini_hochberg(newest, alpha=scope.thresholds.alarm_false_discovery_rate)
    n_tested = int(np.isfinite(newest).sum())
    findings = []
    for series in np.flatnonzero(accepted & result.alarm[:, -1].astype(bool)):
        first = _above_since(task.counts[series, -task.evaluate :], result.upper[series])
        n_events = int(task.counts[series, len(task.periods) - task.evaluate + first :].sum())
        judged = _Judged(int(series), first, float(newest[series]), float(adjusted[series]), n_tested)
        is_rare = judged.by_chance_days(task.periods) >= scope.thresholds.finding_recurrence_days
        if is_rare and n_events >= scope.thresholds.scan_min_cases:
            findings.append(_facts(task, result, judged, events, places, scope))
    return findings


@dataclass(frozen=True, slots=True)
class _Judged:
    """An accepted alarm: the series, its first period above the bound, and how unlikely it is."""

    series: int
    first: int
    p_value: float
    adjusted_p_value: float
    n_tested: int

    def by_chance_days(self, periods: Periods) -> float:
        """How often chance alone shows something like it somewhere in the city."""
        return periods.mean_days / (max(self.p_value, 1e-12) * self.n_tested)


def _floor(task: Task) -> float:
    """What a season without a single past event lets one expect at least: half an event in its periods."""
    return 0.5 / (task.years_back * (2 * task.half_window + 1))


def _p_values(task: Task, result: AlarmResult) -> NDArray[np.float64]:
    """Chance of so many in the newest period, where no season is taken to be wholly without events."""
    expected = np.maximum(result.expected[:, -1], _floor(task))
    p_values = chance_of_at_least(task.counts[:, -1], expected, variance=expected * result.dispersion[:, -1])
    return np.where(np.isnan(result.p_value[:, -1]), np.nan, p_values)


def _standardised_excess(task: Task, result: AlarmResult, series: int) -> float:
    expected = max(float(result.expected[series, -1]), _floor(task))
    spread = math.sqrt(float(result.dispersion[series, -1]) * expected)
    return (float(task.counts[series, -1]) - expected) / spread


def _above_since(observed: NDArray[np.int64], upper: NDArray[np.float64]) -> int:
    """The first of the unbroken run of periods above the bound that ends now."""
    first = len(observed) - 1
    while first > 0 and observed[first - 1] > upper[first - 1]:
        first -= 1
    return first


def _facts(
    task: Task, result: AlarmResult, judged: _Judged, events: EventArrays, places: PlaceArrays, scope: Scope
) -> FindingFacts:
    series = judged.series
    kind_idx, area_idx = int(task.kind_idx[series]), int(task.area_idx[series])
    edges = task.periods.edges
    first_period = len(task.periods) - task.evaluate + judged.first
    first_day, last_day = int(edges[first_period]), int(edges[-1]) - 1
    expected = float(np.maximum(result.expected[series, judged.first :], _floor(task)).sum())
    dispersion = float(result.dispersion[series, -1])
    lower, upper = count_interval(expected, variance=dispersion * expected)
    about = about_area(
        events, places, scope, kind_idx=kind_idx, area_idx=area_idx, first_day=first_day, last_day=last_day
    )
    return FindingFacts(
        **about,
        detector=ID,
        observed=int(task.counts[series, first_period:].sum()),
        expected=round(expected, 4),
        expected_lower=float(lower),
        expected_upper=float(upper),
        p_value=judged.p_value,
        by_chance_days=round(judged.by_chance_days(task.periods), 1),
        # The excess in units of its spread: finite also where the bound lies on the expectation.
        statistic=round(_standardised_excess(task, result, series), 6),
        method="farrington_flexible",
        method_version=VERSION,
        parameters={
            "periods": task.periods.unit,
            "years_back": task.years_back,
            **{
                name: result.parameters[name]
                for name in ("half_window", "n_seasons", "recent_periods_left_out", "trend")
            },
            "alpha": scope.thresholds.alarm_alpha,
            "false_discovery_rate": scope.thresholds.alarm_false_discovery_rate,
            "adjusted_p_value": judged.adjusted_p_value,
            "n_series": judged.n_tested,
            "upper_bound": round(float(result.upper[series, -1]), 3),
            "dispersion": round(dispersion, 3),
        },
    )

"""Who reports, and whether more happened or more reported: like is compared with like (F-05)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil, log

import numpy as np
from numpy.typing import NDArray

from tilannekuva.stats import panel_expected, sources_reporting
from tilannekuva.stats.panel_result import PanelResult

from ..counting import count_by
from ..events import EventArrays
from ..results import PanelFacts
from ..scope import Periods
from .expected_courses import FAR_TAIL, TAIL

# A source is away when a silence so long would come by chance once in a thousand times, at its own rate.
_UNLIKELY_SILENCE = 0.001
_SHORTEST_SILENCE = {"week": 3, "month": 2}
_LEFT_OUT_RECENT = {"week": 4, "month": 1}
# Below half a year of baseline a source cannot be compared with itself.
_LEAST_BASELINE = {"week": 26, "month": 6}
_LEAST_PERIODS = {"week": 8, "month": 3}
_MIN_CASES = 5
# A change of those who report matters from so much of what is reported or expected.
_MATERIAL_SHARE = 0.1
_LEAST_MATERIAL = 1.0

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Reporters:
    """Who was there to report.

    `row` (n_events,) row of `reporting` of each signal; `reporting` bool (n_sources, n_periods).
    """

    row: NDArray[np.int64]
    reporting: NDArray[np.bool_]

    @property
    def n_sources(self) -> int:
        return len(self.reporting)

    def are_comparable(self, periods: Periods) -> bool:
        """Whether there are several, in periods that are long enough to tell silence from chance."""
        return self.n_sources > 1 and periods.unit in _LEAST_BASELINE


def reporters_of(events: EventArrays, periods: Periods) -> Reporters:
    """Guess from all that was reported, of whatever kind, when each source was there.

    A source that is silent at the same time every year (a school in July) is away by its season, which the
    expected course knows already; that is no change of reporting.
    """
    sources, row = np.unique(events.source_idx, return_inverse=True)
    counts = count_by(events, row, len(sources), periods.index_of(events.day), len(periods))
    reporting = np.zeros(counts.shape, bool)
    for source, own in enumerate(counts):
        filled = np.flatnonzero(own)
        if filled.size:
            rate = own.sum() / (filled[-1] - filled[0] + 1)
            silence = max(_SHORTEST_SILENCE.get(periods.unit, 1), ceil(log(1 / _UNLIKELY_SILENCE) / rate))
            reporting[source] = sources_reporting(own[None, None], silent_periods=silence)[0]
            reporting[source, filled[0] :] |= _was_away_a_year_before(reporting[source], periods)[filled[0] :]
    return Reporters(row, reporting)


def _was_away_a_year_before(reporting: NDArray[np.bool_], periods: Periods) -> NDArray[np.bool_]:
    away = np.zeros(len(reporting), bool)
    begun = np.maximum.accumulate(reporting)
    away[periods.per_year :] = (begun & ~reporting)[: -periods.per_year]
    return away


@dataclass(frozen=True, slots=True)
class KindPanel:
    """One kind in a window, by those who reported before and report now: `compared`, bool (n_sources,)."""

    facts: PanelFacts
    compared: NDArray[np.bool_]


def panels_of(
    events: EventArrays,
    reporters: Reporters,
    periods: Periods,
    n_kinds: int,
    usual: Floats | None,
    n_periods: int,
) -> dict[int, KindPanel]:
    """By kind, what the same sources say of the newest `n_periods`; only where a change of them matters."""
    if not reporters.are_comparable(periods):
        return {}
    row = events.kind_idx.astype(np.int64) * reporters.n_sources + reporters.row
    counts = count_by(
        events, row, n_kinds * reporters.n_sources, periods.index_of(events.day), len(periods)
    ).reshape(n_kinds, reporters.n_sources, len(periods))
    return _panels(counts, reporters, periods, usual, n_periods)


def panel_of_places(
    events: EventArrays,
    reporters: Reporters,
    periods: Periods,
    chosen: NDArray[np.bool_],
    usual: Floats | None,
    n_periods: int,
) -> PanelFacts | None:
    """The same of the `chosen` signals, those of a finding; `usual` is the course (n_periods,) of its kind."""
    if not reporters.are_comparable(periods):
        return None
    own = events.where(chosen)
    counts = count_by(
        own, reporters.row[chosen], reporters.n_sources, periods.index_of(own.day), len(periods)
    )
    course = None if usual is None else usual[None]
    panel = _panels(counts[None], reporters, periods, course, n_periods).get(0)
    return panel.facts if panel is not None else None


def _panels(
    counts: NDArray[np.int64], reporters: Reporters, periods: Periods, usual: Floats | None, n_periods: int
) -> dict[int, KindPanel]:
    recent = _LEFT_OUT_RECENT[periods.unit]
    baseline = min(periods.per_year, len(periods) - n_periods - recent)
    if baseline < _LEAST_BASELINE[periods.unit]:
        return {}
    result = panel_expected(
        counts,
        reporters.reporting,
        window=n_periods,
        baseline_periods=baseline,
        recent_periods_left_out=recent,
        least_periods=_LEAST_PERIODS[periods.unit],
        usual=usual,
        alpha=TAIL,
        min_cases=_MIN_CASES,
    )
    return {int(series): _panel(result, int(series)) for series in np.flatnonzero(_matters(result))}


def _matters(result: PanelResult) -> NDArray[np.bool_]:
    seen = result.alarms.observed[:, 0] + result.left_out[:, 0]
    known = np.nan_to_num(result.alarms.expected[:, 0])
    missing = result.missing[:, 0]
    more = result.left_out[:, 0] >= np.maximum(_MATERIAL_SHARE * seen, _LEAST_MATERIAL)
    less = missing >= np.maximum(_MATERIAL_SHARE * (known + missing), _LEAST_MATERIAL)
    matters: NDArray[np.bool_] = more | less
    return matters


def _panel(result: PanelResult, series: int) -> KindPanel:
    alarms = result.alarms
    observed, expected = int(alarms.observed[series, 0]), float(alarms.expected[series, 0])
    facts = PanelFacts(
        observed=observed,
        left_out=int(result.left_out[series, 0]),
        missing=round(float(result.missing[series, 0]), 3),
        n_new=int(result.n_new[series, 0]),
        n_gone=int(result.n_gone[series, 0]),
    )
    if not np.isfinite(expected):
        return KindPanel(facts, result.compared[series, 0])
    lower, upper = float(alarms.lower[series, 0]), float(alarms.upper[series, 0])
    # To the digits that do not depend on the order in which sources are added up.
    p_above = float(f"{alarms.p_value[series, 0]:.6g}")
    step = 2 if p_above <= FAR_TAIL else 1 if observed > upper else -1 if observed < lower else 0
    return KindPanel(
        replace(facts, expected=round(expected, 3), lower=lower, upper=upper, p_value=p_above, step=step),
        result.compared[series, 0],
    )

"""Would an alarm for short histories be worth its false findings? EARS C2 over the city, beside the scan.

Where a history is shorter than two years, the scan alone speaks. Simulated cities of unseen seeds, with stories and
without, are looked at once a week for twelve weeks, with the half year or the year before the first look as all that is
known. The candidates judge the newest week of every area and kind by the seven weeks that lie two weeks back, with the same
promise over the city as every rule (`finding_recurrence_days`, false discoveries held down): by the normal band of EARS, by
a negative binomial that allows for a mean taken from seven weeks alone, or by the same of all weeks but the newest two.
Then the candidates alone look at the real histories, as the rules did. Prints tables for the docs.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from . import real_histories
from .simulated_looks import Candidate, show_looks
from .workloads import SEED

_HISTORY_WEEKS = (26, 52)
_BASELINE = 7
# What weeks without a single event let one expect at least, all of them together.
_HALF_AN_EVENT = 0.5
_ALPHA = 0.001
_LAG = 2
_CANDIDATES = ("EARS C2, normal band", "EARS C2, negative binomial", "mean of all weeks, negative binomial")


def main() -> None:
    for history_weeks in _HISTORY_WEEKS:
        show_looks(("space_time_scan", *_CANDIDATES), _findings, history_weeks=history_weeks)
    folder = os.environ.get("TILANNEKUVA_REFERENCE_DATA")
    for history in real_histories.histories(Path(folder)) if folder else ():
        real_histories.show(history, _CANDIDATES, _candidates_of_a_year)


def _candidates_of_a_year(history: real_histories.History, events: Any, day: int) -> list[Candidate]:
    """Of a real city as it would be a year after its first signal. The scan knows no more: its figures stand there."""
    from tilannekuva.detection.scope import Scope, periods_until
    from tilannekuva.domain.clock import date_of_day
    from tilannekuva.domain.thresholds import Thresholds

    scope = Scope(
        as_of=date_of_day(day),
        kinds=history.kinds,
        positive_kinds=frozenset(),
        thresholds=Thresholds(),
        seed=SEED,
    )
    known = events.where((events.day <= day) & (events.day > day - 7 * _HISTORY_WEEKS[-1]))
    return list(_candidates(known, history.places, scope, periods_until(scope, int(known.day.min()))))


def _findings(events: Any, places: Any, scope: Any, periods: Any) -> Iterator[Any]:
    from tilannekuva.detection.analysis import detect

    yield from detect(events, places, scope, periods)
    yield from _candidates(events, places, scope, periods)


def _candidates(events: Any, places: Any, scope: Any, periods: Any) -> Iterator[Candidate]:
    from tilannekuva.detection.counting import count_by_kind_and_area
    from tilannekuva.stats import benjamini_hochberg, ears

    table = count_by_kind_and_area(events, periods, len(scope.kinds), places.n_areas)[:, :-1]
    kind_idx, area_idx = np.nonzero(table[:, :, -1] > 0)
    if not len(kind_idx):
        return
    counts = table[kind_idx, area_idx]
    result = ears(counts, method="C2", alpha=_ALPHA)
    newest, normal = result.observed[:, 0], result.p_value[:, 0]
    of_seven = _counted(newest, result.expected[:, 0], result.dispersion[:, 0], _BASELINE)
    before = counts[:, : -1 - _LAG]
    mean = before.mean(axis=1)
    spread = np.maximum(before.var(axis=1, ddof=1) / np.maximum(mean, _HALF_AN_EVENT / before.shape[1]), 1.0)
    of_all = _counted(newest, mean, spread, before.shape[1])
    for name, p_values in zip(_CANDIDATES, (normal, of_seven, of_all), strict=True):
        accepted, _adjusted = benjamini_hochberg(p_values, alpha=scope.thresholds.alarm_false_discovery_rate)
        n_tested = int(np.isfinite(p_values).sum())
        for series in np.flatnonzero(accepted):
            by_chance_days = periods.mean_days / (max(float(p_values[series]), 1e-12) * n_tested)
            if by_chance_days < scope.thresholds.finding_recurrence_days:
                continue
            if newest[series] >= scope.thresholds.scan_min_cases:
                code = places.area_codes[int(area_idx[series])]
                kind = scope.kinds[int(kind_idx[series])]
                yield Candidate(name, kind, "area", (code,), scope.as_of.isoformat())


def _counted(newest: Any, mean: Any, dispersion: Any, n_weeks: int) -> Any:
    """The chance of so many, where the mean is that of so few weeks."""
    from tilannekuva.stats.levels import chance_of_at_least

    floored = np.maximum(mean, _HALF_AN_EVENT / n_weeks)
    chance = chance_of_at_least(newest, floored, variance=dispersion * floored * (1 + 1 / n_weeks))
    return np.where(np.isnan(mean), np.nan, chance)


if __name__ == "__main__":
    main()

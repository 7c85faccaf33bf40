"""The slow rise beside the cumulated sum with a fixed threshold, week by week on simulated cities.

Both add up the same evidence of the same areas and kinds, against the same expectation, and keep the same promise: one
false finding in `finding_recurrence_days` over the whole city. The slow rise reads its chance from the end of the sum and
allows for a level that is itself uncertain; the other sounds where the sum passes the threshold that a series of its mean
and dispersion passes so seldom. Prints a table for the docs.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np

from .simulated_looks import Candidate, show_looks
from .workloads import SEED

_FIXED = "cumulated sum, fixed threshold"
_DETECT_RATIO = 1.5
# Series are of one class for each doubling of mean and dispersion: a threshold for each by itself takes hours.
_STEP = np.log(2.0)
_N_REPLICATES = 100


def main() -> None:
    show_looks(("slow_rise", _FIXED), _findings)


def _findings(events: Any, places: Any, scope: Any, periods: Any) -> Iterator[Any]:
    from tilannekuva.detection.detectors import slow_rise
    from tilannekuva.stats import cusum_negative_binomial

    for task in slow_rise.plan(events, places, scope, periods):
        result = slow_rise.run(task, scope)
        yield from slow_rise.explain(task, result, events, places, scope, n_tasks=1)
        n_periods = task.counts.shape[1]
        mean = np.nan_to_num(task.mean, nan=0.01)
        seldom = len(task.counts) * scope.thresholds.finding_recurrence_days / periods.mean_days
        thresholds = [
            _threshold(
                round(np.log(level) / _STEP), round(np.log(spread) / _STEP), round(np.log10(seldom), 1)
            )
            for level, spread in zip(mean.mean(axis=1), task.dispersion, strict=True)
        ]
        alarms = cusum_negative_binomial(
            task.counts, evaluate=n_periods, mean=np.maximum(mean, 1e-4), dispersion=task.dispersion[:, np.newaxis],
            detect_ratio=_DETECT_RATIO, threshold=np.array(thresholds)[:, np.newaxis],
        )  # fmt: skip
        for series in np.flatnonzero(alarms.alarm[:, -1]):
            code = places.area_codes[int(task.area_idx[series])]
            kind = scope.kinds[int(task.kind_idx[series])]
            yield Candidate(_FIXED, kind, "area", (code,), scope.as_of.isoformat())


@cache
def _threshold(level_step: int, spread_step: int, seldom: float) -> float:
    from tilannekuva.stats import cusum_threshold

    return cusum_threshold(
        mean=float(np.exp(_STEP * level_step)), dispersion=float(np.exp(_STEP * spread_step)),
        detect_ratio=_DETECT_RATIO, periods_between_false_alarms=float(10**seldom), n_replicates=_N_REPLICATES,
        rng=np.random.default_rng(SEED),
    ).threshold  # fmt: skip


if __name__ == "__main__":
    main()

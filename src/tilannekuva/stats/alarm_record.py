"""How many alarms a year: of one detector on one history."""

import math
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

from ._count_ratios import ratio_interval
from .alarm_result import AlarmResult

_Floats = NDArray[np.float64]


class AlarmRecord(NamedTuple):
    """As in `BackTestResult`, which it becomes part of."""

    n_judged: int
    n_silent: int
    n_alarms: int
    n_onsets: int
    alarms_per_series_year: float
    alarms_lower: float
    alarms_upper: float
    onsets_per_series_year: float
    onsets_lower: float
    onsets_upper: float


def alarm_record(
    result: AlarmResult, known_rises: NDArray[np.bool_], periods_per_year: int, confidence: float
) -> AlarmRecord:
    """Count the alarms of a result outside of known rises (n_series, n_periods)."""
    calm = ~known_rises[:, result.first_period_idx :]
    said = ~np.isnan(result.expected) & calm
    alarm = result.alarm & calm
    onset = alarm.copy()
    onset[:, 1:] &= ~result.alarm[:, :-1]
    years = said.sum(axis=1) / periods_per_year
    rate, lower, upper = _rate(alarm.sum(axis=1), years, confidence)
    begun, begun_lower, begun_upper = _rate(onset.sum(axis=1), years, confidence)
    return AlarmRecord(
        n_judged=int(said.sum()),
        n_silent=int((calm & ~said).sum()),
        n_alarms=int(alarm.sum()),
        n_onsets=int(onset.sum()),
        alarms_per_series_year=rate,
        alarms_lower=lower,
        alarms_upper=upper,
        onsets_per_series_year=begun,
        onsets_lower=begun_lower,
        onsets_upper=begun_upper,
    )


def _rate(n_alarms: NDArray[np.int64], years: _Floats, confidence: float) -> tuple[float, float, float]:
    """Alarms a year over all series, and its interval."""
    # Summed without rounding, so that the order of the series does not matter.
    watched, total = math.fsum(years), int(n_alarms.sum())
    if watched == 0:
        return (float("nan"),) * 3
    rate, n = total / watched, int((years > 0).sum())
    if n == 1 or total == 0:
        lower, upper = ratio_interval(total, watched, confidence)
        return rate, float(lower), float(upper)
    spread = math.sqrt(n / (n - 1) * math.fsum((n_alarms - rate * years) ** 2)) / watched
    reach = float(special.ndtri((1 + confidence) / 2)) * spread
    return rate, max(rate - reach, 0.0), rate + reach

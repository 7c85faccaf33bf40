"""What is still coming in: the newest weeks, completed by what is known about late reports."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tilannekuva.stats import nowcast, reporting_triangle
from tilannekuva.stats.levels import count_interval

from ..events import EventArrays
from ..results import IncomingFacts
from ..scope import Periods

# In weeks. What comes even later is rare, or a backlog that tells nothing of the usual delay.
_MAX_DELAY = 4
_LEARNED_FROM = 26
# Where fewer came within that time, the days of receipt are those of an import and not of the reports.
_LEAST_IN_TIME = 0.9
# A delay that fewer signals tell of is little more than its prior.
_LEAST_CASES = 20
# From here on a week is as good as complete.
_COMPLETE_SHARE = 0.97

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Incoming:
    """Reports that are still to come, by kind and period: arrays (n_kinds, n_periods).

    `to_come` mean and `variance` of their number, 0 where all are in or nothing is known of delays; `share`
    of the final count that has come by now, 1 there.
    """

    observed: NDArray[np.int64]
    to_come: Floats
    variance: Floats
    share: Floats

    def of_course(self, kind_idx: int) -> tuple[IncomingFacts, ...]:
        """The newest periods that are not complete, the oldest of them first."""
        n_periods = self.observed.shape[1]
        open_still = np.flatnonzero(self.to_come[kind_idx] > 0)
        first = open_still[0] if open_still.size else n_periods
        return tuple(self._facts(kind_idx, slice(period, period + 1)) for period in range(first, n_periods))

    def of_window(self, kind_idx: int, n_periods: int) -> IncomingFacts | None:
        """The newest `n_periods` together; None when they are complete."""
        window = slice(self.observed.shape[1] - n_periods, None)
        return self._facts(kind_idx, window) if self.to_come[kind_idx, window].any() else None

    def _facts(self, kind_idx: int, window: slice) -> IncomingFacts:
        observed = int(self.observed[kind_idx, window].sum())
        to_come = float(self.to_come[kind_idx, window].sum())
        lower, upper = count_interval(to_come, variance=float(self.variance[kind_idx, window].sum()))
        return IncomingFacts(
            estimate=round(observed + to_come, 3),
            lower=observed + float(lower),
            upper=observed + float(upper),
            share=round(float(self.share[kind_idx, window].mean()), 4),
        )


def incoming_of(events: EventArrays, counts: NDArray[np.int64], periods: Periods) -> Incoming:
    """What is still to come of each kind, whose `counts` (n_kinds, n_periods) are those of the events.

    It can be known of weeks alone, and where the days of receipt are those of the reports: not of a file that
    came all at once, nor of a run that looks back and counts what came in since.
    """
    to_come, variance, share = np.zeros(counts.shape), np.zeros(counts.shape), np.ones(counts.shape)
    if _tells_delays(events, periods):
        completed = nowcast(
            _triangle(events, counts.shape, periods), window=_LEARNED_FROM, least_cases=_LEAST_CASES
        )
        # A week that is as good as complete, or older than such a one, is taken as complete.
        complete = ~(completed.reported_share < _COMPLETE_SHARE)
        still_open = ~np.maximum.accumulate(complete[:, ::-1], axis=1)[:, ::-1]
        mean = completed.estimate - completed.observed
        to_come[still_open] = mean[still_open]
        variance[still_open] = (mean * completed.dispersion)[still_open]
        share[still_open] = completed.reported_share[still_open]
    return Incoming(counts, to_come, variance, share)


def _tells_delays(events: EventArrays, periods: Periods) -> bool:
    if periods.unit != "week" or len(periods) <= _LEARNED_FROM + _MAX_DELAY:
        return False
    end = int(periods.edges[-1])
    recent = events.where(events.day >= periods.edges[-1 - _LEARNED_FROM])
    # By the end of the day after, a run of the night may have counted what came in the meantime.
    if not len(recent) or int(recent.received_day.max()) > end:
        return False
    delay = recent.received_day - recent.day
    in_time = recent.n_events[delay <= 7 * _MAX_DELAY].sum() / recent.n_events.sum()
    return bool((delay > 0).any()) and bool(in_time >= _LEAST_IN_TIME)


def _triangle(events: EventArrays, shape: tuple[int, ...], periods: Periods) -> Floats:
    period = periods.index_of(events.day)
    chosen = np.repeat(np.flatnonzero(period >= 0), events.n_events[period >= 0])
    received = periods.index_of(np.maximum(events.received_day, events.day))
    return reporting_triangle(
        period[chosen],
        np.minimum(received[chosen], len(periods) - 1),
        n_periods=len(periods),
        max_delay=_MAX_DELAY,
        series_idx=events.kind_idx[chosen].astype(np.int64),
        n_series=shape[0],
    )

"""One period of one series at a time, with the mean and the standard deviation as everybody writes them."""

import statistics
from collections.abc import Sequence

BASELINE = 7


def bound(series: Sequence[int], now: int, *, method: str, z: float) -> tuple[float, float]:
    """Expected count and upper bound of the period `now`."""
    mean, spread = baseline(series, now, lag=0 if method == "C1" else 2)
    if spread == 0:
        return mean, mean
    room = z
    if method == "C3":
        room -= sum(excess(series, earlier) for earlier in (now - 1, now - 2))
    return mean, max(mean + room * spread, 0.0)


def baseline(series: Sequence[int], now: int, *, lag: int) -> tuple[float, float]:
    before = series[now - lag - BASELINE : now - lag]
    return statistics.mean(before), statistics.stdev(before)


def excess(series: Sequence[int], period: int) -> float:
    """How many standard deviations beyond the first a count lies above its baseline."""
    mean, spread = baseline(series, period, lag=2)
    if spread == 0:
        return float("inf") if series[period] > mean else 0.0
    return max((series[period] - mean) / spread - 1, 0.0)

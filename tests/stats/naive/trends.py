"""Every pair of periods, one by one."""

import itertools
import math
import statistics
from collections import Counter
from collections.abc import Sequence


def mann_kendall(series: Sequence[float]) -> tuple[int, float]:
    """S and z."""
    n = len(series)
    s = sum((later > earlier) - (later < earlier) for earlier, later in itertools.combinations(series, 2))
    ties = sum(t * (t - 1) * (2 * t + 5) for t in Counter(series).values())
    variance = (n * (n - 1) * (2 * n + 5) - ties) / 18
    if variance == 0:
        return s, math.nan
    return s, (s - (s > 0) + (s < 0)) / math.sqrt(variance)


def hamed_rao_factor(series: Sequence[float]) -> float:
    """By what autocorrelation multiplies the variance: lag by lag, on the ranks of what the median slope leaves."""
    n = len(series)
    slope = statistics.median(
        (series[j] - series[i]) / (j - i) for i, j in itertools.combinations(range(n), 2)
    )
    left = [value - time * slope for time, value in enumerate(series, start=1)]
    ranks = [sum(a < b for a in left) + (sum(a == b for a in left) + 1) / 2 for b in left]
    mean = sum(ranks) / n
    spread = sum((rank - mean) ** 2 for rank in ranks)
    if spread == 0:
        return 1.0
    total = 0.0
    for lag in range(1, n):
        together = sum((ranks[t] - mean) * (ranks[t + lag] - mean) for t in range(n - lag))
        if abs(together / spread) > statistics.NormalDist().inv_cdf(0.975) / math.sqrt(n):
            total += (n - lag) * (n - lag - 1) * (n - lag - 2) * together / spread
    factor = 1 + 2 * total / (n * (n - 1) * (n - 2))
    return factor if factor > 0 else math.nan

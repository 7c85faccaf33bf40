"""Every pair of periods, one by one."""

import itertools
import math
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

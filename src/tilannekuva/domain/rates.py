"""What was seen for each hour that somebody was there to see, with its interval. Pure, without numpy."""

from __future__ import annotations

import math
from dataclasses import dataclass

_Z_95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class EffortRate:
    """`n` signals in `hours` of presence: the rate per 100 hours with its 95 % interval."""

    n: int
    hours: float
    per_100_hours: float
    lower: float
    upper: float

    def differs_from(self, other: EffortRate) -> bool:
        """Whether the intervals lie apart. Where they overlap, the two are not different (F-08)."""
        return self.lower > other.upper or other.lower > self.upper


def rate_per_effort(n: int, hours: float | None) -> EffortRate | None:
    """The rate, or None where the effort is not known or nobody was there.

    The interval is Byar's approximation of the exact one of Poisson counts, as Breslow & Day give it (Statistical
    Methods in Cancer Research II, 1987, page 69): within a tenth of an event of the exact one from n = 1 on. At
    n = 0, where the lower end is 0, the upper one is exact.
    """
    if n < 0:
        raise ValueError(f"a count cannot be negative: {n}")
    if hours is None or hours <= 0:
        return None
    lower, upper = _interval(n)
    per = 100 / hours
    return EffortRate(n=n, hours=hours, per_100_hours=n * per, lower=lower * per, upper=upper * per)


def _interval(n: int) -> tuple[float, float]:
    if n == 0:
        return 0.0, -math.log(0.025)  # the same as chi-square(0.975, 2 degrees) / 2
    above = n + 1
    lower = n * (1 - 1 / (9 * n) - _Z_95 / (3 * math.sqrt(n))) ** 3
    upper = above * (1 - 1 / (9 * above) + _Z_95 / (3 * math.sqrt(above))) ** 3
    return max(0.0, lower), upper

"""Difference in differences of counts, by the formulas."""

import math
from collections.abc import Sequence

Units = Sequence[Sequence[int]]


def ratio_of_ratios(treated: Units, comparison: Units, n_before: int) -> float:
    (a, b), (c, d) = ([sum(sum(unit[part]) for unit in units)
                       for part in (slice(0, n_before), slice(n_before, None))]
                      for units in (treated, comparison))  # fmt: skip
    return (b / a) / (d / c)


def dispersion(treated: Units, comparison: Units, n_before: int) -> float:
    pearson, n_units = 0.0, 0
    for units in (treated, comparison):
        before = [sum(unit[:n_before]) for unit in units]
        after = [sum(unit[n_before:]) for unit in units]
        share = sum(after) / (sum(before) + sum(after))
        for earlier, later in zip(before, after, strict=True):
            n = earlier + later
            n_units += 1
            if n:
                pearson += (later - n * share) ** 2 / (n * share * (1 - share))
    return max(1.0, pearson / (n_units - 2))


def could_be(ratio: float, treated: Units, comparison: Units, n_before: int, t: float) -> bool:
    """Whether the events after are no further than chance allows from what this ratio makes of them."""
    (a, b), (c, d) = ([sum(sum(unit[part]) for unit in units)
                       for part in (slice(0, n_before), slice(n_before, None))]
                      for units in (treated, comparison))  # fmt: skip
    mean = ratio * a * d / c
    variance = dispersion(treated, comparison, n_before) * (mean + mean**2 * (1 / a + 1 / c + 1 / d))
    return abs(b - mean) <= t * math.sqrt(variance)

"""The likelihood of a self-exciting process, pair by pair and day by day as the formula is written."""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def in_time(
    day: Sequence[float], window_days: float, background: float, branching: float, decay_days: float,
    *, ties_excite: bool = False,
) -> float:  # fmt: skip
    """`ties_excite`: of two events at one instant the earlier row excites the later, as hawkesbook has it."""
    rate = 1 / decay_days
    total = -background * window_days
    for i, t in enumerate(day):
        parents = [s for s in day[:i] if s < t or ties_excite]
        total += math.log(background + branching * sum(rate * math.exp(-rate * (t - s)) for s in parents))
        total -= branching * (1 - math.exp(-rate * (window_days - t)))
    return total


def share_by_day(lag: int, decay_days: float, steps: int = 1000) -> float:
    """Share of what an event brings that falls `lag` days later, both anywhere in their day (midpoints)."""
    rate = 1 / decay_days
    hours = (np.arange(steps) + 0.5) / steps
    if lag == 0:
        return float(np.mean(1 - np.exp(-rate * (1 - hours))))
    return float(np.mean(np.exp(-rate * (lag - hours)) - np.exp(-rate * (lag + 1 - hours))))


def on_days(counts: Sequence[int], background: float, branching: float, decay_days: float) -> float:
    """Every day: the generalised Poisson law, summed over how many events were not brought that very day."""
    within = branching * share_by_day(0, decay_days)
    total = 0.0
    for today, n in enumerate(counts):
        begun = background + branching * sum(
            count * share_by_day(today - before, decay_days) for before, count in enumerate(counts[:today])
        )
        chance = math.exp(-begun) if n == 0 else sum(
            math.exp(-begun + j * math.log(begun) - math.lgamma(j + 1))
            # Of n events in the end, j are the first: Borel and Tanner's law.
            * (j / n) * math.exp(-within * n + (n - j) * math.log(within * n) - math.lgamma(n - j + 1))
            for j in range(1, n + 1)
        )  # fmt: skip
        total += math.log(chance)
    return total


def in_space(
    day: Floats, x: Floats, y: Floats, background: Floats, window_days: float, per_day: float,
    branching: float, decay_days: float, spread_m: float, max_lag_days: float, max_distance_m: float,
) -> float:  # fmt: skip
    rate, variance = 1 / decay_days, spread_m**2
    in_lag = 1 - math.exp(-rate * max_lag_days)
    in_reach = 1 - math.exp(-(max_distance_m**2) / (2 * variance))
    total = -per_day * window_days
    for i in range(len(day)):
        intensity = per_day * background[i]
        for j in range(len(day)):
            lag, away = day[i] - day[j], math.hypot(x[i] - x[j], y[i] - y[j])
            if 0 < lag <= max_lag_days and away <= max_distance_m:
                soon = rate * math.exp(-rate * lag) / in_lag
                near = math.exp(-(away**2) / (2 * variance)) / (2 * math.pi * variance) / in_reach
                intensity += branching * soon * near
        left = min(window_days - day[i], max_lag_days)
        total += math.log(intensity) - branching * (1 - math.exp(-rate * left)) / in_lag
    return total

"""One series, every ratio on a grid, every count tried: and the mean time between alarms by linear algebra."""

import math
from collections.abc import Sequence

import numpy as np
from scipy import optimize, stats


def log_likelihood_ratio(count: int, mean: float, dispersion: float, ratio: float) -> float:
    if dispersion == 1:
        return float(stats.poisson.logpmf(count, ratio * mean) - stats.poisson.logpmf(count, mean))
    size = mean / (dispersion - 1)
    usual, raised = (stats.nbinom(size, size / (size + m)) for m in (mean, ratio * mean))
    return float(raised.logpmf(count) - usual.logpmf(count))


def best_rise(counts: Sequence[int], means: Sequence[float], dispersions: Sequence[float]) -> float:
    """The largest log likelihood ratio over all rises above 1, of all these periods."""

    def loss(log_ratio: float) -> float:
        parts = zip(counts, means, dispersions, strict=True)
        return -sum(log_likelihood_ratio(c, m, d, math.exp(log_ratio)) for c, m, d in parts)

    return max(0.0, -float(optimize.minimize_scalar(loss, bounds=(0, 6), options={"xatol": 1e-9}).fun))


def statistics(
    counts: Sequence[int], means: Sequence[float], dispersions: Sequence[float], *, ratio: float | None,
    threshold: float, window: int,
) -> list[float]:  # fmt: skip
    """The statistic of every period; it begins anew after it has reached the threshold."""
    begun, carried, values = 0, 0.0, []
    for t in range(len(counts)):
        if ratio is not None:
            carried = max(0.0, carried + log_likelihood_ratio(counts[t], means[t], dispersions[t], ratio))
            value = carried
        else:
            begins = range(max(begun, t - window + 1), t + 1)
            value = max(
                best_rise(counts[k : t + 1], means[k : t + 1], dispersions[k : t + 1]) for k in begins
            )
        values.append(value)
        if value >= threshold:
            begun, carried = t + 1, 0.0
    return values


def mean_time_between_alarms(mean: float, reference: int, alarm_from: int) -> float:
    """Of the sum max(0, sum + count - reference) of Poisson counts, exactly: its states are whole numbers."""
    step = np.zeros((alarm_from, alarm_from))
    for state in range(alarm_from):
        for following in range(alarm_from):
            count = following - state + reference
            if following == 0:
                step[state, 0] = stats.poisson.cdf(count, mean)
            else:
                step[state, following] = stats.poisson.pmf(count, mean)
    return float(np.linalg.solve(np.eye(alarm_from) - step, np.ones(alarm_from))[0])


def rise_until_now(
    cases: list[int], means: list[float], dispersion: float, ratio: float
) -> tuple[float, int]:
    """The sum that stands at the end and the period in which it began; (0, -1) when it stands at 0."""
    total, first = 0.0, -1
    for period, (count, mean) in enumerate(zip(cases, means, strict=True)):
        added = total + log_likelihood_ratio(count, mean, dispersion, ratio)
        if added <= 0:
            total, first = 0.0, -1
        else:
            total, first = added, period if first < 0 else first
    return total, first

"""One series, delay by delay, with the whole posterior drawn instead of two moments of it."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
PRIOR = 0.1


def counts_by_delay(triangle: Floats, window: int) -> tuple[list[float], list[float]]:
    """Of each delay: reports that took just so long, and all that took no longer, of the same periods."""
    n_periods, n_delays = triangle.shape
    just, no_longer = [0.0] * n_delays, [0.0] * n_delays
    for delay in range(n_delays):
        for period in range(n_periods - window, n_periods - delay):
            just[delay] += triangle[period, delay]
            no_longer[delay] += triangle[period, : delay + 1].sum()
    return just, no_longer


def draw_final_counts(
    triangle: Floats, age: int, usual: float, rng: np.random.Generator, n: int = 200_000
) -> NDArray[np.int64]:
    """Final counts of the period that is `age` periods old, drawn from the posterior."""
    just, no_longer = counts_by_delay(triangle, len(triangle))
    share = np.ones(n)
    for delay in range(age + 1, triangle.shape[1]):
        share *= rng.beta(PRIOR * delay + no_longer[delay] - just[delay], PRIOR + just[delay], n)
    reported = int(triangle[len(triangle) - 1 - age, : age + 1].sum())
    mean = rng.gamma(reported + 1, 1 / (share + 1 / usual))
    return reported + rng.poisson(mean * (1 - share))

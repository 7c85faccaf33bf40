"""The likelihood of a self-exciting process in time alone, on instants and on whole days."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import signal, special

from ._self_exciting_kernels import add_all_earlier
from ._triggering import Decay

_Floats = NDArray[np.float64]
_TINY = 1e-300


@dataclass(frozen=True)
class InstantsInTime:
    """Events at instants: days ascend, from the beginning of the window.

    A point is (log background per day, branching ratio, log decay in days).
    """

    day: _Floats
    window_days: float

    def __call__(self, theta: _Floats) -> tuple[float, _Floats]:
        background, branching, rate = float(np.exp(theta[0])), float(theta[1]), float(np.exp(-theta[2]))
        sums = np.empty((len(self.day), 2))
        add_all_earlier(self.day, rate, sums)
        share, slope = Decay(rate, np.inf, False).up_to(self.window_days - self.day)
        density = rate * sums[:, 0]
        intensity = np.maximum(background + branching * density, _TINY)
        value = float(np.log(intensity).sum()) - background * self.window_days - branching * share.sum()
        by_rate = branching * (((sums[:, 0] - rate * sums[:, 1]) / intensity).sum() - slope.sum())
        gradient = np.array(
            [
                background * ((1 / intensity).sum() - self.window_days),
                (density / intensity).sum() - share.sum(),
                -rate * by_rate,
            ]
        )
        return value, gradient


@dataclass(frozen=True)
class DaysInTime:
    """Counts by whole day, (n_days,), the first day of the window first. A point is as in `InstantsInTime`.

    A day begins with events of the background and with those that earlier days brought; each brings others
    on the same day with the mean `branching * on_same_day`, these again, and so on. The number in the end
    follows the generalised Poisson law (Consul & Famoye 2006, Lagrangian Probability Distributions,
    chapter 9), of which the logarithm is summed.
    """

    counts: NDArray[np.int64]

    def __call__(self, theta: _Floats) -> tuple[float, _Floats]:
        background, branching, rate = float(np.exp(theta[0])), float(theta[1]), float(np.exp(-theta[2]))
        decay = Decay(rate, np.inf, True)
        factor, factor_slope = decay.later_factor
        same, same_slope = decay.on_same_day
        fade = np.exp(-rate)
        n = self.counts.astype(np.float64)
        weights = signal.lfilter([0.0, fade], [1.0, -fade], n)
        by_lag = signal.lfilter([0.0, fade], [1.0, -2 * fade, fade**2], n)
        earlier, earlier_slope = factor * weights, factor_slope * weights - factor * by_lag

        begun = np.maximum(background + branching * earlier, _TINY)
        within = branching * same
        mean = np.maximum(begun + n * within, _TINY)
        value = float(
            (np.log(begun) + (n - 1) * np.log(mean) - begun - n * within - special.gammaln(n + 1)).sum()
        )
        by_begun = 1 / begun + (n - 1) / mean - 1
        by_within = float((n * (n - 1) / mean - n).sum())
        gradient = np.array(
            [
                background * by_begun.sum(),
                (by_begun * earlier).sum() + by_within * same,
                -rate * branching * ((by_begun * earlier_slope).sum() + by_within * same_slope),
            ]
        )
        return value, gradient

"""The likelihood of a self-exciting process in space and time, where the background density is known."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ._near_pairs import near_pairs
from ._self_exciting_kernels import add_earlier, keep_causal
from ._threads import run_in_threads
from ._triggering import Decay

_Floats = NDArray[np.float64]
_TINY = 1e-300


@dataclass(frozen=True)
class Parents:
    """Every event's possible parents: pairs `start[i]` to `start[i + 1]` are those of event i."""

    start: NDArray[np.int64]
    lag_days: _Floats
    away_m2: _Floats


def possible_parents(
    day: _Floats, x_m: _Floats, y_m: _Floats, *, max_lag_days: float, max_distance_m: float, whole_days: bool,
    n_threads: int,
) -> Parents:  # fmt: skip
    """Earlier events at most so many days and metres away. Raises TooLittleData: too many for memory."""
    edges = np.array([0.0, np.nextafter(max_distance_m, np.inf)])
    pairs = near_pairs(x_m, y_m, edges, manhattan=False, n_threads=n_threads)
    first_idx, second_idx = pairs.order[pairs.first_idx], pairs.order[pairs.second_idx]
    start = np.zeros(len(day) + 2, np.int64)
    nothing = np.empty(0)
    causal = (first_idx, second_idx, day, x_m, y_m, max_lag_days, whole_days, start)
    keep_causal(*causal, nothing, nothing)
    np.cumsum(start, out=start)
    lag_days, away_m2 = np.empty(start[-1]), np.empty(start[-1])
    if start[-1]:
        keep_causal(*causal, lag_days, away_m2)
    return Parents(start[:-1], lag_days, away_m2)


@dataclass(frozen=True)
class InSpace:
    """Events of which the possible parents are known.

    A point is (log background per day, branching ratio, log decay in days, log spread in metres).

    Attributes
    ----------
    background : (n_events,) density of the background at each event, per square metre.
    remaining_days : (n_events,) from each event to the end of the window, at most `max_lag_days`.
    blur_m2 : variance along each axis that rounding of the two places adds to their difference.
    """

    parents: Parents
    background: _Floats
    remaining_days: _Floats
    window_days: float
    max_lag_days: float
    max_distance_m: float
    blur_m2: float
    whole_days: bool
    n_threads: int

    def __call__(self, theta: _Floats) -> tuple[float, _Floats]:
        per_day, branching = float(np.exp(theta[0])), float(theta[1])
        decay = self._decay(theta)
        density, by_rate, by_variance = self._triggered(theta, decay)
        share, share_slope = decay.up_to(self.remaining_days)
        total, total_slope = decay.total
        expected = share.sum() / total
        expected_slope = share_slope.sum() / total - expected * total_slope / total
        intensity = np.maximum(per_day * self.background + branching * density, _TINY)
        value = float(np.log(intensity).sum()) - per_day * self.window_days - branching * expected
        gradient = np.array(
            [
                per_day * ((self.background / intensity).sum() - self.window_days),
                (density / intensity).sum() - expected,
                -decay.rate * branching * ((by_rate / intensity).sum() - expected_slope),
                2 * np.exp(2 * theta[3]) * branching * (by_variance / intensity).sum(),
            ]
        )
        return value, gradient

    def background_share(self, theta: _Floats) -> _Floats:
        """(n_events,) the chance that an event is of the background."""
        of_background = np.exp(theta[0]) * self.background
        triggered, _, _ = self._triggered(theta, self._decay(theta))
        return np.asarray(of_background / np.maximum(of_background + theta[1] * triggered, _TINY))

    def _decay(self, theta: _Floats) -> Decay:
        return Decay(float(np.exp(-theta[2])), self.max_lag_days, self.whole_days)

    def _triggered(self, theta: _Floats, decay: Decay) -> tuple[_Floats, _Floats, _Floats]:
        """Density of what one unit of branching brings at each event, and its slopes by rate and variance."""
        variance = float(np.exp(2 * theta[3])) + self.blur_m2
        n = len(self.background)
        later, same_day = np.empty((n, 3)), np.empty((n, 2))

        def add(first: int, stop: int) -> None:
            parents = self.parents
            pairs = slice(parents.start[first], parents.start[stop])
            # The exponential over an array at once is several times as fast as one by one.
            weights = np.exp(-decay.rate * parents.lag_days[pairs] - 0.5 / variance * parents.away_m2[pairs])
            add_earlier(
                parents.start, parents.lag_days, parents.away_m2, weights, first, stop, later, same_day
            )

        run_in_threads(add, n, self.n_threads)
        factor, factor_slope = decay.later_factor
        same, same_slope = decay.on_same_day
        total, total_slope = decay.total
        # The normal law in the plane, cut at the largest distance: its logarithm's slope by the variance.
        reach = self.max_distance_m**2 / (2 * variance)
        inside = -np.expm1(-reach)
        height = 1 / (2 * np.pi * variance * inside * total)
        height_slope = -1 / variance + np.exp(-reach) * reach / (variance * inside)

        weights = factor * later[:, 0] + same * same_day[:, 0]
        by_distance = factor * later[:, 2] + same * same_day[:, 1]
        by_rate = factor_slope * later[:, 0] - factor * later[:, 1] + same_slope * same_day[:, 0]
        by_rate -= weights * total_slope / total
        by_variance = weights * height_slope + by_distance / (2 * variance**2)
        return height * weights, height * by_rate, height * by_variance

"""How low the branching ratio may be when the background is free to take up what the triggering gives back."""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from ._likelihood import Bounds, Fit, Profile, half_quantile
from ._self_exciting_space import InSpace

_Floats = NDArray[np.float64]

_BRANCHING = 1
_TURNS = 4


def low_end_with_free_background(
    objective: InSpace,
    fit: Fit,
    bounds: Bounds,
    *,
    confidence: float,
    redone: Callable[[InSpace, _Floats], InSpace],
) -> _Floats:
    """The point at the low end of the interval, by a profile along which the background is estimated anew at each value.

    `redone(objective, theta)` is the objective with the background that follows from theta. A few tight places of
    the background and events that bring others nearby explain the same pairs: with the places held fixed the
    likelihood falls too steeply towards less triggering. Towards more of it, it does not, since the background is
    smoother than the places that it stands for; the high end is left to the profile with fixed places.
    """
    profile = _FreeBackground(objective, fit, _BRANCHING, bounds)
    profile.redone = redone
    low = profile.fallen_by(half_quantile(confidence), -1)
    theta = profile.theta.copy()
    theta[_BRANCHING] = low
    return theta


class _FreeBackground(Profile):
    tolerance = 0.03
    redone: Callable[[InSpace, _Floats], InSpace]

    def fall_at(self, value: float) -> float:
        fall = super().fall_at(value)
        for _ in range(_TURNS):
            assert isinstance(self._objective, InSpace)
            self._objective = self.redone(self._objective, self._theta)
            fall = super().fall_at(value)
        return fall

"""How the triggered events of one event spread over time, with derivatives: the exponential law, and its days."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Decay:
    """The density exp(-rate * lag) * rate up to a longest lag, over instants or summed over whole days.

    On whole days an event lies anywhere in its day with the same chance; `on_same_day` is then the share of
    its triggered events that fall into that day, and `later_factor` * exp(-rate * lag) the share on the day
    `lag` days later. On instants `on_same_day` is 0.

    Every value has its derivative by the rate beside it.
    """

    rate: float
    max_lag_days: float
    whole_days: bool

    def up_to(self, lag_days: _Floats | float) -> tuple[_Floats, _Floats]:
        """The share of all triggered events, without a longest lag, that come within so many days."""
        lag = np.asarray(lag_days, dtype=np.float64)
        fade = np.exp(-self.rate * lag)
        if not self.whole_days:
            return -np.expm1(-self.rate * lag), lag * fade
        mean, slope = self._first_day()
        return 1 - mean * fade, (mean * lag - slope) * fade

    @property
    def total(self) -> tuple[float, float]:
        """The share within the longest lag."""
        if np.isinf(self.max_lag_days):
            return 1.0, 0.0
        share, slope = self.up_to(self.max_lag_days)
        return float(share), float(slope)

    @property
    def later_factor(self) -> tuple[float, float]:
        if not self.whole_days:
            return self.rate, 1.0
        rate, fade = self.rate, np.exp(-self.rate)
        gone = -np.expm1(-rate)
        factor = gone**2 / (fade * rate)
        return float(factor), float(factor * (1 + 2 * fade / gone - 1 / rate))

    @property
    def on_same_day(self) -> tuple[float, float]:
        if not self.whole_days:
            return 0.0, 0.0
        mean, slope = self._first_day()
        return 1 - mean, -slope

    def _first_day(self) -> tuple[float, float]:
        """The mean of exp(-rate * lag) over a day."""
        rate, fade = self.rate, np.exp(-self.rate)
        gone = -np.expm1(-rate)
        return float(gone / rate), float((fade * rate - gone) / rate**2)

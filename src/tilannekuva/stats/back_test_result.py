"""How often a detector would have been wrong, and what it would have found."""

from dataclasses import dataclass, field, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._results import Result

_Floats = NDArray[np.float64]

_OF_THE_HISTORY = (
    "alarms_per_series_year", "alarms_lower", "alarms_upper", "onsets_per_series_year", "onsets_lower",
    "onsets_upper", "n_judged", "n_silent",
)  # fmt: skip
_UNKNOWN = np.array([np.nan])
_NOTHING_PLANTED: dict[str, NDArray[Any]] = {
    "shape": np.array(["none"]),
    "n_rises": np.zeros(1, np.int64),
    "n_found": np.zeros(1, np.int64),
}


@dataclass(frozen=True, eq=False)
class BackTestResult(Result):
    """The record of one detector on one city's history.

    False alarms: all alarms on the history as it was, less those in known rises. Where rises happened that
    nobody knows of, they are among them: the figure is an upper bound.

    Attributes
    ----------
    method : of the detector.
    n_series, n_judged, n_silent : series; series and periods about which the detector said something, and
        about which it said nothing.
    n_alarms, n_onsets : alarms, and those that do not follow an alarm in the period before.
    alarms_per_series_year : with `alarms_lower` and `alarms_upper`, between which it lies with `confidence`;
        series are taken as independent of each other, their periods are not.
    onsets_per_series_year, onsets_lower, onsets_upper : the same of `n_onsets`.

    Planted rises, arrays (n_kinds,), read-only:

    shape, ratio : "step", "ramp" or "spike", and how many times the usual level at its height.
    n_rises, n_found : planted, and those with an alarm while they lasted.
    found, found_lower, found_upper : their share, and the interval that holds it with `confidence`.
    found_by_chance, by_chance_lower, by_chance_upper : the share of the same windows that have an alarm without
        any rise, and its interval.
    delay_mean, delay_mean_lower, delay_mean_upper, delay_median, delay_median_lower, delay_median_upper : periods
        from the beginning to the first alarm, of those found, with intervals; 0 is at once, NaN where none is found.
    """

    method: str
    n_series: int
    n_judged: int
    n_silent: int
    n_alarms: int
    n_onsets: int
    alarms_per_series_year: float
    alarms_lower: float
    alarms_upper: float
    onsets_per_series_year: float
    onsets_lower: float
    onsets_upper: float
    shape: NDArray[np.str_]
    ratio: _Floats
    n_rises: NDArray[np.int64]
    n_found: NDArray[np.int64]
    found: _Floats
    found_lower: _Floats
    found_upper: _Floats
    found_by_chance: _Floats
    by_chance_lower: _Floats
    by_chance_upper: _Floats
    delay_mean: _Floats
    delay_mean_lower: _Floats
    delay_mean_upper: _Floats
    delay_median: _Floats
    delay_median_lower: _Floats
    delay_median_upper: _Floats
    periods_per_year: int
    duration: int
    least_level: float
    confidence: float
    seed: int
    parameters: dict[str, Any] = field(repr=False)

    def as_dict(self) -> dict[str, NDArray[Any]]:
        """The planted rises, one row for each shape and ratio: polars or pandas take it in one call.

        How often the detector is wrong without a rise stands in each row, since neither figure means anything
        without the other. Without planted rises it is one row of shape "none".
        """
        planted = {
            item.name: value
            for item in fields(self)
            if isinstance(value := getattr(self, item.name), np.ndarray)
        }
        if not len(self.shape):
            planted = {name: _NOTHING_PLANTED.get(name, _UNKNOWN) for name in planted}
        n_rows = len(planted["shape"])
        return planted | {name: np.full(n_rows, getattr(self, name)) for name in _OF_THE_HISTORY}

    def __repr__(self) -> str:
        lines = [
            f"<BackTestResult: {self.method}, {self.n_series:,} series, {self.n_judged:,} judged, "
            f"{self.n_silent:,} with too few cases to say",
            f"  alarms per series and year {self.alarms_per_series_year:.3f} ({self.alarms_lower:.3f} to "
            f"{self.alarms_upper:.3f}), of which new {self.onsets_per_series_year:.3f} ({self.onsets_lower:.3f} to "
            f"{self.onsets_upper:.3f})",
        ]
        for row in range(len(self.shape)):
            lines.append(
                f"  {self.shape[row]:<5} x {self.ratio[row]:<4g} found {self.found[row]:4.0%} "
                f"({self.found_lower[row]:.0%} to {self.found_upper[row]:.0%}; by chance "
                f"{self.found_by_chance[row]:.0%}), after {self.delay_median[row]:g} "
                f"({self.delay_median_lower[row]:g} to {self.delay_median_upper[row]:g}) period(s) in the median"
            )
        return "\n".join(lines) + ">"

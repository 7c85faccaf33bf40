"""What a method of alarm says about many series at once."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._results import Result


@dataclass(frozen=True, eq=False)
class AlarmResult(Result):
    """Expectation, band and alarm for the last periods of every series.

    All arrays are (n_series, evaluate), newest period last, read-only. NaN means too few cases to say, or
    (in `trend`) that no trend was used; there `alarm` is False.

    Attributes
    ----------
    observed : the counts that were judged.
    expected : mean of the count if nothing unusual happens.
    lower, upper : the band; a count above `upper` is an alarm.
    score : (observed - expected) / (upper - expected): 0 as expected, above 1 an alarm. Infinite for an alarm
        whose bound does not lie above the expectation, NaN if the same holds and there is no alarm. Of methods
        that add up over periods, the sum over its threshold: from 1 on an alarm.
    dispersion : variance over mean in the history, at least 1.
    trend : growth per period on the log scale.
    p_value : probability of a count at least as large as the observed; NaN of methods that add up over
        periods.
    alarm : bool.
    first_period_idx : the period, as a column of the input, of the first column here.
    method, parameters : what was computed, and how.
    """

    observed: NDArray[np.int64]
    expected: NDArray[np.float64]
    lower: NDArray[np.float64]
    upper: NDArray[np.float64]
    score: NDArray[np.float64]
    dispersion: NDArray[np.float64]
    trend: NDArray[np.float64]
    p_value: NDArray[np.float64]
    alarm: NDArray[np.bool_]
    first_period_idx: int
    method: str
    parameters: dict[str, Any]

    @property
    def too_few(self) -> NDArray[np.bool_]:
        """(n_series, evaluate): where there are too few cases to say anything, and so no alarm either."""
        return np.isnan(self.expected)

    def as_dict(self) -> dict[str, NDArray[Any]]:
        """A long table, one row for each series and period: polars or pandas take it in one call.

        `series_idx` and `period_idx` are the row and the column of the input.
        """
        n_series, n_evaluated = self.alarm.shape
        arrays = {item.name: getattr(self, item.name) for item in fields(self)}
        return {
            "series_idx": np.repeat(np.arange(n_series), n_evaluated),
            "period_idx": np.tile(np.arange(n_evaluated) + self.first_period_idx, n_series),
            **{name: value.ravel() for name, value in arrays.items() if isinstance(value, np.ndarray)},
            "too_few": self.too_few.ravel(),
        }

    def __repr__(self) -> str:
        n_series, n_evaluated = self.alarm.shape
        n_silent = int(np.isnan(self.expected).sum())
        return (
            f"<AlarmResult: {self.method}, {n_series:,} series × {n_evaluated} period(s): "
            f"{int(self.alarm.sum()):,} alarm(s), {n_silent:,} with too few cases to say>"
        )


def score_of(
    observed: NDArray[np.int64], expected: NDArray[np.float64], upper: NDArray[np.float64]
) -> NDArray[np.float64]:
    """How far a count lies on the way from its expectation to its bound; see `AlarmResult.score`."""
    room = upper - expected
    score = np.where(observed > upper, np.inf, np.nan)
    np.divide(observed - expected, room, out=score, where=room > 0)
    return score

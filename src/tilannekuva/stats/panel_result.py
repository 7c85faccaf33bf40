"""What a comparison of the same sources says, and what it left out."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._results import Result
from .alarm_result import AlarmResult


@dataclass(frozen=True, eq=False)
class PanelResult(Result):
    """Counts of the sources that can be compared with themselves, and what was left out.

    Arrays are (n_series, evaluate) but for `compared`, read-only.

    Attributes
    ----------
    alarms : observed, expected, band and alarm of the compared sources alone.
    compared : (n_series, evaluate, n_sources) bool, sources that report in the judged window and have enough of
        a history.
    n_new : sources that report in the judged window, but too briefly to be compared.
    n_gone : sources with enough of a history that do not report at the end of the judged window.
    left_out : cases of the new sources; `alarms.observed + left_out` is what all sources reported.
    missing : cases that sources with enough of a history would have reported while they did not report.
    """

    alarms: AlarmResult
    compared: NDArray[np.bool_]
    n_new: NDArray[np.int64]
    n_gone: NDArray[np.int64]
    left_out: NDArray[np.int64]
    missing: NDArray[np.float64]

    @property
    def n_compared(self) -> NDArray[np.int64]:
        """How many sources are compared."""
        n_compared: NDArray[np.int64] = self.compared.sum(axis=2)
        return n_compared

    @property
    def changed(self) -> NDArray[np.bool_]:
        """Whether the sources of the judged window are others than those of its baseline."""
        return (self.n_new > 0) | (self.n_gone > 0)

    def as_dict(self) -> dict[str, NDArray[Any]]:
        """The table of `alarms`, with the sources beside it: one call of polars or pandas takes it."""
        return self.alarms.as_dict() | {
            name: getattr(self, name).ravel()
            for name in ("n_compared", "n_new", "n_gone", "left_out", "missing", "changed")
        }

    def __repr__(self) -> str:
        n_series, n_evaluated = self.changed.shape
        return (
            f"<PanelResult: {n_series:,} series × {n_evaluated} window(s): {int(self.alarms.alarm.sum()):,} "
            f"alarm(s); reporting changed in {int(self.changed.sum()):,}, {int(self.left_out.sum()):,} cases "
            f"of new sources left out>"
        )

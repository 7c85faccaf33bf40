"""How long each series has been above the expected, beside how long it usually lasts."""

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._results import Result
from .survival import SurvivalResult

_Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class ProlongationResult(Result):
    """Series that are above the expected, since when, and how usual that is.

    Arrays are (n_series,), read-only; NaN, or -1 for `first_period_idx`, where a series is not above the
    expected now.

    Attributes
    ----------
    first_period_idx : the period, as a column of the input, in which it most likely began.
    length_periods : from there to the last period that strengthened the evidence, both included.
    lower, upper : between them the length lies with `confidence`.
    ratio : observed over expected in that time.
    n_earlier : episodes of the same group that it is compared with, ended or not.
    share_longer : the share of them that lasts longer, by the curve of Kaplan and Meier; NaN when they are
        too few.
    share_lower, share_upper : between them that share lies with `confidence`.
    episodes : (n_episodes, 4), all that were found: series, first and last period, 1 if it has ended.
    survival : the curve of each group; a series is compared with it less the series' own open episode.
    """

    first_period_idx: NDArray[np.int64]
    length_periods: _Floats
    lower: _Floats
    upper: _Floats
    ratio: _Floats
    n_earlier: NDArray[np.int64]
    share_longer: _Floats
    share_lower: _Floats
    share_upper: _Floats
    episodes: NDArray[np.int64]
    survival: dict[int, SurvivalResult]
    confidence: float

    def as_dict(self) -> dict[str, NDArray[Any]]:
        """One row a series: polars or pandas take it in one call."""
        names = [item.name for item in fields(self)][: -len(("episodes", "survival", "confidence"))]
        return {name: getattr(self, name) for name in names}

    def __repr__(self) -> str:
        above = self.first_period_idx >= 0
        longest = ""
        if above.any():
            series = int(np.nanargmax(self.length_periods))
            longest = (
                f"; the longest for {self.length_periods[series]:.0f} ({self.lower[series]:.0f} to "
                f"{self.upper[series]:.0f}) periods, series {series}"
            )
        return (
            f"<ProlongationResult: {int(above.sum()):,} of {len(above):,} series above the expected now, "
            f"{len(self.episodes):,} episodes in all{longest}>"
        )

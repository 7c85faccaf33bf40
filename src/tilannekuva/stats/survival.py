"""How long does it last? The survival curve of Kaplan and Meier."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from . import _checks as check
from ._results import Result
from .errors import BadArgument

_Floats = NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class SurvivalResult(Result):
    """The share that lasts longer than each duration; arrays (n_steps,), read-only.

    Attributes
    ----------
    duration : ascending, those at which something ended.
    n_at_risk, n_ended : how many lasted at least so long, and how many of them ended just then.
    survival : estimated share that lasts longer.
    lower, upper : between them it lies with `confidence`.
    n, n_open : how many were looked at, and how many of them had not ended.
    """

    duration: _Floats
    n_at_risk: NDArray[np.int64]
    n_ended: NDArray[np.int64]
    survival: _Floats
    lower: _Floats
    upper: _Floats
    n: int
    n_open: int
    confidence: float

    def longer_than(self, duration: float) -> tuple[float, float, float]:
        """The share that lasts longer than `duration`, and its interval."""
        step = int(np.searchsorted(self.duration, duration, side="right")) - 1
        if step < 0:
            return 1.0, float("nan"), float("nan")
        return float(self.survival[step]), float(self.lower[step]), float(self.upper[step])

    @property
    def median(self) -> float:
        """The duration that at most half outlast; infinite when more than half of them do."""
        below = np.flatnonzero(self.survival <= 0.5 + 1e-12)
        return float(self.duration[below[0]]) if below.size else float("inf")

    def as_dict(self) -> dict[str, NDArray[Any]]:
        """One row a step: polars or pandas take it in one call."""
        return {
            item.name: value
            for item in fields(self)
            if isinstance(value := getattr(self, item.name), np.ndarray)
        }

    def __repr__(self) -> str:
        return f"<SurvivalResult: {self.n:,} durations, {self.n_open:,} of them open, median {self.median:g}>"


def kaplan_meier(duration: ArrayLike, ended: ArrayLike, *, confidence: float = 0.95) -> SurvivalResult:
    """Estimate how many last longer than so long, when some have not ended yet.

    Parameters
    ----------
    duration : (n,) numbers >= 0, of what has ended until its end, of what is open until now.
    ended : (n,) bool.
    confidence : of the pointwise interval.

    Returns
    -------
    SurvivalResult.

    Raises
    ------
    BadArgument : see the messages.

    Source
    ------
    Kaplan & Meier (1958), J. Am. Stat. Assoc. 53, 457–481, section 2; variance of Greenwood (1926), interval
    on the scale of log(-log), as R's `survfit(conf.type = "log-log")`. Where the share is 0 its interval is
    NaN.
    """
    check.check_fraction("confidence", confidence)
    durations = _durations(duration)
    check.check_plain("ended", ended, may_be_truth=True)
    over = np.asarray(ended)
    if over.dtype != np.bool_ or over.shape != durations.shape:
        raise BadArgument(
            f"ended is {over.dtype} {over.shape}; it must be bool, one for each of {len(durations)} durations"
        )
    steps, n_ended = np.unique(durations[over], return_counts=True)
    n_at_risk = len(durations) - np.searchsorted(np.sort(durations), steps, side="left")
    survival = np.cumprod(1 - n_ended / n_at_risk, dtype=np.float64)
    with np.errstate(divide="ignore", invalid="ignore"):
        greenwood = np.cumsum(n_ended / (n_at_risk * (n_at_risk - n_ended)))
        reach = float(special.ndtri((1 + confidence) / 2)) * np.sqrt(greenwood) / np.log(survival)
        # The logarithm is negative, so that `reach` is too.
        lower, upper = survival ** np.exp(-reach), survival ** np.exp(reach)
    lower[survival == 0], upper[survival == 0] = np.nan, np.nan
    return SurvivalResult(
        duration=steps,
        n_at_risk=n_at_risk,
        n_ended=n_ended,
        survival=survival,
        lower=lower,
        upper=upper,
        n=len(durations),
        n_open=int((~over).sum()),
        confidence=confidence,
    )


def _durations(values: Any) -> _Floats:
    check.check_plain("duration", values)
    try:
        durations = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise BadArgument("duration must be numbers") from error
    if durations.ndim != 1:
        raise BadArgument(f"duration has {durations.ndim} dimensions; it must be (n,)")
    wrong = ~(np.isfinite(durations) & (durations >= 0))
    if wrong.any():
        at = int(np.argmax(wrong))
        raise BadArgument(f"duration[{at}] is {durations[at]:g}; durations are finite and at least 0")
    return durations

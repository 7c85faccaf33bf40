"""Did it go away, or only elsewhere? The weighted displacement quotient and difference."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from . import _checks as check
from .displacement_result import DisplacementResult
from .errors import BadArgument

_Floats = NDArray[np.float64]
# Variances are taken from the counts themselves: with fewer in a comparison, none at all is too likely a count.
_ENOUGH = 5


def weighted_displacement_quotient(
    treated: ArrayLike,
    control: ArrayLike,
    displacement: ArrayLike | None = None,
    displacement_control: ArrayLike | None = None,
    *,
    dispersion: float = 1.0,
    confidence: float = 0.95,
) -> DisplacementResult:
    """Compare before and after in a treated area, around it, and where nothing was done.

    Parameters
    ----------
    treated, control : (before, after) events in periods of one length.
    displacement : the same of the area where events may have moved to.
    displacement_control : the same of an area like it. Without, the displacement area is taken to have stayed
        as it was but for the measure.
    dispersion : variance over mean of the counts, at least 1; 1 for Poisson. Events that come in bursts have
        more; the comparison of many areas tells how much (`difference_in_differences`). Less than chance has is no
        property of events, and would make the intervals too short.
    confidence : of the intervals.

    Returns
    -------
    DisplacementResult. A change is one of its area less that of its control; where these four counts hold fewer
    than 5 times `dispersion` events together, its interval is NaN: too few to say. The same of the total, and of
    the p-value. The quotient is known only where each of the three areas has so many.

    Raises
    ------
    BadArgument : counts that are not two whole numbers of at least 0; see the messages.

    Source
    ------
    Quotient: Bowers & Johnson (2003), J. Quant. Criminol. 19, 275–301; always against `control`, as there.
    They give no variance, and we know of none that is published for the quotient: Wilson (2022), J. Quant. Criminol.
    38, 323–341, is about another measure of the same counts, the relative incident rate ratio, with Poisson variances
    times a dispersion. Such variances are taken here for the six counts, and the interval is Fieller's (1954),
    J. R. Stat. Soc. B 16, 175–185. Difference: Wheeler & Ratcliffe (2018), Crime Science 7:11, with variances the
    sums of the counts; equal to R's and Python's `ptools` (whose intervals are at 90 % by default), and to the
    example of the paper: -118 with a variance of 1,568.
    """
    check.check_positive("dispersion", dispersion)
    if not 1 <= dispersion < np.inf:
        raise BadArgument(
            f"dispersion is {dispersion!r}; it is the variance of the counts over their mean, at least 1: counts "
            "vary as much as Poisson's or more"
        )
    check.check_fraction("confidence", confidence)
    treated_counts, control_counts = _pair("treated", treated), _pair("control", control)
    if displacement is None and displacement_control is not None:
        raise BadArgument("displacement_control has no displacement beside it; give both, or displacement")
    moved = None if displacement is None else _pair("displacement", displacement)
    beside = (
        np.zeros(2) if displacement_control is None else _pair("displacement_control", displacement_control)
    )
    width = float(special.ndtri((1 + confidence) / 2))

    local, local_error = _change(treated_counts, control_counts, dispersion)
    away, away_error = (np.nan, np.nan) if moved is None else _change(moved, beside, dispersion)
    total = local if moved is None else local + away
    error = local_error if moved is None else float(np.hypot(local_error, away_error))
    enough = _is_enough(error, dispersion)
    z = total / error if enough else np.nan
    quotient, interval, known = np.nan, (np.nan, np.nan), False
    if moved is not None and (control_counts > 0).all():
        quotient, interval, known = _quotient(treated_counts, control_counts, moved, dispersion, width)
        if min(area.sum() for area in (treated_counts, control_counts, moved)) < _ENOUGH * dispersion:
            interval, known = (-np.inf, np.inf), False

    def around(value: float, error: float) -> tuple[float, float]:
        if not _is_enough(error, dispersion):
            return np.nan, np.nan
        return value - width * error, value + width * error

    return DisplacementResult(
        quotient=quotient,
        quotient_interval=interval,
        quotient_known=known,
        local_change=local,
        local_change_interval=around(local, local_error),
        displacement_change=away,
        displacement_change_interval=around(away, away_error),
        total_change=total,
        total_change_interval=around(total, error),
        z=z,
        p_value=float(2 * special.ndtr(-abs(z))),
        enough=enough,
        dispersion=float(dispersion),
        confidence=float(confidence),
    )


def _change(area: _Floats, control: _Floats, dispersion: float) -> tuple[float, float]:
    """Change of the area less that of its control, and the standard error."""
    change = (area[1] - area[0]) - (control[1] - control[0])
    return float(change), float(np.sqrt(dispersion * (area.sum() + control.sum())))


def _is_enough(error: float, dispersion: float) -> bool:
    """Whether the counts of which this is the standard error are not too few."""
    return bool(error**2 / dispersion >= _ENOUGH * dispersion * (1 - 1e-9))


def _quotient(
    treated: _Floats, control: _Floats, moved: _Floats, dispersion: float, width: float
) -> tuple[float, tuple[float, float], bool]:
    """Quotient, Fieller's interval, and whether the denominator differs from 0 beyond chance."""
    signs = np.array([-1.0, 1.0])
    top, bottom = float(signs @ (moved / control)), float(signs @ (treated / control))
    # Of a ratio a / c of Poisson counts: a / c² from a, and a b / c³ from the c that two ratios share.
    shared = 1 / control**3

    def covariance(a: _Floats, b: _Floats) -> float:
        return float(dispersion * (a * b * shared).sum())

    own_top, own_bottom = (float(dispersion * (a / control**2).sum()) for a in (moved, treated))
    var_top, var_bottom = own_top + covariance(moved, moved), own_bottom + covariance(treated, treated)
    together = covariance(moved, treated)
    quotient = top / bottom if bottom else np.nan
    # (top - q bottom)² = width² var(top - q bottom), a quadratic in q.
    a = bottom**2 - width**2 * var_bottom
    if a <= 0:
        return quotient, (-np.inf, np.inf), False
    b = -2 * (top * bottom - width**2 * together)
    c = top**2 - width**2 * var_top
    root = np.sqrt(max(b**2 - 4 * a * c, 0.0))
    return quotient, (float((-b - root) / (2 * a)), float((-b + root) / (2 * a))), True


def _pair(name: str, counts: Any) -> _Floats:
    check.check_plain(name, counts)
    try:
        pair = np.asarray(counts, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise BadArgument(f"{name} must be two numbers, (before, after)") from error
    if pair.shape != (2,):
        raise BadArgument(f"{name} has shape {pair.shape}; it must be two counts, (before, after)")
    if not (np.isfinite(pair).all() and (pair >= 0).all() and (pair == np.floor(pair)).all()):
        raise BadArgument(f"{name} is {tuple(pair.tolist())}; counts are whole numbers of at least 0")
    return pair

"""Small areas borrow strength: the model of Fay and Herriot, and shares of answers by area."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special

from . import _checks as check
from ._between_areas import Between, variance_between
from .errors import BadArgument, TooLittleData
from .small_area_result import SmallAreaResult

_Floats = NDArray[np.float64]
_FEWEST_AREAS = 3
"""More areas with answers than coefficients, by as many: below that nothing tells how areas differ."""


def fay_herriot(
    own: ArrayLike,
    sampling_variance: ArrayLike,
    covariates: ArrayLike | None = None,
    *,
    confidence: float = 0.95,
) -> SmallAreaResult:
    """Estimate every area from its own sample and from what areas like it have in common.

    The truth of an area is its covariates times coefficients, plus a part of its own of one variance for all; its
    own estimate is the truth plus sampling error of known variance.

    Parameters
    ----------
    own : (n_areas,) the estimate of each area from its sample alone; NaN where it has none.
    sampling_variance : (n_areas,) its variance, above 0; not looked at where `own` is NaN.
    covariates : (n_areas, n_covariates) known of all areas, with a column of ones if a constant is wanted.
        None: the constant alone.
    confidence : of the intervals.

    Returns
    -------
    SmallAreaResult. An area without an own estimate gets what its covariates say.

    Raises
    ------
    BadArgument : shapes that do not fit, variances that are not above 0, covariates that are not independent.
    TooLittleData : fewer than 3 more areas with an own estimate than covariates.

    Source
    ------
    Fay & Herriot (1979), J. Am. Stat. Assoc. 74, 269–277, section 2. The variance between areas is the restricted
    maximum likelihood estimate, not their moment estimate; mean squared errors of Prasad & Rao (1990), J. Am. Stat.
    Assoc. 85, 163–171, in the form of Datta & Lahiri (2000), Statistica Sinica 10, 613–627, eq. 4.1. Equal to R's
    `sae` (`eblupFH`, `mseFH`), which stops the iteration earlier.
    """
    check.check_fraction("confidence", confidence)
    values = _vector("own", own)
    known = np.isfinite(values)
    variances = _vector("sampling_variance", sampling_variance, n_areas=len(values))
    _check_variances(variances, known)
    rows = _covariates(covariates, len(values))
    _check_enough(known, rows)
    # In one order whatever the input's: sums of fractions depend on it.
    order = np.lexsort((variances, values, *rows.T))
    values, variances, rows, known = values[order], variances[order], rows[order], known[order]
    common = variance_between(values[known], variances[known], rows[known])
    return _in_order(_estimates(values, variances, rows, common, confidence), np.argsort(order))


def small_area_shares(
    share: ArrayLike, n_effective: ArrayLike, group_idx: ArrayLike | None = None, *, confidence: float = 0.95
) -> SmallAreaResult:
    """Shares of answers by area, each borrowing strength from the areas of its group.

    Parameters
    ----------
    share : (n_areas,) weighted share of one answer, 0 to 1; NaN where nobody answered.
    n_effective : (n_areas,) effective number of answers, above 0: see `effective_answers`.
    group_idx : (n_areas,) whole numbers, the group of each (its district): areas are drawn towards the mean of
        theirs. None: towards the mean of all. An area in whose group nobody answered stays unknown.
    confidence : of the intervals.

    Returns
    -------
    SmallAreaResult of shares: `estimate`, `lower`, `upper` and `own` within 0 and 1.

    Raises
    ------
    BadArgument, TooLittleData : as `fay_herriot`.

    Source
    ------
    `fay_herriot` of arcsin √share, whose sampling variance is 1 / (4 n) whatever the share (Efron & Morris 1975,
    J. Am. Stat. Assoc. 70, 311–319, section 3), so an area in which nobody or everybody says so has an interval
    too. Back on the scale of shares: the expectation of sin² for the estimate (Hadam, Würz, Kreutzmann & Schmid
    2023, J. Official Stat. 39, section 3), and the ends of the interval as they are.
    """
    shares, effective, known = _shares_and_answers(share, n_effective)
    variances = 1 / (4 * effective)
    angles = np.arcsin(np.sqrt(shares))
    if group_idx is None:
        return _as_shares(fay_herriot(angles, variances, confidence=confidence), shares)
    groups = _groups(group_idx, len(shares))
    spoken = np.unique(groups[known])
    inside = np.isin(groups, spoken)
    rows = (groups[inside, None] == spoken).astype(np.float64)
    found = fay_herriot(angles[inside], variances[inside], rows, confidence=confidence)
    return _as_shares(found, shares, inside)


def share_interval(
    share: ArrayLike, n_effective: ArrayLike, *, confidence: float = 0.95
) -> tuple[_Floats, _Floats]:
    """The interval of shares that borrow from nobody: (lower, upper), each of the shape of `share`.

    share : 0 to 1, NaN where nobody answered. n_effective : effective number of answers, above 0 where there is a
    share: see `effective_answers`. Raises BadArgument for what is none. Source: arcsin √share with variance
    1 / (4 n), as `small_area_shares`.
    """
    check.check_fraction("confidence", confidence)
    shares, effective, _known = _shares_and_answers(share, n_effective)
    width = special.ndtri((1 + confidence) / 2) * np.sqrt(1 / (4 * effective))
    angles = np.arcsin(np.sqrt(shares))
    return _share_of_angle(angles - width), _share_of_angle(angles + width)


def effective_answers(weight_sum: ArrayLike, weight_square_sum: ArrayLike) -> _Floats:
    """How many answers of equal weight say as much as weighted ones: (sum of weights)² / sum of squared weights.

    Sums of weights and of their squares, numbers of at least 0, shapes alike: 0 where nobody answered, which gives
    NaN. Raises BadArgument for others. Source: Kish (1965), Survey Sampling, section 11.2.
    """
    total, squares = _sums("weight_sum", weight_sum), _sums("weight_square_sum", weight_square_sum)
    if total.shape != squares.shape:
        raise BadArgument(
            f"weight_sum has shape {total.shape}, weight_square_sum {squares.shape}; give the same"
        )
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.where(squares > 0, total**2 / squares, np.nan)


def _sums(name: str, values: Any) -> _Floats:
    check.check_plain(name, values)
    try:
        sums = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise BadArgument(f"{name} must be numbers") from error
    wrong = ~(np.isfinite(sums) & (sums >= 0))
    if wrong.any():
        raise BadArgument(f"{name} holds {sums[wrong].ravel()[0]}; sums of weights are finite and at least 0")
    return sums


def _estimates(
    values: _Floats, variances: _Floats, rows: _Floats, common: Between, confidence: float
) -> SmallAreaResult:
    between = common.variance
    known = np.isfinite(values)
    sampling = np.where(known, variances, np.inf)
    own_weight = between / (between + sampling)
    drawn = 1 - own_weight
    estimate = own_weight * np.where(known, values, 0.0) + drawn * (rows @ common.coefficients)
    # Uncertainty of the area's own part, of the coefficients, and (twice: Datta & Lahiri) of the variance between.
    own_part = between * drawn
    of_coefficients = np.einsum("ij,jk,ik->i", rows, common.covariance, rows)
    of_variance = common.variance_of_variance / (between + sampling)
    error = own_part + drawn**2 * (of_coefficients + 2 * of_variance)
    width = special.ndtri((1 + confidence) / 2) * np.sqrt(error)
    return SmallAreaResult(
        estimate=estimate,
        lower=estimate - width,
        upper=estimate + width,
        mean_squared_error=error,
        own=values,
        own_weight=own_weight,
        coefficients=common.coefficients,
        coefficient_errors=np.sqrt(np.diag(common.covariance)),
        variance_between=between,
        log_likelihood=common.log_likelihood,
        confidence=float(confidence),
    )


def _in_order(result: SmallAreaResult, place: NDArray[np.int64]) -> SmallAreaResult:
    """The same areas, `place[i]` of which becomes the i-th."""
    by_area = ("estimate", "lower", "upper", "mean_squared_error", "own", "own_weight")
    return replace(result, **{name: getattr(result, name)[place] for name in by_area})


def _as_shares(
    angles: SmallAreaResult, shares: _Floats, inside: NDArray[np.bool_] | None = None
) -> SmallAreaResult:
    """An estimate of arcsin √share as one of the share; NaN outside of `inside`."""
    at = np.arange(len(shares)) if inside is None else np.flatnonzero(inside)

    def spread(found: _Floats) -> _Floats:
        whole = np.full(len(shares), np.nan)
        whole[at] = found
        return whole

    spread_out = np.exp(-2 * angles.mean_squared_error)
    return SmallAreaResult(
        estimate=spread((1 - spread_out * np.cos(2 * angles.estimate)) / 2),
        lower=spread(_share_of_angle(angles.lower)),
        upper=spread(_share_of_angle(angles.upper)),
        mean_squared_error=spread(angles.mean_squared_error),
        own=shares,
        own_weight=spread(angles.own_weight),
        coefficients=angles.coefficients,
        coefficient_errors=angles.coefficient_errors,
        variance_between=angles.variance_between,
        log_likelihood=angles.log_likelihood,
        confidence=angles.confidence,
    )


def _share_of_angle(angles: _Floats) -> _Floats:
    ends: _Floats = np.sin(np.clip(angles, 0, np.pi / 2)) ** 2
    return ends


def _shares_and_answers(share: Any, n_effective: Any) -> tuple[_Floats, _Floats, NDArray[np.bool_]]:
    """Checked; answers are 1 where there is no share."""
    shares = _vector("share", share)
    known = np.isfinite(shares)
    if ((shares < 0) | (shares > 1)).any():
        at = int(np.argmax((shares < 0) | (shares > 1)))
        raise BadArgument(f"share[{at}] is {shares[at]}; give shares of 1, not percent")
    effective = _vector("n_effective", n_effective, n_areas=len(shares))
    _check_variances(effective, known, name="n_effective")
    return shares, np.where(known, effective, 1.0), known


def _vector(name: str, values: Any, n_areas: int | None = None) -> _Floats:
    check.check_plain(name, values)
    try:
        vector = np.array(values, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise BadArgument(f"{name} must be numbers, one for each area") from error
    if vector.ndim != 1 or (n_areas is not None and len(vector) != n_areas):
        wanted = "one number for each area" if n_areas is None else f"{n_areas} numbers, one for each area"
        raise BadArgument(f"{name} has shape {vector.shape}; give {wanted}")
    if np.isinf(vector).any():
        raise BadArgument(
            f"{name}[{int(np.argmax(np.isinf(vector)))}] is infinite; NaN says that nothing is known"
        )
    return vector


def _check_variances(variances: _Floats, known: NDArray[np.bool_], name: str = "sampling_variance") -> None:
    wrong = known & ~(variances > 0)
    if wrong.any():
        at = int(np.argmax(wrong))
        raise BadArgument(f"{name}[{at}] is {variances[at]}; it must be above 0, or the area's value be NaN")


def _covariates(covariates: Any, n_areas: int) -> _Floats:
    if covariates is None:
        return np.ones((n_areas, 1))
    check.check_plain("covariates", covariates)
    try:
        rows = np.array(covariates, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise BadArgument("covariates must be numbers, every row equally long") from error
    if rows.ndim != 2 or len(rows) != n_areas or not rows.shape[1]:
        raise BadArgument(f"covariates has shape {rows.shape}; give ({n_areas}, n_covariates)")
    if not np.isfinite(rows).all():
        at = int(np.argwhere(~np.isfinite(rows))[0, 0])
        raise BadArgument(f"covariates[{at}] is not known; leave the area or the covariate out")
    return rows


def _check_enough(known: NDArray[np.bool_], rows: _Floats) -> None:
    n_known, n_covariates = int(known.sum()), rows.shape[1]
    if n_known < n_covariates + _FEWEST_AREAS:
        raise TooLittleData(
            f"{n_known} area(s) have answers, and {n_covariates} coefficient(s) are to be found; "
            f"at least {n_covariates + _FEWEST_AREAS} areas tell how areas differ. Take larger groups, or none"
        )
    if np.linalg.matrix_rank(rows[known]) < n_covariates:
        raise BadArgument("covariates are not independent over the areas with answers; leave one out")


def _groups(group_idx: Any, n_areas: int) -> NDArray[np.int64]:
    check.check_plain("group_idx", group_idx)
    groups = np.asarray(group_idx)
    if groups.shape != (n_areas,) or groups.dtype.kind not in "iu":
        raise BadArgument(f"group_idx must be {n_areas} whole numbers, the group of each area")
    return groups.astype(np.int64)

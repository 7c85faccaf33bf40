"""What `synthetic_control` is given, made into one problem."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import _checks as check
from ._synthetic_problem import Problem
from .differences import check_split
from .errors import BadArgument, TooLittleData

_Floats = NDArray[np.float64]


def checked_problem(outcome: Any, treated_idx: Any, n_before: Any, covariates: Any) -> Problem:
    """Units with what is balanced, in one order."""
    check.check_plain("outcome", outcome)
    try:
        array = np.asarray(outcome)
    except ValueError as error:
        raise BadArgument("outcome must be numbers (units, periods), every row equally long") from error
    if array.ndim == 2:
        array = array[:, :, np.newaxis]
    try:
        counts = check.check_count_array(array, ("units", "periods", "outcomes"))
    except BadArgument as error:
        raise BadArgument(f"outcome: {error}") from error
    n_units, n_periods, _ = counts.shape
    n_before = check_split(n_before, n_periods)
    chosen = _chosen(treated_idx, n_units)
    beside = _covariates(covariates, n_units)
    before = counts[:, :n_before].reshape(n_units, -1)
    after = counts[:, n_before:].sum(axis=1)
    is_treated = np.zeros(n_units, np.int64)
    is_treated[chosen] = 1
    # In one order whatever the input's: which units are drawn for a placebo depends on it.
    order = np.lexsort(np.column_stack([is_treated, after, before, beside]).T)
    balanced = np.column_stack([before, beside])[order].astype(np.float64)
    spread = balanced.std(axis=0)
    scaled = (balanced - balanced.mean(axis=0)) / np.where(spread > 0, spread, 1.0)
    rows = np.argsort(order)
    treated = np.flatnonzero(is_treated[order])
    others = np.flatnonzero(is_treated[order] == 0)
    if len(others) < len(treated) + 2:
        raise TooLittleData(
            f"{len(treated)} of {n_units} units are treated; a placebo takes as many of the others and needs at "
            "least 2 beside them"
        )
    return Problem(
        quantities=np.column_stack([np.ones(n_units), scaled]),
        after=after[order].astype(np.float64),
        treated=treated,
        others=others,
        place=rows,
        n_before=n_before,
        n_after=n_periods - n_before,
    )


def _chosen(treated_idx: Any, n_units: int) -> NDArray[np.int64]:
    if np.asarray(treated_idx).dtype == np.bool_:
        raise BadArgument("treated_idx holds true and false; give row numbers: numpy.flatnonzero(treated)")
    check.check_plain("treated_idx", treated_idx)
    rows = np.asarray(treated_idx)
    if rows.dtype.kind not in "iu" or rows.ndim != 1:
        if rows.size:
            raise BadArgument("treated_idx must be whole row numbers, (n_treated,)")
        rows = np.empty(0, np.int64)
    if not rows.size:
        raise TooLittleData("treated_idx names no unit; nothing was done anywhere")
    wrong = (rows < 0) | (rows >= n_units)
    if wrong.any():
        raise BadArgument(f"treated_idx names row {rows[wrong][0]}; outcome has rows 0 to {n_units - 1}")
    if len(np.unique(rows)) < len(rows):
        raise BadArgument("treated_idx names a row twice; name each once")
    return rows.astype(np.int64)


def _covariates(covariates: Any, n_units: int) -> _Floats:
    if covariates is None:
        return np.empty((n_units, 0))
    check.check_plain("covariates", covariates)
    try:
        array = np.asarray(covariates, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise BadArgument("covariates must be numbers, (n_units, n_covariates)") from error
    if array.ndim != 2 or len(array) != n_units:
        raise BadArgument(f"covariates has shape {array.shape}; it must be ({n_units}, n_covariates)")
    if not np.isfinite(array).all():
        row = int(np.argwhere(~np.isfinite(array))[0, 0])
        raise BadArgument(f"covariates[{row}] holds {array[row].tolist()}; fill in or leave the unit out")
    return array

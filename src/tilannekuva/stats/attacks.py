"""What somebody who reads published tables can work out of the counts that were left out."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, sparse

from . import _checks as check
from .errors import BadArgument

_FREE, _WHOLE = 1e-7, 1e-6


def attack(
    counts: ArrayLike, hidden: ArrayLike, relations: Any
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The narrowest interval of each hidden count that all published ones together allow.

    Parameters
    ----------
    counts : (n_cells,) whole numbers >= 0, totals among them. Of the hidden ones nothing but their relations is used.
    hidden : (n_cells,) bool, which of them are not published.
    relations : (n_relations, n_cells) array or sparse matrix: the sums that hold, as rows whose product with
        `counts` is 0: 1 for each part, -1 for their total. Every release and every table can add rows.

    Returns
    -------
    low, high : (n_cells,) ends of the intervals; the count itself where it is published, `high` infinite where
        nothing bounds it.

    Raises
    ------
    BadArgument : see the messages; a relation that does not hold of the counts.

    Source
    ------
    Hundepool et al. (2012), Statistical Disclosure Control, section 4.3.1: the attacker's problem, two linear
    programs (HiGHS) for each hidden count, which is at least 0. That counts are whole is not used; for sums of
    nested or two-way tables it would change nothing.
    """
    published, left_out, rows = checked_table(counts, hidden, relations)
    low, high = published.astype(np.float64), published.astype(np.float64)
    unknown = np.flatnonzero(left_out)
    if not unknown.size:
        return low, high
    bounded = rows[:, unknown]
    known = -(rows[:, ~left_out] @ published[~left_out])
    for column, cell in enumerate(unknown):
        aim = np.zeros(len(unknown))
        aim[column] = 1.0
        for end, sign in ((low, 1.0), (high, -1.0)):
            found = optimize.linprog(sign * aim, A_eq=bounded, b_eq=known, bounds=(0, None), method="highs")
            end[cell] = np.inf if found.status in (3, 4) else _tidy(sign * found.fun)
    return low, high


def checked_table(
    counts: ArrayLike, hidden: ArrayLike, relations: Any
) -> tuple[NDArray[np.int64], NDArray[np.bool_], Any]:
    """Counts, flags and relations, as the attack and the suppression take them."""
    array = check.check_count_array(counts, ("cells",))
    flags = np.asarray(hidden)
    if flags.dtype != np.bool_ or flags.shape != array.shape:
        raise BadArgument(f"the flags must be true or false, one for each of the {len(array)} counts")
    rows = sparse.csr_matrix(relations, dtype=np.float64)
    if rows.shape[1] != len(array):
        raise BadArgument(f"relations has {rows.shape[1]} columns; there are {len(array)} counts")
    wrong = np.flatnonzero(np.abs(rows @ array) > _FREE)
    if wrong.size:
        raise BadArgument(f"relation {wrong[0]} does not hold of the counts: its parts do not add up")
    return array, flags, rows


def _tidy(value: float) -> float:
    whole = round(value)
    return float(whole) if abs(value - whole) < _WHOLE * max(1.0, abs(value)) else float(value)

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
    # A sum with a hidden part is one that an attacker cannot check.
    whole = np.asarray(abs(rows) @ left_out.astype(np.float64)) == 0
    check_sums(published, rows, whole)
    low, high = published.astype(np.float64), published.astype(np.float64)
    unknown = np.flatnonzero(left_out)
    if not unknown.size:
        return low, high
    bounded = rows[:, unknown]
    known = -(rows[:, ~left_out] @ published[~left_out])
    columns = bounded.tocsc()
    alike: dict[bytes, tuple[float, float]] = {}
    for column, cell in enumerate(unknown):
        part = columns[:, [column]]
        # Cells that stand in the same sums have the same interval.
        key = part.indices.tobytes() + part.data.tobytes()
        if key not in alike:
            alike[key] = _ends(column, len(unknown), bounded, known)
        low[cell], high[cell] = alike[key]
    return low, high


def _ends(column: int, n_unknown: int, bounded: Any, known: NDArray[np.float64]) -> tuple[float, float]:
    aim = np.zeros(n_unknown)
    aim[column] = 1.0
    ends = []
    for sign in (1.0, -1.0):
        found = optimize.linprog(sign * aim, A_eq=bounded, b_eq=known, bounds=(0, None), method="highs")
        if found.status == 2:
            raise BadArgument(
                "the relations do not hold of what is published: no counts of at least 0 fit them"
            )
        ends.append(np.inf if found.status in (3, 4) else _tidy(sign * found.fun))
    return ends[0], ends[1]


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
    return array, flags, rows


def check_sums(counts: NDArray[np.int64], rows: Any, of: NDArray[np.bool_] | None = None) -> None:
    """Raises BadArgument where a relation, or one of those that `of` names, does not hold of the counts."""
    wrong = np.abs(rows @ counts) > _FREE
    at = np.flatnonzero(wrong if of is None else wrong & of)
    if at.size:
        raise BadArgument(f"relation {at[0]} does not hold of the counts: its parts do not add up")


def _tidy(value: float) -> float:
    whole = round(value)
    return float(whole) if abs(value - whole) < _WHOLE * max(1.0, abs(value)) else float(value)

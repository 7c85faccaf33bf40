"""Counts of places that lie in one another, published so that small ones cannot be worked out from the others."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _checks as check
from ._protection_search import Nest, NestedTable, margin_of
from .errors import BadArgument, TooLittleData
from .protection_result import ProtectionResult


def protect_nested(
    contributions: ArrayLike,
    parent: ArrayLike,
    *,
    limit: int = 10,
    fewest_sources: int = 3,
    n_dominant: int = 2,
    dominant_share: float = 0.9,
) -> ProtectionResult:
    """Decide which counts of nested places may be published together (primary and secondary suppression).

    Parameters
    ----------
    contributions : (n_tables, n_leaves, n_sources) whole numbers >= 0: what each source reported in each of the
        finest places. Tables have no number in common, as those of two kinds or of two periods.
    parent : (n_places,) for each place the index of the place in which it lies, larger than its own; -1 for the
        last one, in which all lie. The first n_leaves places are the finest, and nothing lies in them.
    limit : counts below it are sensitive, and so is 0: silence would be told as calm, and would tell which of
        the hidden ones are not 0.
    fewest_sources : counts to which fewer sources gave anything are sensitive.
    n_dominant, dominant_share : counts of which so many sources gave that share or more are sensitive.

    Returns
    -------
    ProtectionResult: every sensitive count is hidden, and a reader of all published counts cannot tell a
    sensitive count below `limit` from 0 nor from `limit`; one that is sensitive for its sources lies in the
    middle of an interval that reaches `limit` or a tenth of it to either side, whichever is more. What is hidden beneath
    one published total is, taken together, never sensitive itself. The same input gives the same output.

    Raises
    ------
    BadArgument : see the messages.
    TooLittleData : no table, or no place.

    Source
    ------
    Hundepool et al. (2012), Statistical Disclosure Control, sections 4.2 (rules for primary cells) and 4.3
    (secondary suppression). In a nested table each hidden count lies in one sum alone, so the linear programs
    that the book solves have the closed solution of `_protection_search`; the tests compare both. Which counts
    are hidden beside the sensitive ones is chosen greedily, the smallest first, and need not be the fewest.
    """
    given = check.check_count_array(
        np.moveaxis(_array(contributions), 1, 2), ("tables", "sources", "leaves")
    ).swapaxes(1, 2)
    above = _checked_parent(parent, given.shape[1])
    limit = check.check_whole("limit", limit, least=1)
    fewest_sources = check.check_whole("fewest_sources", fewest_sources, least=1)
    n_dominant = check.check_whole("n_dominant", n_dominant, least=1)
    check.check_fraction("dominant_share", dominant_share, top_allowed=True)
    if not given.size:
        raise TooLittleData("contributions holds no table, place or source; there is nothing to protect")

    whole = _with_totals(given, above)
    counts = whole.sum(axis=2)

    def is_sensitive(parts: NDArray[np.int64]) -> NDArray[np.bool_]:
        total = parts.sum(axis=-1)
        largest = np.sort(parts, axis=-1)[..., -n_dominant:].sum(axis=-1)
        few = (parts > 0).sum(axis=-1) < fewest_sources
        found: NDArray[np.bool_] = (total < limit) | few | (largest >= dominant_share * total)
        return found

    sensitive = is_sensitive(whole)
    nest = Nest.of(above, given.shape[1])
    hidden = np.empty_like(sensitive)
    low, high = counts.astype(np.float64), counts.astype(np.float64)
    for row in range(len(counts)):
        table = NestedTable(nest, whole[row], sensitive[row], margin_of(counts[row], limit), is_sensitive)
        table.protect()
        hidden[row] = table.hidden
        table.write_intervals(low[row], high[row])
    return ProtectionResult(
        counts=counts, sensitive=sensitive, hidden=hidden, low=low, high=high, limit=limit
    )


def _array(contributions: Any) -> NDArray[Any]:
    check.check_plain("contributions", contributions)
    try:
        array = np.asarray(contributions)
    except ValueError:
        array = np.empty(0)
    if array.ndim != 3 or array.dtype.kind not in "iuf":
        raise BadArgument("contributions must be an array of numbers, (n_tables, n_leaves, n_sources)")
    return array


def _checked_parent(parent: ArrayLike, n_leaves: int) -> NDArray[np.int64]:
    above = np.asarray(parent)
    if above.ndim != 1 or above.dtype.kind not in "iu" or len(above) < n_leaves:
        raise BadArgument(
            f"parent must be whole numbers, one for each place, the {n_leaves} finest places first"
        )
    above = above.astype(np.int64)
    own = np.arange(len(above))
    inner = above[:-1]
    if len(above) and (above[-1] != -1 or (inner <= own[:-1]).any() or (inner >= len(above)).any()):
        raise BadArgument("each place must lie in one with a larger index, and the last one in none (-1)")
    if (inner < n_leaves).any():
        raise BadArgument(f"a place lies in one of the {n_leaves} finest places; nothing can")
    empty = np.setdiff1d(own[n_leaves:], inner)
    if empty.size:
        raise BadArgument(f"nothing lies in place {empty[0]}; leave it out")
    return above


def _with_totals(given: NDArray[np.int64], above: NDArray[np.int64]) -> NDArray[np.int64]:
    n_tables, n_leaves, n_sources = given.shape
    whole = np.zeros((n_tables, len(above), n_sources), dtype=np.int64)
    whole[:, :n_leaves] = given
    for place, higher in enumerate(above[:-1]):
        whole[:, higher] += whole[:, place]
    return whole

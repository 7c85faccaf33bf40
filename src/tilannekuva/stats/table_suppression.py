"""Secondary suppression in tables of any shape: two-way tables, totals over kinds, whatever adds up."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import optimize, sparse

from . import _checks as check
from .attacks import check_sums, checked_table
from .errors import LimitsClash

_MOVED = 1e-6


def suppress(
    counts: ArrayLike, sensitive: ArrayLike, relations: Any, *, limit: int = 10
) -> NDArray[np.bool_]:
    """Which cells to leave out, so that each sensitive one could be 0, and could be `limit` or its double.

    Parameters
    ----------
    counts : (n_cells,) whole numbers >= 0, totals among them.
    sensitive : (n_cells,) bool: cells that must not be published.
    relations : as `attack` takes them.
    limit : what a sensitive cell must be able to reach; twice its own count, where that is more.

    Returns
    -------
    (n_cells,) bool: the cells to leave out, the sensitive ones among them. The same input gives the same output.

    Raises
    ------
    BadArgument : see the messages.
    LimitsClash : no cells that are left out would protect one of the sensitive ones.

    Source
    ------
    Fischetti & Salazar-González (2001), Management Science 47, 1008-1027, section 2: a cell is protected where a
    table exists that a reader cannot tell from the true one and in which it has the value asked for. The cheapest
    such table of each cell is one linear program; what it changes is left out (a heuristic, as in their section
    4). For nested tables `protect_nested` does the same hundreds of times faster.
    """
    limit = check.check_whole("limit", limit, least=1)
    values, primary, rows = checked_table(counts, sensitive, relations)
    check_sums(values, rows)
    hidden = primary.copy()
    for cell in np.flatnonzero(primary):
        for change in (max(limit, 2 * int(values[cell])) - int(values[cell]), -int(values[cell])):
            if change:
                hidden |= _moved(values, hidden, rows, int(cell), change)
    return hidden


def _moved(
    values: NDArray[np.int64], hidden: NDArray[np.bool_], rows: Any, cell: int, change: int
) -> NDArray[np.bool_]:
    """The cells that change in the cheapest table in which `cell` is larger by `change`."""
    n_cells = len(values)
    price = np.where(hidden, 1e-4, 1.0 + values)
    most = np.concatenate([np.full(n_cells, np.inf), values.astype(np.float64)])
    least = np.zeros(2 * n_cells)
    up, down = cell, n_cells + cell
    least[up] = most[up] = max(change, 0)
    least[down] = most[down] = max(-change, 0)
    found = optimize.linprog(
        np.concatenate([price, price]),
        A_eq=sparse.hstack([rows, -rows]),
        b_eq=np.zeros(rows.shape[0]),
        bounds=np.column_stack([least, most]),
        method="highs-ds",
    )
    if found.status != 0:
        raise LimitsClash(
            f"nothing protects cell {cell}: no other table has the same totals. Leave its totals out"
        )
    moved: NDArray[np.bool_] = np.abs(found.x[:n_cells] - found.x[n_cells:]) > _MOVED
    return moved

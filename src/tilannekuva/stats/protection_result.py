"""Which numbers of nested tables are published, and what somebody who reads them can work out of the others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._results import Result


@dataclass(frozen=True, eq=False)
class ProtectionResult(Result):
    """Nested tables after protection; arrays (n_tables, n_places), read-only.

    Attributes
    ----------
    counts : what stands in each table, totals of the places above filled in. Not for publication.
    sensitive : counts that would tell of a few people, or of one or two sources.
    hidden : what must not be published: the sensitive ones, and others without which these could be worked out.
    low, high : between them a reader of all that is published can place each count; both are the count itself
        where it is published, and `high` is infinite where nothing above it is published.
    """

    counts: NDArray[np.int64]
    sensitive: NDArray[np.bool_]
    hidden: NDArray[np.bool_]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    limit: int

    def as_dict(self) -> dict[str, NDArray[Any]]:
        """A long table, one row for each table and place: polars or pandas take it in one call."""
        n_tables, n_places = self.counts.shape
        names = ("counts", "sensitive", "hidden", "low", "high")
        return {
            "table_idx": np.repeat(np.arange(n_tables), n_places),
            "place_idx": np.tile(np.arange(n_places), n_tables),
            **{name: getattr(self, name).ravel() for name in names},
        }

    def __repr__(self) -> str:
        n_tables, n_places = self.counts.shape
        more = int((self.hidden & ~self.sensitive).sum())
        return (
            f"<ProtectionResult: {n_tables:,} tables × {n_places:,} places, limit {self.limit}: "
            f"{int((~self.hidden).sum()):,} counts published, {int(self.sensitive.sum()):,} hidden as sensitive, "
            f"{more:,} to protect those>"
        )

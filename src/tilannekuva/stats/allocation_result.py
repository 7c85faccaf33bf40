"""What an allocation says: who does how much where, and which limits cost what."""

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._results import Result


@dataclass(frozen=True)
class BindingLimit:
    """A limit that keeps the allocation from doing more.

    Attributes
    ----------
    name : "capacity", "minimum_presence", "continuity" or "group_limits".
    which_idx : the partner, need, partner or group that it is about.
    price : how much more need would be met if the limit were looser by one unit, at the margin (the dual value
        of the allocation in fractions of units); never negative.
    """

    name: str
    which_idx: int
    price: float


@dataclass(frozen=True, eq=False)
class Allocation(Result):
    """Whole units of every partner for every need. Arrays are read-only.

    Attributes
    ----------
    units : (n_partners, n_needs) whole numbers.
    covered : (n_needs,) need that is met, at most the need.
    value : their sum.
    bound : no allocation within the limits can meet more than this.
    gap : (bound - value) / bound; 0 is proven best.
    optimal : whether the gap that was asked for was reached; False when time ran out before.
    moved : (n_partners,) units that are elsewhere than in `previous`; zeros without one.
    binding : limits with a price, the dearest first.
    """

    units: NDArray[np.int64] = field(repr=False)
    covered: NDArray[np.float64] = field(repr=False)
    value: float
    bound: float
    gap: float
    optimal: bool
    moved: NDArray[np.int64] = field(repr=False)
    binding: tuple[BindingLimit, ...]

    def as_dict(self) -> dict[str, NDArray[Any]]:
        """A long table, one row for each partner and need with units: polars or pandas take it in one call."""
        partner_idx, need_idx = np.nonzero(self.units)
        return {"partner_idx": partner_idx, "need_idx": need_idx, "units": self.units[partner_idx, need_idx]}

    def __repr__(self) -> str:
        n_partners, n_needs = self.units.shape
        state = "proven within" if self.optimal else "time ran out at"
        limits = ", ".join(
            f"{limit.name} {limit.which_idx} ({limit.price:.3g})" for limit in self.binding[:3]
        )
        return (
            f"<Allocation: {self.units.sum():,} units of {n_partners:,} partners to {n_needs:,} needs, "
            f"{self.value:,.4g} met, {state} {self.gap:.1%} of the best"
            + (f"; dearest limits: {limits}" if limits else "")
            + ">"
        )

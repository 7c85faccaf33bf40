"""The allocation as a linear problem: what is chosen, and every limit as rows over it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import optimize, sparse

_Floats = NDArray[np.float64]
# Of all allocations that meet as much need, the one with the fewest units: a unit must meet more than this.
_COST_OF_A_UNIT = 1e-6


@dataclass(frozen=True)
class Limit:
    """coefficients @ (units, then kept units) between `lower` and `upper`, one row each of `which`."""

    name: str
    coefficients: Any
    lower: _Floats
    upper: _Floats
    # What a person can loosen; the others only say what words mean.
    is_choice: bool = True


@dataclass(frozen=True)
class Problem:
    """Variables: units (n_partners * n_needs, whole), cover (n_needs), kept units (n_partners * n_needs)."""

    need: _Floats
    capacity: NDArray[np.int64]
    suitability: _Floats
    presence: NDArray[np.int64]
    previous: NDArray[np.int64] | None
    kept: NDArray[np.int64]
    groups: list[tuple[NDArray[np.int64], int]]

    @property
    def cost_of_a_unit(self) -> float:
        return _COST_OF_A_UNIT * float(self.suitability.max(initial=0.0))

    @property
    def objective(self) -> _Floats:
        n_units, n_needs = self.suitability.size, len(self.need)
        return np.concatenate(
            [
                np.full(n_units, self.cost_of_a_unit),
                np.full(n_needs, -1.0),
                np.zeros(n_units if self._keeps else 0),
            ]
        )

    @property
    def _keeps(self) -> bool:
        return bool(self.kept.any())

    def bounds(self) -> optimize.Bounds:
        most = np.where(self.suitability > 0, self.capacity[:, np.newaxis], 0).ravel().astype(np.float64)
        upper = [most, self.need]
        if self._keeps and self.previous is not None:
            upper.append(self.previous.ravel().astype(np.float64))
        top = np.concatenate(upper)
        return optimize.Bounds(np.zeros(len(top)), top)

    def limits(self) -> list[Limit]:
        n_partners, n_needs = self.suitability.shape
        n_units = n_partners * n_needs
        by_partner = sparse.kron(sparse.eye_array(n_partners), np.ones((1, n_needs)))
        by_need = sparse.kron(np.ones((1, n_partners)), sparse.eye_array(n_needs))
        met = by_need @ sparse.diags_array(self.suitability.ravel())
        nothing, free = np.zeros, np.full
        limits = [
            Limit(
                "cover", self._over(-met, sparse.eye_array(n_needs)), free(n_needs, -np.inf), nothing(n_needs),
                is_choice=False,
            ),
            Limit("capacity", self._over(by_partner), nothing(n_partners), self.capacity.astype(float)),
        ]  # fmt: skip
        if self.presence.any():
            limits.append(
                Limit(
                    "minimum_presence",
                    self._over(by_need),
                    self.presence.astype(float),
                    free(n_needs, np.inf),
                )
            )
        if self._keeps:
            same = sparse.eye_array(n_units)
            limits.append(
                Limit(
                    "kept",
                    self._over(-same, kept=same),
                    free(n_units, -np.inf),
                    nothing(n_units),
                    is_choice=False,
                )
            )
            limits.append(
                Limit(
                    "continuity",
                    self._over(kept=by_partner),
                    self.kept.astype(float),
                    free(n_partners, np.inf),
                )
            )
        if self.groups:
            rows = np.zeros((len(self.groups), n_needs))
            for row, (needs, _) in enumerate(self.groups):
                rows[row, needs] = 1
            most = np.array([most for _, most in self.groups], dtype=np.float64)
            limits.append(
                Limit("group_limits", self._over(sparse.csr_array(rows) @ by_need), nothing(len(most)), most)
            )
        return limits

    def _over(self, units: Any = None, cover: Any = None, *, kept: Any = None) -> Any:
        """Rows over all variables."""
        n_partners, n_needs = self.suitability.shape
        sizes = [n_partners * n_needs, n_needs, n_partners * n_needs if self._keeps else 0]
        n_rows = next(part.shape[0] for part in (units, cover, kept) if part is not None)
        parts = [
            sparse.csr_array((n_rows, size)) if part is None else part
            for part, size in zip((units, cover, kept), sizes, strict=True)
            if size
        ]
        return sparse.hstack(parts, format="csr")

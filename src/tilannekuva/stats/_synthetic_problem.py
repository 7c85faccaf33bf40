"""Some units beside others: what a weighted sum of the others lets one expect, and how sure that is."""

import itertools
import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from ._balancing import balance, solved

_Floats = NDArray[np.float64]

# With so many units a quantity, what the quantities explain of the outcome can be taken out of its variance.
_UNITS_A_QUANTITY = 5


@dataclass(frozen=True)
class Effect:
    """Observed and expected of each outcome, with the standard error of their difference."""

    observed: _Floats
    expected: _Floats
    error: _Floats
    weights: _Floats
    largest_imbalance: float

    @property
    def z(self) -> _Floats:
        difference = self.observed - self.expected
        with np.errstate(divide="ignore", invalid="ignore"):
            z = difference / self.error
        return np.where(np.abs(difference) <= 1e-9 * (1 + self.expected), 0.0, z)


@dataclass(frozen=True)
class Problem:
    """Units in one order whatever the input's; `place[row of the input]` is where it went.

    quantities (n_units, 1 + what is balanced), in standard deviations; after (n_units, n_outcomes).
    """

    quantities: _Floats
    after: _Floats
    treated: NDArray[np.int64]
    others: NDArray[np.int64]
    place: NDArray[np.int64]
    n_before: int
    n_after: int

    def effect(self, rows: NDArray[np.int64]) -> Effect:
        """As if something had been done in these units."""
        beside = np.setdiff1d(self.others, rows, assume_unique=True)
        quantities, after, n = self.quantities[beside], self.after[beside], len(rows)
        taken = self.quantities[np.intersect1d(self.others, rows, assume_unique=True)]
        square = self._square_of_others - taken.T @ taken
        found = balance(quantities, self.quantities[rows].sum(axis=0), n / len(beside), square)
        weights = np.zeros(len(self.after))
        weights[beside] = found.weights
        expected = found.weights @ after
        # Counts vary at least as much as Poisson's, also where the balance leaves nothing unexplained.
        variance = expected + found.weights**2 @ after
        if len(beside) >= _UNITS_A_QUANTITY * quantities.shape[1]:
            variance = np.maximum(variance, _unexplained(quantities, after, found.weights, n))
        return Effect(
            observed=self.after[rows].sum(axis=0),
            expected=expected,
            error=np.sqrt(variance),
            weights=weights,
            largest_imbalance=float(np.abs(found.left).max()) / n,
        )

    @cached_property
    def _square_of_others(self) -> _Floats:
        quantities = self.quantities[self.others]
        return np.asarray(quantities.T @ quantities)

    def placebo_rows(self, n_placebos: int, seed: int) -> list[NDArray[np.int64]]:
        n_treated = len(self.treated)
        if math.comb(len(self.others), n_treated) <= n_placebos:
            return [np.array(rows) for rows in itertools.combinations(self.others.tolist(), n_treated)]
        chance = np.random.Generator(np.random.Philox(seed))
        return [np.sort(chance.choice(self.others, n_treated, replace=False)) for _ in range(n_placebos)]


def _unexplained(quantities: _Floats, after: _Floats, weights: _Floats, n_treated: int) -> _Floats:
    """Variance of observed - expected: of as many units like the weighted ones, and of their weighted sum."""
    some = weights > 0
    of_some, weighted = quantities[some], quantities[some] * weights[some, np.newaxis]
    square = weighted.T @ of_some
    square[np.diag_indices_from(square)] += 1e-6
    both = np.column_stack([weighted.T @ after[some], weighted.T])
    solution = solved(square, both)
    n_outcomes = after.shape[1]
    left = (after[some] - of_some @ solution[:, :n_outcomes]) ** 2
    # What a unit's own outcome explains of itself is no explanation.
    own = np.clip(np.einsum("uq,qu->u", of_some, solution[:, n_outcomes:]), 0.0, 0.95)
    left /= (1 - own)[:, np.newaxis]
    variance = n_treated * (weights[some] @ left) / weights[some].sum() + weights[some] ** 2 @ left
    return np.asarray(variance)

"""What each model expects where nothing is the matter."""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ._scan_arguments import Arguments


@dataclass(frozen=True)
class Null:
    """Expected cases (n_locations, periods), and the totals that the model holds fixed; `inf` where none."""

    expected: NDArray[np.float64]
    n_cases: float
    n_people: float


def null_of(arguments: Arguments) -> Null:
    cases, beside = arguments.cases, arguments.beside
    n_cases = float(cases.sum())
    if beside is None:
        return Null(_product_of_shares(cases, arguments.weekday), n_cases, math.inf)
    if arguments.model == "expectation_based_poisson":
        return Null(beside, math.inf, math.inf)
    if arguments.model == "bernoulli":
        n_people = n_cases + float(beside.sum())
        return Null((cases + beside) * (n_cases / n_people), n_cases, n_people)
    if arguments.by_stratum is None:
        return Null(beside * (n_cases / beside.sum()), n_cases, math.inf)
    # Indirect standardisation: in every stratum the rate of the whole.
    people = beside.sum(axis=(0, 1))
    rate = arguments.by_stratum.sum(axis=(0, 1)) / np.where(people > 0, people, 1)
    return Null((beside * rate).sum(axis=2), n_cases, math.inf)


def _product_of_shares(cases: NDArray[np.int64], group: NDArray[np.int64]) -> NDArray[np.float64]:
    """Within each group of periods, cases of the location times cases of the period over all cases."""
    expected = np.zeros(cases.shape)
    for g in range(int(group.max()) + 1):
        inside = cases[:, group == g]
        n_inside = max(int(inside.sum()), 1)
        expected[:, group == g] = inside.sum(axis=1)[:, None] * inside.sum(axis=0) / n_inside
    return expected

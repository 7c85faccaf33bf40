"""Weights under which some units look like others: the nearest to equal ones, by constrained least squares."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

_Floats = NDArray[np.float64]
# So much less than an exact balance is wished for, that there is always one answer; the sum is kept.
_SLACK, _SLACK_OF_SUM = 1e-6, 1e-10
_CLOSE_ENOUGH = 1e-8
_MOST_STEPS = 100


@dataclass(frozen=True)
class Balance:
    """`weights` (n_units,) at least 0; `left` (n_quantities,) what they miss of the target."""

    weights: _Floats
    left: _Floats


def balance(quantities: _Floats, target: _Floats, weight: float, square: _Floats) -> Balance:
    """Weights w >= 0 with quantities.T @ w = target that minimise the sum of (w - weight)².

    quantities (n_units, n_quantities), the first 1 for every unit, the others of about the same scale each. Where no weights reach the target, those
    that miss it least. `square` is quantities.T @ quantities. Solved through its dual, w = weight * max(0, 1 + quantities @ price), by Newton's
    method over the units that have a weight (semi-smooth; Qi & Sun 2006, SIAM J. Matrix Anal. Appl. 28).
    """
    n_quantities = quantities.shape[1]
    square, in_square = square.copy(), np.ones(len(quantities), np.bool_)
    price, slack = np.zeros(n_quantities), np.full(n_quantities, _SLACK)
    slack[0] = _SLACK_OF_SUM
    pull = 1 + quantities @ price
    value = _dual(pull, target, price, slack, weight)
    weights = weight * np.maximum(pull, 0.0)
    for _ in range(_MOST_STEPS):
        slope = weights @ quantities - target + slack * price
        # From step to step few units gain or lose their weight: only these are added and taken off.
        changed = (pull > 0) != in_square
        gained, lost = quantities[changed & ~in_square], quantities[changed & in_square]
        square += gained.T @ gained - lost.T @ lost
        in_square ^= changed
        curvature = weight * square
        curvature[np.diag_indices_from(curvature)] += slack
        step = -solved(curvature, slope)
        promised = -float(slope @ step)
        if promised < _CLOSE_ENOUGH:
            break
        along, length = quantities @ step, 1.0
        while True:
            moved = _dual(pull + length * along, target, price + length * step, slack, weight)
            if moved <= value - 1e-4 * length * promised or length < 1e-6:
                break
            length *= 0.5
        price, pull, value = price + length * step, pull + length * along, moved
        weights = weight * np.maximum(pull, 0.0)
    return Balance(weights, weights @ quantities - target)


def _dual(pull: _Floats, target: _Floats, price: _Floats, slack: _Floats, weight: float) -> float:
    used = np.maximum(pull, 0.0)
    return float(weight * (used @ used) / 2 - target @ price + (slack * price) @ price / 2)


def solved(square: _Floats, target: _Floats) -> _Floats:
    """The solution of square @ x = target, for a positive definite matrix; without the checks of `linalg.solve`."""
    _, solution, failed = linalg.lapack.dposv(square, target, lower=1)
    if failed:  # rounding left it not quite positive
        solution = linalg.lstsq(square, target, check_finite=False)[0]
    return np.asarray(solution)

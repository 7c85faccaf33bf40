"""Weights by least squares with a penalty a million times as heavy on whatever is out of balance."""

import numpy as np
from numpy.typing import NDArray
from scipy import optimize

Floats = NDArray[np.float64]


def weights(others: Floats, target: Floats, equal: float) -> Floats:
    """others (n_units, n_quantities), target (n_quantities,)."""
    heavy = 1e3
    left = np.vstack([heavy * others.T, 100 * heavy * np.ones(len(others)), np.eye(len(others))])
    right = np.concatenate([heavy * target, [100 * heavy * equal * len(others)], np.full(len(others), equal)])
    return np.asarray(optimize.nnls(left, right, maxiter=10_000)[0])

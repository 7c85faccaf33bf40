"""The model of Fay and Herriot with whole matrices, its likelihood maximised by looking."""

from typing import Any

import numpy as np
from scipy import optimize


def restricted_log_likelihood(variance: float, own: Any, sampling: Any, rows: Any) -> float:
    v = np.diag(variance + sampling)
    inverse = np.linalg.inv(v)
    information = rows.T @ inverse @ rows
    projection = inverse - inverse @ rows @ np.linalg.inv(information) @ rows.T @ inverse
    n, p = rows.shape
    return float(
        -0.5
        * (
            (n - p) * np.log(2 * np.pi)
            + np.linalg.slogdet(v)[1]
            + np.linalg.slogdet(information)[1]
            + own @ projection @ own
        )
    )


def variance_between(own: Any, sampling: Any, rows: Any) -> float:
    largest = 10 * float(np.var(own) + sampling.max())
    found = optimize.minimize_scalar(
        lambda variance: -restricted_log_likelihood(variance, own, sampling, rows),
        bounds=(0.0, largest),
        method="bounded",
        options={"xatol": 1e-12},
    )
    return float(found.x)


def estimates(own: Any, sampling: Any, rows: Any, variance: float) -> tuple[list[float], list[float]]:
    """Estimate and mean squared error of each area."""
    inverse = np.linalg.inv(np.diag(variance + sampling))
    covariance = np.linalg.inv(rows.T @ inverse @ rows)
    coefficients = covariance @ rows.T @ inverse @ own
    of_variance = 2 / np.trace(inverse @ inverse)
    values, errors = [], []
    for y, d, x in zip(own, sampling, rows, strict=True):
        drawn = d / (variance + d)
        values.append(float(y - drawn * (y - x @ coefficients)))
        g1 = variance * drawn
        g2 = drawn**2 * x @ covariance @ x
        g3 = drawn**2 / (variance + d) * of_variance
        errors.append(float(g1 + g2 + 2 * g3))
    return values, errors

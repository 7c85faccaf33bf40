"""How much areas differ beyond chance: the restricted likelihood of Fay and Herriot's model, maximised."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

_Floats = NDArray[np.float64]
_MOST_STEPS = 200
_PRECISION = 1e-12


class Between(NamedTuple):
    """What areas have in common, and the variance of what they do not."""

    variance: float
    coefficients: _Floats
    covariance: _Floats
    variance_of_variance: float
    log_likelihood: float


def variance_between(values: _Floats, sampling: _Floats, rows: _Floats) -> Between:
    """The maximum of the restricted likelihood, by scoring from the median sampling variance; never below 0.

    values, sampling : (n,); rows : (n, p) of full rank, n > p.
    """
    variance = float(np.median(sampling))
    for _step in range(_MOST_STEPS):
        score, information = _score(values, sampling, rows, variance)
        # A step that would leave the range goes half of the way: the likelihood may still rise before 0.
        proposed = variance + score / information
        following = proposed if proposed > 0 else variance / 2
        if abs(following - variance) <= _PRECISION * max(variance, float(sampling.min())):
            variance = following
            break
        variance = following
    if variance <= 1e-9 * float(sampling.min()):
        variance = 0.0
    coefficients, covariance = _regression(values, sampling, rows, variance)
    weights = 1 / (variance + sampling)
    residuals = values - rows @ coefficients
    log_likelihood = -0.5 * (
        (len(values) - rows.shape[1]) * np.log(2 * np.pi)
        - np.log(weights).sum()
        - np.linalg.slogdet(covariance)[1]
        + (weights * residuals**2).sum()
    )
    return Between(variance, coefficients, covariance, float(2 / (weights**2).sum()), float(log_likelihood))


def _regression(
    values: _Floats, sampling: _Floats, rows: _Floats, variance: float
) -> tuple[_Floats, _Floats]:
    """Coefficients by generalised least squares, and their covariance."""
    weighted = rows / (variance + sampling)[:, None]
    covariance: _Floats = np.asarray(np.linalg.inv(weighted.T @ rows), dtype=np.float64)
    return covariance @ (weighted.T @ values), covariance


def _score(values: _Floats, sampling: _Floats, rows: _Floats, variance: float) -> tuple[float, float]:
    """First derivative of the restricted log-likelihood in the variance, and its expected information.

    With P = W − W X (XᵀWX)⁻¹ XᵀW: −tr(P)/2 + yᵀPPy/2 and tr(PP)/2, without ever making the n × n matrix.
    """
    weights = 1 / (variance + sampling)
    coefficients, covariance = _regression(values, sampling, rows, variance)
    second = covariance @ (rows.T @ (rows * (weights**2)[:, None]))
    third = covariance @ (rows.T @ (rows * (weights**3)[:, None]))
    trace = weights.sum() - np.trace(second)
    trace_of_square = (weights**2).sum() - 2 * np.trace(third) + np.trace(second @ second)
    projected = weights * (values - rows @ coefficients)
    return float(-0.5 * trace + 0.5 * (projected**2).sum()), float(0.5 * trace_of_square)

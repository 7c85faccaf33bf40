"""The largest likelihood within bounds, and the intervals that follow from it."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy import linalg, optimize, special

_Floats = NDArray[np.float64]
# Log-likelihood and its gradient at a point.
Objective = Callable[[_Floats], tuple[float, _Floats]]

_DIFFERENCE = 1e-4
_MOST_STEPS = 60
_STEPS_OF_ONE_CURVATURE = 6
_LONGEST_STEP = 1.0
# What a further step could still win, in units of log-likelihood.
_CLOSE_ENOUGH = 1e-8


@dataclass(frozen=True)
class Fit:
    """A largest value within the bounds.

    Attributes
    ----------
    curvature : minus the second derivatives of the log-likelihood, or what is known of them by now.
    at_bound : where the value would rise further if the bound let it.
    converged : no step within the bounds promises a rise.
    """

    theta: _Floats
    log_likelihood: float
    curvature: _Floats
    at_bound: NDArray[np.bool_]
    converged: bool


@dataclass(frozen=True)
class Bounds:
    lower: _Floats
    upper: _Floats

    def clip(self, theta: _Floats) -> _Floats:
        return np.clip(theta, self.lower, self.upper)

    def held(self, theta: _Floats, slope: _Floats) -> NDArray[np.bool_]:
        return ((theta <= self.lower) & (slope <= 0)) | ((theta >= self.upper) & (slope >= 0))

    def without(self, coordinate: int) -> "Bounds":
        return Bounds(np.delete(self.lower, coordinate), np.delete(self.upper, coordinate))


def climb(objective: Objective, start: _Floats, bounds: Bounds) -> Fit:
    """From far away to the nearest largest value: Newton's steps, or L-BFGS-B where these do not arrive."""
    start = bounds.clip(start)
    fit = refine(objective, start, curvature_at(objective, start), bounds)
    if fit.converged:
        return fit
    scale = max(1.0, abs(objective(start)[0]))

    def downhill(theta: _Floats) -> tuple[float, _Floats]:
        value, slope = objective(theta)
        return -value / scale, -slope / scale

    found = optimize.minimize(
        downhill,
        start,
        jac=True,
        method="L-BFGS-B",
        bounds=list(zip(bounds.lower, bounds.upper, strict=True)),
        options={"ftol": 1e-9, "gtol": 1e-7, "maxiter": 200},
    )
    theta = bounds.clip(np.asarray(found.x, dtype=np.float64))
    return refine(objective, theta, curvature_at(objective, theta), bounds)


def refine(objective: Objective, theta: _Floats, curvature: _Floats, bounds: Bounds) -> Fit:
    """From nearby to the largest value: Newton's steps, the curvature learned on the way (BFGS)."""
    value, slope = objective(theta)
    curvature, converged, renewed = _hill(curvature), False, False
    for n_steps in range(1, _MOST_STEPS + 1):
        if n_steps % _STEPS_OF_ONE_CURVATURE == 0:
            curvature = _hill(curvature_at(objective, theta))
        held = bounds.held(theta, slope)
        step = np.zeros(len(theta))
        free = ~held
        if free.any():
            step[free] = linalg.solve(
                curvature[np.ix_(free, free)], slope[free], assume_a="pos", check_finite=False
            )
        if step @ slope < 2 * _CLOSE_ENOUGH:
            converged = True
            break
        step *= min(1.0, _LONGEST_STEP / np.abs(step).max())
        for _ in range(12):
            moved = bounds.clip(theta + step)
            new_value, new_slope = objective(moved)
            if new_value > value:
                break
            step *= 0.4
        else:
            if renewed:
                break
            curvature, renewed = _hill(curvature_at(objective, theta)), True
            continue
        curvature = _learned(curvature, moved - theta, slope - new_slope)
        theta, value, slope = moved, new_value, new_slope
    return Fit(theta, float(value), curvature, bounds.held(theta, slope), converged)


def curvature_at(objective: Objective, theta: _Floats) -> _Floats:
    """Minus the second derivatives, by central differences of the gradient."""
    rows = []
    for coordinate in range(len(theta)):
        step = np.zeros(len(theta))
        step[coordinate] = _DIFFERENCE
        rows.append((objective(theta - step)[1] - objective(theta + step)[1]) / (2 * _DIFFERENCE))
    curvature = np.array(rows)
    return np.asarray((curvature + curvature.T) / 2, dtype=np.float64)


def standard_errors(objective: Objective, fit: Fit) -> _Floats:
    """Of every coordinate, from the observed information; NaN at a bound or where the peak is not one."""
    errors, free = np.full(len(fit.theta), np.nan), ~fit.at_bound
    observed = curvature_at(objective, fit.theta)[np.ix_(free, free)]
    if free.any() and np.linalg.eigvalsh(observed).min() > 0:
        errors[free] = np.sqrt(np.diag(np.linalg.inv(observed)))
    return errors


def profile_interval(
    objective: Objective, fit: Fit, coordinate: int, bounds: Bounds, *, confidence: float
) -> tuple[float, float]:
    """Where the likelihood, at its largest over the other coordinates, falls by half the chi-square quantile.

    A bound of the coordinate is the end where the fall is not reached.
    """
    fall = half_quantile(confidence)
    below, above = (
        Profile(objective, fit, coordinate, bounds).fallen_by(fall, direction) for direction in (-1, 1)
    )
    return below, above


def half_quantile(confidence: float) -> float:
    """By how much the log-likelihood falls from its top to the ends of an interval."""
    return float(special.chdtri(1, 1 - confidence)) / 2


class Profile:
    """The likelihood along one coordinate, at its largest over the others."""

    # How near to the wanted fall is near enough, as a share of its root.
    tolerance = 1e-4

    def __init__(self, objective: Objective, fit: Fit, coordinate: int, bounds: Bounds) -> None:
        self._objective, self._coordinate = objective, coordinate
        self._others = np.arange(len(fit.theta)) != coordinate
        self._bounds, self._limits = bounds.without(coordinate), bounds
        self._best, self._top = float(fit.theta[coordinate]), fit.log_likelihood
        self._theta = fit.theta.copy()
        self._curvature = fit.curvature

    @property
    def theta(self) -> _Floats:
        """The point of the largest likelihood at the value that was looked at last."""
        return self._theta

    def fall_at(self, value: float) -> float:
        others = self._others
        block = _hill(self._curvature[np.ix_(others, others)])
        # Where the others go as this one goes there: along the ridge, to the first order.
        along = np.linalg.solve(block, self._curvature[others, self._coordinate])
        start = self._theta[others] - along * (value - self._theta[self._coordinate])

        def inside(theta: _Floats) -> tuple[float, _Floats]:
            full = np.empty(len(others))
            full[others], full[self._coordinate] = theta, value
            log_likelihood, slope = self._objective(full)
            return log_likelihood, slope[others]

        found = refine(inside, self._bounds.clip(start), block, self._bounds)
        self._theta[others], self._theta[self._coordinate] = found.theta, value
        self._curvature = self._curvature.copy()
        self._curvature[np.ix_(others, others)] = found.curvature
        return self._top - found.log_likelihood

    def fallen_by(self, fall: float, direction: int) -> float:
        """The root of the fall is nearly a straight line: followed by secants, kept between two ends."""
        limit = float((self._limits.lower if direction < 0 else self._limits.upper)[self._coordinate])
        near, near_root, far, far_root = 0.0, 0.0, abs(limit - self._best), np.inf
        goal, at = np.sqrt(fall), min(self._first_guess(fall), abs(limit - self._best))
        for _ in range(60):
            root = np.sqrt(max(self.fall_at(self._best + direction * at), 0.0))
            if abs(root - goal) < self.tolerance * goal or far - near < 1e-9 * (1 + abs(self._best)):
                break
            if root < goal:
                if at >= abs(limit - self._best):
                    return limit
                near, near_root = at, root
            else:
                far, far_root = at, root
            if np.isfinite(far_root):
                share = (goal - near_root) / (far_root - near_root)
                at = near + (far - near) * float(np.clip(share, 0.01, 0.99))
            else:
                at = min(far, near * min(4.0, 1.02 * goal / max(root, 1e-3 * goal)))
        return self._best + direction * at

    def _first_guess(self, fall: float) -> float:
        others, coordinate = self._others, self._coordinate
        block = _hill(self._curvature[np.ix_(others, others)])
        cross = self._curvature[others, coordinate]
        left = self._curvature[coordinate, coordinate] - cross @ np.linalg.solve(block, cross)
        return float(np.sqrt(2 * fall / left)) if left > 0 else 0.1


def _hill(curvature: _Floats) -> _Floats:
    """The curvature made positive, so that Newton's step climbs."""
    values, vectors = np.linalg.eigh(curvature)
    if values.min() > 1e-10 * values.max():
        return curvature
    size = np.maximum(np.abs(values), 1e-8 * max(float(np.abs(values).max()), 1.0))
    return np.asarray(vectors @ np.diag(size) @ vectors.T, dtype=np.float64)


def _learned(curvature: _Floats, step: _Floats, change: _Floats) -> _Floats:
    """The curvature that explains how the gradient changed over a step (BFGS)."""
    along = curvature @ step
    expected, seen = float(step @ along), float(step @ change)
    if expected <= 0 or seen <= 1e-3 * expected:
        return curvature
    return curvature - np.outer(along, along) / expected + np.outer(change, change) / seen

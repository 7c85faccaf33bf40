"""What is expected: of each kind period by period, and of the whole city in a window."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tilannekuva.stats.short_history import SHORTEST_HISTORY, predict_window

from ..detectors.farrington_alarm import expected_by_season
from ..scope import Periods

# Chance, on either side, beyond which a level is called above or below; and far above.
TAIL = 0.025
FAR_TAIL = 0.001
_LEAST_EVALUATED = 4
_LEAST_YEARS = 2

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Expected:
    """What season, trend and variation of earlier years lead to expect.

    `course` (n_kinds, n_periods), NaN where there is too little history; `dispersion` (n_kinds,) variance
    over mean, NaN likewise.
    """

    course: Floats
    dispersion: Floats

    @property
    def known_dispersion(self) -> Floats:
        """The dispersion, and that of Poisson counts where nothing is known."""
        return np.maximum(np.nan_to_num(self.dispersion, nan=1.0), 1.0)

    def after(self, long_past: Expected) -> Expected:
        """This course, and before it that of another which reaches further back; the larger dispersion."""
        course = np.where(np.isnan(self.course), long_past.course, self.course)
        return Expected(course, np.fmax(self.dispersion, long_past.dispersion))

    def filled(self, periods: Periods) -> Floats | None:
        """The course of every period, in any unit: where it is not known, that of a year later, or its mean.

        None where nothing is known of any kind.
        """
        if np.isnan(self.course).all():
            return None
        filled = self.course.copy()
        later = np.full_like(filled, np.nan)
        later[:, : -periods.per_year] = filled[:, periods.per_year :]
        filled = np.where(np.isnan(filled), later, filled)
        known = np.isfinite(filled)
        mean = np.where(known, filled, 0).sum(axis=1) / np.maximum(known.sum(axis=1), 1)
        filled = np.where(known, filled, np.maximum(mean, 0)[:, None])
        # A season that expects nothing is no course to compare by.
        least = 0.05 * np.where(mean > 0, mean, 1.0)
        positive: Floats = np.maximum(filled, least[:, None])
        return positive


def unknown(shape: tuple[int, int]) -> Expected:
    """Nothing is expected of any kind."""
    return Expected(np.full(shape, np.nan), np.full(shape[0], np.nan))


def expected_courses(city: Counts, periods: Periods, *, whole_history: bool = False) -> Expected:
    """What is expected of each kind (n_kinds, n_periods) in the newest periods, at most a year of them.

    `whole_history`: in as many periods as have two earlier years, for comparisons with what was long ago;
    each then rests on two years alone.
    """
    n_newest = _evaluated(periods)
    if not n_newest or not city.any():
        return unknown(city.shape)
    evaluate = (
        len(periods) - _LEAST_YEARS * periods.per_year - _LEAST_EVALUATED if whole_history else n_newest
    )
    result = expected_by_season(city, periods, evaluate=max(evaluate, n_newest), alpha=TAIL)
    course = np.full(city.shape, np.nan)
    course[:, -result.expected.shape[1] :] = result.expected
    with np.errstate(all="ignore"):
        dispersion = np.array(
            [np.nanmedian(row) if np.isfinite(row).any() else np.nan for row in result.dispersion]
        )
    return Expected(course, dispersion)


def _evaluated(periods: Periods) -> int:
    """How many of the newest periods can be compared with at least two earlier years; at most a year."""
    if periods.unit == "day":
        return 0
    evaluate = min(periods.per_year, len(periods) - _LEAST_YEARS * periods.per_year - _LEAST_EVALUATED)
    return evaluate if evaluate >= _LEAST_EVALUATED else 0


@dataclass(frozen=True, slots=True)
class Whole:
    """What is expected of the city in a window, with the variances that make its interval and its far bound.

    `dispersion` is that of areas about their share; by season it is not told apart from that of the city.
    """

    expected: float
    variance: float
    far_variance: float
    dispersion: float | None


def whole_of(city: Counts, expected: Floats, dispersion: float, n_periods: int) -> Whole | None:
    """By season and trend, or else by the plain mean so far; None where that is too little to say."""
    history = city[:-n_periods]
    by_season = float(expected[-n_periods:].sum())
    if np.isfinite(by_season):
        # How well the mean itself is known: as well as the events it rests on allow.
        variance = dispersion * (by_season + by_season**2 / max(float(history.sum()), 1.0))
        return Whole(by_season, variance, variance, dispersion)
    # At least as much past as window: a mean over less says nothing.
    if len(history) < max(n_periods, SHORTEST_HISTORY):
        return None
    near, far = (
        predict_window(history[None], n_periods, confidence=1 - 2 * tail) for tail in (TAIL, FAR_TAIL)
    )
    if np.isnan(near.expected[0]):
        return None
    return Whole(float(near.expected[0]), float(near.variance[0]), float(far.variance[0]), None)

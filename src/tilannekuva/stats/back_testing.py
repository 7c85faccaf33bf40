"""How often would it have been wrong here, and what would it have found? Any method of alarm, put to the test."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _checks as check
from .alarm_record import alarm_record
from .alarm_result import AlarmResult
from .back_test_result import BackTestResult
from .errors import BadArgument
from .planted_rises import SHAPES, Places, Shape, choose_places, plant
from .trial_record import columns_of, trial_record


class Detector(Protocol):
    """Whatever judges the last periods of (n_series, n_periods) counts, each series by its own counts alone.

    A method of alarm with its settings is one: `functools.partial(farrington_flexible, evaluate=104)`.
    """

    def __call__(self, counts: NDArray[np.int64], /) -> AlarmResult: ...


def back_test(
    detector: Detector,
    counts: ArrayLike,
    *,
    ratios: Sequence[float] = (1.5, 2.0, 3.0),
    shapes: Sequence[Shape] = SHAPES,
    duration: int = 8,
    n_rises: int = 200,
    least_level: float = 1.0,
    known_rises: ArrayLike | None = None,
    periods_per_year: int = 52,
    confidence: float = 0.95,
    rng: np.random.Generator,
) -> BackTestResult:
    """Run a detector over a city's own history as it was, and again with rises planted into it.

    Parameters
    ----------
    detector : see `Detector`. What it judges is what is tested: let it judge a year or more.
    counts : (n_series, n_periods) whole numbers >= 0; the last column is the newest period.
    ratios : heights of the planted rises, times the usual level, above 1. Empty: none are planted.
    shapes : "step" (at once, and stays), "ramp" (grows evenly) and "spike" (one period alone).
    duration : periods that a planted rise lasts, within which it is to be found.
    n_rises : planted of each shape and ratio, one at a time, in the same places for all of them.
    least_level : rises are planted in series with at least so many cases a period in the year before. What
        doubles next to nothing is next to nothing, and no detector finds it.
    known_rises : bool (n_series, n_periods), true where a rise is known: alarms there are not false.
    periods_per_year : 52 for weeks, 12 for months, 365 for days.
    confidence : of the intervals.
    rng : one 64-bit seed is drawn from it. The same seed gives the same result for any order of the series.

    Returns
    -------
    BackTestResult.

    Raises
    ------
    BadArgument : see the messages.
    TooLittleData : no series is busy enough, or the detector judges fewer periods than a rise lasts.

    Source
    ------
    False alarm rate and probability of detection as in Noufaily et al. (2013), Stat. Med. 32(7), section 4,
    with rises planted into real counts instead of simulated ones. Interval of the alarms by the ratio
    estimator over series (Cochran 1977, Sampling Techniques, section 6.4), of a single series as of Poisson
    counts (Garwood 1936); of shares by Wilson (1927), where a place that is drawn twice counts twice; of the
    median delay by order statistics (David & Nagaraja 2003, Order Statistics, section 7.1); of the mean delay as of
    a share of the longest delay, since no variance within a range is larger than that of its two ends.
    """
    if not callable(detector):
        raise BadArgument(
            f"detector is a {type(detector).__name__}; the method of alarm comes first and the counts after it: "
            "back_test(functools.partial(farrington_flexible, evaluate=104), counts, …)"
        )
    if callable(counts):
        raise BadArgument("counts is a function; give the counts themselves, (n_series, n_periods)")
    history = check.check_counts(counts, rows="series")
    heights = [_height(ratio) for ratio in ratios]
    for shape in shapes:
        check.check_choice("shapes", shape, SHAPES)
    duration = check.check_whole("duration", duration, least=1)
    n_rises = check.check_whole("n_rises", n_rises, least=1)
    periods_per_year = check.check_whole("periods_per_year", periods_per_year, least=1)
    check.check_fraction("confidence", confidence)
    if not check.check_number("least_level", least_level) >= 0:
        raise BadArgument(f"least_level is {least_level!r}; it must be at least 0")
    seed = int(check.check_rng(rng).integers(0, 2**64, dtype=np.uint64))
    chance = np.random.default_rng(seed)

    as_it_was = _judged(detector, history)
    record = alarm_record(as_it_was, _known(known_rises, history.shape), periods_per_year, confidence)
    kinds = [(shape, height) for shape in shapes for height in heights]
    trials = []
    if kinds:
        # Drawn among series in an order of their own, whatever the input's: equal series are one to chance.
        order = np.lexsort(history.T[::-1])
        places = choose_places(
            history[order], as_it_was.first_period_idx, n_rises=n_rises, duration=duration, least_level=least_level,
            periods_per_year=periods_per_year, rng=chance,
        )  # fmt: skip
        places = places._replace(series_idx=order[places.series_idx])
        unplanted = _first_alarm(as_it_was.alarm[places.series_idx], places, as_it_was, duration)
        for shape, height in kinds:
            risen = plant(history, places, shape=shape, ratio=height, duration=duration, rng=chance)
            result = _judged(detector, risen)
            delay = _first_alarm(result.alarm, places, result, duration)
            trials.append(trial_record(shape, height, delay, unplanted, duration, confidence))
    return BackTestResult(
        method=as_it_was.method,
        n_series=len(history),
        **record._asdict(),
        **columns_of(trials),
        periods_per_year=periods_per_year,
        duration=duration,
        least_level=float(least_level),
        confidence=confidence,
        seed=seed,
        parameters=dict(as_it_was.parameters),
    )


def _judged(detector: Detector, counts: NDArray[np.int64]) -> AlarmResult:
    result = detector(counts.copy())
    if not isinstance(result, AlarmResult):
        raise BadArgument(f"the detector gave a {type(result).__name__}; it must give an AlarmResult")
    shape = (len(counts), counts.shape[1] - result.first_period_idx)
    if result.alarm.shape != shape:
        raise BadArgument(
            f"the detector gave alarms {result.alarm.shape} from period {result.first_period_idx} on; from "
            f"{counts.shape} counts that must be {shape}, to the newest period"
        )
    return result


def _first_alarm(
    alarm: NDArray[np.bool_], places: Places, result: AlarmResult, duration: int
) -> NDArray[np.int64]:
    """Periods from the beginning of each rise to its first alarm; `duration` when there is none."""
    column = places.first_period_idx[:, None] - result.first_period_idx + np.arange(duration)
    within = alarm[np.arange(len(alarm))[:, None], column]
    return np.where(within.any(axis=1), within.argmax(axis=1), duration)


def _height(ratio: Any) -> float:
    check.check_positive("ratios", ratio)
    if not 1 < ratio < np.inf:
        raise BadArgument(f"ratios has {ratio!r}; a rise is more than 1 times the usual level")
    return float(ratio)


def _known(known_rises: Any, shape: tuple[int, int]) -> NDArray[np.bool_]:
    if known_rises is None:
        return np.zeros(shape, bool)
    check.check_plain("known_rises", known_rises, may_be_truth=True)
    known = np.asarray(known_rises)
    if known.dtype != np.bool_ or known.shape != shape:
        raise BadArgument(f"known_rises is {known.dtype} {known.shape}; it must be bool {shape}, like counts")
    return known

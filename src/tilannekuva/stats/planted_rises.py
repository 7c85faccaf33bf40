"""Rises planted into a city's own history, to see which of them a detector finds."""

from typing import Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from .errors import TooLittleData

_Floats = NDArray[np.float64]

Shape = Literal["step", "ramp", "spike"]
SHAPES: tuple[Shape, ...] = ("step", "ramp", "spike")


class Places(NamedTuple):
    """Where and when rises are planted, and how much is usual there; (n_rises,) each."""

    series_idx: NDArray[np.int64]
    first_period_idx: NDArray[np.int64]
    level: _Floats


def choose_places(
    counts: NDArray[np.int64], first_judged: int, *, n_rises: int, duration: int, least_level: float,
    periods_per_year: int, rng: np.random.Generator,
) -> Places:  # fmt: skip
    """Draw series that are busy enough, and periods that leave room for the whole rise."""
    n_periods = counts.shape[1]
    if first_judged + duration > n_periods:
        raise TooLittleData(
            f"the detector judges {n_periods - first_judged} periods; rises of {duration} periods need as many. "
            "Let it judge more, or lower duration"
        )
    before = counts[:, max(first_judged - periods_per_year, 0) : first_judged]
    busy = np.flatnonzero(before.mean(axis=1) >= least_level) if before.size else np.zeros(0, np.int64)
    if not busy.size:
        raise TooLittleData(
            f"no series has {least_level:g} cases a period in the year before the first judged period; lower "
            "least_level, or give no ratios to learn of false alarms alone"
        )
    series = rng.choice(busy, n_rises)
    begin = rng.integers(first_judged, n_periods - duration + 1, n_rises)
    cumulated = np.concatenate([np.zeros((len(counts), 1), np.int64), np.cumsum(counts, axis=1)], axis=1)
    since = np.maximum(begin - periods_per_year, 0)
    level = (cumulated[series, begin] - cumulated[series, since]) / (begin - since)
    return Places(series, begin, level)


def plant(
    counts: NDArray[np.int64], places: Places, *, shape: Shape, ratio: float, duration: int,
    rng: np.random.Generator,
) -> NDArray[np.int64]:  # fmt: skip
    """(n_rises, n_periods): the chosen series, each with a rise of its own.

    What is added is Poisson with a mean of (ratio - 1) times the usual level: in every period of a "step",
    growing evenly up to it in a "ramp", in the first period alone in a "spike".
    """
    weight = {
        "step": np.ones(duration),
        "ramp": np.arange(1, duration + 1) / duration,
        "spike": np.arange(duration) == 0,
    }[shape]
    risen = counts[places.series_idx]
    column = places.first_period_idx[:, None] + np.arange(duration)
    more = rng.poisson((ratio - 1) * places.level[:, None] * weight)
    risen[np.arange(len(risen))[:, None], column] += more
    return risen

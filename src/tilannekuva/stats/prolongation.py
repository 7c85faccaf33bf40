"""Is it going on for longer than usual? Episodes above the expected, and how long they last."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _checks as check
from ._prolongation_kernels import find_episodes
from .cumulative_alarms import check_above, check_ratio, per_period
from .errors import BadArgument
from .prolongation_result import ProlongationResult
from .survival import SurvivalResult, kaplan_meier

_Floats = NDArray[np.float64]

# Rises between which nothing is preferred beforehand when a beginning is weighed.
_RATIOS = np.exp(np.linspace(np.log(1.1), np.log(10), 24))[:, None]


def run_above(
    observed: ArrayLike,
    expected: ArrayLike,
    *,
    dispersion: ArrayLike = 1.0,
    detect_ratio: float = 1.5,
    threshold: float = 5.0,
    groups: ArrayLike | None = None,
    least_episodes: int = 5,
    confidence: float = 0.95,
) -> ProlongationResult:
    """Tell since when each series is above the expected, and compare with how long earlier episodes lasted.

    Single counts swing around their expectation, so a run of counts above it says little. An episode is a
    time in which the evidence for a rise adds up to the threshold; it is over when as much evidence speaks
    for no rise, against one half as strong (on the log scale) as the episode's own.

    Parameters
    ----------
    observed : (n_series, n_periods) whole numbers >= 0; the last column is the newest period.
    expected : above 0; a number, or an array that broadcasts to the shape of `observed`, such as `expected`
        of a method of alarm. NaN where nothing is known: such a period is no evidence.
    dispersion : variance over mean, at least 1, of the same shapes.
    detect_ratio : the rise that counts as one, over the expected, above 1.
    threshold : natural logarithm of the evidence: 5 is a likelihood 150 times as large.
    groups : (n_series,) whole numbers; series are compared with episodes of their own group, such as the
        same kind of phenomenon. None: with those of all series.
    least_episodes : with fewer earlier episodes that have ended, nothing is said about the usual length.
    confidence : of the intervals.

    Returns
    -------
    ProlongationResult with arrays (n_series,).

    Raises
    ------
    BadArgument : see the messages.

    Source
    ------
    Evidence as in `cusum_negative_binomial` (Höhle & Paul 2008). The interval of the length: when every
    beginning is as likely as another, they are as probable as their likelihoods (Smith 1975, Biometrika 62,
    407–416), here summed over rises from 1.1 to 10 times. Lengths by Kaplan & Meier (1958): those
    that go on count as longer than they are now, and those under way in the first period are left out.
    """
    counts = check.check_counts(observed, rows="series")
    means = per_period("expected", expected, counts.shape)
    spread = per_period("dispersion", dispersion, counts.shape)
    check_above("expected", means, 0.0, included=False)
    check_above("dispersion", spread, 1.0, included=True)
    check_ratio(detect_ratio)
    check.check_positive("threshold", threshold)
    check.check_fraction("confidence", confidence)
    least_episodes = check.check_whole("least_episodes", least_episodes, least=1)
    group = _groups(groups, len(counts))

    unknown = np.isnan(means + spread)
    counts, means, spread = (
        np.where(unknown, 0, counts),
        np.where(unknown, 0.0, means),
        np.where(unknown, 1.0, spread),
    )
    episodes = find_episodes(counts, means, spread - 1, float(np.log(detect_ratio)), float(threshold))
    lengths = _Lengths(
        episodes=episodes,
        group=group[episodes[:, 0]],
        duration=(episodes[:, 2] - episodes[:, 1] + 1).astype(np.float64),
        ended=episodes[:, 3] == 1,
        begin_seen=episodes[:, 1] > 0,
    )
    curves = {int(name): lengths.curve(lengths.group == name, confidence) for name in np.unique(group)}

    now = _Now(*(np.full(len(counts), np.nan) for _ in _Now._fields))
    for episode in np.flatnonzero(~lengths.ended):
        series, begin, last = (int(value) for value in episodes[episode, :3])
        since = 0
        if episode and episodes[episode - 1, 0] == series:
            since = int(episodes[episode - 1, 2]) + 1
        span = (series, slice(since, last + 1))
        own = (series, slice(begin, last + 1))
        now.first_period_idx[series] = begin
        now.length_periods[series] = lengths.duration[episode]
        now.ratio[series] = counts[own].sum() / means[own].sum()
        now.lower[series], now.upper[series] = _length_interval(
            counts[span], means[span], spread[span], confidence
        )
        others = lengths.group == group[series]
        others[episode] = False
        curve = lengths.curve(others, confidence)
        now.n_earlier[series] = curve.n
        if curve.n - curve.n_open >= least_episodes:
            longer = curve.longer_than(lengths.duration[episode])
            now.share_longer[series], now.share_lower[series], now.share_upper[series] = longer
    return ProlongationResult(
        episodes=episodes,
        survival=curves,
        confidence=confidence,
        **now._asdict() | {name: _whole(getattr(now, name)) for name in ("first_period_idx", "n_earlier")},
    )


class _Now(NamedTuple):
    """A value for each series, NaN where it is not above the expected; see `ProlongationResult`."""

    first_period_idx: _Floats
    length_periods: _Floats
    lower: _Floats
    upper: _Floats
    ratio: _Floats
    n_earlier: _Floats
    share_longer: _Floats
    share_lower: _Floats
    share_upper: _Floats


class _Lengths(NamedTuple):
    """The episodes of all series, a row each."""

    episodes: NDArray[np.int64]
    group: NDArray[np.int64]
    duration: _Floats
    ended: NDArray[np.bool_]
    begin_seen: NDArray[np.bool_]

    def curve(self, chosen: NDArray[np.bool_], confidence: float) -> SurvivalResult:
        """How long the chosen ones last, less those of which the beginning was not seen."""
        seen = chosen & self.begin_seen
        return kaplan_meier(self.duration[seen], self.ended[seen], confidence=confidence)


def _whole(values: _Floats) -> NDArray[np.int64]:
    return np.where(np.isnan(values), -1, values).astype(np.int64)


def _evidence(counts: NDArray[np.int64], means: _Floats, spread: _Floats, ratio: Any) -> _Floats:
    """Log likelihood ratio of every count; 0 where nothing is expected, since nothing is known there."""
    excess = spread - 1
    size = means / np.where(excess > 0, excess, 1.0)
    wide = counts * np.log(ratio) + (counts + size) * (np.log1p(excess) - np.log1p(excess * ratio))
    evidence: _Floats = np.where(excess > 0, wide, counts * np.log(ratio) - means * (ratio - 1))
    return evidence


def _length_interval(
    counts: NDArray[np.int64], means: _Floats, spread: _Floats, confidence: float
) -> tuple[float, float]:
    """Lengths, counted back from the last period, between which the beginning lies with `confidence`."""
    evidence = _evidence(counts[::-1], means[::-1], spread[::-1], _RATIOS)
    since = np.cumsum(evidence, axis=1)
    chance = np.exp(since - since.max()).sum(axis=0)
    up_to = np.cumsum(chance) / chance.sum()
    tail = (1 - confidence) / 2
    return float(np.searchsorted(up_to, tail) + 1), float(np.searchsorted(up_to, 1 - tail) + 1)


def _groups(groups: Any, n_series: int) -> NDArray[np.int64]:
    if groups is None:
        return np.zeros(n_series, np.int64)
    check.check_plain("groups", groups)
    group = np.asarray(groups)
    if group.shape != (n_series,) or (n_series and group.dtype.kind not in "iu"):
        raise BadArgument(
            f"groups is {group.dtype} {group.shape}; it must be whole numbers, one for each of {n_series} series"
        )
    return group.astype(np.int64)

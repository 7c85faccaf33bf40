"""One series in one window, source by source."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import stats


class Panel(NamedTuple):
    observed: int
    expected: float
    upper: float
    p_value: float
    dispersion: float
    n_compared: int
    n_new: int
    n_gone: int
    missing: float


def judge(
    counts: NDArray[np.int64], reporting: NDArray[np.bool_], usual: NDArray[np.float64], now: int, *,
    baseline: int, left_out: int, least_periods: int, alpha: float, window: int = 1,
) -> Panel:  # fmt: skip
    """`counts` and `reporting` (n_sources, n_periods) of one series; `usual` (n_periods); `now` ends the window."""
    first = now - window + 1
    judged, before = range(first, now + 1), range(first - left_out - baseline, first - left_out)
    observed, rates, exposures, ahead, n_new, n_gone, missing = 0, {}, {}, {}, 0, 0, 0.0
    for source in range(len(counts)):
        periods = [t for t in before if reporting[source, t]]
        present = [t for t in judged if reporting[source, t]]
        known, there = len(periods) >= least_periods, len(present) > 0
        n_new += there and not known
        n_gone += known and not reporting[source, now]
        if known:
            rate = sum(int(counts[source, t]) for t in periods) / sum(usual[t] for t in periods)
            missing += rate * sum(usual[t] for t in judged if t not in present)
        if known and there:
            exposures[source] = sum(usual[t] for t in periods)
            rates[source] = sum(int(counts[source, t]) for t in periods) / exposures[source]
            ahead[source] = sum(usual[t] for t in present)
            observed += sum(int(counts[source, t]) for t in judged)
    expected = sum(ahead[s] * rates[s] for s in rates)
    unknowing = sum(ahead[s] ** 2 * rates[s] / exposures[s] for s in rates)
    if expected == 0:
        expected = 0.5 * sum(usual[t] for t in judged) / sum(usual[t] for t in before)
    squares = freedom = 0.0
    for t in before:
        present = [s for s in rates if reporting[s, t]]
        mean = sum(rates[s] * usual[t] for s in present)
        if mean > 0:
            squares += (sum(int(counts[s, t]) for s in present) - mean) ** 2 / mean
            freedom += 1 - sum(rates[s] * usual[t] ** 2 / exposures[s] for s in present) / mean
    dispersion = max(squares / freedom, 1.0) if freedom >= 1 else 1.0
    spread = dispersion * (expected + unknowing) / expected
    law = stats.nbinom(expected / (spread - 1), 1 / spread) if spread > 1 else stats.poisson(expected)
    return Panel(
        observed, expected, float(law.ppf(1 - alpha)), float(law.sf(observed - 1)), dispersion, len(rates),
        n_new, n_gone, missing,
    )  # fmt: skip


def sources_reporting(counts: list[list[int]], silent_periods: int) -> list[list[bool]]:
    """Of (n_sources, n_periods) counts over all series: was there a case before, and is the gap no longer than that?"""
    there = []
    for series in counts:
        with_cases = [t for t, count in enumerate(series) if count]
        row = []
        for t in range(len(series)):
            before = [s for s in with_cases if s <= t]
            after = [s for s in with_cases if s >= t]
            end = after[0] if after else len(series)
            row.append(bool(before) and (t in with_cases or end - before[-1] - 1 <= silent_periods))
        there.append(row)
    return there

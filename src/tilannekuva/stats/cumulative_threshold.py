"""Which threshold of the cumulated sum raises a false alarm only so and so seldom?"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _checks as check
from ._results import Result, one_row
from ._threads import available_threads
from .cumulative_alarms import check_above, check_ratio, cumulated
from .errors import BadArgument

# A first alarm later than so many times the wanted one is not waited for: one run in 3,000 goes on so long.
_LONGEST_RUN = 8
_Z = 1.96


@dataclass(frozen=True, eq=False)
class CusumThreshold(Result):
    """A threshold for `cusum_negative_binomial`, found by simulation.

    Attributes
    ----------
    threshold : with which false alarms come once in `periods_between_false_alarms` on average.
    lower, upper : between them the exact threshold lies with 95 % confidence; more replicates bring them
        together.
    seed : what was drawn from `rng`.
    """

    threshold: float
    lower: float
    upper: float
    periods_between_false_alarms: float
    n_replicates: int
    seed: int

    def as_dict(self) -> dict[str, NDArray[Any]]:
        """One row: polars or pandas take it in one call."""
        return one_row(asdict(self))

    def __repr__(self) -> str:
        return (
            f"<CusumThreshold: {self.threshold:.3f} ({self.lower:.3f} to {self.upper:.3f}) for a false alarm "
            f"in {self.periods_between_false_alarms:,.0f} periods>"
        )


def cusum_threshold(
    *,
    mean: ArrayLike,
    dispersion: ArrayLike,
    detect_ratio: float | None,
    periods_between_false_alarms: float,
    window: int | None = None,
    n_replicates: int = 1000,
    rng: np.random.Generator,
    n_threads: int | None = None,
) -> CusumThreshold:
    """Find the threshold at which false alarms come as seldom as wanted.

    Counts without any rise are drawn, and their sums followed until each passes any threshold in question.
    The same draws serve all thresholds, so the mean time between alarms never falls as the threshold grows.

    Parameters
    ----------
    mean, dispersion : above 0, and at least 1; a number, or (n,) of one cycle that repeats, such as the 52
        weeks of a year. The replicates start at all parts of the cycle in turn.
    detect_ratio, window : as they will be used. Without a window, a generalised ratio is compared over all
        periods since the last alarm, which takes long: its cost grows with the square of the time.
    periods_between_false_alarms : at least 2; 520 weeks are ten years.
    n_replicates : simulated series, at least 100. The mean time has an error of 1 / sqrt(n_replicates).
    rng : one 64-bit seed is drawn from it.
    n_threads : None for as many as the process may use. The result is the same for any number.

    Returns
    -------
    CusumThreshold.

    Raises
    ------
    BadArgument : see the messages.

    Source
    ------
    Time between alarms as in Höhle & Paul (2008), Comput. Stat. Data Anal. 52, section 2.3, who simulate
    too. Runs longer than eight times the wanted time are cut off; the mean is then the time watched over the
    number of alarms, which is exact for waiting times without memory.
    """
    check_ratio(detect_ratio)
    if not 2 <= check.check_number("periods_between_false_alarms", periods_between_false_alarms) <= 1e6:
        raise BadArgument(
            f"periods_between_false_alarms is {periods_between_false_alarms!r}; it must lie in [2, 1000000]"
        )
    n_replicates = check.check_whole("n_replicates", n_replicates, least=100)
    threads = available_threads(
        None if n_threads is None else check.check_whole("n_threads", n_threads, least=1)
    )
    cycle = _cycle(mean, dispersion)
    n_periods = int(np.ceil(_LONGEST_RUN * periods_between_false_alarms))
    reach = n_periods if window is None else min(check.check_whole("window", window, least=1), n_periods)
    seed = int(check.check_rng(rng).integers(0, 2**64, dtype=np.uint64))

    maxima = _running_maxima(cycle, n_replicates, n_periods, detect_ratio, reach, seed, threads)
    # The number of alarms that are watched is near the number of replicates, and about Poisson.
    slack = 1 + _Z / np.sqrt(n_replicates)
    wanted = [periods_between_false_alarms * factor for factor in (1.0, 1 / slack, slack)]
    threshold, lower, upper = (_smallest_threshold(maxima, time) for time in wanted)
    return CusumThreshold(
        threshold, lower, upper, float(periods_between_false_alarms), n_replicates=n_replicates, seed=seed
    )


def _cycle(mean: Any, dispersion: Any) -> NDArray[np.float64]:
    """(2, n) means and dispersions."""
    check.check_plain("mean", mean)
    check.check_plain("dispersion", dispersion)
    try:
        cycle = np.stack(np.broadcast_arrays(*(np.asarray(v, np.float64) for v in (mean, dispersion))))
    except (TypeError, ValueError) as error:
        raise BadArgument("mean and dispersion must be numbers, one of each or one a period") from error
    if cycle.ndim > 2 or not cycle.size:
        raise BadArgument(f"mean and dispersion must be one number or (n,), not {cycle.shape[1:]}")
    cycle = cycle.reshape(2, -1)
    if np.isnan(cycle).any():
        raise BadArgument("mean and dispersion must be known in every period of the cycle")
    check_above("mean", cycle[0], 0.0, included=False)
    check_above("dispersion", cycle[1], 1.0, included=True)
    return cycle


def _running_maxima(
    cycle: NDArray[np.float64], n_replicates: int, n_periods: int, detect_ratio: float | None, window: int,
    seed: int, n_threads: int,
) -> NDArray[np.float64]:  # fmt: skip
    """(n_replicates, n_periods) largest sum so far, if it never began anew."""
    phase = (np.arange(n_replicates)[:, None] + np.arange(n_periods)) % cycle.shape[1]
    means, dispersions = cycle[0][phase], cycle[1][phase]
    chance = np.random.default_rng(seed)
    # A negative binomial count is Poisson with a gamma-distributed mean.
    rates = means.copy()
    wide = dispersions > 1
    excess = dispersions[wide] - 1
    rates[wide] = chance.gamma(means[wide] / excess, excess)
    counts = chance.poisson(rates)
    never = np.full(n_replicates, np.inf)
    statistic, _ = cumulated(counts, means, dispersions, detect_ratio, never, window, n_threads)
    return np.maximum.accumulate(statistic, axis=1, out=statistic)


def _smallest_threshold(maxima: NDArray[np.float64], wanted: float) -> float:
    """The smallest threshold with a mean time between alarms of at least `wanted`."""
    low, high = 0.0, float(maxima.max()) + 1.0
    while high - low > 1e-6:
        middle = (low + high) / 2
        periods_before = (maxima < middle).sum(axis=1)
        n_alarms = int((periods_before < maxima.shape[1]).sum())
        # The period of the alarm is watched too.
        if n_alarms == 0 or (periods_before.sum() + n_alarms) / n_alarms >= wanted:
            high = middle
        else:
            low = middle
    return high

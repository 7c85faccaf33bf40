"""How many pairs that are near in space are near in time as well, in the data and by chance."""

import numpy as np
from numpy.typing import NDArray

from ._near_pairs import NearPairs
from ._near_repeat_kernels import LANES, count_by_chance
from ._threads import run_in_threads


def count_near(pairs: NearPairs, ticks: NDArray[np.int64], apart: NDArray[np.int64]) -> NDArray[np.int64]:
    """(bands, spans) near pairs at most so many ticks apart, in the data themselves."""
    sorted_ticks = ticks[pairs.order]
    between = np.abs(sorted_ticks[pairs.first_idx] - sorted_ticks[pairs.second_idx])
    counts = np.zeros((len(pairs.bounds) - 1, len(apart)), np.int64)
    for band, (begin, end) in enumerate(zip(pairs.bounds[:-1], pairs.bounds[1:], strict=True)):
        counts[band] = np.searchsorted(np.sort(between[begin:end]), apart, side="right")
    return counts


def count_near_by_chance(
    pairs: NearPairs, ticks: NDArray[np.int64], apart: NDArray[np.int64], n_permutations: int, seed: int,
    n_threads: int,
) -> NDArray[np.int64]:  # fmt: skip
    """(permutations, bands, spans) near pairs at most so many ticks apart, with the ticks dealt anew."""
    span = int(ticks.max())
    within = np.minimum(apart, span)
    # Differences run from -span to span and are shifted by at most the span: four spans in all.
    narrow = next(kind for kind in (np.uint16, np.uint32, np.uint64) if 4 * span <= np.iinfo(kind).max)
    counts = np.zeros((n_permutations, len(pairs.bounds) - 1, len(apart)), np.int64)
    dealt_from = ticks.astype(narrow)

    def count(first: int, stop: int) -> None:
        count_by_chance(
            dealt_from, pairs.first_idx, pairs.second_idx, pairs.bounds, within, np.uint64(seed),
            first, stop, counts,
        )  # fmt: skip

    run_in_threads(count, -(-n_permutations // LANES), n_threads)
    return counts


def near_in_time(ticks: NDArray[np.int64], apart: int) -> int:
    """Pairs of events at most so many ticks apart, by sorting."""
    ascending = np.sort(ticks)
    until = np.searchsorted(ascending, ascending + apart, side="right")
    return int((until - np.arange(1, len(ascending) + 1)).sum())


def dispersion_of_pairs(
    pairs: NearPairs, ticks: NDArray[np.int64], apart: NDArray[np.int64]
) -> NDArray[np.float64]:
    """(bands, spans - 1): variance over mean of the pairs in a band of distance and `apart[k]` < ticks <= `apart[k + 1]`.

    How much each event tells of the logarithm of observed over expected pairs (the infinitesimal jackknife, Efron
    1982, The Jackknife, the Bootstrap and Other Resampling Plans, chapter 6): its own share of the observed pairs,
    less its shares of those near in space and of those near in time. A pair stands with both of its events, which
    counts what is Poisson twice; once is taken off. At least 1.
    """
    n = len(ticks)
    sorted_ticks = ticks[pairs.order]
    in_time = _neighbours_in_time(sorted_ticks, apart)
    dispersion = np.ones((len(pairs.bounds) - 1, len(apart) - 1))
    for band, (begin, end) in enumerate(zip(pairs.bounds[:-1], pairs.bounds[1:], strict=True)):
        first, second = pairs.first_idx[begin:end], pairs.second_idx[begin:end]
        between = np.abs(sorted_ticks[first] - sorted_ticks[second])
        in_space = np.bincount(first, minlength=n) + np.bincount(second, minlength=n)
        for span in range(len(apart) - 1):
            near = (between > apart[span]) & (between <= apart[span + 1])
            n_near = int(near.sum())
            if not n_near:
                continue
            in_both = np.bincount(first[near], minlength=n) + np.bincount(second[near], minlength=n)
            told = in_both / n_near - in_space / len(first) - in_time[span] / (in_time[span].sum() / 2)
            dispersion[band, span] = max(1.0, n_near * n * float(told.var()) - 1)
    return dispersion


def _neighbours_in_time(ticks: NDArray[np.int64], apart: NDArray[np.int64]) -> NDArray[np.int64]:
    """(spans - 1, events): others between `apart[k]` and `apart[k + 1]` ticks away, the latter included."""
    ascending = np.sort(ticks)
    within = np.stack(
        [
            np.searchsorted(ascending, ticks + at_most, side="right")
            - np.searchsorted(ascending, ticks - at_most)
            for at_most in apart
        ]
    )
    within[apart < 0] = 1  # the event itself, which is then taken off
    return np.diff(within, axis=0)

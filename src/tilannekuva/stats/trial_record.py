"""How many of the planted rises were found, and how late: of one shape and height."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import special

_Ends = tuple[float, float]
_NOTHING = (float("nan"), float("nan"))


class TrialRecord(NamedTuple):
    """As in `BackTestResult`, which it becomes part of."""

    shape: str
    ratio: float
    n_rises: int
    n_found: int
    found: float
    found_lower: float
    found_upper: float
    found_by_chance: float
    by_chance_lower: float
    by_chance_upper: float
    delay_mean: float
    delay_mean_lower: float
    delay_mean_upper: float
    delay_median: float
    delay_median_lower: float
    delay_median_upper: float


def trial_record(
    shape: str, ratio: float, delay: NDArray[np.int64], unplanted: NDArray[np.int64], duration: int,
    confidence: float,
) -> TrialRecord:  # fmt: skip
    """Of `delay` (n_rises,) with the rises and `unplanted` (n_rises,) without; `duration` says not found."""
    found = delay[delay < duration]
    share, by_chance = len(found) / len(delay), float((unplanted < duration).mean())
    longest = duration - 1
    mean, mean_ends, median, median_ends = float("nan"), _NOTHING, float("nan"), _NOTHING
    if found.size:
        mean, median = float(found.mean()), float(np.median(found))
        low, high = _share_ends(mean / max(longest, 1), len(found), confidence)
        mean_ends = (low * longest, high * longest)
        median_ends = _median_ends(found, longest, confidence)
    return TrialRecord(
        shape, ratio, len(delay), len(found),
        share, *_share_ends(share, len(delay), confidence),
        by_chance, *_share_ends(by_chance, len(delay), confidence),
        mean, *mean_ends, median, *median_ends,
    )  # fmt: skip


def columns_of(trials: list[TrialRecord]) -> dict[str, Any]:
    return {name: np.array([getattr(trial, name) for trial in trials]) for name in TrialRecord._fields}


def _share_ends(share: float, n: int, confidence: float) -> _Ends:
    """Wilson's interval of a share of n."""
    z2 = float(special.ndtri((1 + confidence) / 2)) ** 2
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    reach = float(np.sqrt(z2 * (share * (1 - share) / n + z2 / (4 * n * n)))) / (1 + z2 / n)
    # The share lies between the ends, which rounding must not undo.
    return min(max(centre - reach, 0.0), share), max(min(centre + reach, 1.0), share)


def _median_ends(found: NDArray[np.int64], longest: int, confidence: float) -> _Ends:
    """The ranks that fewer than so many of n fair coins pass; the whole range where there are too few ranks."""
    at_most = special.bdtr(np.arange(len(found) + 1), len(found), 0.5)
    rank = int(np.searchsorted(at_most, (1 - confidence) / 2, side="right"))
    if rank == 0:
        return 0.0, float(longest)
    ascending = np.sort(found)
    return float(ascending[rank - 1]), float(ascending[-rank])

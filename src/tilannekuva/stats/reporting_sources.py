"""Who was there to report? Guessed from the counts, where nobody keeps a list."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _checks as check


def sources_reporting(counts: ArrayLike, *, silent_periods: int = 8) -> NDArray[np.bool_]:
    """Guess from (n_series, n_sources, n_periods) counts when each source was there to report.

    A source reports from its first case on, in whatever series; it is away in gaps of more than
    `silent_periods` periods without a case, and after its last case when that lies so far back. Returns bool
    (n_sources, n_periods). Raises BadArgument for counts that are none.
    """
    seen = by_source(counts).any(axis=0)
    silent_periods = check.check_whole("silent_periods", silent_periods)
    n_periods = seen.shape[1]
    period = np.arange(n_periods)
    last = np.maximum.accumulate(np.where(seen, period, -1), axis=1)
    following = np.minimum.accumulate(np.where(seen, period, n_periods)[:, ::-1], axis=1)[:, ::-1]
    return (last >= 0) & (following - last - 1 <= silent_periods) | seen


def by_source(counts: Any) -> NDArray[np.int64]:
    """Counts as a fresh (n_series, n_sources, n_periods) int64 array."""
    return check.check_count_array(counts, ("series", "sources", "periods"))

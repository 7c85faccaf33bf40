"""How long it has been going on: since when a kind is above the expected, and how long that usually lasts."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tilannekuva.stats import run_above

from ..results import EpisodeFacts
from .expected_courses import Expected

Floats = NDArray[np.float64]


def episodes_of(
    city: NDArray[np.int64], expected: Expected, share_reported: Floats
) -> list[EpisodeFacts | None]:
    """For each kind its episode under way, or None.

    `city`, `share_reported` (n_kinds, n_periods): counts, and which share of them has come in by now: a week of
    which reports are missing is no sign that it is over. Compared are the episodes of all kinds: one kind
    alone has too few of them.
    """
    # A season that expects nothing tells nothing of a rise.
    course = np.where(expected.course > 0, expected.course, np.nan) * share_reported
    if np.isnan(course).all():
        return [None] * len(city)
    result = run_above(city, course, dispersion=expected.known_dispersion[:, None])
    facts: list[EpisodeFacts | None] = []
    for kind_idx, first_period in enumerate(result.first_period_idx):
        if first_period < 0:
            facts.append(None)
            continue
        facts.append(
            EpisodeFacts(
                first_period_idx=int(first_period),
                length=int(result.length_periods[kind_idx]),
                lower=int(result.lower[kind_idx]),
                upper=int(result.upper[kind_idx]),
                n_earlier=int(result.n_earlier[kind_idx]),
                share_longer=_known(result.share_longer[kind_idx]),
                share_lower=_known(result.share_lower[kind_idx]),
                share_upper=_known(result.share_upper[kind_idx]),
            )
        )
    return facts


def _known(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 4)

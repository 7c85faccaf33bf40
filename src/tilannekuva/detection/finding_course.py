"""The course at a finding's own places: how it came to be, and not only how the whole city stands."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from tilannekuva.places.arrays import PlaceArrays

from .events import EventArrays
from .results import FindingFacts
from .scope import Periods, Scope

LONGEST_COURSE = 52
"""Periods; of weeks, a year."""


def with_courses(
    findings: Iterable[FindingFacts],
    reported: EventArrays,
    places: PlaceArrays,
    scope: Scope,
    periods: Periods,
) -> list[FindingFacts]:
    """The findings, each with the counts of its kind at its places in the newest periods.

    `reported`: the signals that the detectors saw. A circle of cells counts in its cells, areas count whole.
    """
    n_periods = min(LONGEST_COURSE, len(periods))
    starts = periods.starts_on[-n_periods:]
    recent = reported.where(reported.day >= periods.edges[-1 - n_periods])
    period = periods.index_of(recent.day) - (len(periods) - n_periods)
    kinds = {kind: idx for idx, kind in enumerate(scope.kinds)}
    indices = {"area": _numbered(places.area_codes), "cell": _numbered(places.cell_codes)}
    columns = {"area": recent.area_idx, "cell": recent.cell_idx}

    def course(finding: FindingFacts) -> dict[str, int]:
        wanted = [indices[finding.place][code] for code in finding.place_codes]
        here = (recent.kind_idx == kinds[finding.kind]) & np.isin(columns[finding.place], wanted)
        counts = np.bincount(period[here], weights=recent.n_events[here], minlength=n_periods)
        return {start: round(float(n)) for start, n in zip(starts, counts, strict=True)}

    return [replace(finding, course=course(finding)) for finding in findings]


def _numbered(codes: Sequence[str]) -> dict[str, int]:
    return {code: idx for idx, code in enumerate(codes)}

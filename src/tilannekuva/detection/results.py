"""What detection found, as plain frozen values: the form in which results leave the arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tilannekuva.domain.stream import StreamGroup


@dataclass(frozen=True, slots=True)
class LevelFacts:
    """The course of one kind in one place over the periods of a run.

    `area_code` and `cell_code` are empty for the whole city. `observed` has one count per period;
    `expected`, `lower` and `upper` (95 % interval of a count) have one value per period, None where
    there is too little to say. `dispersion` says how much more the counts vary than Poisson (1).
    """

    kind: str
    group: StreamGroup
    area_code: str
    cell_code: str
    observed: tuple[int, ...]
    expected: tuple[float | None, ...] = ()
    lower: tuple[float | None, ...] = ()
    upper: tuple[float | None, ...] = ()
    dispersion: float | None = None


@dataclass(frozen=True, slots=True)
class WindowFacts:
    """One kind in one place over the last `n_periods`: seen against expected.

    `step` is -1 below, 0 as expected, 1 above, 2 far above the expected; None: too little to say.
    `by_stream`, for the whole city alone: events of each stream that has any.
    """

    kind: str
    group: StreamGroup
    area_code: str
    n_periods: int
    observed: int
    expected: float | None = None
    lower: float | None = None
    upper: float | None = None
    step: int | None = None
    by_stream: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """One thing that a detector noticed. A number never travels alone (rule 14)."""

    detector: str
    kind: str
    place: str  # "area" or "cell": what the codes below name
    place_codes: tuple[str, ...]
    area_codes: tuple[str, ...]
    first_on: str
    last_on: str
    observed: int
    expected: float
    expected_lower: float
    expected_upper: float
    p_value: float
    by_chance_days: float
    statistic: float
    method: str
    method_version: str
    parameters: Mapping[str, Any]
    seed: int
    n_organisations: int
    n_streams: int
    by_stream: Mapping[str, int]
    centre_easting_m: float
    centre_northing_m: float
    radius_m: float
    # Reported signals of the kind at these places in each of the newest periods, by its first day (ISO).
    course: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_only_possible(self) -> bool:
        """It rests on one organisation or one stream, and stays "possible" (F-06)."""
        return self.n_organisations < 2 or self.n_streams < 2


@dataclass(frozen=True, slots=True)
class Analysis:
    """Everything one run says."""

    as_of: str
    period_unit: str  # "day", "week" or "month"
    period_starts: tuple[str, ...]
    windows: tuple[int, ...]
    levels: tuple[LevelFacts, ...]
    area_windows: tuple[WindowFacts, ...]
    city_windows: tuple[WindowFacts, ...]
    cell_counts: Mapping[tuple[str, str, int], Mapping[str, int]]  # (kind, group, n_periods) -> cell -> n
    findings: tuple[FindingFacts, ...]
    notes: tuple[str, ...]

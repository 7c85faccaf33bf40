"""What detection found, as plain frozen values: the form in which results leave the arrays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tilannekuva.domain.stream import StreamGroup


@dataclass(frozen=True, slots=True)
class PanelFacts:
    """The same sources compared with themselves, where those who report changed enough to matter (F-05).

    `observed` by sources that reported before and report now, against `expected` of them (95 %: `lower` to
    `upper`), the chance `p_value` of so many and the `step` of that, all None where there is too little to say.
    `left_out`: signals of the
    `n_new` sources that are too new to be compared; `missing`: signals that were to be expected of known
    sources while they did not report; `n_gone` of those do not report now.
    """

    observed: int
    left_out: int
    missing: float
    n_new: int
    n_gone: int
    expected: float | None = None
    lower: float | None = None
    upper: float | None = None
    p_value: float | None = None
    step: int | None = None


@dataclass(frozen=True, slots=True)
class IncomingFacts:
    """A count of which reports are still coming in: what it will have been in the end, with a 95 % interval.

    `share` of the final count that has been reported by now, as far as can be expected.
    """

    estimate: float
    lower: float
    upper: float
    share: float


@dataclass(frozen=True, slots=True)
class EpisodeFacts:
    """How long a kind has been above the expected, in periods, and how usual that is.

    Begun in period `first_period_idx`, up to the last period that strengthened the evidence: `length`, with a
    95 % interval. `share_longer` of the `n_earlier` episodes lasted longer (95 %: `share_lower` to
    `share_upper`); None where they are too few to say.
    """

    first_period_idx: int
    length: int
    lower: int
    upper: int
    n_earlier: int
    share_longer: float | None = None
    share_lower: float | None = None
    share_upper: float | None = None


@dataclass(frozen=True, slots=True)
class EscalationFacts:
    """How many events of a kind other events brought, in the mean of one: an indicator, never a forecast.

    Over the `n_events` reported in the last year. `ratio` with a 95 % interval, all None where they are too few
    to say; how long after (`decay_days`) and how far away (`spread_m`) in the mean, None where that cannot be
    told.
    """

    n_events: int
    ratio: float | None = None
    lower: float | None = None
    upper: float | None = None
    decay_days: float | None = None
    spread_m: float | None = None


@dataclass(frozen=True, slots=True)
class NearRepeatFacts:
    """How many times as often as by chance two signals of a kind came near one another, in place and time.

    Over the `n_events` reported in the last year, pairs at most `within_m` and `within_days` apart. `ratio` with a
    95 % interval, and `p_value`, the chance of so many pairs where places and days have nothing to do with each
    other: all None where too few pairs are to be expected to say. Of more than 10,000 events they are of as many
    drawn by chance.
    """

    n_events: int
    within_m: float
    within_days: int
    ratio: float | None = None
    lower: float | None = None
    upper: float | None = None
    p_value: float | None = None


@dataclass(frozen=True, slots=True)
class LastingFacts:
    """Where a kind gathers: codes of areas by `stats.HotSpotClass`, as the last `n_quarters` show it."""

    n_quarters: int
    areas: Mapping[str, tuple[str, ...]]


Reading = PanelFacts | IncomingFacts | EpisodeFacts | EscalationFacts | NearRepeatFacts | LastingFacts


@dataclass(frozen=True, slots=True)
class LevelFacts:
    """The course of one kind in one place over the periods of a run.

    `area_code` and `cell_code` are empty for the whole city. `observed` has one count per period;
    `expected`, `lower` and `upper` (95 % interval of a count) have one value per period, None where
    there is too little to say. `dispersion` says how much more the counts vary than Poisson (1). `incoming`
    belongs to the newest periods, oldest first: those of which reports are still coming in. `episode`: None
    when the kind is not above the expected now; `escalation`, `near_repeats`, `lasting`: None where they
    cannot be told.
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
    incoming: tuple[IncomingFacts, ...] = ()
    episode: EpisodeFacts | None = None
    escalation: EscalationFacts | None = None
    near_repeats: NearRepeatFacts | None = None
    lasting: LastingFacts | None = None


@dataclass(frozen=True, slots=True)
class WindowFacts:
    """One kind in one place over the last `n_periods`: seen against expected.

    `step` is -1 below, 0 as expected, 1 above, 2 far above the expected; None: too little to say.
    For the whole city alone: `by_stream`, events of each stream that has any; `incoming`, when reports of the
    window are still coming in; `panel`, when those who report changed enough to matter: then `step` is the
    panel's.
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
    incoming: IncomingFacts | None = None
    panel: PanelFacts | None = None


@dataclass(frozen=True, slots=True)
class FindingFacts:
    """One thing that a detector noticed. A number never travels alone (rule 14).

    `panel`: only where those who report changed enough to matter; then `p_value` and `by_chance_days` are those
    of the same sources.
    """

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
    panel: PanelFacts | None = None
    # Reported signals of the kind at these places in each of the newest periods, by its first day (ISO).
    course: Mapping[str, int] = field(default_factory=dict)

    @property
    def is_only_possible(self) -> bool:
        """It rests on one organisation or one stream, and stays "possible" (F-06)."""
        return self.n_organisations < 2 or self.n_streams < 2


@dataclass(frozen=True, slots=True)
class FollowedPlace:
    """A kind in some areas that people follow: measured as one place, under its own id."""

    id: str
    kind: str
    area_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SpanFacts:
    """What two spans of equal length say of a place that is followed: the newest one, and the one before it.

    Reported: `observed` and `before`, of which `severe` and `severe_before` serious or worse; in `areas` and `cells`
    of the place, `areas_before` and `cells_before` then. `growth` beyond what the season explains, with a 95 %
    interval, None where too few to say. `discovered` by looking. `expected`, `lower`, `upper`, `step`: as in
    WindowFacts.
    """

    n_periods: int
    observed: int
    before: int
    discovered: int
    severe: int
    severe_before: int
    areas: int
    areas_before: int
    cells: int
    cells_before: int
    n_organisations: int
    n_streams: int
    expected: float | None = None
    lower: float | None = None
    upper: float | None = None
    step: int | None = None
    growth: float | None = None
    growth_lower: float | None = None
    growth_upper: float | None = None


@dataclass(frozen=True, slots=True)
class FollowedFacts:
    """What a run measured of one kind in the areas in which people follow it, taken as one place.

    The course: reported signals by period, with what is expected of the place by its usual share of the city.
    `quiet_periods`: how many of the newest periods have passed since the level was last above; None where it was
    not above in the year that is looked back on, or nothing is expected.
    """

    observed: tuple[int, ...]
    expected: tuple[float | None, ...]
    lower: tuple[float | None, ...]
    upper: tuple[float | None, ...]
    spans: tuple[SpanFacts, ...]
    days_per_period: float
    quiet_periods: int | None = None
    episode: EpisodeFacts | None = None
    escalation: EscalationFacts | None = None


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
    followed: Mapping[str, FollowedFacts] = field(default_factory=dict)  # by id of the followed place

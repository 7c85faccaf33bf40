"""The simulation: quiet city plus stories, as event columns. Same seed, same city, same bytes.

A quiet kind is a Poisson stream whose rate follows the season and wanders from week to week (gamma, so
that counts are overdispersed as real ones are); its signals fall on cells by what draws them. Stories
add signals to it or take a reporter away. The truth is returned beside the events.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import KDTree

from tilannekuva.detection.events import EventArrays
from tilannekuva.domain.clock import day_number
from tilannekuva.domain.grade import InfoCredibility, SourceReliability
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.stream import STREAM_ORDER, Stream
from tilannekuva.places.arrays import PlaceArrays

from .plan import DemoPlan, PlannedKind, Pull, Shape, Story

_MARKINGS = list(Marking)
_PEAK_DAY_OF_YEAR = 196  # the middle of July
_STATION_REACH_M = 450.0
_NEAR_HOME_M = 400.0
# Friday and Saturday carry more, Monday to Wednesday less.
_WEEKDAYS = np.array([0.85, 0.85, 0.9, 1.0, 1.25, 1.25, 0.9])

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True, eq=False)
class Simulated:
    """Events, the marking of each (index into `Marking`), its organisation (index into the plan's), and
    its story (index into the plan's stories, -1 for none)."""

    events: EventArrays
    marking_idx: NDArray[np.int8]
    organisation_idx: NDArray[np.int32]
    story_idx: NDArray[np.int16]


def simulate(
    plan: DemoPlan,
    places: PlaceArrays,
    residents: Floats,
    stations_m: Floats,
    kinds: tuple[str, ...],
    *,
    as_of: dt.date,
    seed: int,
    stories: bool = True,
) -> Simulated:
    """Make up the signals of a city that are received until `as_of`: of the newest days some are still to come.

    `residents` (n_cells) people living in each cell; `stations_m` (n, 2) easting and northing of the
    stations; `kinds`: codes in the order of the run. Without `stories` nothing is the matter.
    """
    rng = np.random.Generator(np.random.Philox(np.random.SeedSequence([seed, 1])))
    end = day_number(as_of) + 1
    days = np.arange(end - plan.history_days, end)
    codes = [organisation.code for organisation in plan.organisations]
    draw = _Draw(rng, plan, codes, kinds, places, days)
    for kind in plan.kinds:
        draw.quiet(kind, _pull(kind.pull, places, residents, stations_m))
    if stories:
        for idx, story in enumerate(plan.stories):
            if story.shape is not Shape.SILENCE:
                draw.story(idx, story, end)
    simulated = draw.finished()
    return _silenced(simulated, plan, codes, end) if stories else simulated


class _Draw:
    """Collects drawn signals column by column."""

    def __init__(
        self,
        rng: np.random.Generator,
        plan: DemoPlan,
        codes: list[str],
        kinds: tuple[str, ...],
        places: PlaceArrays,
        days: NDArray[np.int64],
    ) -> None:
        self.rng, self.plan, self.codes, self.kinds, self.places, self.days = (
            rng,
            plan,
            codes,
            kinds,
            places,
            days,
        )
        self.planned = {kind.code: kind for kind in plan.kinds}
        self.parts: list[dict[str, NDArray[np.int64]]] = []

    def quiet(self, kind: PlannedKind, pull: Floats) -> None:
        day_of_year = (
            self.days - self.days[0] + dt.date.fromordinal(719163 + int(self.days[0])).timetuple().tm_yday
        )
        season = 1 + kind.season * np.cos(2 * np.pi * (day_of_year - _PEAK_DAY_OF_YEAR) / 365.25)
        weeks = self.rng.gamma(1 / kind.noise**2, kind.noise**2, size=len(self.days) // 7 + 1)
        rate = (
            kind.weekly / 7 * season * weeks[np.arange(len(self.days)) // 7] * _WEEKDAYS[(self.days + 3) % 7]
        )
        day = np.repeat(self.days, self.rng.poisson(rate))
        cell = self.rng.choice(self.places.n_cells, size=len(day), p=pull)
        self._add(kind, day, cell, kind.by, story_idx=-1, severity=np.array(kind.severity))

    def story(self, idx: int, story: Story, end: int) -> None:
        kind = self.planned[story.kind]
        start, stop = end - story.starts_days_ago, end - story.ends_days_ago
        days = np.arange(max(start, int(self.days[0])), end)
        age = days - start
        rate = story.weekly / 7 * np.minimum(1.0, (age + 1) / max(story.ramp_days, 1))
        if story.shape is Shape.ESCALATE:
            rate = story.weekly / 7 * np.minimum(1.0, (0.1 * 10 ** (age / max(story.ramp_days, 1))))
        if story.shape is Shape.RECEDE:
            # After the measure it halves every week.
            rate = rate * np.where(days < stop, 1.0, 0.5 ** ((days - stop) / 7))
        day = np.repeat(days, self.rng.poisson(rate))
        reach_m = story.spread_m + (story.spread_to_m - story.spread_m) * (day - start) / max(end - start, 1)
        later = np.clip((day - start) / max(story.ramp_days, 1), 0, 1)
        severity = np.array(kind.severity)
        if story.shape is Shape.ESCALATE:
            # What happens becomes graver as well as more frequent.
            severity = (1 - later[:, None]) * severity + later[:, None] * np.roll(severity, 1) * np.array(
                [0, 1, 1, 1]
            )
            severity = severity / severity.sum(axis=1, keepdims=True)
        self._add(
            kind, day, self._cells_near(story.area, reach_m), story.by, story_idx=idx, severity=severity
        )

    def _cells_near(self, area: str, reach_m: Floats) -> NDArray[np.int64]:
        """A cell for each signal, about the middle of an area, as far away as `reach_m` says."""
        area_idx = self.places.area_codes.index(area)
        angle = self.rng.uniform(0, 2 * np.pi, len(reach_m))
        distance = reach_m * np.sqrt(self.rng.uniform(0, 1, len(reach_m)))
        east = self.places.area_easting_m[area_idx] + distance * np.cos(angle)
        north = self.places.area_northing_m[area_idx] + distance * np.sin(angle)
        away = (self.places.cell_easting_m[None, :] - east[:, None]) ** 2
        away += (self.places.cell_northing_m[None, :] - north[:, None]) ** 2
        return away.argmin(axis=1) if len(reach_m) else np.empty(0, np.int64)

    def _add(
        self,
        kind: PlannedKind,
        day: NDArray[np.int64],
        cell: NDArray[np.int64],
        by: Mapping[str, float],
        *,
        story_idx: int,
        severity: Floats,
    ) -> None:
        n = len(day)
        shares = np.array([by.get(code, 0.0) for code in self.codes])
        organisation = self.rng.choice(len(self.codes), size=n, p=shares / shares.sum())
        cumulative = np.cumsum(np.broadcast_to(severity, (n, 4)), axis=1)
        self.parts.append(
            {
                "day": day,
                "band": self.rng.choice(4, size=n, p=np.array(kind.hours) / sum(kind.hours)),
                "cell_idx": cell,
                "kind_idx": np.full(n, self.kinds.index(kind.code)),
                "severity": (self.rng.uniform(0, cumulative[:, -1])[:, None] > cumulative)
                .sum(axis=1)
                .clip(0, 3)
                if n
                else np.empty(0, np.int64),
                "source_idx": organisation,
                "story_idx": np.full(n, story_idx),
                "own": self.rng.uniform(size=n)
                < np.array([o.own_initiative_share for o in self.plan.organisations])[organisation],
                "strict": self.rng.uniform(size=n)
                < np.array([o.strict_share for o in self.plan.organisations])[organisation],
                "delay": self._delay(organisation),
            }
        )

    def _delay(self, organisation: NDArray[np.int64]) -> NDArray[np.int64]:
        """Whole days until each signal is received: geometric, with the mean of its organisation."""
        mean = np.array([planned.delay_days for planned in self.plan.organisations])[organisation]
        still_to_come = np.log1p(-self.rng.uniform(size=len(organisation)))
        return np.floor(still_to_come / np.log(mean / (1 + mean))).astype(np.int64)

    def finished(self) -> Simulated:
        columns = {name: np.concatenate([part[name] for part in self.parts]) for name in self.parts[0]}
        received_day = columns["day"] + columns["delay"]
        columns = {name: column[received_day <= self.days[-1]] for name, column in columns.items()}
        order = np.lexsort([columns["cell_idx"], columns["kind_idx"], columns["day"]])
        columns = {name: column[order] for name, column in columns.items()}
        planned = self.plan.organisations
        organisation = columns["source_idx"].astype(np.int32)
        stream = np.array([STREAM_ORDER.index(o.stream) for o in planned])[organisation]
        stream = np.where(columns["own"], STREAM_ORDER.index(Stream.POLICE_OWN_INITIATIVE), stream)
        marking = np.array([_MARKINGS.index(o.marking) for o in planned])[organisation]
        marking = np.where(columns["strict"], _MARKINGS.index(Marking.AMBER_STRICT), marking)
        return Simulated(
            events=EventArrays(
                day=columns["day"],
                band=columns["band"],
                area_idx=self.places.cell_area_idx[columns["cell_idx"]],
                cell_idx=columns["cell_idx"],
                kind_idx=columns["kind_idx"],
                stream=stream,
                severity=columns["severity"],
                reliability=np.array([list(SourceReliability).index(o.reliability) for o in planned])[
                    organisation
                ],
                credibility=np.array([list(InfoCredibility).index(o.credibility) for o in planned])[
                    organisation
                ],
                source_idx=organisation,
                received_day=columns["day"] + columns["delay"],
                n_events=np.ones(len(organisation)),
            ),
            marking_idx=marking.astype(np.int8),
            organisation_idx=organisation,
            story_idx=columns["story_idx"].astype(np.int16),
        )


def _silenced(simulated: Simulated, plan: DemoPlan, codes: list[str], end: int) -> Simulated:
    keep = np.ones(len(simulated.events), dtype=bool)
    for story in plan.stories:
        if story.shape is Shape.SILENCE:
            silent = simulated.organisation_idx == codes.index(story.organisation)
            keep &= ~(silent & (simulated.events.day >= end - story.starts_days_ago))
    return Simulated(
        events=simulated.events.where(keep),
        marking_idx=simulated.marking_idx[keep],
        organisation_idx=simulated.organisation_idx[keep],
        story_idx=simulated.story_idx[keep],
    )


def _pull(pull: Pull, places: PlaceArrays, residents: Floats, stations_m: Floats) -> Floats:
    """The chance (n_cells, sum 1) that a signal falls on each cell."""
    # People are where people live, and a little beside it; nothing is reported from the open sea.
    lived_in = residents > 0
    from_home_m = _distance_m(places, places.cell_easting_m[lived_in], places.cell_northing_m[lived_in])
    weight = np.sqrt(residents + 1.0) * (from_home_m <= _NEAR_HOME_M)
    if pull is not Pull.RESIDENTS and len(stations_m):
        away = _distance_m(places, stations_m[:, 0], stations_m[:, 1])
        strength = {Pull.CENTRES: 6.0, Pull.STATIONS: 15.0}[pull]
        weight = weight * (1 + strength * np.exp(-((away / _STATION_REACH_M) ** 2)))
    total: Floats = weight / weight.sum()
    return total


def _distance_m(places: PlaceArrays, easting_m: Floats, northing_m: Floats) -> Floats:
    """From the middle of each cell to the nearest of some points."""
    tree = KDTree(np.column_stack([easting_m, northing_m]))
    nearest: Floats = tree.query(np.column_stack([places.cell_easting_m, places.cell_northing_m]))[0]
    return nearest

"""The default detectors on real cities, week by week: what they report, and what they find of what is planted.

Read as a city reads them: all kinds at once, areas and cells together, one look a week over a year. What is
reported of the history as it was is false unless something did happen, so it is an upper bound. Then a rise is
planted around one place and followed for twelve weeks, every other week. Prints tables for the docs; the histories are those that
`TILANNEKUVA_REFERENCE_DATA` names.
"""

from __future__ import annotations

import csv
import datetime as dt
import gzip
import os
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tilannekuva.detection import detectors
from tilannekuva.detection.analysis import detect
from tilannekuva.detection.events import EventArrays
from tilannekuva.detection.results import FindingFacts
from tilannekuva.detection.scope import Scope, periods_until
from tilannekuva.domain.clock import date_of_day, day_number
from tilannekuva.domain.stream import STREAM_ORDER, Stream
from tilannekuva.domain.thresholds import Thresholds
from tilannekuva.places.arrays import PlaceArrays

from .intervals import rate
from .workloads import SEED

_N_LOOKS = 52
_N_PLANTED, _LOOKS_AFTER = 16, 12
_CELL_M = 500.0
_METRES_OF_A_DEGREE = 111_195.0
_RISES = {"twice as many from one week to the next": "step", "three times as many after twelve weeks": "ramp"}


@dataclass(frozen=True, slots=True, eq=False)
class History:
    """A city: its incidents, and the squares that stand for areas and for cells."""

    name: str
    events: EventArrays
    places: PlaceArrays
    kinds: tuple[str, ...]


Find = Callable[[History, EventArrays, int], Iterable[Any]]
"""From a history, its signals and a day to what is found on that day."""


def main() -> None:
    folder = os.environ.get("TILANNEKUVA_REFERENCE_DATA")
    if not folder:
        print("\nreal_histories: TILANNEKUVA_REFERENCE_DATA names no folder: nothing to look at.")
        return
    for history in histories(Path(folder)):
        show(history, [detector.ID for detector in detectors.ALL], _findings)


def histories(folder: Path) -> Iterator[History]:
    yield _read(
        "Chicago, aggravated assaults by place", 3_000,
        folder / "chicago_aggravated_assaults_2010_2019", "occurred_local", "location_category", from_year=2016,
    )  # fmt: skip
    yield _read(
        "Charlottesville, incidents", 750,
        folder / "charlottesville_incidents_2014_2019", "reported_local", "phenomenon_group",
    )  # fmt: skip
    yield _read("Tempe, opioid calls", 1_500, folder / "tempe_opioid_calls_2017_2024", "incident_date", None)


def show(history: History, rules: Sequence[str], find: Find) -> None:
    """Print the table of what `rules`, the detectors of what `find` returns, report and find."""
    last = int(history.events.day.max())
    looks = [last - 7 * (_N_LOOKS - 1 - number) for number in range(_N_LOOKS)]
    seen: set[tuple[str, str, str]] = set()
    new: Counter[str] = Counter()
    for day in looks:
        for finding in find(history, history.events, day):
            new[finding.detector] += _is_new(finding, seen)
    print(
        f"\n**{history.name}: {len(history.events):,} incidents, {len(history.kinds)} kinds, "
        f"{history.places.n_areas} squares as areas, {history.places.n_cells} cells.**\n"
    )
    planted = {what: _planted(history, shape, last, rules, find) for what, shape in _RISES.items()}
    print(f"| rule | new findings a week, as it was | {' | '.join(_RISES)} |")
    print("|---|---|---|---|")
    for name in [*rules, "any"]:
        weekly = rate(new.total() if name == "any" else new[name], _N_LOOKS)
        print(f"| {name} | {weekly} | {' | '.join(_told(found[name]) for found in planted.values())} |")


def _told(delays: list[int]) -> str:
    if not delays:
        return f"0 of {_N_PLANTED}"
    return f"{len(delays)} of {_N_PLANTED}, after {np.median(delays):.0f} weeks"


def _planted(
    history: History, shape: str, last: int, rules: Sequence[str], find: Find
) -> dict[str, list[int]]:
    """By rule, and for any of them, after how many weeks each rise that was found was found."""
    delays: dict[str, list[int]] = defaultdict(list)
    rng = np.random.default_rng(SEED)
    for _ in range(_N_PLANTED):
        kind, area = _busy_place(history, rng)
        starts = last - 7 * int(rng.integers(_LOOKS_AFTER, _N_LOOKS)) + 1
        events = _joined(history.events, _rise(history, kind, area, starts, shape, rng))
        first: dict[str, int] = {}
        for week in range(2, _LOOKS_AFTER + 1, 2):
            day = starts + 7 * week - 1
            about = [
                finding
                for finding in find(history, events, day)
                if finding.kind == history.kinds[kind]
                and history.places.area_codes[area] in finding.area_codes
            ]
            if about:
                # What would have been found without the rise is not found because of it.
                before = {_place(finding) for finding in find(history, history.events, day)}
                for finding in about:
                    if _place(finding) not in before:
                        first.setdefault(finding.detector, week)
                        first.setdefault("any", week)
            if len(first) == len(rules) + 1:
                break
        for detector, week in first.items():
            delays[detector].append(week)
    return delays


def _busy_place(history: History, rng: np.random.Generator) -> tuple[int, int]:
    """A kind and an area, as likely as there are incidents of it there."""
    row = int(rng.integers(len(history.events)))
    while history.events.area_idx[row] < 0:
        row = int(rng.integers(len(history.events)))
    return int(history.events.kind_idx[row]), int(history.events.area_idx[row])


def _rise(
    history: History, kind: int, area: int, starts: int, shape: str, rng: np.random.Generator
) -> EventArrays:
    """More of the same in the cells where it is usual, one more a week at least."""
    events = history.events
    usual = (events.kind_idx == kind) & (events.area_idx == area) & (events.day < starts)
    weekly = max(usual.sum() / ((starts - int(events.day.min())) / 7), 1.0)
    week = np.arange(_LOOKS_AFTER)
    extra = weekly * (np.ones(_LOOKS_AFTER) if shape == "step" else 2 * (week + 1) / _LOOKS_AFTER)
    day = np.repeat(starts + 7 * week, rng.poisson(extra))
    day = day + rng.integers(0, 7, len(day))
    cell = rng.choice(events.cell_idx[usual], len(day)) if usual.any() else np.full(len(day), -1)
    return _events(day, np.full(len(day), area), cell, np.full(len(day), kind))


def _findings(history: History, events: EventArrays, day: int) -> list[FindingFacts]:
    scope = Scope(
        as_of=date_of_day(day),
        kinds=history.kinds,
        positive_kinds=frozenset(),
        thresholds=Thresholds(),
        seed=SEED,
    )
    known = events.where(events.day <= day)
    return detect(known, history.places, scope, periods_until(scope, int(known.day.min())))


def _place(finding: Any) -> tuple[str, str, str, str]:
    return finding.detector, finding.kind, finding.place, finding.place_codes[0]


def _is_new(finding: Any, seen: set[tuple[str, str, str]]) -> bool:
    """The same rule on the same kind in a place that it named before is no new finding."""
    places = {(finding.detector, finding.kind, code) for code in finding.place_codes}
    is_new = places.isdisjoint(seen)
    seen |= places
    return is_new


def _read(
    name: str, area_m: float, folder: Path, day_column: str, kind_column: str | None, *, from_year: int = 0
) -> History:
    with gzip.open(folder / "incidents.csv.gz", "rt", encoding="utf-8") as file:
        rows = [
            row for row in csv.DictReader(file) if int(row[day_column][:4]) >= from_year and row["latitude"]
        ]
    latitude = np.array([float(row["latitude"]) for row in rows])
    longitude = np.array([float(row["longitude"]) for row in rows])
    north_m = (latitude - latitude.min()) * _METRES_OF_A_DEGREE
    east_m = (longitude - longitude.min()) * _METRES_OF_A_DEGREE * np.cos(np.radians(latitude.mean()))
    day = np.array([day_number(dt.date.fromisoformat(row[day_column][:10])) for row in rows])
    kind_names = [row[kind_column] if kind_column else "calls" for row in rows]
    kinds = tuple(sorted(set(kind_names)))
    kind = np.array([kinds.index(value) for value in kind_names])
    areas, area = _squares(east_m, north_m, area_m)
    cells, cell = _squares(east_m, north_m, _CELL_M)
    nearest = np.argmin(np.abs(cells[:, np.newaxis] - areas).max(axis=2), axis=1)
    places = PlaceArrays(
        area_codes=tuple(f"a{number}" for number in range(len(areas))),
        area_names=tuple({"en": f"a{number}"} for number in range(len(areas))),
        area_easting_m=areas[:, 0], area_northing_m=areas[:, 1],
        cell_codes=tuple(f"c{number}" for number in range(len(cells))),
        cell_easting_m=cells[:, 0], cell_northing_m=cells[:, 1], cell_area_idx=nearest,
    )  # fmt: skip
    return History(name, _events(day, area, cell, kind), places, kinds)


def _squares(
    east_m: NDArray[np.float64], north_m: NDArray[np.float64], side_m: float
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """The middles of the squares that hold anything, and the square of each point."""
    squares, of_point = np.unique(
        np.column_stack([east_m // side_m, north_m // side_m]), axis=0, return_inverse=True
    )
    return (squares + 0.5) * side_m, of_point


def _events(
    day: NDArray[np.int64], area: NDArray[np.int64], cell: NDArray[np.int64], kind: NDArray[np.int64]
) -> EventArrays:
    same = np.zeros(len(day), np.int64)
    return EventArrays(
        day=day, band=same, area_idx=area, cell_idx=cell, kind_idx=kind,
        stream=same + STREAM_ORDER.index(Stream.CITIZEN_REPORT), severity=same, reliability=same,
        credibility=same, source_idx=same, received_day=day, n_events=same + 1,
    )  # fmt: skip


def _joined(first: EventArrays, second: EventArrays) -> EventArrays:
    names = [field.name for field in fields(EventArrays)]
    return EventArrays(
        **{name: np.concatenate([getattr(first, name), getattr(second, name)]) for name in names}
    )


if __name__ == "__main__":
    main()

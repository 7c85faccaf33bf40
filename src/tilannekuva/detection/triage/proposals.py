"""Which open signals may tell of one thing: near in place, near in time, of one kind.

Plain Python over at most some ten thousand signals: the page that shows it loads no arithmetic.
"""

from __future__ import annotations

import datetime as dt
import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import takewhile
from typing import NamedTuple

MOST_IN_BLOCK = 20
"""More than a person can look over at once; the rest makes a block of its own."""


class OpenSignal(NamedTuple):
    """What proposals look at: ids, the day, and the middle of the cell in metres where the cell is known."""

    signal_id: int
    kind_id: int
    occurred_on: dt.date
    area_id: int | None
    easting_m: float | None
    northing_m: float | None
    group_id: int | None = None


class Nearness(StrEnum):
    """What is known of the distance between the signals of a block."""

    SAME_CELL = "same_cell"
    SOME_METRES = "some_metres"
    SAME_AREA = "same_area"


@dataclass(frozen=True, slots=True)
class Block:
    """Signals shown together, the newest first, and what speaks for one thing.

    `group_ids`: the groups in which some of them are joined already. `apart_m`: the largest distance between
    the middles of two of their cells; None where a cell is not known. `apart_days`: from the first to the last.
    """

    signals: tuple[OpenSignal, ...]

    @property
    def group_ids(self) -> set[int]:
        return {signal.group_id for signal in self.signals if signal.group_id is not None}

    @property
    def is_proposal(self) -> bool:
        """Whether joining its signals would change anything."""
        return len({signal.group_id or -signal.signal_id for signal in self.signals}) > 1

    @property
    def apart_days(self) -> int:
        days = [signal.occurred_on for signal in self.signals]
        return (max(days) - min(days)).days

    @property
    def apart_m(self) -> float | None:
        points = {(signal.easting_m, signal.northing_m) for signal in self.signals}
        known = [(x, y) for x, y in points if x is not None and y is not None]
        if len(known) < len(points):
            return None
        return max(math.hypot(x - x2, y - y2) for x, y in known for x2, y2 in known)

    @property
    def nearness(self) -> Nearness:
        if self.apart_m is None:
            return Nearness.SAME_AREA
        return Nearness.SOME_METRES if self.apart_m else Nearness.SAME_CELL


def is_near(one: OpenSignal, other: OpenSignal, *, cell_size_m: float, near_days: int) -> bool:
    """One kind, few days apart, and in the same or a neighbouring cell; or in one area, if a cell is not known."""
    if one.kind_id != other.kind_id or abs((one.occurred_on - other.occurred_on).days) > near_days:
        return False
    if one.easting_m is None or other.easting_m is None or one.northing_m is None or other.northing_m is None:
        return one.area_id is not None and one.area_id == other.area_id
    # Half a cell of slack: the middles of neighbours are exactly one cell apart, but for rounding.
    reach_m = 1.5 * cell_size_m
    return abs(one.easting_m - other.easting_m) < reach_m and abs(one.northing_m - other.northing_m) < reach_m


def blocks_of(
    signals: Sequence[OpenSignal], *, cell_size_m: float, near_days: int, propose: bool = True
) -> Iterator[Block]:
    """Each signal in exactly one block, blocks in the order of their first signals, made as they are asked for.

    `signals`: the newest first. The first that has no block yet begins one. Its group comes along, and with
    `propose` whatever is near to it or to its group, with the groups of these, as long as the block holds
    fewer than `MOST_IN_BLOCK` signals.
    """
    index = _Index(signals, cell_size_m, near_days)
    placed: set[int] = set()
    for signal in signals:
        if signal.signal_id in placed:
            continue
        chosen = {member.signal_id: member for member in index.with_its_group(signal)}
        for other in index.near(list(chosen.values())) if propose else ():
            if len(chosen) >= MOST_IN_BLOCK:
                break
            if other.signal_id not in placed and other.signal_id not in chosen:
                chosen |= {member.signal_id: member for member in index.with_its_group(other)}
        placed.update(chosen)
        yield Block(tuple(sorted(chosen.values(), key=_newest_first)))


def _newest_first(signal: OpenSignal) -> tuple[int, int]:
    return -signal.occurred_on.toordinal(), -signal.signal_id


class _Index:
    """Signals by kind and square of the grid, by kind and area, and by group; the newest first in each."""

    def __init__(self, signals: Sequence[OpenSignal], cell_size_m: float, near_days: int) -> None:
        self.cell_size_m, self.near_days = cell_size_m, near_days
        self.in_square: dict[tuple[int, int, int], list[OpenSignal]] = defaultdict(list)
        self.in_area: dict[tuple[int, int | None], list[OpenSignal]] = defaultdict(list)
        self.in_area_alone: dict[tuple[int, int | None], list[OpenSignal]] = defaultdict(list)
        self.in_group: dict[int, list[OpenSignal]] = defaultdict(list)
        for signal in signals:
            _id, kind_id, _day, area_id, easting_m, northing_m, group_id = signal
            self.in_area[kind_id, area_id].append(signal)
            if easting_m is None or northing_m is None:
                self.in_area_alone[kind_id, area_id].append(signal)
            else:
                self.in_square[kind_id, int(easting_m // cell_size_m), int(northing_m // cell_size_m)].append(
                    signal
                )
            if group_id is not None:
                self.in_group[group_id].append(signal)

    def with_its_group(self, signal: OpenSignal) -> list[OpenSignal]:
        return [signal] if signal.group_id is None else self.in_group[signal.group_id]

    def near(self, signals: Sequence[OpenSignal]) -> list[OpenSignal]:
        """What is near to one of them, the newest first."""
        found = {
            other.signal_id: other
            for signal in signals
            for other in self._candidates(signal)
            if is_near(signal, other, cell_size_m=self.cell_size_m, near_days=self.near_days)
        }
        return sorted(found.values(), key=_newest_first)

    def _candidates(self, signal: OpenSignal) -> Iterator[OpenSignal]:
        """What lies in the squares around or in the area, of days that are near: all that can be near at all."""
        kind_id, area_id = signal.kind_id, signal.area_id
        if signal.easting_m is None or signal.northing_m is None:
            places = [self.in_area.get((kind_id, area_id))]
        else:
            x, y = int(signal.easting_m // self.cell_size_m), int(signal.northing_m // self.cell_size_m)
            around = ((x + step_x, y + step_y) for step_x in (-1, 0, 1) for step_y in (-1, 0, 1))
            places = [self.in_square.get((kind_id, *square)) for square in around]
            places.append(self.in_area_alone.get((kind_id, area_id)))
        newest = -(signal.occurred_on.toordinal() + self.near_days)
        for place in places:
            if place:
                start = bisect_left(place, newest, key=_age)
                yield from takewhile(lambda other: _age(other) <= newest + 2 * self.near_days, place[start:])


def _age(signal: OpenSignal) -> int:
    """Days before an arbitrary day: ascending where the newest comes first."""
    return -signal.occurred_on.toordinal()

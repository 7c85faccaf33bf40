"""The scanned periods as slots, and the best window of every centre."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._scan_kernels import best_any, best_newest
from ._scan_zones import Space, Zones, locations_within
from ._threads import run_in_threads

_SAME = 1e-9  # ratios this close, relatively, are one
_ROWS, _MOST_STACKED = 24, 8


@dataclass(frozen=True)
class Slots:
    """The scanned periods in scanning order, and how windows lie over them.

    `cases` and `expected` are (places, slots). Where the scan is prospective, slot 0 is the newest period and
    every window starts with it; where it is purely spatial, all periods are the one slot; else slots are the
    periods in time order. `max_slots` is how many slots a window may have.
    """

    cases: NDArray[np.int64]
    expected: NDArray[np.float64]
    when: str
    max_slots: int
    n_periods: int

    @property
    def from_first(self) -> bool:
        """Whether every window starts with slot 0."""
        return self.when != "retrospective"

    @property
    def n_stacked(self) -> int:
        """How many groups of replicates to look at together, so that few slots do not leave the machine idle."""
        return max(1, min(_MOST_STACKED, _ROWS // self.cases.shape[1])) if self.from_first else 1

    def periods(self, begin: int, end: int) -> tuple[int, int]:
        """The first and the last period of the window of slots [begin, end)."""
        if self.when == "retrospective":
            return begin, end - 1
        if self.when == "prospective":
            return self.n_periods - end, self.n_periods - 1
        return 0, self.n_periods - 1


def scanned(by_period: NDArray[Any], when: str, max_periods: int) -> NDArray[Any]:
    """The columns of `by_period` that are scanned, in scanning order."""
    return np.ascontiguousarray(by_period[:, : -max_periods - 1 : -1] if when == "prospective" else by_period)


@dataclass(frozen=True)
class Window:
    """The best window of one centre: the places within `distance`, and a run of periods."""

    centre_idx: int
    observed: int
    expected: float
    log_likelihood_ratio: float
    first_period_idx: int
    last_period_idx: int
    distance: float
    place_idx: NDArray[np.int32]


@dataclass(frozen=True)
class BestWindows:
    """The best window of every centre that has one: `centre_idx`, most likely first.

    `largest_expected` is the largest expectation of any window at all.
    """

    centre_idx: NDArray[np.int64]
    ratio: NDArray[np.float64]
    entry: NDArray[np.int64]
    bounds: NDArray[np.int64]
    distance: NDArray[np.float64]
    largest_expected: float

    def windows(self, zones: Zones, slots: Slots) -> Iterator[Window]:
        for centre in self.centre_idx.tolist():
            place_idx = zones.member_idx[zones.start[centre] : self.entry[centre] + 1]
            begin, end = self.bounds[centre].tolist()
            first, last = slots.periods(begin, end)
            yield Window(
                centre_idx=centre,
                observed=int(slots.cases[place_idx, begin:end].sum()),
                expected=float(slots.expected[place_idx, begin:end].sum()),
                log_likelihood_ratio=float(self.ratio[centre]),
                first_period_idx=first,
                last_period_idx=last,
                distance=float(self.distance[centre]),
                place_idx=place_idx,
            )


def best_windows(
    space: Space, zones: Zones, place_xyz: NDArray[np.float64], slots: Slots, *, n_cases: float,
    n_people: float, min_cases: int, n_threads: int,
) -> BestWindows:  # fmt: skip
    """The best window of every centre.

    Equal ratios are ordered by how many locations the circle holds, then by distance and centre: the order of
    the input does not matter.
    """
    n_centres = len(zones.start)
    counts = np.cumsum(slots.cases, axis=1, dtype=np.float64)
    expected = np.cumsum(slots.expected, axis=1)
    ratio = np.zeros(n_centres)
    entry = np.zeros(n_centres, np.int64)
    bounds = np.zeros((n_centres, 2), np.int64)
    largest = np.zeros(n_centres)

    def scan(first: int, stop: int) -> None:
        if slots.from_first:
            best_newest(
                tuple(zones), counts, expected, n_cases, n_people, min_cases, first, stop, ratio, entry, bounds,
                largest,
            )  # fmt: skip
        else:
            best_any(
                tuple(zones), counts, expected, n_cases, n_people, min_cases, slots.max_slots, first, stop, ratio,
                entry, bounds, largest,
            )  # fmt: skip

    run_in_threads(scan, n_centres, n_threads)

    found = np.flatnonzero(ratio > 0)
    distance = np.zeros(n_centres)
    last_member = zones.member_idx[entry[found]]
    distance[found] = np.sqrt(((space.xyz[found] - place_xyz[last_member]) ** 2).sum(axis=1))
    found = found[np.argsort(-ratio[found], kind="stable")]
    rank = np.cumsum(np.diff(ratio[found], prepend=np.inf) < -_SAME * ratio[found])
    n_locations = locations_within(space.xyz[found], space.xyz, distance[found] + space.tie, n_threads)
    found = found[np.lexsort([found, distance[found], n_locations, rank])]
    return BestWindows(found, ratio, entry, bounds, distance, float(largest.max()))

"""From checked arguments to kernels: slots, the best window of every centre, and what chance gives."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ._scan_chance_kernels import LANES, counts_to_exceed, replicate_maxima
from ._scan_kernels import best_by_centre
from ._scan_zones import Zones
from ._threads import run_in_threads


@dataclass(frozen=True)
class Slots:
    """The scanned periods in time order, and how windows lie over them.

    `cases` is (places, slots); `newest_only` says that every window ends with the last slot, and `max_slots`
    how many slots a window may have.
    """

    cases: NDArray[np.int64]
    newest_only: bool
    max_slots: int

    @property
    def cases_in_slot(self) -> NDArray[np.int64]:
        total: NDArray[np.int64] = self.cases.sum(axis=0)
        return total


@dataclass(frozen=True)
class Window:
    """The best window of one centre: slots `first_slot` to `last_slot`, zone up to `distance`."""

    centre_idx: int
    observed: int
    expected: float
    log_likelihood_ratio: float
    first_slot: int
    last_slot: int
    distance: float
    place_idx: NDArray[np.int32]


def slots_of(place_counts: NDArray[np.int64], *, newest_only: bool, max_periods: int) -> Slots:
    """A prospective scan looks at the last `max_periods` periods alone, a retrospective one at all."""
    first = place_counts.shape[1] - max_periods if newest_only else 0
    return Slots(np.ascontiguousarray(place_counts[:, first:]), newest_only, max_periods)


def best_windows(
    zones: Zones,
    slots: Slots,
    place_cases: NDArray[np.int64],
    *,
    count_locations: Callable[[NDArray[np.int64], NDArray[np.float64]], NDArray[np.int64]],
    min_cases: int,
    n_threads: int,
) -> list[Window]:
    """The best window of every centre that has one, most likely first.

    Equal ratios are ordered by how many locations the circle holds (`count_locations` of centres and
    distances), then by distance and centre: the order of the input does not matter.
    """
    n_centres, n_slots = len(zones.start), slots.cases.shape[1]
    n_cases = int(place_cases.sum())
    cases_before = _cumulated(slots.cases_in_slot)
    ratio = np.zeros(n_centres)
    entry = np.zeros(n_centres, np.int64)
    bounds = np.zeros((n_centres, 2), np.int64)
    first_end = n_slots if slots.newest_only else 1

    def scan(first: int, stop: int) -> None:
        best_by_centre(
            zones, place_cases, slots.cases, cases_before, first_end, slots.max_slots, min_cases,
            first, stop, ratio, entry, bounds,
        )  # fmt: skip

    run_in_threads(scan, n_centres, n_threads)

    found = np.flatnonzero(ratio > 0)
    distance = zones.distance[entry[found]]
    order = found[np.lexsort([found, distance, count_locations(found, distance), -ratio[found]])]
    windows = []
    for centre in order.tolist():
        place_idx = zones.member_idx[zones.start[centre] : entry[centre] + 1]
        begin, end = bounds[centre].tolist()
        cases_inside = int(place_cases[place_idx].sum())
        windows.append(
            Window(
                centre_idx=centre,
                observed=int(slots.cases[place_idx, begin:end].sum()),
                expected=cases_inside * int(cases_before[end] - cases_before[begin]) / n_cases,
                log_likelihood_ratio=float(ratio[centre]),
                first_slot=begin,
                last_slot=end - 1,
                distance=float(zones.distance[entry[centre]]),
                place_idx=place_idx,
            )
        )
    return windows


def maxima_by_chance(
    zones: Zones,
    slots: Slots,
    place_cases: NDArray[np.int64],
    *,
    min_cases: int,
    n_replicates: int,
    seed: int,
    n_threads: int,
) -> NDArray[np.float64]:
    """The largest ratio in each of `n_replicates` deals of the same places to the same periods."""
    n_places, n_slots = slots.cases.shape
    n_cases = int(place_cases.sum())
    cases_in_slot = slots.cases_in_slot[::-1].copy() if slots.newest_only else slots.cases_in_slot
    cases_before = _cumulated(cases_in_slot)
    n_dealt = int(cases_before[-1])
    table = counts_to_exceed(n_cases, n_dealt, min_cases)

    place_of_case = np.repeat(np.arange(n_places, dtype=np.int32), place_cases)
    smallest_integer = np.int16 if n_dealt < 2**15 else np.int32
    maxima = np.empty(n_replicates)

    def scan(first: int, stop: int) -> None:
        counts = np.empty((n_places, n_slots, LANES), smallest_integer)
        replicate_maxima(
            zones, place_cases, place_of_case, cases_in_slot, cases_before, slots.newest_only,
            slots.max_slots, table, np.uint64(seed), first, stop, counts, maxima,
        )  # fmt: skip

    run_in_threads(scan, -(-n_replicates // LANES), n_threads)
    return maxima


def _cumulated(cases_in_slot: NDArray[np.int64]) -> NDArray[np.int64]:
    return np.concatenate([[0], np.cumsum(cases_in_slot)])

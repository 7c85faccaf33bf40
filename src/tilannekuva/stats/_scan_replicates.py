"""Replicates: what the largest ratio is by chance alone, block by block and thread by thread."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._scan_any_kernels import scan_any
from ._scan_bounds_kernels import N_LEVELS, STEPS_PER_ROOT, counts_needed
from ._scan_clusters import as_large
from ._scan_deal_kernels import settle
from ._scan_dealers import Dealer
from ._scan_lanes_kernels import ROW_BYTES, Bench
from ._scan_models import Null
from ._scan_newest_kernels import scan_newest
from ._scan_windows import Slots
from ._scan_zones import Zones
from ._threads import run_in_threads

# So many replicates as large as the observed stop a sequential scan, as in SaTScan.
ENOUGH_AS_LARGE = 50


class _Overrun(Exception):
    """More cases in one place than small integers hold."""


@dataclass(frozen=True)
class Replicates:
    """What all replicates of a scan have in common.

    `expected` (places + 1, groups x slots) is cumulated over the slots of each group, with an empty last place.

    `table` is that of `counts_needed`; `wide` the integers that hold all cases of a replicate.
    """

    zones: Zones
    slots: Slots
    expected: NDArray[np.float64]
    null: Null
    dealer: Dealer
    table: NDArray[np.int32]
    wide: np.dtype[Any]
    n_threads: int

    def maxima(self) -> NDArray[np.float64]:
        """The largest ratio of every replicate."""
        maxima = np.empty(len(self.dealer.sizes))
        self._fill(maxima, 0, self._n_blocks, self._small())
        return maxima

    def maxima_until(self, ratio: float) -> NDArray[np.float64]:
        """Those before the replicate that is the `ENOUGH_AS_LARGE`th as large as `ratio`; all, if none is.

        With g of these l as large, (1 + g) / (1 + l) is the p-value of Besag and Clifford (1991). Replicates
        are made in rounds, but where they end depends on their order alone.
        """
        maxima = np.zeros(len(self.dealer.sizes))
        small = self._small()
        for first in range(0, self._n_blocks, self.n_threads):
            stop = min(first + self.n_threads, self._n_blocks)
            small = self._fill(maxima, first, stop, small)
            n_done = min(stop * self._block_size, len(maxima))
            large = np.flatnonzero(as_large(maxima[:n_done], ratio))
            if len(large) >= ENOUGH_AS_LARGE:
                return maxima[: large[ENOUGH_AS_LARGE - 1]]
        return maxima

    @property
    def _n_lanes(self) -> int:
        return ROW_BYTES // self.wide.itemsize

    @property
    def _block_size(self) -> int:
        return self.slots.n_stacked * self._n_lanes

    @property
    def _n_blocks(self) -> int:
        return -(-len(self.dealer.sizes) // self._block_size)

    def _small(self) -> np.dtype[Any]:
        """Bytes, where no place is likely to have more cases than they hold."""
        by_place = self.slots.expected.sum(axis=1) if self.slots.from_first else self.slots.expected
        most = float(by_place.max(initial=0.0))
        return np.dtype(np.uint8) if most + 6 * np.sqrt(most) + 10 < 255 else self.wide

    def _fill(
        self, maxima: NDArray[np.float64], first: int, stop: int, small: np.dtype[Any]
    ) -> np.dtype[Any]:
        """Fill in the blocks `first` to `stop`; returns the integers that held the counts."""

        def work(lower: int, upper: int) -> None:
            bench = self._bench(small)
            for block in range(first + lower, first + upper):
                found = self._block(bench, block)
                maxima[block * self._block_size :][: len(found)] = found

        try:
            run_in_threads(work, stop - first, self.n_threads)
        except _Overrun:
            return self._fill(maxima, first, stop, self.wide)
        return small

    def _bench(self, small: np.dtype[Any]) -> Bench:
        n_places, n_rows = self.expected.shape
        n_groups, n_lanes = self.slots.n_stacked, self._n_lanes
        n_sums = n_rows if self.slots.from_first else self.slots.max_slots + n_rows + 1
        counts = _lines((n_places, n_rows, n_lanes), small)
        by_step = _lines((self.table.shape[1] * n_groups, n_lanes), self.wide)
        sums = _lines((n_sums, n_lanes), self.wide)
        needed = _lines((n_rows, n_lanes), self.wide)
        return Bench(
            group=np.arange(n_rows) // (n_rows // n_groups),
            counts=counts,
            rows=counts.reshape(n_places, -1),
            most=np.zeros(n_places, np.int64),
            best=np.zeros((n_groups, n_lanes)),
            level=np.zeros((n_groups, n_lanes), np.int64),
            needed_by_step=by_step,
            words_by_step=by_step.view(np.int64),
            sums=sums,
            flat_sums=sums.ravel(),
            needed=needed,
            flat_needed=needed.ravel(),
            needed_words=needed.view(np.int64),
        )

    def _block(self, bench: Bench, block: int) -> NDArray[np.float64]:
        """The largest ratio of each replicate of a block."""
        first = block * self._block_size
        sizes = self.dealer.sizes[first : first + self._block_size]
        bench.counts.fill(0)
        self.dealer.fill(sizes, first, bench.counts)
        if not settle(bench.counts, self.slots.cases.shape[1], sizes, self.slots.from_first, bench.most):
            raise _Overrun
        bench.best.fill(0)
        bench.level.fill(0)
        needed = bench.needed_by_step.reshape(self.table.shape[1], self._block_size)
        needed[:, : len(sizes)] = self.table[0, :, None]
        needed[:, len(sizes) :] = np.iinfo(self.wide).max
        widest = int(np.iinfo(bench.counts.dtype).max)
        zones, n_cases, n_people = tuple(self.zones), self.null.n_cases, self.null.n_people
        if self.slots.from_first:
            scan_newest(zones, tuple(bench), widest, self.expected, n_cases, n_people, self.table)
        else:
            scan_any(
                zones, tuple(bench), widest, self.expected, n_cases, n_people, self.slots.max_slots,
                self.table,
            )  # fmt: skip
        return bench.best.ravel()[: len(sizes)]


def replicates_of(
    zones: Zones, slots: Slots, null: Null, dealer: Dealer, *, min_cases: int, largest_expected: float,
    n_threads: int,
) -> Replicates:  # fmt: skip
    """Ready to be made; `largest_expected` is the largest expectation of any window."""
    most_counted = int(dealer.sizes.sum(axis=1).max())
    wide = np.dtype(np.int16 if most_counted < 2**15 else np.int32)
    table = np.empty((N_LEVELS, int(np.sqrt(largest_expected) * STEPS_PER_ROOT) + 2), np.int32)

    def fill(first: int, stop: int) -> None:
        counts_needed(null.n_cases, null.n_people, min_cases, most_counted, first, stop, table)

    run_in_threads(fill, N_LEVELS, n_threads)
    cumulated = np.pad(np.cumsum(slots.expected, axis=1), ((0, 1), (0, 0)))
    expected = np.tile(cumulated, slots.n_stacked)
    return Replicates(zones, slots, expected, null, dealer, table, wide, n_threads)


def _lines(shape: tuple[int, ...], dtype: np.dtype[Any]) -> NDArray[Any]:
    """An empty array whose rows begin with a line of the processor's cache."""
    n_bytes = int(np.prod(shape)) * dtype.itemsize
    memory = np.zeros(n_bytes + ROW_BYTES, np.uint8)
    first = -memory.ctypes.data % ROW_BYTES
    return memory[first : first + n_bytes].view(dtype).reshape(shape)

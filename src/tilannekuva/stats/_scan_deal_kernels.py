"""What chance alone would give: cases dealt anew to places and slots, one replicate per lane.

Each replicate is drawn from its own stream, so that any thread may draw any replicate. A cell is a place and a
slot; `flat` holds the counts of all replicates, those of a cell from `cell * n_lanes` on, where replicate r of the
block lies `at[r]` further. It is empty at first, and small integers may overrun: see `settle`.
"""
# mypy: allow-untyped-defs

from typing import NamedTuple

import numpy as np
from numba import njit
from numpy.typing import NDArray

from ._chance_kernels import advanced, mixed, stream, whole_below
from ._compiling import inner

_TO_UNIT = 1.0 / 9007199254740992.0  # 2**-53


class Deck(NamedTuple):
    """Cards in piles, dealt without putting back.

    Pile p holds the cards `start[p]` to `start[p + 1]`, each with the cell where it lies in `cell`. Hand h takes
    its cards from pile `pile[h]` and moves them on by `shift[h]` cells; hands of a pile follow each other.
    """

    cell: NDArray[np.int32]
    start: NDArray[np.int64]
    pile: NDArray[np.int64]
    shift: NDArray[np.int64]


class Urn(NamedTuple):
    """Cells with weights, drawn with putting back: an alias table (Walker 1977; Vose 1991).

    A uniform number picks a row; its fraction picks the first cell where it lies below `keep`, else the second.
    """

    keep: NDArray[np.float64]
    cells: NDArray[np.int32]


@njit(cache=True, nogil=True)
def deal(deck, sizes, seed, replicate, flat, n_lanes, at):
    """Deal the hands of the sizes `sizes` (replicates, hands) for the replicates from `replicate` on.

    When half of a pile is gone, the rest is put together.
    """
    cell, start, pile_of, shift = deck
    seen = np.zeros(cell.size, np.uint8)
    rest = np.empty(0, np.int32)
    for r in range(sizes.shape[0]):
        mark = np.uint8(r % 255 + 1)
        if r > 0 and mark == 1:
            seen[:] = 0
        counter = stream(seed, replicate + r)
        pile = -1
        cards = cell
        marks = seen
        n_left = 0
        n_gone = 0
        for hand in range(sizes.shape[1]):
            if pile_of[hand] != pile:
                pile = pile_of[hand]
                cards = cell[start[pile] : start[pile + 1]]
                marks = seen[start[pile] : start[pile + 1]]
                n_left = cards.size
                n_gone = 0
            missing = sizes[r, hand]
            while missing > 0:
                if 2 * n_gone >= n_left:
                    if rest.size == 0:
                        rest = np.empty(cell.size, np.int32)
                    n_left = put_together(cards, n_left, marks, mark, rest)
                    n_gone = 0
                    cards = rest
                n = min(missing, (n_left + 1) // 2 - n_gone)
                offset = shift[hand] * n_lanes + at[r]
                counter = deal_some(n, counter, cards, n_left, marks, mark, flat, n_lanes, offset)
                missing -= n
                n_gone += n


@inner
def deal_some(n, counter, cards, n_left, marks, mark, flat, n_lanes, at):
    """Deal n cards that were not dealt before, trying again while they were; the counter afterwards."""
    width = np.uint64(n_lanes)
    offset = np.uint64(at)
    while n > 0:
        counter = advanced(counter)
        card = np.uint64(whole_below(counter, n_left))
        is_new = np.uint8(marks[card] != mark)
        marks[card] = mark
        flat[np.uint64(cards[card]) * width + offset] += is_new
        n -= np.int64(is_new)
    return counter


@inner
def put_together(cards, n, seen, mark, rest):
    """Into `rest`, those of the first n cards that were not seen, and forget what was seen; how many."""
    n_rest = 0
    for card in range(n):
        if seen[card] != mark:
            rest[n_rest] = cards[card]
            n_rest += 1
        seen[card] = 0
    return n_rest


@njit(cache=True, nogil=True)
def throw(urn, sizes, seed, replicate, flat, n_lanes, at):
    """Draw `sizes` (replicates, 1) cells with putting back, for the replicates from `replicate` on."""
    keep, cells = urn
    width = np.uint64(n_lanes)
    one = flat.dtype.type(1)
    n = keep.size
    for r in range(sizes.shape[0]):
        offset = np.uint64(at[r])
        counter = stream(seed, replicate + r)
        for _ in range(sizes[r, 0]):
            counter = advanced(counter)
            x = (mixed(counter) >> np.uint64(11)) * _TO_UNIT * n
            row = np.uint64(x)
            # The column instead of a branch, which the processor would guess wrongly half of the time.
            column = np.uint64(x - row >= keep[row])
            flat[np.uint64(cells[row, column]) * width + offset] += one


@njit(cache=True, nogil=True)
def fill_alias(share, keep, cells):
    """Complete the alias table of shares that sum to their number; the first cells are given.

    `share` is used up.
    """
    n = share.size
    poor = np.empty(n, np.int64)
    rich = np.empty(n, np.int64)
    n_poor = 0
    n_rich = 0
    for row in range(n):
        keep[row] = 1.0
        cells[row, 1] = cells[row, 0]
        if share[row] < 1:
            poor[n_poor] = row
            n_poor += 1
        else:
            rich[n_rich] = row
            n_rich += 1
    while n_poor > 0 and n_rich > 0:
        n_poor -= 1
        row, giver = poor[n_poor], rich[n_rich - 1]
        keep[row] = share[row]
        cells[row, 1] = cells[giver, 0]
        share[giver] -= 1 - share[row]
        if share[giver] < 1:
            n_rich -= 1
            poor[n_poor] = giver
            n_poor += 1


@njit(cache=True, nogil=True)
def settle(counts, n_slots, sizes, cumulated, most):
    """Into `most`, the largest count of each place; whether all that was dealt is there.

    `counts` is (places + 1, groups x n_slots, lanes). With `cumulated` the counts are summed over the slots of
    each group first. Small integers that overran lost something.
    """
    n_places, n_rows, n_lanes = counts.shape
    small = counts.dtype.type
    held = np.zeros((n_rows // n_slots, n_lanes), np.int64)
    for j in range(n_places):
        most[j] = 0
        for row in range(n_rows):
            s = row % n_slots
            if cumulated and s > 0:
                for lane in range(n_lanes):
                    counts[j, row, lane] = small(counts[j, row, lane] + counts[j, row - 1, lane])
            if cumulated and s < n_slots - 1:
                continue
            for lane in range(n_lanes):
                held[row // n_slots, lane] += counts[j, row, lane]
                if counts[j, row, lane] > most[j]:
                    most[j] = counts[j, row, lane]
    n_lost = 0
    for r in range(sizes.shape[0]):
        n_lost += sizes[r].sum() - held[r // n_lanes, r % n_lanes]
    return n_lost == 0

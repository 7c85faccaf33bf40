"""How each model deals cases by chance."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ._scan_arguments import Arguments
from ._scan_deal_kernels import Deck, Urn, deal, fill_alias, throw
from ._scan_models import Null
from ._scan_windows import Slots, scanned

# From so many cases for each cell on, cells are drawn one after the other rather than cases.
_CROWDED = 8
# So many people are never laid out as cards.
_MOST_CARDS = 2**26

Counts = NDArray[Any]
Fill = Callable[[NDArray[np.int64], int, Counts], None]


@dataclass(frozen=True)
class Dealer:
    """How replicates are made.

    `sizes` (n_replicates, hands) cases are dealt; `fill(sizes, first, counts)` adds those of the replicates from
    `first` on, one for each row of its sizes, to the empty `counts` (places + 1, groups x slots, lanes).
    """

    sizes: NDArray[np.int64]
    fill: Fill


def dealer_of(
    arguments: Arguments, null: Null, slots: Slots, location_idx: NDArray[np.int64], seed: int
) -> Dealer:
    """The dealer of the model, for the places of the slots, which are the locations `location_idx`.

    How many cases fall into the scanned periods is drawn first; only these are dealt.
    """
    rng = np.random.default_rng(seed)
    n_replicates = arguments.n_replicates
    if arguments.model == "permutation":
        return _permutation(arguments, slots, arguments.cases[location_idx], seed)
    if arguments.model == "bernoulli":
        assert arguments.beside is not None
        people = (arguments.cases + arguments.beside.astype(np.int64))[location_idx]
        people = scanned(people, arguments.when, arguments.max_periods)
        n_elsewhere = int(null.n_people) - int(people.sum())
        sizes = rng.hypergeometric(int(people.sum()), n_elsewhere, int(null.n_cases), n_replicates)
        return _bernoulli(people, slots, sizes[:, None], seed)
    if math.isinf(null.n_cases):
        sizes = rng.poisson(slots.expected.sum(), n_replicates)
    else:
        share = min(float(slots.expected.sum()) / null.n_cases, 1.0)
        sizes = rng.binomial(int(null.n_cases), share, n_replicates)
    return _poisson(slots, sizes[:, None], seed)


def _permutation(arguments: Arguments, slots: Slots, cases: NDArray[np.int64], seed: int) -> Dealer:
    """A pile for each group of periods, holding the places of its cases; a hand for each slot."""
    group = arguments.weekday
    first_cell = _cells(slots)[:, 0]
    piles = [np.repeat(first_cell, cases[:, group == g].sum(axis=1)) for g in range(int(group.max()) + 1)]
    pile = scanned(group[None], arguments.when, arguments.max_periods)[0]
    shift = np.argsort(pile, kind="stable")
    deck = Deck(
        cell=np.concatenate(piles),
        start=np.concatenate([[0], np.cumsum([len(cards) for cards in piles])]),
        pile=pile[shift],
        shift=shift,
    )
    sizes = np.repeat(slots.cases.sum(axis=0)[None, shift], arguments.n_replicates, axis=0)
    return Dealer(sizes, _by_deck(deck, slots, seed))


def _bernoulli(people: NDArray[np.int64], slots: Slots, sizes: NDArray[np.int64], seed: int) -> Dealer:
    """A card for each person; those who are drawn are cases."""
    cell = _cells(slots).ravel()
    if people.sum() > _MOST_CARDS or sizes.mean() > _CROWDED * cell.size:

        def draw(rng: np.random.Generator, n: int) -> NDArray[np.int64]:
            return rng.multivariate_hypergeometric(people.ravel(), n, method="marginals")

        return Dealer(sizes, _by_cell(draw, cell, slots, seed))
    only = np.zeros(1, np.int64)
    deck = Deck(np.repeat(cell, people.ravel()), np.array([0, people.sum()]), only, only)
    return Dealer(sizes, _by_deck(deck, slots, seed))


def _poisson(slots: Slots, sizes: NDArray[np.int64], seed: int) -> Dealer:
    """Each case falls into a cell with its share of what is expected."""
    weight = slots.expected.ravel()
    cell = _cells(slots).ravel()[weight > 0]
    share = weight[weight > 0] / max(weight.sum(), np.finfo(float).tiny)
    if sizes.mean() > _CROWDED * cell.size:
        share /= share.sum()
        return Dealer(sizes, _by_cell(lambda rng, n: rng.multinomial(n, share), cell, slots, seed))
    urn = Urn(np.empty(len(cell)), np.column_stack([cell, cell]))
    fill_alias(share * len(cell), urn.keep, urn.cells)

    def fill(some: NDArray[np.int64], first: int, counts: Counts) -> None:
        at = _offsets(some, slots, counts)
        throw(tuple(urn), some, np.uint64(seed), first, counts.ravel(), counts.shape[2], at)

    return Dealer(sizes, fill)


def _by_deck(deck: Deck, slots: Slots, seed: int) -> Fill:
    def fill(some: NDArray[np.int64], first: int, counts: Counts) -> None:
        at = _offsets(some, slots, counts)
        deal(tuple(deck), some, np.uint64(seed), first, counts.ravel(), counts.shape[2], at)

    return fill


def _by_cell(
    draw: Callable[[np.random.Generator, int], NDArray[np.int64]], cell: NDArray[np.int32], slots: Slots,
    seed: int,
) -> Fill:  # fmt: skip
    """For each replicate the counts of all cells at once, from a generator of its own."""

    def fill(some: NDArray[np.int64], first: int, counts: Counts) -> None:
        flat, n_lanes = counts.ravel(), counts.shape[2]
        for r, at in enumerate(_offsets(some, slots, counts).tolist()):
            key = np.array([seed, first + r], np.uint64)
            rng = np.random.Generator(np.random.Philox(key=key))
            flat[cell.astype(np.int64) * n_lanes + at] = draw(rng, int(some[r, 0])).astype(counts.dtype)

    return fill


def _cells(slots: Slots) -> NDArray[np.int32]:
    """The cell of each place and slot in the first group of counts."""
    n_places, n_slots = slots.cases.shape
    first = np.arange(n_places, dtype=np.int32)[:, None] * (slots.n_stacked * n_slots)
    return np.asarray(first + np.arange(n_slots, dtype=np.int32))


def _offsets(some: NDArray[np.int64], slots: Slots, counts: Counts) -> NDArray[np.int64]:
    """Where the replicates of a block lie in a cell of the first group: lane by lane, group by group."""
    replicate, n_lanes = np.arange(len(some)), counts.shape[2]
    return np.asarray(replicate // n_lanes * (slots.cases.shape[1] * n_lanes) + replicate % n_lanes)

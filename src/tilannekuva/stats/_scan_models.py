"""What each model expects where nothing is the matter, and how it deals cases by chance."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ._scan_arguments import Arguments
from ._scan_deal_kernels import Deck, Urn, deal, fill_alias, throw
from ._scan_windows import Slots, scanned


@dataclass(frozen=True)
class Null:
    """Expected cases (n_locations, periods), and the totals that the model holds fixed; `inf` where none."""

    expected: NDArray[np.float64]
    n_cases: float
    n_people: float


@dataclass(frozen=True)
class Dealer:
    """How replicates are made.

    `sizes` (n_replicates, hands) cases are dealt; `fill(sizes, seed, first, counts)` adds those of the replicates
    from `first` on, one per row of its sizes, to `counts` (places + 1, slots, lanes).
    """

    sizes: NDArray[np.int64]
    fill: Callable[[NDArray[np.int64], np.uint64, int, NDArray[np.integer]], None]


def null_of(arguments: Arguments) -> Null:
    cases, beside = arguments.cases, arguments.beside
    n_cases = float(cases.sum())
    if beside is None:
        return Null(_product_of_shares(cases, arguments.weekday), n_cases, math.inf)
    if arguments.model == "expectation_based_poisson":
        return Null(beside, math.inf, math.inf)
    if arguments.model == "bernoulli":
        n_people = n_cases + float(beside.sum())
        return Null((cases + beside) * (n_cases / n_people), n_cases, n_people)
    if arguments.by_stratum is None:
        return Null(beside * (n_cases / beside.sum()), n_cases, math.inf)
    # Indirect standardisation: in every stratum the rate of the whole.
    people = beside.sum(axis=(0, 1))
    rate = arguments.by_stratum.sum(axis=(0, 1)) / np.where(people > 0, people, 1)
    return Null((beside * rate).sum(axis=2), n_cases, math.inf)


def _product_of_shares(cases: NDArray[np.int64], group: NDArray[np.int64]) -> NDArray[np.float64]:
    """Within each group of periods, cases of the location times cases of the period over all cases."""
    expected = np.zeros(cases.shape)
    for g in range(int(group.max()) + 1):
        inside = cases[:, group == g]
        n_inside = max(int(inside.sum()), 1)
        expected[:, group == g] = inside.sum(axis=1)[:, None] * inside.sum(axis=0) / n_inside
    return expected


def dealer_of(
    arguments: Arguments, null: Null, slots: Slots, location_idx: NDArray[np.int64], seed: int
) -> Dealer:
    """The dealer of the model, for the places of the slots, which are the locations `location_idx`.

    How many cases fall into the scanned periods is drawn first; only these are dealt.
    """
    rng = np.random.default_rng(seed)
    n_replicates = arguments.n_replicates
    if arguments.model == "permutation":
        return _permutation(arguments, slots, arguments.cases[location_idx])
    if arguments.model == "bernoulli":
        assert arguments.beside is not None
        people = scanned(
            (arguments.cases + arguments.beside)[location_idx], arguments.when, arguments.max_periods
        ).astype(np.int64)
        n_elsewhere = int(null.n_people) - int(people.sum())
        sizes = rng.hypergeometric(int(people.sum()), n_elsewhere, int(null.n_cases), n_replicates)
        cell = np.repeat(np.arange(people.size, dtype=np.int32), people.ravel())
        one = np.zeros(1, np.int64)
        return _from_deck(Deck(cell, np.array([0, cell.size]), one, one), sizes[:, None])
    if math.isinf(null.n_cases):
        sizes = rng.poisson(slots.expected.sum(), n_replicates)
    else:
        share = min(float(slots.expected.sum()) / null.n_cases, 1.0)
        sizes = rng.binomial(int(null.n_cases), share, n_replicates)
    return _from_urn(slots.expected.ravel(), sizes[:, None])


def _permutation(arguments: Arguments, slots: Slots, cases: NDArray[np.int64]) -> Dealer:
    """A pile for each group of periods, holding the places of its cases; a hand for each slot."""
    group = arguments.weekday
    n_slots = slots.cases.shape[1]
    first_cell = np.arange(len(cases), dtype=np.int32) * n_slots
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
    return _from_deck(deck, sizes)


def _from_deck(deck: Deck, sizes: NDArray[np.int64]) -> Dealer:
    return Dealer(
        sizes,
        lambda some, seed, first, counts: deal(
            tuple(deck), some, seed, first, counts.ravel(), counts.shape[2]
        ),
    )


def _from_urn(weight: NDArray[np.float64], sizes: NDArray[np.int64]) -> Dealer:
    cell = np.flatnonzero(weight > 0).astype(np.int32)
    share = weight[cell]
    share *= len(cell) / max(share.sum(), np.finfo(float).tiny)
    urn = Urn(np.empty(len(cell)), np.column_stack([cell, cell]))
    fill_alias(share, urn.keep, urn.cells)
    return Dealer(
        sizes,
        lambda some, seed, first, counts: throw(
            tuple(urn), some, seed, first, counts.ravel(), counts.shape[2]
        ),
    )

"""Proposals: the same as by comparing every signal with every other, and what they are worth."""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilannekuva.detection.triage.proposals import (
    MOST_IN_BLOCK,
    Nearness,
    OpenSignal,
    blocks_of,
    is_near,
)

CELL_M = 250.0
NEAR_DAYS = 3
DAY = dt.date(2026, 6, 1)


def one(
    signal_id: int,
    *,
    kind: int = 1,
    age: int = 0,
    x: int | None = 0,
    y: int = 0,
    area: int | None = 1,
    group: int | None = None,
) -> OpenSignal:
    place = (None, None) if x is None else (125.0 + x * CELL_M, 125.0 + y * CELL_M)
    return OpenSignal(signal_id, kind, DAY - dt.timedelta(days=age), area, *place, group)


def newest_first(signals: Sequence[OpenSignal]) -> list[OpenSignal]:
    return sorted(signals, key=lambda signal: (-signal.occurred_on.toordinal(), -signal.signal_id))


def naive_blocks(signals: Sequence[OpenSignal]) -> list[list[int]]:
    """Written to be read: every signal is compared with every other."""
    left = list(signals)
    found = []
    while left:
        seed = left[0]

        def whole(signal: OpenSignal) -> list[OpenSignal]:
            if signal.group_id is None:
                return [signal]
            return [other for other in signals if other.group_id == signal.group_id]

        block = whole(seed)
        near = [
            other
            for other in left
            if any(is_near(own, other, cell_size_m=CELL_M, near_days=NEAR_DAYS) for own in whole(seed))
        ]
        for other in near:
            if len(block) >= MOST_IN_BLOCK:
                break
            block += [member for member in whole(other) if member not in block]
        found.append(sorted(signal.signal_id for signal in block))
        left = [signal for signal in left if signal not in block]
    return found


def blocks(signals: Sequence[OpenSignal], *, propose: bool = True) -> list[list[int]]:
    made = blocks_of(signals, cell_size_m=CELL_M, near_days=NEAR_DAYS, propose=propose)
    return [sorted(signal.signal_id for signal in block.signals) for block in made]


places = st.one_of(st.none(), st.integers(0, 4))
signal_values = st.tuples(
    st.integers(1, 2), st.integers(0, 9), places, st.integers(0, 4), st.sampled_from([None, 1, 2]),
    st.sampled_from([None, None, None, 1, 2]),
)  # fmt: skip


@given(st.lists(signal_values, max_size=60))
def test_blocks_are_those_of_the_slow_twin(
    values: list[tuple[int, int, int | None, int, int | None, int | None]],
) -> None:
    signals = newest_first(
        [
            one(number, kind=kind, age=age, x=x, y=y, area=area, group=group)
            for number, (kind, age, x, y, area, group) in enumerate(values, start=1)
        ]
    )
    made = blocks(signals)
    assert made == naive_blocks(signals)
    # Each signal once, whatever else.
    assert sorted(number for block in made for number in block) == sorted(s.signal_id for s in signals)


@pytest.mark.parametrize(
    ("other", "near"),
    [
        (one(2), True),
        (one(2, age=NEAR_DAYS), True),
        (one(2, age=NEAR_DAYS + 1), False),
        (one(2, x=1, y=1), True),
        (one(2, x=2), False),
        (one(2, kind=2), False),
        (one(2, x=None), True),
        (one(2, x=None, area=2), False),
        (one(2, x=None, area=None), False),
    ],
)
def test_near_is_a_neighbouring_square_few_days_and_one_kind(other: OpenSignal, near: bool) -> None:
    assert is_near(one(1), other, cell_size_m=CELL_M, near_days=NEAR_DAYS) is near
    assert is_near(other, one(1), cell_size_m=CELL_M, near_days=NEAR_DAYS) is near


def test_a_proposal_says_what_speaks_for_it() -> None:
    [block] = blocks_of([one(3), one(2, age=2, x=1), one(1, age=2)], cell_size_m=CELL_M, near_days=NEAR_DAYS)
    assert (block.apart_m, block.apart_days, block.nearness) == (250.0, 2, Nearness.SOME_METRES)
    [same] = blocks_of([one(2), one(1)], cell_size_m=CELL_M, near_days=NEAR_DAYS)
    assert (same.apart_m, same.nearness) == (0.0, Nearness.SAME_CELL)
    [area] = blocks_of([one(2), one(1, x=None)], cell_size_m=CELL_M, near_days=NEAR_DAYS)
    assert (area.apart_m, area.nearness) == (None, Nearness.SAME_AREA)


def test_what_is_joined_stands_together_and_is_proposed_no_more() -> None:
    [joined] = blocks_of([one(2, group=7), one(1, x=9, group=7)], cell_size_m=CELL_M, near_days=NEAR_DAYS)
    assert not joined.is_proposal
    [grown] = blocks_of(
        [one(3), one(2, group=7), one(1, x=9, group=7)], cell_size_m=CELL_M, near_days=NEAR_DAYS
    )
    assert grown.is_proposal
    assert grown.group_ids == {7}
    [alone] = blocks_of([one(1)], cell_size_m=CELL_M, near_days=NEAR_DAYS)
    assert not alone.is_proposal


def test_without_proposals_only_groups_stand_together() -> None:
    assert blocks([one(3), one(2), one(1, group=4)], propose=False) == [[3], [2], [1]]


def test_no_block_is_longer_than_a_person_looks_over() -> None:
    crowd = newest_first([one(number) for number in range(1, 51)])
    sizes = [len(block) for block in blocks(crowd)]
    assert sizes == [MOST_IN_BLOCK, MOST_IN_BLOCK, 10]


def test_one_page_of_ten_thousand_does_not_compare_all_with_all() -> None:
    """A page of forty takes a small part of the time of the whole list: blocks are made as they are asked for."""
    rng = random.Random(1)
    crowd = newest_first(
        [
            one(
                number,
                kind=rng.randrange(15),
                age=rng.randrange(28),
                x=rng.randrange(60),
                y=rng.randrange(60),
            )
            for number in range(10_000)
        ]
    )

    def seconds(n_blocks: int) -> float:
        started = time.process_time()
        for _block, _number in zip(
            blocks_of(crowd, cell_size_m=CELL_M, near_days=NEAR_DAYS), range(n_blocks), strict=False
        ):
            pass
        return time.process_time() - started

    assert min(seconds(40) for _ in range(3)) < min(seconds(10_000) for _ in range(3)) / 2


@pytest.mark.req("F-07")
def test_events_told_twice_are_counted_once_when_people_follow_the_proposals() -> None:
    """Of 500 events, every fifth is told by a second source, a square or a day beside. A person joins the
    proposals and drops what tells of the same event; the count comes within 5 % of the truth."""
    rng = random.Random(20250428)
    truth: dict[int, int] = {}
    told = []
    for event in range(500):
        where = (rng.randrange(40), rng.randrange(40), rng.randrange(6), rng.randrange(28))
        for copy in range(2 if event % 5 == 0 else 1):
            x, y, kind, age = where
            truth[len(told)] = event
            shift = rng.choice([-1, 0, 1]) if copy else 0
            told.append(one(len(told), kind=kind, age=max(0, age + shift), x=x + shift, y=y))
    counted = sum(len({truth[number] for number in block}) for block in blocks(newest_first(told)))
    assert len(told) == 600
    assert 500 <= counted <= 525

"""The course at a finding's places: exact for those who work on it, and never a way to a protected count."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.web import edition_sample as sample
from tilannekuva.domain.disclosure import Audience
from tilannekuva.picture.finding_course import shown_course

SMALLEST = 5
COUNTS = (0, 2, 0, 3, 0, 3, 4, 5)


def course(counts: tuple[int, ...]) -> dict[str, int]:
    first = dt.date(2026, 1, 5)
    return {(first + dt.timedelta(days=7 * week)).isoformat(): n for week, n in enumerate(counts)}


def shown(
    counts: tuple[int, ...], smallest: int = SMALLEST, windows: tuple[int, ...] = (4, 8), n_last: int = 3
):
    starts = list(course(counts))
    told = shown_course(
        course(counts), smallest=smallest, windows=windows, first_on=starts[-n_last], last_on="2026-12-31"
    )
    return list(told.values())


def test_those_who_work_on_the_picture_see_every_count() -> None:
    assert shown(COUNTS, smallest=0) == list(COUNTS)


def test_others_see_the_class_of_each_count_and_where_there_was_none() -> None:
    assert shown(COUNTS) == [0, [1, 4], 0, [1, 4], 0, [1, 4], [1, 4], [5, 9]]
    assert shown((12, 30, 0, 25, 700), n_last=1)[:4] == [[10, 19], [20, 39], 0, [20, 39]]


@pytest.mark.parametrize(
    "counts",
    [
        (0, 0, 0, 1, 0, 3, 4, 5),  # what is in the longer window alone is this one signal
        (9, 9, 9, 9, 1, 1, 1, 1),  # four signals in four weeks that each have one
        (9, 9, 9, 9, 4, 4, 4, 0),  # as many as the classes can hold
        (9, 9, 9, 9, 9, 0, 0, 3),  # the only week of the finding
    ],
)
def test_what_a_total_would_give_away_is_not_shown_at_all(counts: tuple[int, ...]) -> None:
    assert shown(counts) == []


def _other_values(counts: tuple[int, ...], ranges: list[list[int]], position: int) -> set[int]:
    """What a reader who knows the total of these periods may still think of one of them."""
    possible = (range(low, min(high, sum(counts)) + 1) for low, high in ranges)
    return {told[position] for told in product(*possible) if sum(told) == sum(counts)}


@settings(max_examples=150, deadline=None)
@given(
    counts=st.lists(st.integers(0, 7), min_size=6, max_size=6).map(tuple),
    windows=st.sets(st.integers(1, 6), min_size=1, max_size=2),
)
def test_no_small_count_follows_from_the_course_and_a_total(
    counts: tuple[int, ...], windows: set[int]
) -> None:
    told = shown(counts, windows=tuple(windows), n_last=2)
    ranges = [[each, each] if isinstance(each, int) else each for each in told]
    for shorter, longer in combinations(sorted({0, *windows}), 2):
        span = slice(len(counts) - longer, len(counts) - shorter)
        for position, n in enumerate(counts[span]):
            if told and 0 < n < SMALLEST:
                assert len(_other_values(counts[span], ranges[span], position)) > 1


def test_every_shown_range_holds_the_count() -> None:
    for each, n in zip(shown(COUNTS), COUNTS, strict=True):
        assert each == n if isinstance(each, int) else each[0] <= n <= each[1]


def test_the_edition_of_each_audience_holds_its_own() -> None:
    [exact] = sample.edition(Audience.ANALYSTS)["findings"]
    [protected] = sample.edition(Audience.PARTNERS)["findings"]
    assert list(exact["course"].values()) == list(COUNTS)
    assert list(protected["course"].values()) == shown(COUNTS)


def test_a_sensitive_kind_has_no_course_of_its_circle_for_partners() -> None:
    kinds = tuple(replace(kind, sensitive=True) for kind in sample.KINDS)
    assert sample.edition(Audience.PARTNERS, kinds=kinds)["findings"][0]["course"] == {}
    assert sample.edition(Audience.ANALYSTS, kinds=kinds)["findings"][0]["course"]

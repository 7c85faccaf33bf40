"""How places look on a map: the same for a choice of one phenomenon and of all, and no more than may be said."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from tests.web.edition_sample import DRUG_TRADE, KINDS, edition
from tilannekuva.domain.disclosure import Audience
from tilannekuva.domain.stream import StreamGroup
from tilannekuva.publication.choice import Choice
from tilannekuva.publication.map_data import map_data
from tilannekuva.publication.map_looks import count_steps, looks_of

ALL = Choice(None, 4, StreamGroup.REPORTED, "en")
ONE = Choice(DRUG_TRADE, 4, StreamGroup.REPORTED, "en")


def test_all_phenomena_together_are_counted_also_where_nothing_was_found() -> None:
    data = map_data(edition() | {"findings": []}, ALL)
    one = map_data(edition(), ONE)
    assert data["areas"]["A1"] == [2 * one["areas"]["A1"][0], None, None, None, None]
    assert data["cells"] == {"C1": 2 * one["cells"]["C1"]}
    assert set(looks_of(data)) == {"A1", "A2"}
    assert all(look.startswith("count-") for look in looks_of(data).values())


def test_strengths_are_not_counted_among_the_concerns() -> None:
    kinds = (KINDS[0], replace(KINDS[1], positive=True))
    assert map_data(edition(kinds=kinds), ALL)["areas"]["A1"][0] == map_data(edition(), ONE)["areas"]["A1"][0]


def test_the_sum_of_ranges_stays_a_range() -> None:
    shown = edition(Audience.PARTNERS)
    for code in (kind.code for kind in KINDS):
        shown["area_levels"][code]["reported"]["4"]["A1"][0] = [1, 4]
    assert map_data(shown, ALL)["areas"]["A1"][0] == [2, 8]


def test_no_grey_says_more_than_a_range_does() -> None:
    shown = edition(Audience.PARTNERS)
    for code in (kind.code for kind in KINDS):
        shown["area_levels"][code]["reported"]["4"]["A1"][0] = [1, 4]
    assert looks_of(map_data(shown, ALL))["A1"] == "count-0"


def test_one_phenomenon_is_shaded_by_its_level() -> None:
    assert looks_of(map_data(edition(), ONE)) == {"A1": "far_above", "A2": "as_expected"}


def test_what_nobody_looks_at_and_what_has_no_signals_is_hatched() -> None:
    shown: dict[str, Any] = edition() | {"coverage": {"expected": 2, "silent": 0, "blind": {"4": ["A1"]}}}
    for choice in (ALL, ONE):
        assert looks_of(map_data(shown, choice))["A1"] == "blind"
    for groups in shown["area_levels"].values():
        del groups["reported"]["4"]["A2"]
    assert looks_of(map_data(shown, ALL))["A2"] == "unknown"


def test_without_areas_the_cells_are_shaded() -> None:
    assert set(looks_of(map_data(edition() | {"areas": []}, ALL))) == {"C1"}


@given(st.lists(st.integers(0, 10**6)), st.integers(5, 20))
def test_the_greys_are_used_up_to_the_darkest_but_for_few_signals(counts: list[int], first: int) -> None:
    steps = count_steps(counts, first=first)
    assert steps == sorted(set(steps))
    assert steps[:2] == [1, steps[2] // 2]
    assert steps[1] >= first
    # The fullest place is of the darkest grey, or the first step is as small as it may be.
    assert steps[1] == first or steps[-1] <= max(counts) < 2 * 2 * steps[-1]

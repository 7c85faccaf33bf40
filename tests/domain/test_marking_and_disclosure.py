"""Laws of the markings, and of counts that may be shown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilannekuva.domain.disclosure import shown_count
from tilannekuva.domain.grade import InfoCredibility, SourceReliability, grade_of_code
from tilannekuva.domain.marking import Marking, join, marking_of_label
from tilannekuva.domain.states import FINDING_AUDIT_ACTS, FINDING_TRANSITIONS, REASONS_TO, FindingState
from tilannekuva.domain.stream import DISCOVERED, REPORTED, Stream, StreamGroup, streams_of

markings = st.lists(st.sampled_from(list(Marking)))


@pytest.mark.req("S-04")
@given(markings, markings)
def test_joining_is_associative_commutative_and_idempotent(some: list[Marking], more: list[Marking]) -> None:
    assert join([*some, *more]) == join([*more, *some]) == join([join(some), join(more)])
    assert join([join(some), join(some)]) == join(some)
    assert all(join(some).strictness >= marking.strictness for marking in some)


@pytest.mark.req("S-03")
def test_labels_are_in_the_exact_form_and_are_read_back() -> None:
    assert [marking.label for marking in Marking] == [
        "TLP:CLEAR",
        "TLP:GREEN",
        "TLP:AMBER",
        "TLP:AMBER+STRICT",
        "TLP:RED",
    ]
    assert all(marking_of_label(marking.label) is marking for marking in Marking)
    assert marking_of_label("TLP:WHITE") is Marking.CLEAR
    with pytest.raises(ValueError, match="is not a TLP"):
        marking_of_label("TLP:PURPLE")


@pytest.mark.req("S-01")
def test_every_pair_of_grades_survives_its_published_code() -> None:
    for reliability in SourceReliability:
        for credibility in InfoCredibility:
            code = reliability.published_code + credibility.published_code
            assert grade_of_code(code) == (reliability, credibility)
    with pytest.raises(ValueError, match="not a grade"):
        grade_of_code("G7")


@given(st.integers(0, 1000), st.integers(0, 20))
def test_a_count_that_is_not_shown_lies_in_the_range_that_is(n: int, smallest: int) -> None:
    shown = shown_count(n, smallest=smallest)
    assert shown.low <= n <= shown.high
    assert shown.is_exact == (n == 0 or n >= smallest)
    assert shown.is_exact or shown == shown_count(1, smallest=smallest)


def test_every_stream_is_reported_or_discovered() -> None:
    assert REPORTED | DISCOVERED == set(Stream) == streams_of(StreamGroup.ALL)
    assert not REPORTED & DISCOVERED


def test_every_state_of_a_finding_has_a_way_out_and_an_act_in_the_audit() -> None:
    assert set(FINDING_TRANSITIONS) == set(FINDING_AUDIT_ACTS) == set(FindingState)
    assert all(FINDING_TRANSITIONS.values())
    assert not set(REASONS_TO[FindingState.CONFIRMED]) & set(REASONS_TO[FindingState.REJECTED])

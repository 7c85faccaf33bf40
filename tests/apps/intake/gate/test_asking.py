"""The gate as a rule: what stops, what a reason lets in, and what is left when the found words are taken out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilannekuva.domain.text import LONGEST_TEXT, TextReason
from tilannekuva.intake.gate import Outcome, judge
from tilannekuva.intake.gate.asking import TextRefused, check_text, may_stand, parts_of, without_hits

STOPS = "Soita 040 123 4567, sanoi joku kioskilla"
ASKS = "Matti Virtanen seisoi kioskilla"
somebody, nobody = (lambda: True), (lambda: False)
HARMLESS = "Kioskin vieressä myytiin illalla, kuusi ostajaa tunnissa"


@pytest.mark.req("L-13")
@pytest.mark.parametrize("reason", [None, *TextReason])
def test_no_reason_lets_in_what_reaches_a_person(reason: TextReason | None) -> None:
    with pytest.raises(TextRefused) as caught:
        check_text(STOPS, reason=reason, can_be_reviewed=somebody)
    assert STOPS[caught.value.verdict.hits[0].start :].startswith("040")
    assert "040" not in str(caught.value)


@pytest.mark.req("L-20")
@pytest.mark.parametrize("text", [ASKS, "romaneja oli paikalla", "somalialaisten kauppa"])
def test_what_is_asked_about_needs_a_reason(text: str) -> None:
    assert not may_stand(text, reason=None, can_be_reviewed=somebody)
    for reason in TextReason:
        assert may_stand(text, reason=reason, can_be_reviewed=somebody)


def test_what_nobody_could_review_does_not_stand() -> None:
    assert not may_stand(ASKS, reason=TextReason.PUBLIC_OFFICE, can_be_reviewed=nobody)
    assert may_stand(HARMLESS, reason=None, can_be_reviewed=nobody)


def test_a_long_text_is_refused() -> None:
    assert may_stand("a" * LONGEST_TEXT, reason=None, can_be_reviewed=somebody)
    assert not may_stand("a" * (LONGEST_TEXT + 1), reason=None, can_be_reviewed=somebody)


def test_without_the_found_words_it_passes() -> None:
    for text in (STOPS, ASKS, f"{ASKS}. {STOPS}"):
        shorter = without_hits(text, judge(text))
        assert judge(shorter).outcome is Outcome.PASSES
        assert "kioskilla" in shorter
    assert without_hits(HARMLESS, judge(HARMLESS)) == HARMLESS


@given(st.lists(st.sampled_from([STOPS, ASKS, HARMLESS, "Ä\u200b\n", " x "]), max_size=5).map(" ".join))
def test_parts_are_the_text(text: str) -> None:
    parts = parts_of(text, judge(text))
    assert "".join(part for part, _found in parts) == text
    assert any(found for _part, found in parts) == bool(judge(text).hits)

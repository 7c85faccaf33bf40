"""What an assessment must hold, and what none may say."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise

import pytest

from tilannekuva.domain.assessment import LIKELIHOOD_BANDS, NEEDED_PARTS, Likelihood, Part, Stance
from tilannekuva.domain.errors import RuleBroken
from tilannekuva.domain.rules.assessments import (
    check_can_publish,
    check_part,
    check_stance,
    check_wording,
    missing_in,
)

TODAY = dt.date(2026, 11, 25)
WHOLE = dict.fromkeys(NEEDED_PARTS, "Something was seen.")
SCALES = {"severity": "minor", "trend": "rising", "likelihood": "likely", "confidence": "low"}


@pytest.mark.req("S-06")
def test_the_bands_cover_in_order_without_gap() -> None:
    bands = [LIKELIHOOD_BANDS[each] for each in Likelihood]
    assert (bands[0].low, bands[-1].high) == (1, 99)
    assert all(first.high == second.low for first, second in pairwise(bands))
    assert all(band.low < band.high for band in bands)


@pytest.mark.req("S-07", "L-07")
@pytest.mark.parametrize("part", sorted(NEEDED_PARTS))
def test_each_needed_part_is_missed(part: Part) -> None:
    parts = {each: text for each, text in WHOLE.items() if each != part} | {Part.WHY_NOW: "x"}
    lacking = missing_in(
        parts=parts, counter_evidence_none=False, chosen=SCALES, n_evidence=1, good_until=TODAY
    )
    assert lacking == [part.value]


def test_looked_for_and_none_found_stands_for_counter_evidence() -> None:
    parts = {each: text for each, text in WHOLE.items() if each is not Part.COUNTER_EVIDENCE}
    assert (
        missing_in(parts=parts, counter_evidence_none=True, chosen=SCALES, n_evidence=1, good_until=TODAY)
        == []
    )


def test_scales_evidence_and_the_end_are_missed() -> None:
    chosen = dict.fromkeys(SCALES, "")
    lacking = missing_in(
        parts=WHOLE, counter_evidence_none=False, chosen=chosen, n_evidence=0, good_until=None
    )
    assert lacking == [*SCALES, "evidence", "good_until"]


@pytest.mark.req("F-06")
def test_one_stream_is_no_high_confidence() -> None:
    until = TODAY + dt.timedelta(days=30)
    whole = {"missing": [], "good_until": until, "today_on": TODAY}
    check_can_publish(**whole, confidence="moderate", only_possible=True)
    check_can_publish(**whole, confidence="high", only_possible=False)
    with pytest.raises(RuleBroken):
        check_can_publish(**whole, confidence="high", only_possible=True)


@pytest.mark.parametrize("days", [-1, 0, 185])
def test_the_end_lies_ahead_and_not_too_far(days: int) -> None:
    with pytest.raises(RuleBroken):
        check_can_publish(
            missing=[],
            confidence="low",
            only_possible=False,
            good_until=TODAY + dt.timedelta(days=days),
            today_on=TODAY,
        )


@pytest.mark.req("S-06")
@pytest.mark.parametrize(
    "text",
    [
        "It is likely to grow, with high confidence.",
        "Todennäköisesti kasvaa, ja arvion varmuus on hyvä.",
        "Det är sannolikt; bedömningens säkerhet är god.",
    ],
)
def test_no_sentence_says_how_likely_and_how_sure(text: str) -> None:
    with pytest.raises(RuleBroken):
        check_wording(text)
    apart = text.replace(", ", ". ").replace("; ", ". ").replace(" ja ", " ").capitalize()
    check_wording(apart.replace(". with", ". We say so with"))


@pytest.mark.req("L-04")
@pytest.mark.parametrize("text", ["Se on ongelma-alue.", "This is a no-go area.", "Ett problemområde."])
def test_no_place_is_labelled(text: str) -> None:
    with pytest.raises(RuleBroken):
        check_part(Part.JUDGEMENT, text)


def test_a_differing_view_has_words() -> None:
    check_stance(Stance.AGREES, "")
    with pytest.raises(RuleBroken):
        check_stance(Stance.DIFFERS, "  ")

"""An edition never claims calm for what nobody searched."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from tests.web import edition_sample as sample
from tilannekuva.detection.results import Analysis
from tilannekuva.domain.stream import StreamGroup
from tilannekuva.picture.sentences import no_finding_sentence
from tilannekuva.picture.words import NOTES
from tilannekuva.publication.brief.content import brief_content
from tilannekuva.publication.choice import Choice
from tilannekuva.publication.map_data import map_data
from tilannekuva.publication.picture_view import picture_view

CLAIM = "Nothing stood out from what is expected"
TODAY = dt.date(2026, 11, 23)


def seen(
    reported: int, discovered: int, kinds: tuple[str, ...] = (sample.DRUG_TRADE, sample.DRUG_USE)
) -> Analysis:
    """A run without a finding, whose newest period holds so many signals of each of these kinds."""
    full = sample.analysis()

    def counts(level: Any) -> tuple[int, ...]:
        if level.kind not in kinds:
            return level.observed
        newest = reported if level.group is StreamGroup.REPORTED else discovered
        return (*(0,) * (len(level.observed) - 1), newest)

    levels = tuple(replace(level, observed=counts(level)) for level in full.levels)
    return replace(full, levels=levels, findings=())


def edition_of(monkeypatch: pytest.MonkeyPatch, analysis: Analysis, **frame: Any) -> dict[str, Any]:
    """Without findings, and with nothing above the expected in the whole city."""
    monkeypatch.setattr(sample, "analysis", lambda: analysis)
    edition = {**sample.edition(**frame), "findings": []}
    for groups in edition["city_levels"].values():
        for level in groups["reported"].values():
            level["step"] = 0
    return edition


def test_where_a_phenomenon_is_above_no_calm_is_claimed_beside_it(monkeypatch: pytest.MonkeyPatch) -> None:
    edition = edition_of(monkeypatch, seen(20, 0))
    edition["city_levels"][sample.DRUG_TRADE]["reported"]["4"]["step"] = 1
    (sentence,) = said_everywhere(edition, None)
    assert sentence.startswith("No single place stands out.")
    (about_other,) = said_everywhere(edition, sample.DRUG_USE)
    assert about_other.startswith(CLAIM)


def said_everywhere(edition: dict[str, Any], kind: str | None) -> set[str]:
    """What page, offline file and PDF say in the place of findings."""
    choice = Choice(kind, edition["windows"][0], StreamGroup.REPORTED, "en")
    words = map_data(edition, choice)["words"]["no_findings"]
    said = {picture_view(edition, choice, today=TODAY)["no_findings"], words.get(kind or "", words[""])}
    if kind is None:
        said.add(brief_content(edition, sample.GEOGRAPHY, language="en")["no_findings"])
    return said


@pytest.mark.parametrize(
    ("reported", "discovered", "notes", "claims_calm"),
    [
        (20, 0, set(), True),
        (20, 19, set(), True),
        (20, 21, {"mostly_unsearched"}, False),
        (0, 5, {"nothing_searched"}, False),
        (0, 0, set(), True),
    ],
)
def test_what_was_not_searched_is_said_and_no_calm_is_claimed_for_it(
    monkeypatch: pytest.MonkeyPatch, reported: int, discovered: int, notes: set[str], claims_calm: bool
) -> None:
    edition = edition_of(monkeypatch, seen(reported, discovered))
    assert set(edition["notes"]) & {"mostly_unsearched", "nothing_searched"} == notes
    (sentence,) = said_everywhere(edition, None)
    assert sentence.startswith(CLAIM) is claims_calm


def test_a_kind_that_was_only_discovered_is_told_apart_from_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    edition = edition_of(monkeypatch, seen(0, 5, kinds=(sample.DRUG_USE,)))
    assert edition["unsearched"] == [sample.DRUG_USE]
    (about_it,) = said_everywhere(edition, sample.DRUG_USE)
    assert about_it.startswith("No signal of this phenomenon was searched")
    (about_other,) = said_everywhere(edition, sample.DRUG_TRADE)
    assert about_other.startswith(CLAIM)


def test_strengths_are_not_searched_either(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = tuple(replace(kind, positive=True) for kind in sample.KINDS)
    edition = edition_of(monkeypatch, seen(50, 0), kinds=kinds)
    assert "nothing_searched" in edition["notes"]
    assert edition["unsearched"] == [kind.code for kind in kinds]


def test_too_few_signals_are_no_calm(monkeypatch: pytest.MonkeyPatch) -> None:
    few = replace(seen(3, 0), notes=("too_few_to_search",))
    assert no_finding_sentence(edition_of(monkeypatch, few)) == str(NOTES["too_few_to_search"])


def test_an_edition_of_earlier_days_says_what_it_said() -> None:
    earlier = sample.edition()
    del earlier["unsearched"]
    for level in earlier["city_levels"][sample.DRUG_USE]["reported"].values():
        level["step"] = 0
    assert no_finding_sentence(earlier, sample.DRUG_USE).startswith(CLAIM)

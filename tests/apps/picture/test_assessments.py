"""Assessments: whole before they are published, never changed after; signatures belong to the words they were given to."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.apps.detection.conftest import sample_finding
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.audit.locked import unlocked
from tilannekuva.audit.models import AuditEntry
from tilannekuva.detection.models import Finding
from tilannekuva.domain.assessment import (
    NEEDED_PARTS,
    AssessedTrend,
    Confidence,
    Likelihood,
    Part,
    Stance,
)
from tilannekuva.domain.errors import NotAllowed, RuleBroken, WrongState
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.severity import Severity
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.gate.asking import TextRefused
from tilannekuva.picture.actions import (
    Evidence,
    Judgement,
    begin_assessment,
    drop_assessment,
    open_phenomenon,
    publish_assessment,
    save_assessment,
    sign_assessment,
)
from tilannekuva.picture.assessment_changes import changes_between
from tilannekuva.picture.models import Assessment, Phenomenon
from tilannekuva.picture.standing_phenomena import assessment_as_json

__all__ = ["sample_finding"]

CANARY = "131052-308T"


@pytest.fixture
def worker(bob: Any) -> Viewer:
    return viewer_of(bob)


@pytest.fixture
def phenomenon(sample_finding: Any, worker: Viewer) -> Phenomenon:
    return open_phenomenon(kind=sample_finding.kind, areas=sample_finding.areas.all(), by=worker)


@pytest.fixture
def whole(sample_finding: Any) -> Judgement:
    return Judgement(
        parts=dict.fromkeys(NEEDED_PARTS, "Selling was seen at the station."),
        severity=Severity.SERIOUS,
        trend=AssessedTrend.RISING,
        likelihood=Likelihood.LIKELY,
        confidence=Confidence.MODERATE,
        good_until=dt.date.today() + dt.timedelta(days=60),
        evidence=(Evidence(sample_finding),),
    )


@pytest.fixture
def draft(phenomenon: Phenomenon, worker: Viewer) -> Assessment:
    return begin_assessment(phenomenon=phenomenon, language="en", by=worker)


@pytest.mark.req("L-07", "S-07")
@pytest.mark.parametrize(
    "lack",
    [
        {"severity": None},
        {"trend": None},
        {"likelihood": None},
        {"confidence": None},
        {"evidence": ()},
        {"good_until": None},
        {"parts": {Part.OBSERVED: "Only this."}},
    ],
)
def test_none_is_published_that_lacks_anything(
    draft: Assessment, whole: Judgement, worker: Viewer, lack: dict[str, Any]
) -> None:
    save_assessment(assessment=draft, judgement=replace(whole, **lack), seen=draft.written_at, by=worker)
    with pytest.raises(RuleBroken):
        publish_assessment(assessment=draft, seen=draft.written_at, by=worker)
    save_assessment(assessment=draft, judgement=whole, seen=draft.written_at, by=worker)
    assert publish_assessment(assessment=draft, seen=draft.written_at, by=worker).state == "published"


@pytest.mark.req("L-06")
def test_the_database_publishes_none_without_evidence_or_confidence(draft: Assessment) -> None:
    for values in ({}, {"n_evidence": 1}, {"n_evidence": 1, "confidence": "low", "likelihood": "likely"}):
        with pytest.raises(IntegrityError), unlocked(), transaction.atomic():
            Assessment.objects.filter(pk=draft.pk).update(state="published", **values)


@pytest.mark.req("L-06")
def test_a_reader_writes_and_publishes_nothing(draft: Assessment, whole: Judgement, charlie: Any) -> None:
    reader = viewer_of(charlie)
    for act in (
        lambda: save_assessment(assessment=draft, judgement=whole, seen=draft.written_at, by=reader),
        lambda: publish_assessment(assessment=draft, seen=draft.written_at, by=reader),
        lambda: drop_assessment(assessment=draft, by=reader),
        lambda: sign_assessment(
            assessment=draft, stance=Stance.AGREES, text="", seen=draft.written_at, by=reader
        ),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not Assessment.objects.visible_to(reader).exists()


@pytest.mark.req("L-15", "L-16")
@pytest.mark.parametrize("part", list(Part))
def test_every_part_passes_the_gate(draft: Assessment, whole: Judgement, worker: Viewer, part: Part) -> None:
    parts = {**whole.parts, part: f"Seen with {CANARY} at the station."}
    with pytest.raises(TextRefused):
        save_assessment(
            assessment=draft, judgement=replace(whole, parts=parts), seen=draft.written_at, by=worker
        )
    draft.refresh_from_db()
    assert CANARY not in str(draft.parts)
    assert not AuditEntry.objects.filter(entry__contains=CANARY).exists()


def test_a_differing_view_passes_the_gate_and_is_kept(
    draft: Assessment, whole: Judgement, worker: Viewer
) -> None:
    save_assessment(assessment=draft, judgement=whole, seen=draft.written_at, by=worker)
    with pytest.raises(TextRefused):
        sign_assessment(
            assessment=draft, stance=Stance.DIFFERS, text=f"No: {CANARY}", seen=draft.written_at, by=worker
        )
    sign_assessment(
        assessment=draft, stance=Stance.DIFFERS, text="It only moved.", seen=draft.written_at, by=worker
    )
    [said] = assessment_as_json(publish_assessment(assessment=draft, seen=draft.written_at, by=worker))[
        "signatures"
    ]
    assert (said["stance"], said["text"]) == ("differs", "It only moved.")


def test_other_words_take_the_signatures_off(draft: Assessment, whole: Judgement, worker: Viewer) -> None:
    save_assessment(assessment=draft, judgement=whole, seen=draft.written_at, by=worker)
    sign_assessment(assessment=draft, stance=Stance.AGREES, text="", seen=draft.written_at, by=worker)
    sign_assessment(assessment=draft, stance=Stance.DIFFERS, text="Not so.", seen=draft.written_at, by=worker)
    assert draft.signatures.count() == 1
    save_assessment(assessment=draft, judgement=whole, seen=draft.written_at, by=worker)
    assert not draft.signatures.exists()


def test_of_two_who_write_at_once_nobody_loses_words(
    draft: Assessment, whole: Judgement, worker: Viewer
) -> None:
    seen = draft.written_at
    save_assessment(assessment=draft, judgement=whole, seen=seen, by=worker)
    other = replace(whole, parts={**whole.parts, Part.OBSERVED: "Something else was seen."})
    for act in (
        lambda: save_assessment(assessment=draft, judgement=other, seen=seen, by=worker),
        lambda: sign_assessment(assessment=draft, stance=Stance.AGREES, text="", seen=seen, by=worker),
        lambda: publish_assessment(assessment=draft, seen=seen, by=worker),
        lambda: publish_assessment(assessment=draft, seen=None, by=worker),
    ):
        with pytest.raises(WrongState):
            act()
    draft.refresh_from_db()
    assert (draft.state, draft.parts) == ("draft", {part.value: text for part, text in whole.parts.items()})
    assert not draft.signatures.exists()


def test_a_published_one_never_changes_and_a_newer_one_replaces_it(
    draft: Assessment, whole: Judgement, worker: Viewer, phenomenon: Phenomenon
) -> None:
    save_assessment(assessment=draft, judgement=whole, seen=draft.written_at, by=worker)
    first = publish_assessment(assessment=draft, seen=draft.written_at, by=worker)
    for act in (
        lambda: save_assessment(assessment=first, judgement=whole, seen=first.written_at, by=worker),
        lambda: drop_assessment(assessment=first, by=worker),
        lambda: publish_assessment(assessment=first, seen=first.written_at, by=worker),
    ):
        with pytest.raises(WrongState):
            act()
    second = begin_assessment(phenomenon=phenomenon, language="fi", by=worker)
    assert (second.version, second.parts, second.n_evidence) == (2, first.parts, 1)
    with pytest.raises(WrongState):
        begin_assessment(phenomenon=phenomenon, language="en", by=worker)
    newer = replace(whole, likelihood=Likelihood.UNLIKELY)
    save_assessment(assessment=second, judgement=newer, seen=second.written_at, by=worker)
    publish_assessment(assessment=second, seen=second.written_at, by=worker)
    first.refresh_from_db()
    assert first.state == "replaced"
    [line] = changes_between(assessment_as_json(first), assessment_as_json(second))
    assert (line["before"], line["after"]) == ("Likely (55–80 %)", "Unlikely (20–45 %)")


def test_of_a_draft_given_up_no_word_is_kept(draft: Assessment, whole: Judgement, worker: Viewer) -> None:
    save_assessment(assessment=draft, judgement=whole, seen=draft.written_at, by=worker)
    drop_assessment(assessment=draft, by=worker)
    draft.refresh_from_db()
    assert (draft.state, draft.parts, draft.evidence.count()) == ("dropped", {}, 0)


@pytest.mark.req("S-04")
def test_what_stays_in_its_organisation_is_no_evidence(
    draft: Assessment, whole: Judgement, worker: Viewer, sample_finding: Any
) -> None:
    with unlocked():
        Finding.objects.filter(pk=sample_finding.pk).update(marking=Marking.AMBER_STRICT)
    sample_finding.refresh_from_db()
    with pytest.raises(NotAllowed):
        save_assessment(
            assessment=draft,
            judgement=replace(whole, evidence=(Evidence(sample_finding),)),
            seen=draft.written_at,
            by=worker,
        )

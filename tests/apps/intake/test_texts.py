"""The words of a signal: stored after the gate alone, read by few, reviewed by another person, erased in time."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from dataclasses import replace
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from tests.conftest import TESTER
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.audit.locked import unlocked
from tilannekuva.audit.models import AuditEntry
from tilannekuva.domain.errors import NotAllowed, WrongState
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.rules.texts import can_become, may_review
from tilannekuva.domain.text import EMPTY_TEXTS, TextReason, TextState
from tilannekuva.domain.viewer import NOBODY, Viewer, system
from tilannekuva.intake.actions import (
    erase_due_texts,
    keep_text,
    receive_report,
    remove_text,
    withdraw_signal,
)
from tilannekuva.intake.drafts import SignalDraft
from tilannekuva.intake.gate.asking import TextRefused
from tilannekuva.intake.models import Report, Signal, SignalText, Source
from tilannekuva.intake.queries import text_of_signal, text_to_read, texts_to_review

CANARY = "Kioskin vieressä zyzzyva myytiin illalla"
ASKS = "Matti Virtanen zyzzyva seisoi kioskilla"


def told(draft: SignalDraft, source: Source, by: Viewer, text: str, **changes: Any) -> Signal:
    reason = changes.pop("text_reason", None)
    words = replace(draft, text=text, text_reason=reason, **changes)
    return receive_report(report_id=uuid.uuid4(), drafts=[words], source=source, by=by)[0]


def waiting(draft: SignalDraft, source: Source, by: Viewer, **changes: Any) -> Signal:
    return told(draft, source, by, ASKS, text_reason=TextReason.NAME_OF_A_PLACE, **changes)


def everything_stored() -> str:
    from django.apps import apps

    rows = [
        str(value)
        for model in apps.get_models()
        if model is not SignalText
        for row in model._default_manager.values()
        for value in row.values()
    ]
    return json.dumps(rows, default=str)


@pytest.mark.req("L-16")
@pytest.mark.parametrize("text", ["Soita 040 123 4567 zyzzyva", ASKS])
def test_what_is_refused_leaves_nothing(source: Source, draft: SignalDraft, alice: Any, text: str) -> None:
    with pytest.raises(TextRefused):
        told(draft, source, viewer_of(alice), text)
    assert not Signal.objects.exists()
    assert not Report.objects.exists()
    assert not SignalText.objects.exists()
    assert "zyzzyva" not in everything_stored()


@pytest.mark.req("L-13")
def test_what_nobody_else_could_review_is_refused(source: Source, draft: SignalDraft, alice: Any) -> None:
    with pytest.raises(TextRefused, match="Nobody but you"):
        waiting(draft, source, viewer_of(alice))
    assert not Signal.objects.exists()


def test_what_passes_is_read_as_the_signal_is_marked(
    source: Source, draft: SignalDraft, alice: Any, bob: Any, charlie: Any, police: Any
) -> None:
    by = viewer_of(alice)
    agreed = told(draft, source, by, CANARY)
    own = told(draft, source, by, CANARY, marking=Marking.AMBER_STRICT)
    red = told(draft, source, by, CANARY, marking=Marking.RED)
    readers = {"alice": by, "bob": viewer_of(bob), "charlie": viewer_of(charlie), "program": system("worker")}
    read = {
        name: {signal.pk for signal in (agreed, own, red) if text_to_read(viewer, signal)}
        for name, viewer in readers.items()
    }
    assert read == {
        "alice": {agreed.pk, own.pk, red.pk}, "bob": {agreed.pk}, "charlie": set(), "program": set()
    }  # fmt: skip


@pytest.mark.req("L-13")
def test_what_waits_is_seen_by_reviewers_alone(
    source: Source, draft: SignalDraft, alice: Any, bob: Any, colleague: Any
) -> None:
    signal = waiting(draft, source, viewer_of(alice))
    assert SignalText.objects.get().personal_data == ["name"]
    for person in (alice, bob, colleague):
        assert text_to_read(viewer_of(person), signal) is None
    assert list(texts_to_review(viewer_of(colleague))) == [
        SignalText.objects.get()
    ]  # exactly one item (L-20)
    for person in (alice, bob):
        assert not texts_to_review(viewer_of(person)).exists()
        assert text_of_signal(viewer_of(person), signal.public_id) is None


def test_a_reviewer_keeps_or_removes(source: Source, draft: SignalDraft, alice: Any, colleague: Any) -> None:
    by, reviewer = viewer_of(alice), viewer_of(colleague)
    kept, removed = waiting(draft, source, by), waiting(draft, source, by)
    keep_text(text=text_of_signal(reviewer, kept.public_id), by=reviewer)
    remove_text(text=text_of_signal(reviewer, removed.public_id), by=reviewer)
    assert text_to_read(by, kept).text == ASKS
    assert text_to_read(by, removed) is None
    row = SignalText.objects.get(signal=removed)
    assert (row.text, row.state, row.reviewed_by) == ("", TextState.REMOVED, colleague)
    assert Signal.objects.count() == 2
    remove_text(text=text_of_signal(reviewer, kept.public_id), by=reviewer)
    assert text_to_read(by, kept) is None
    with pytest.raises(WrongState):
        keep_text(text=SignalText.objects.get(signal=kept), by=reviewer)
    acts = list(AuditEntry.objects.filter(act__startswith="text.").values_list("act", flat=True))
    assert acts == ["text.kept", "text.removed", "text.removed"]


def test_nobody_else_reviews(
    source: Source, draft: SignalDraft, alice: Any, bob: Any, colleague: Any
) -> None:
    signal = waiting(draft, source, viewer_of(alice))
    for by in (viewer_of(alice), viewer_of(bob), NOBODY, system("worker")):
        with pytest.raises(NotAllowed):
            keep_text(text=SignalText.objects.select_related("signal").get(signal=signal), by=by)
    assert SignalText.objects.get().state == TextState.WAITING


def test_the_list_and_the_rule_agree(
    source: Source, draft: SignalDraft, alice: Any, bob: Any, charlie: Any, colleague: Any
) -> None:
    signal = waiting(draft, source, viewer_of(alice))
    for person in (alice, bob, charlie, colleague):
        viewer = viewer_of(person)
        assert texts_to_review(viewer).exists() == may_review(
            viewer,
            owner_id=signal.owner_id,
            written_by_id=signal.recorded_by_id,
            marking=Marking(signal.marking),
        )


def test_two_reviewers_at_once(source: Source, draft: SignalDraft, alice: Any, colleague: Any) -> None:
    signal = waiting(draft, source, viewer_of(alice))
    reviewer = viewer_of(colleague)
    first, second = (text_of_signal(reviewer, signal.public_id) for _ in range(2))
    keep_text(text=first, by=reviewer)
    with pytest.raises(WrongState):
        remove_text(text=second, by=reviewer)
    assert SignalText.objects.get().text == ASKS


@pytest.mark.req("L-21")
def test_words_past_their_time_are_erased_and_leave_an_entry(
    source: Source, draft: SignalDraft, alice: Any
) -> None:
    by = viewer_of(alice)
    old, young = told(draft, source, by, CANARY), told(draft, source, by, CANARY)
    last_day = SignalText.objects.get(signal=young).keep_until_on
    assert last_day - dt.date.today() in (
        dt.timedelta(days=182),
        dt.timedelta(days=183),
        dt.timedelta(days=184),
    )
    with unlocked():
        SignalText.objects.filter(signal=old).update(keep_until_on=last_day - dt.timedelta(days=1))
    assert erase_due_texts(today_on=last_day - dt.timedelta(days=1), by=system("worker")) == 0
    assert erase_due_texts(today_on=last_day, by=system("worker")) == 1
    assert erase_due_texts(today_on=last_day, by=system("worker")) == 0
    assert SignalText.objects.get(signal=old).text == ""
    assert text_to_read(by, young).text == CANARY
    entry = AuditEntry.objects.get(act="text.erased")
    assert (entry.object_id, json.loads(entry.entry)["detail"]) == (
        str(old.public_id),
        {"why": "past_its_time"},
    )
    with pytest.raises(NotAllowed):
        erase_due_texts(today_on=last_day, by=by)


@pytest.mark.req("L-16")
def test_words_stand_in_their_own_row_and_nowhere_else(
    source: Source, draft: SignalDraft, alice: Any, colleague: Any, caplog: Any
) -> None:
    by = viewer_of(alice)
    told(draft, source, by, CANARY)
    keep_text(
        text=text_of_signal(viewer_of(colleague), waiting(draft, source, by).public_id),
        by=viewer_of(colleague),
    )
    withdraw_signal(signal=told(draft, source, by, CANARY), by=by)
    assert "zyzzyva" not in everything_stored()
    assert "zyzzyva" not in caplog.text


def test_sent_again_with_its_words_it_is_the_same_report(
    source: Source, draft: SignalDraft, alice: Any
) -> None:
    by, report_id = viewer_of(alice), uuid.uuid4()
    words = replace(draft, text=CANARY)
    first = receive_report(report_id=report_id, drafts=[words], source=source, by=by)
    assert receive_report(report_id=report_id, drafts=[words], source=source, by=by) == first
    assert SignalText.objects.count() == 1
    other = replace(draft, text=CANARY + "!")
    with pytest.raises(Exception, match="with other content"):
        receive_report(report_id=report_id, drafts=[other], source=source, by=by)


def test_the_sum_of_a_report_does_not_tell_its_words(
    source: Source, draft: SignalDraft, alice: Any, settings: Any
) -> None:
    """Whoever holds the database alone cannot try words until the sum fits."""
    sums = []
    for secret in ("one" * 20, "two" * 20):
        settings.SECRET_KEY = secret
        told(draft, source, viewer_of(alice), CANARY)
        sums.append(Report.objects.latest("pk").content_sha256)
    assert sums[0] != sums[1]


@pytest.mark.parametrize("state", TextState)
def test_the_database_itself_holds_no_words_where_none_should_be(
    source: Source, draft: SignalDraft, alice: Any, state: TextState
) -> None:
    signal = told(draft, source, viewer_of(alice), "")
    words = CANARY if state in EMPTY_TEXTS else ""
    with pytest.raises(IntegrityError), transaction.atomic(), unlocked():
        SignalText.objects.create(
            signal=signal, text=words, state=state, reason="public_office", keep_until_on=dt.date(2030, 1, 1)
        )


def test_nothing_leads_back_from_a_text_that_is_gone() -> None:
    for before in EMPTY_TEXTS:
        assert not any(can_become(before, after) for after in TextState)
    assert not can_become(TextState.PASSED, TextState.WAITING)
    assert TESTER.is_system

"""A reporter takes a signal back or corrects it: it stays, counts nowhere, and its words are gone."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from typing import Any

import pytest

from tests.conftest import TESTER
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.audit.locked import unlocked
from tilannekuva.audit.models import AuditEntry
from tilannekuva.detection.queries import signals_for_detection
from tilannekuva.domain.clock import now_at
from tilannekuva.domain.errors import NotAllowed, RuleBroken, WrongState
from tilannekuva.domain.rules.signals import can_withdraw
from tilannekuva.domain.states import SignalHandling
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.actions import correct_signal, receive_report, withdraw_signal
from tilannekuva.intake.drafts import SignalDraft
from tilannekuva.intake.models import Signal, SignalText, Source, Withdrawal
from tilannekuva.intake.queries import own_signal, own_signals


@pytest.fixture
def given(safety_unit: Any) -> None:
    """The school's agreement with the safety unit: its signals count."""


def reported(draft: SignalDraft, source: Source, by: Viewer) -> Signal:
    return receive_report(report_id=uuid.uuid4(), drafts=[draft], source=source, by=by)[0]


def counted() -> set[int]:
    return set(signals_for_detection(dt.date.today() + dt.timedelta(days=1)).values_list("pk", flat=True))


def test_what_is_withdrawn_counts_nowhere_and_loses_its_words(
    given: None, source: Source, draft: SignalDraft, alice: Any
) -> None:
    by = viewer_of(alice)
    gone, stays = reported(replace(draft, text="Valot pimeinä"), source, by), reported(draft, source, by)
    assert counted() == {gone.pk, stays.pk}
    withdraw_signal(signal=gone, by=by)
    assert counted() == {stays.pk}
    assert Signal.objects.get(pk=gone.pk).handling == SignalHandling.WITHDRAWN
    assert SignalText.objects.get().text == ""
    acts = AuditEntry.objects.filter(object_id=str(gone.public_id)).values_list("act", flat=True)
    assert list(acts) == ["text.erased", "signal.withdrawn"]
    with pytest.raises(WrongState, match="withdrawn already"):
        withdraw_signal(signal=Signal.objects.get(pk=gone.pk), by=by)


def test_nobody_withdraws_what_others_reported(
    source: Source, draft: SignalDraft, alice: Any, bob: Any, colleague: Any
) -> None:
    signal = reported(draft, source, viewer_of(alice))
    for person in (bob, colleague):
        with pytest.raises(NotAllowed):
            withdraw_signal(signal=signal, by=viewer_of(person))
        assert own_signal(viewer_of(person), receipt_code=signal.receipt_code) is None
    with pytest.raises(NotAllowed):
        withdraw_signal(signal=signal, by=TESTER)
    assert not Withdrawal.objects.exists()


@pytest.mark.parametrize(("age_days", "can"), [(0, True), (13.99, True), (14.01, False)])
def test_within_the_days_of_the_city(age_days: float, can: bool) -> None:
    now = now_at()
    when = {"received_at": now - dt.timedelta(days=age_days), "now_at": now, "within_days": 14}
    assert can_withdraw(SignalHandling.JOINED, **when) is can
    assert not can_withdraw(SignalHandling.WITHDRAWN, **when)


def test_too_late_is_said(source: Source, draft: SignalDraft, alice: Any) -> None:
    signal = reported(draft, source, viewer_of(alice))
    with unlocked():
        Signal.objects.update(received_at=now_at() - dt.timedelta(days=20))
    signal.refresh_from_db()
    with pytest.raises(WrongState, match="for 14 days"):
        withdraw_signal(signal=signal, by=viewer_of(alice))
    with pytest.raises(WrongState, match="for 14 days"):
        correct_signal(signal=signal, report_id=uuid.uuid4(), draft=draft, by=viewer_of(alice))
    assert Signal.objects.count() == 1


def test_a_correction_takes_the_place_of_the_old_one(
    given: None, source: Source, draft: SignalDraft, alice: Any
) -> None:
    by, report_id = viewer_of(alice), uuid.uuid4()
    old = reported(draft, source, by)
    new = correct_signal(signal=old, report_id=report_id, draft=replace(draft, n_events=3), by=by)
    assert counted() == {new.pk}
    assert Withdrawal.objects.get().replacement == new
    assert new.receipt_code != old.receipt_code
    old.refresh_from_db()
    # The answer was lost: sent again, it is the same correction.
    assert correct_signal(signal=old, report_id=report_id, draft=replace(draft, n_events=3), by=by) == new
    assert (Signal.objects.count(), Withdrawal.objects.count()) == (2, 1)
    with pytest.raises(WrongState, match="withdrawn already"):
        correct_signal(signal=old, report_id=uuid.uuid4(), draft=draft, by=by)
    assert Signal.objects.count() == 2


def test_a_correction_that_is_no_signal_changes_nothing(
    source: Source, draft: SignalDraft, alice: Any
) -> None:
    by = viewer_of(alice)
    old = reported(draft, source, by)
    for wrong in (replace(draft, n_events=0), replace(draft, text="Soita 040 123 4567")):
        with pytest.raises(RuleBroken):
            correct_signal(signal=old, report_id=uuid.uuid4(), draft=wrong, by=by)
    old.refresh_from_db()
    assert old.handling == SignalHandling.RECEIVED
    assert Signal.objects.count() == 1


def test_a_report_does_not_replace_itself(source: Source, draft: SignalDraft, alice: Any) -> None:
    by, report_id = viewer_of(alice), uuid.uuid4()
    [signal] = receive_report(report_id=report_id, drafts=[draft], source=source, by=by)
    with pytest.raises(RuleBroken, match="does not replace itself"):
        correct_signal(signal=signal, report_id=report_id, draft=draft, by=by)


def test_own_signals_are_those_one_reported(
    source: Source, draft: SignalDraft, alice: Any, colleague: Any
) -> None:
    mine, theirs = (reported(draft, source, viewer_of(person)) for person in (alice, colleague))
    assert list(own_signals(viewer_of(alice))) == [mine]
    assert list(own_signals(viewer_of(colleague))) == [theirs]
    assert not own_signals(TESTER).exists()


def test_what_its_source_withdrew_is_asked_of_nobody_and_taken_up_by_nobody(
    source: Source, draft: SignalDraft, school: Any, alice: Any, bob: Any
) -> None:
    from tilannekuva.detection.triage import actions
    from tilannekuva.detection.triage.queries import asked_by
    from tilannekuva.domain.triage import TriageReason

    by, analyst = viewer_of(alice), viewer_of(bob)
    signal = reported(draft, source, by)
    step = actions.pass_on(
        signals=[signal], receiver=school, answer_by_on=dt.date.today(),
        reason=TriageReason.TO_CHECK_ON_THE_SPOT, by=analyst,
    )  # fmt: skip
    assert asked_by(analyst).count() == 1
    withdraw_signal(signal=Signal.objects.get(pk=signal.pk), by=by)
    assert not asked_by(analyst).exists()
    with pytest.raises(WrongState):
        actions.undo(step=step, by=analyst)
    with pytest.raises(WrongState):
        actions.confirm(signals=[signal], reason=TriageReason.SEEN_ON_THE_SPOT, by=analyst)
    assert Signal.objects.get().handling == SignalHandling.WITHDRAWN

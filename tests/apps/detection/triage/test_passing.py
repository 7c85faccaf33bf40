"""Passing on: to whom, until when, and that what is not answered never disappears."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine

from tests.apps.detection.triage.conftest import state
from tests.apps.detection.triage.sample import make_signal
from tilannekuva.accounts.models import Organisation
from tilannekuva.detection.models import PassedOn, TriageStep
from tilannekuva.detection.triage import actions
from tilannekuva.detection.triage.queries import answers_to, asked_by, asked_of
from tilannekuva.domain.errors import NotAllowed, RuleBroken, WrongState
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.triage import TriageReason
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.models import Signal

CHECK = TriageReason.TO_CHECK_ON_THE_SPOT
IN_A_WEEK = dt.timedelta(days=7)


def _pass_on(signals: list[Signal], receiver: Organisation, by: Viewer) -> TriageStep:
    return actions.pass_on(
        signals=signals, receiver=receiver, answer_by_on=dt.date.today() + IN_A_WEEK, reason=CHECK, by=by
    )


def test_asked_answered_and_back(
    signals: list[Signal], analyst: Viewer, coordinator: Viewer, school: Organisation
) -> None:
    _pass_on(signals[:1], school, analyst)
    assert state(signals[0]) == ("not_yet_judged", "passed_on")
    [asked] = asked_of(coordinator)
    assert list(asked_by(analyst)) == [asked]
    assert not asked_by(coordinator).exists()
    step = actions.answer(passed_on=asked, reason=TriageReason.WE_KNOW_OF_IT, by=coordinator)
    assert state(signals[0]) == ("not_yet_judged", "in_review")
    assert not asked_by(analyst).exists()
    assert [row.answer for row in answers_to(analyst)] == ["we_know_of_it"]
    actions.undo(step=step, by=coordinator)
    assert list(asked_by(analyst)) == [asked]
    assert state(signals[0]) == ("not_yet_judged", "passed_on")


def test_taken_back_before_it_is_answered_and_not_after(
    signals: list[Signal], analyst: Viewer, coordinator: Viewer, school: Organisation
) -> None:
    first = _pass_on(signals[:1], school, analyst)
    actions.undo(step=first, by=analyst)
    assert state(signals[0]) == ("not_yet_judged", "received")
    assert not asked_of(coordinator).exists()
    taken_back = PassedOn.objects.get()
    _pass_on(signals[:1], school, analyst)
    with pytest.raises(WrongState, match="taken back"):
        actions.answer(passed_on=taken_back, reason=TriageReason.WE_KNOW_OF_IT, by=coordinator)
    [again] = asked_of(coordinator)
    actions.answer(passed_on=again, reason=TriageReason.WE_ACT_ON_IT, by=coordinator)
    with pytest.raises(WrongState, match="later step first"):
        actions.undo(step=again.step, by=analyst)


def test_what_is_overdue_stays_however_late(
    signals: list[Signal], analyst: Viewer, coordinator: Viewer, school: Organisation
) -> None:
    _pass_on(signals, school, analyst)
    much_later = dt.datetime.now(dt.UTC) + dt.timedelta(days=300)
    with time_machine.travel(much_later):
        assert asked_by(analyst).count() == 3
        assert asked_of(coordinator).count() == 3
        late = asked_of(coordinator)[0]
        actions.answer(passed_on=late, reason=TriageReason.WE_KNOW_NOTHING_OF_IT, by=coordinator)
        assert asked_by(analyst).count() == 2


def test_while_another_answer_is_due_it_waits_on(
    signals: list[Signal], analyst: Viewer, coordinator: Viewer, school: Organisation, officer: Viewer
) -> None:
    green = make_signal(school, marking=Marking.GREEN)
    police = Organisation.objects.get(code="police")
    _pass_on([green], school, analyst)
    _pass_on([green], police, analyst)
    actions.answer(passed_on=asked_of(coordinator).get(), reason=TriageReason.WE_KNOW_OF_IT, by=coordinator)
    assert state(green) == ("not_yet_judged", "passed_on")
    actions.answer(passed_on=asked_of(officer).get(), reason=TriageReason.NOT_OURS_TO_HANDLE, by=officer)
    assert state(green) == ("not_yet_judged", "in_review")


def test_a_joined_signal_comes_back_to_its_group(
    signals: list[Signal], analyst: Viewer, coordinator: Viewer, school: Organisation
) -> None:
    actions.join(signals=signals[:2], reason=TriageReason.ONE_EVENT, by=analyst)
    _pass_on(signals[:1], school, analyst)
    actions.answer(passed_on=asked_of(coordinator).get(), reason=TriageReason.WE_ACT_ON_IT, by=coordinator)
    assert state(signals[0]) == ("not_yet_judged", "joined")


@pytest.mark.req("S-05")
def test_passing_on_opens_nothing(
    signals: list[Signal], analyst: Viewer, officer: Viewer, police: Organisation
) -> None:
    with pytest.raises(RuleBroken, match=r"TLP:AMBER keeps"):
        _pass_on(signals[:1], police, analyst)
    assert state(signals[0]) == ("not_yet_judged", "received")
    assert not PassedOn.objects.exists()


def test_whoever_has_nobody_to_answer_is_not_asked(
    signals: list[Signal], analyst: Viewer, police: Organisation, school: Organisation
) -> None:
    green = make_signal(school, marking=Marking.GREEN)
    with pytest.raises(RuleBroken, match="who could answer"):
        _pass_on([green], police, analyst)


def test_not_to_oneself_not_twice_and_not_until_yesterday(
    signals: list[Signal],
    analyst: Viewer,
    coordinator: Viewer,
    school: Organisation,
    safety_unit: Organisation,
) -> None:
    with pytest.raises(RuleBroken, match="another organisation"):
        _pass_on(signals[:1], safety_unit, analyst)
    with pytest.raises(RuleBroken, match="from today"):
        actions.pass_on(
            signals=signals, receiver=school, answer_by_on=dt.date.today() - IN_A_WEEK, reason=CHECK, by=analyst
        )  # fmt: skip
    _pass_on(signals[:1], school, analyst)
    with pytest.raises(WrongState, match="waits for the answer of that organisation already"):
        _pass_on(signals[:1], school, analyst)


def test_nobody_answers_in_the_place_of_another(
    signals: list[Signal], analyst: Viewer, officer: Viewer, coordinator: Viewer, school: Organisation
) -> None:
    _pass_on(signals[:1], school, analyst)
    asked = asked_of(coordinator).get()
    for by in (analyst, officer):
        with pytest.raises(NotAllowed):
            actions.answer(passed_on=asked, reason=TriageReason.WE_ACT_ON_IT, by=by)
    with pytest.raises(RuleBroken, match="Choose a reason"):
        actions.answer(passed_on=asked, reason=TriageReason.ONE_EVENT, by=coordinator)
    assert state(signals[0]) == ("not_yet_judged", "passed_on")

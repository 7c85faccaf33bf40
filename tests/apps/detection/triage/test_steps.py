"""Every step: what it moves, what it writes into history and audit, and how it is undone."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.apps.detection.triage.conftest import state
from tests.apps.detection.triage.sample import make_signal
from tilannekuva.audit.models import AuditEntry
from tilannekuva.detection.models import GroupedSignal, SignalGroup, TriageStep
from tilannekuva.detection.triage import actions
from tilannekuva.domain.errors import NotAllowed, RuleBroken, WrongState
from tilannekuva.domain.triage import TRIAGE_AUDIT_ACTS, TriageAct, TriageReason
from tilannekuva.domain.viewer import Viewer, system
from tilannekuva.intake.models import Signal

NEW = ("not_yet_judged", "received")

Take = Callable[[list[Signal], Viewer], TriageStep]

STEPS: dict[str, tuple[Take, tuple[str, str]]] = {
    "confirm": (
        lambda s, by: actions.confirm(signals=s[:1], reason=TriageReason.SEEN_ON_THE_SPOT, by=by),
        ("confirmed", "received"),
    ),
    "find_plausible": (
        lambda s, by: actions.find_plausible(signals=s[:1], reason=TriageReason.FITS_WHAT_IS_KNOWN, by=by),
        ("plausible", "received"),
    ),
    "leave_unconfirmed": (
        lambda s, by: actions.leave_unconfirmed(signals=s[:1], reason=TriageReason.NOBODY_ELSE_KNOWS, by=by),
        ("unconfirmed", "received"),
    ),
    "refute": (
        lambda s, by: actions.refute(signals=s[:1], reason=TriageReason.DID_NOT_HAPPEN, by=by),
        ("refuted", "received"),
    ),
    "join": (
        lambda s, by: actions.join(signals=s[:2], reason=TriageReason.ONE_EVENT, by=by),
        ("not_yet_judged", "joined"),
    ),
    "drop": (
        lambda s, by: actions.drop(signals=s[:1], reason=TriageReason.OUT_OF_OUR_SCOPE, by=by),
        ("not_yet_judged", "out_of_scope"),
    ),
}


@pytest.mark.parametrize("name", STEPS)
def test_a_step_moves_its_signals_and_can_be_undone(
    name: str, signals: list[Signal], analyst: Viewer
) -> None:
    take, after = STEPS[name]
    step = take(signals, analyst)
    assert state(signals[0]) == after
    assert state(signals[2]) == NEW
    _is_in_history_and_audit(step, name, analyst)
    undone = actions.undo(step=step, by=analyst)
    assert [state(signal) for signal in signals] == [NEW] * 3
    assert undone.undoes == step
    _is_in_history_and_audit(undone, "undo", analyst)
    # Append only: the step stands where it stood, and what undid it beside it.
    assert TriageStep.objects.count() == 2


def _is_in_history_and_audit(step: TriageStep, act: str, by: Viewer) -> None:
    assert (step.act, step.made_by_id, step.organisation_id) == (act, by.person_id, by.organisation_id)
    entry = AuditEntry.objects.get(act=TRIAGE_AUDIT_ACTS[TriageAct(act)], object_id=str(step.public_id))
    told = json.loads(entry.entry)
    assert told["by"] == by.label
    assert told["detail"]["reason"] == step.reason
    moved = {str(change.signal.public_id) for change in step.changes.all()}
    assert moved
    assert set(told["detail"]["signals"]) == moved


def test_join_split_and_undo_in_turn(signals: list[Signal], analyst: Viewer) -> None:
    joined = actions.join(signals=signals[:2], reason=TriageReason.NEAR_IN_PLACE_AND_TIME, by=analyst)
    added = actions.join(signals=signals[1:], reason=TriageReason.ONE_DEVELOPMENT, by=analyst)
    [group] = SignalGroup.objects.all()
    assert group.members.filter(left_at__isnull=True).count() == 3
    split = actions.split(signals=[signals[0]], by=analyst)
    assert state(signals[0]) == ("not_yet_judged", "in_review")
    assert state(signals[1]) == ("not_yet_judged", "joined")
    with pytest.raises(WrongState, match="later step first"):
        actions.undo(step=added, by=analyst)
    for step in (split, added, joined):
        actions.undo(step=step, by=analyst)
    assert [state(signal) for signal in signals] == [NEW] * 3
    assert not group.members.filter(left_at__isnull=True).exists()


def test_who_stays_alone_in_a_group_is_joined_with_nothing(signals: list[Signal], analyst: Viewer) -> None:
    actions.join(signals=signals[:2], reason=TriageReason.ONE_EVENT, by=analyst)
    split = actions.split(signals=[signals[0]], by=analyst)
    assert state(signals[1]) == ("not_yet_judged", "in_review")
    actions.undo(step=split, by=analyst)
    dropped = actions.drop(signals=[signals[0]], reason=TriageReason.SENT_BY_MISTAKE, by=analyst)
    assert state(signals[0]) == ("not_yet_judged", "out_of_scope")
    assert state(signals[1]) == ("not_yet_judged", "in_review")
    actions.undo(step=dropped, by=analyst)
    assert state(signals[0]) == state(signals[1]) == ("not_yet_judged", "joined")
    assert GroupedSignal.objects.filter(left_at__isnull=True).count() == 2


def test_joining_two_groups_makes_one_with_all_of_both(signals: list[Signal], analyst: Viewer) -> None:
    more = [make_signal(signals[0].owner), make_signal(signals[0].owner)]
    actions.join(signals=signals[:2], reason=TriageReason.ONE_EVENT, by=analyst)
    actions.join(signals=more, reason=TriageReason.ONE_EVENT, by=analyst)
    together = actions.join(signals=[signals[0], more[0]], reason=TriageReason.ONE_EVENT, by=analyst)
    now = GroupedSignal.objects.filter(left_at__isnull=True).values_list("group", flat=True)
    assert len(now) == 4
    assert len(set(now)) == 1
    actions.undo(step=together, by=analyst)
    now = GroupedSignal.objects.filter(left_at__isnull=True).values_list("group", flat=True)
    assert len(set(now)) == 2
    with pytest.raises(WrongState, match="joined already"):
        actions.join(signals=more, reason=TriageReason.ONE_EVENT, by=analyst)


@pytest.mark.req("F-07")
def test_what_was_told_already_is_counted_once_and_never_lost(signals: list[Signal], analyst: Viewer) -> None:
    told = TriageReason.TOLD_ALREADY
    with pytest.raises(RuleBroken, match="Join it with that one first"):
        actions.drop(signals=[signals[0]], reason=told, by=analyst)
    actions.join(signals=signals[:2], reason=TriageReason.ONE_EVENT, by=analyst)
    with pytest.raises(RuleBroken, match="keep one of them"):
        actions.drop(signals=signals[:2], reason=told, by=analyst)
    dropped = actions.drop(signals=[signals[1]], reason=told, by=analyst)
    assert state(signals[1]) == ("not_yet_judged", "duplicate")
    # It is a source of the group still; the one through which it counts cannot leave it behind.
    assert GroupedSignal.objects.filter(signal=signals[1], left_at__isnull=True).exists()
    for leave in (
        lambda: actions.split(signals=[signals[0]], by=analyst),
        lambda: actions.drop(signals=[signals[0]], reason=TriageReason.OUT_OF_OUR_SCOPE, by=analyst),
    ):
        with pytest.raises(RuleBroken, match="keep one of them"):
            leave()
    assert state(signals[0]) == ("not_yet_judged", "joined")
    actions.undo(step=dropped, by=analyst)
    assert state(signals[1]) == ("not_yet_judged", "joined")


def test_a_duplicate_can_be_split_off_as_a_thing_of_its_own(signals: list[Signal], analyst: Viewer) -> None:
    actions.join(signals=signals, reason=TriageReason.ONE_EVENT, by=analyst)
    actions.drop(signals=[signals[0]], reason=TriageReason.TOLD_ALREADY, by=analyst)
    actions.split(signals=[signals[0]], by=analyst)
    assert state(signals[0]) == ("not_yet_judged", "in_review")


def test_a_step_is_taken_with_all_its_signals_or_none(signals: list[Signal], analyst: Viewer) -> None:
    actions.drop(signals=[signals[0]], reason=TriageReason.ABOUT_ONE_PERSON, by=analyst)
    with pytest.raises(WrongState):
        actions.confirm(signals=signals, reason=TriageReason.SEEN_ON_THE_SPOT, by=analyst)
    assert [state(signal) for signal in signals[1:]] == [NEW] * 2
    assert TriageStep.objects.count() == 1


@pytest.mark.parametrize(
    ("take", "said"),
    [
        (lambda s, by: actions.join(signals=s[:1], reason=TriageReason.ONE_EVENT, by=by), "at least two"),
        (lambda s, by: actions.split(signals=s[:1], by=by), "joined with no other"),
        (
            lambda s, by: actions.confirm(signals=[], reason=TriageReason.SEEN_ON_THE_SPOT, by=by),
            "at least one",
        ),
        (lambda s, by: actions.confirm(signals=s, reason=TriageReason.DID_NOT_HAPPEN, by=by), "a reason"),
        (lambda s, by: actions.drop(signals=s, reason=TriageReason.ONE_EVENT, by=by), "a reason"),
    ],
)
def test_a_step_that_makes_no_sense_is_refused_in_words(
    take: Take, said: str, signals: list[Signal], analyst: Viewer
) -> None:
    with pytest.raises(RuleBroken, match=said):
        take(signals, analyst)
    assert not TriageStep.objects.exists()
    assert not SignalGroup.objects.exists()


def test_of_two_people_at_once_the_second_is_told(signals: list[Signal], analyst: Viewer) -> None:
    from tilannekuva.domain.states import SignalHandling, SignalJudgement
    from tilannekuva.intake.actions import move_signal

    as_seen_by_the_second = Signal.objects.get(pk=signals[0].pk)
    actions.confirm(signals=[signals[0]], reason=TriageReason.SEEN_ON_THE_SPOT, by=analyst)
    with pytest.raises(WrongState, match="a moment ago"):
        move_signal(
            signal=as_seen_by_the_second,
            judgement=SignalJudgement.REFUTED,
            handling=SignalHandling.RECEIVED,
            by=analyst,
        )
    assert state(signals[0]) == ("confirmed", "received")


def test_the_owner_of_a_step_and_the_coordinator_beside_them_undo_it_and_nobody_else(
    signals: list[Signal], analyst: Viewer, coordinator: Viewer
) -> None:
    step = actions.confirm(signals=[signals[0]], reason=TriageReason.SEEN_ON_THE_SPOT, by=analyst)
    with pytest.raises(NotAllowed):
        actions.undo(step=step, by=coordinator)  # of another organisation
    actions.undo(step=step, by=analyst)
    with pytest.raises(WrongState, match="undone already"):
        actions.undo(step=step, by=analyst)
    with pytest.raises(WrongState, match="taking the step again"):
        actions.undo(step=TriageStep.objects.get(undoes=step), by=analyst)


def test_the_program_and_a_reporter_take_no_step(signals: list[Signal], coordinator: Viewer) -> None:
    from dataclasses import replace

    from tilannekuva.domain.role import RoleName

    reporter: Any = replace(coordinator, roles=frozenset({RoleName.REPORTER}))
    for by in (system("worker"), reporter):
        with pytest.raises(NotAllowed):
            actions.confirm(signals=signals, reason=TriageReason.SEEN_ON_THE_SPOT, by=by)
    assert state(signals[0]) == NEW

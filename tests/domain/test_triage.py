"""The tables of triage: complete, and read by the rules as they are written."""

from __future__ import annotations

import datetime as dt
from itertools import product

import pytest

from tilannekuva.domain.errors import NotAllowed, RuleBroken, WrongState
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.role import PICTURE_WORKERS, RoleName
from tilannekuva.domain.rules.triage import (
    can_be_answered_by,
    can_step,
    can_undo,
    check_can_undo,
    check_may_undo,
    check_step,
    counts_once,
    may_answer,
    may_receive,
    may_triage,
    may_undo,
)
from tilannekuva.domain.states import NOT_COUNTED, SignalHandling, SignalJudgement
from tilannekuva.domain.triage import (
    DROPPED_AS,
    HANDLING_TRANSITIONS,
    JUDGEMENT_OF,
    LONGEST_ANSWER_DAYS,
    REASONS_OF,
    TRIAGE_AUDIT_ACTS,
    TRIAGE_OWNERS,
    TriageAct,
    TriageReason,
)
from tilannekuva.domain.viewer import NOBODY, Viewer, system

JUDGED = SignalJudgement.NOT_YET_JUDGED
BY_TABLE = [act for act in TriageAct if act is not TriageAct.UNDO]
TODAY = dt.date(2026, 6, 1)


def _viewer(*roles: RoleName, organisation_id: int | None = 1, person_id: int = 7) -> Viewer:
    return Viewer(person_id=person_id, organisation_id=organisation_id, roles=frozenset(roles))


def test_every_step_has_owner_audit_act_and_reasons() -> None:
    assert set(TRIAGE_OWNERS) == set(TRIAGE_AUDIT_ACTS) == set(REASONS_OF) == set(TriageAct)
    assert len(set(TRIAGE_AUDIT_ACTS.values())) == len(TriageAct)
    assert set(HANDLING_TRANSITIONS) == set(BY_TABLE)
    assert all(REASONS_OF[act] for act in BY_TABLE)
    assert {reason for reasons in REASONS_OF.values() for reason in reasons} == set(TriageReason)
    assert set(DROPPED_AS) == set(REASONS_OF[TriageAct.DROP])
    assert set(DROPPED_AS.values()) <= NOT_COUNTED


def test_every_judgement_can_be_reached_and_nothing_leaves_withdrawn() -> None:
    assert set(JUDGEMENT_OF.values()) == set(SignalJudgement) - {JUDGED}
    reached = {to for table in HANDLING_TRANSITIONS.values() for after in table.values() for to in after}
    assert reached == set(SignalHandling) - {SignalHandling.WITHDRAWN}
    assert all(SignalHandling.WITHDRAWN not in table for table in HANDLING_TRANSITIONS.values())


@pytest.mark.parametrize("act", BY_TABLE)
def test_a_step_leads_where_its_table_says_and_nowhere_else(act: TriageAct) -> None:
    reason = REASONS_OF[act][0]
    judgement = JUDGEMENT_OF.get(act, JUDGED)
    for before, after in product(SignalHandling, SignalHandling):
        leads = after in HANDLING_TRANSITIONS[act].get(before, frozenset())
        assert can_step(act, reason, before=(JUDGED, before), after=(judgement, after)) is leads


@pytest.mark.parametrize("act", BY_TABLE)
def test_a_step_names_a_reason_of_its_own(act: TriageAct) -> None:
    before = next(iter(HANDLING_TRANSITIONS[act]))
    after = next(iter(HANDLING_TRANSITIONS[act][before]))
    state = {"before": (JUDGED, before), "after": (JUDGEMENT_OF.get(act, JUDGED), after)}
    for reason in TriageReason:
        assert can_step(act, reason, **state) is (reason in REASONS_OF[act])
    with pytest.raises(RuleBroken, match="Choose a reason"):
        check_step(act, None, **state)


def test_the_same_judgement_twice_and_a_judgement_by_another_step_are_refused() -> None:
    received = SignalHandling.RECEIVED
    confirmed = (SignalJudgement.CONFIRMED, received)
    with pytest.raises(WrongState, match="already"):
        check_step(TriageAct.CONFIRM, TriageReason.SEEN_ON_THE_SPOT, before=confirmed, after=confirmed)
    with pytest.raises(WrongState, match="does not lead"):
        check_step(
            TriageAct.JOIN,
            TriageReason.ONE_EVENT,
            before=(JUDGED, received),
            after=(SignalJudgement.CONFIRMED, SignalHandling.JOINED),
        )


def test_analysts_and_coordinators_of_an_organisation_take_steps_and_nobody_else() -> None:
    for act, role in product(TriageAct, RoleName):
        assert may_triage(_viewer(role), act) is (role in PICTURE_WORKERS)
    assert not may_triage(_viewer(*RoleName, organisation_id=None))
    assert not may_triage(NOBODY)
    assert not may_triage(system("worker"))


def test_only_the_organisation_that_was_asked_answers() -> None:
    assert may_answer(_viewer(RoleName.ANALYST, organisation_id=2), receiver_id=2)
    assert not may_answer(_viewer(RoleName.ANALYST, organisation_id=1), receiver_id=2)
    assert not may_answer(_viewer(RoleName.REPORTER, organisation_id=2), receiver_id=2)


def test_a_step_is_undone_by_its_owner() -> None:
    step = {"made_by_id": 7, "organisation_id": 1}
    assert may_undo(_viewer(RoleName.ANALYST), **step)
    assert may_undo(_viewer(RoleName.COORDINATOR, person_id=8), **step)
    assert not may_undo(_viewer(RoleName.ANALYST, person_id=8), **step)
    assert not may_undo(_viewer(RoleName.COORDINATOR, person_id=8, organisation_id=2), **step)
    assert not may_undo(_viewer(RoleName.REPORTER), **step)
    with pytest.raises(NotAllowed):
        check_may_undo(_viewer(RoleName.ANALYST, person_id=8), **step)


def test_a_step_is_undone_once_and_the_latest_first() -> None:
    assert can_undo(TriageAct.JOIN, is_undone=False, is_latest=True)
    assert not can_undo(TriageAct.UNDO, is_undone=False, is_latest=True)
    with pytest.raises(WrongState, match="undone already"):
        check_can_undo(TriageAct.JOIN, is_undone=True, is_latest=True)
    with pytest.raises(WrongState, match="later step first"):
        check_can_undo(TriageAct.JOIN, is_undone=False, is_latest=False)


@pytest.mark.req("F-07")
@pytest.mark.parametrize(
    ("n_duplicates", "n_counted", "holds"), [(0, 0, True), (0, 3, True), (2, 1, True), (1, 0, False)]
)
def test_what_was_told_already_is_counted_through_another(
    n_duplicates: int, n_counted: int, holds: bool
) -> None:
    assert counts_once(n_duplicates, n_counted) is holds


@pytest.mark.req("S-05")
@pytest.mark.parametrize(
    ("marking", "receiver_id", "receives_from", "may"),
    [
        (Marking.CLEAR, 2, set(), True),
        (Marking.GREEN, 2, set(), True),
        (Marking.AMBER, 2, set(), False),
        (Marking.AMBER, 2, {1}, True),
        (Marking.AMBER, 1, set(), True),
        (Marking.AMBER_STRICT, 2, {1}, False),
        (Marking.AMBER_STRICT, 1, set(), True),
        (Marking.RED, 1, {1}, False),
    ],
)
def test_passing_on_opens_nothing(
    marking: Marking, receiver_id: int, receives_from: set[int], may: bool
) -> None:
    asked = {"receiver_id": receiver_id, "receives_from": receives_from, "owner_id": 1, "marking": marking}
    assert may_receive(**asked, can_answer=True) is may
    assert not may_receive(**asked, can_answer=False)


@pytest.mark.parametrize(
    ("days", "can"), [(-1, False), (0, True), (LONGEST_ANSWER_DAYS, True), (LONGEST_ANSWER_DAYS + 1, False)]
)
def test_an_answer_is_due_soon_and_not_in_the_past(days: int, can: bool) -> None:
    assert can_be_answered_by(TODAY + dt.timedelta(days=days), today_on=TODAY) is can

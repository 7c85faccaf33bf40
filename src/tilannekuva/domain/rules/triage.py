"""Who may take a step of triage, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Collection

from ..errors import NotAllowed, RuleBroken, WrongState
from ..marking import Marking
from ..role import PICTURE_WORKERS, RoleName
from ..states import SignalHandling, SignalJudgement
from ..triage import (
    HANDLING_TRANSITIONS,
    JUDGEMENT_OF,
    LONGEST_ANSWER_DAYS,
    REASONS_OF,
    TRIAGE_OWNERS,
    TriageAct,
    TriageReason,
)
from ..viewer import Viewer
from .signals import can_see_signal


def _holds(check: Callable[[], None]) -> bool:
    try:
        check()
    except RuleBroken:
        return False
    return True


def check_may_triage(viewer: Viewer, act: TriageAct = TriageAct.CONFIRM) -> None:
    """Who: an analyst or a coordinator of an organisation, by name. The program itself never judges (N-5)."""
    if viewer.is_system or viewer.organisation_id is None or not viewer.has(*TRIAGE_OWNERS[act]):
        raise NotAllowed("Only an analyst or a coordinator of an organisation takes steps in the inbox.")


def may_triage(viewer: Viewer, act: TriageAct = TriageAct.CONFIRM) -> bool:
    return _holds(lambda: check_may_triage(viewer, act))


def check_step(
    act: TriageAct,
    reason: TriageReason | None,
    *,
    before: tuple[SignalJudgement, SignalHandling],
    after: tuple[SignalJudgement, SignalHandling],
) -> None:
    """When: the step leads from the one state to the other, and names a reason that fits. Not for undoing."""
    if reason not in REASONS_OF[act]:
        raise RuleBroken("Choose a reason from the list: a step without one cannot be followed up.")
    if after[1] not in HANDLING_TRANSITIONS[act].get(before[1], frozenset()):
        raise WrongState("A chosen signal is not in a state in which this can be done. Look at it again.")
    if after[0] != JUDGEMENT_OF.get(act, before[0]):
        raise WrongState("This step does not lead to such a judgement.")
    if act in JUDGEMENT_OF and before[0] == after[0]:
        raise WrongState("A chosen signal has this judgement already.")


def can_step(
    act: TriageAct,
    reason: TriageReason | None,
    *,
    before: tuple[SignalJudgement, SignalHandling],
    after: tuple[SignalJudgement, SignalHandling],
) -> bool:
    return _holds(lambda: check_step(act, reason, before=before, after=after))


def check_counted_once(n_duplicates: int, n_counted: int) -> None:
    """Of a group: what is dropped as told already is counted through another signal, or not lost."""
    if n_duplicates and not n_counted:
        raise RuleBroken(
            "A signal that was told already is counted through another one. Join it with that one first, and keep one of them."
        )


def counts_once(n_duplicates: int, n_counted: int) -> bool:
    return _holds(lambda: check_counted_once(n_duplicates, n_counted))


def check_may_receive(
    *,
    receiver_id: int,
    receives_from: Collection[int],
    can_answer: bool,
    owner_id: int,
    marking: Marking,
) -> None:
    """To whom: an organisation that may read the signal as it is marked, and has somebody who can answer.

    Passing on opens nothing: it asks those who could have read the signal in any case (S-05).
    `receives_from`: ids of the organisations whose signals an agreement lets the receiver read.
    """
    reader = Viewer(
        person_id=None,
        organisation_id=receiver_id,
        roles=PICTURE_WORKERS,
        agreements=frozenset(receives_from),
    )
    if not can_see_signal(reader, owner_id=owner_id, recorded_by_id=None, marking=marking):
        raise RuleBroken(
            "The marking %(marking)s keeps a chosen signal from that organisation. An agreement could open it.",
            marking=marking.label,
        )
    if not can_answer:
        raise RuleBroken("That organisation has no analyst and no coordinator who could answer.")


def may_receive(
    *,
    receiver_id: int,
    receives_from: Collection[int],
    can_answer: bool,
    owner_id: int,
    marking: Marking,
) -> bool:
    return _holds(
        lambda: check_may_receive(
            receiver_id=receiver_id,
            receives_from=receives_from,
            can_answer=can_answer,
            owner_id=owner_id,
            marking=marking,
        )
    )


def check_answer_by(answer_by_on: dt.date, *, today_on: dt.date) -> None:
    """An answer is asked for by a day that is yet to come, and near enough to be of use."""
    if not today_on <= answer_by_on <= today_on + dt.timedelta(days=LONGEST_ANSWER_DAYS):
        raise RuleBroken("Give a day for the answer from today to %(n)s days ahead.", n=LONGEST_ANSWER_DAYS)


def can_be_answered_by(answer_by_on: dt.date, *, today_on: dt.date) -> bool:
    return _holds(lambda: check_answer_by(answer_by_on, today_on=today_on))


def check_may_answer(viewer: Viewer, *, receiver_id: int) -> None:
    """Who: the organisation that was asked, and nobody in its place."""
    check_may_triage(viewer, TriageAct.ANSWER)
    if viewer.organisation_id != receiver_id:
        raise NotAllowed("Only the organisation that was asked answers.")


def may_answer(viewer: Viewer, *, receiver_id: int) -> bool:
    return _holds(lambda: check_may_answer(viewer, receiver_id=receiver_id))


def check_may_undo(viewer: Viewer, *, made_by_id: int, organisation_id: int) -> None:
    """Who: whoever took the step, or a coordinator of the same organisation, so that no absence makes it final."""
    check_may_triage(viewer, TriageAct.UNDO)
    coordinates = viewer.organisation_id == organisation_id and viewer.has(RoleName.COORDINATOR)
    if viewer.person_id != made_by_id and not coordinates:
        raise NotAllowed("A step is undone by whoever took it, or by a coordinator of the same organisation.")


def may_undo(viewer: Viewer, *, made_by_id: int, organisation_id: int) -> bool:
    return _holds(lambda: check_may_undo(viewer, made_by_id=made_by_id, organisation_id=organisation_id))


def check_can_undo(act: TriageAct, *, is_undone: bool, is_latest: bool) -> None:
    """When: once, and before anybody built on it."""
    if act is TriageAct.UNDO:
        raise WrongState("What was undone is done again by taking the step again.")
    if is_undone:
        raise WrongState("This step is undone already.")
    if not is_latest:
        raise WrongState("Another step followed this one. Undo the later step first.")


def can_undo(act: TriageAct, *, is_undone: bool, is_latest: bool) -> bool:
    return _holds(lambda: check_can_undo(act, is_undone=is_undone, is_latest=is_latest))

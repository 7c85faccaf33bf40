"""Triage as tables: which step follows which state of a signal, who may take it, and how the audit names it.

A signal has two axes, *is it confirmed* and *is it handled*. A step moves it along one of them.
"""

from __future__ import annotations

from enum import StrEnum

from .role import PICTURE_WORKERS, RoleName
from .states import SignalHandling, SignalJudgement


class TriageAct(StrEnum):
    """What a person does with signals. Each step can be undone, and to undo is a step itself."""

    CONFIRM = "confirm"
    FIND_PLAUSIBLE = "find_plausible"
    LEAVE_UNCONFIRMED = "leave_unconfirmed"
    REFUTE = "refute"
    JOIN = "join"
    SPLIT = "split"
    DROP = "drop"
    PASS_ON = "pass_on"
    ANSWER = "answer"
    UNDO = "undo"


class TriageReason(StrEnum):
    """Why a step was taken. Closed list: nothing that somebody writes about somebody else has room in it."""

    SEVERAL_SOURCES_AGREE = "several_sources_agree"
    SEEN_ON_THE_SPOT = "seen_on_the_spot"
    KNOWN_TO_PARTNERS = "known_to_partners"
    FITS_WHAT_IS_KNOWN = "fits_what_is_known"
    SOURCE_USUALLY_RIGHT = "source_usually_right"
    NOTHING_SEEN_ON_THE_SPOT = "nothing_seen_on_the_spot"
    NOBODY_ELSE_KNOWS = "nobody_else_knows"
    DID_NOT_HAPPEN = "did_not_happen"
    SOMETHING_ELSE_HAPPENED = "something_else_happened"
    EXPLAINED_BY_A_PLANNED_EVENT = "explained_by_a_planned_event"
    NEAR_IN_PLACE_AND_TIME = "near_in_place_and_time"
    ONE_EVENT = "one_event"
    ONE_DEVELOPMENT = "one_development"
    THINGS_APART = "things_apart"
    TOLD_ALREADY = "told_already"
    OUT_OF_OUR_SCOPE = "out_of_our_scope"
    ABOUT_ONE_PERSON = "about_one_person"
    SENT_BY_MISTAKE = "sent_by_mistake"
    TO_CHECK_ON_THE_SPOT = "to_check_on_the_spot"
    TO_SAY_WHAT_IS_KNOWN = "to_say_what_is_known"
    THEIRS_TO_HANDLE = "theirs_to_handle"
    WE_ACT_ON_IT = "we_act_on_it"
    WE_KNOW_OF_IT = "we_know_of_it"
    WE_KNOW_NOTHING_OF_IT = "we_know_nothing_of_it"
    NOT_OURS_TO_HANDLE = "not_ours_to_handle"


REASONS_OF: dict[TriageAct, tuple[TriageReason, ...]] = {
    TriageAct.CONFIRM: (
        TriageReason.SEVERAL_SOURCES_AGREE,
        TriageReason.SEEN_ON_THE_SPOT,
        TriageReason.KNOWN_TO_PARTNERS,
    ),
    TriageAct.FIND_PLAUSIBLE: (TriageReason.FITS_WHAT_IS_KNOWN, TriageReason.SOURCE_USUALLY_RIGHT),
    TriageAct.LEAVE_UNCONFIRMED: (TriageReason.NOTHING_SEEN_ON_THE_SPOT, TriageReason.NOBODY_ELSE_KNOWS),
    TriageAct.REFUTE: (
        TriageReason.DID_NOT_HAPPEN,
        TriageReason.SOMETHING_ELSE_HAPPENED,
        TriageReason.EXPLAINED_BY_A_PLANNED_EVENT,
    ),
    TriageAct.JOIN: (
        TriageReason.ONE_EVENT,
        TriageReason.ONE_DEVELOPMENT,
        TriageReason.NEAR_IN_PLACE_AND_TIME,
    ),
    TriageAct.SPLIT: (TriageReason.THINGS_APART,),
    TriageAct.DROP: (
        TriageReason.OUT_OF_OUR_SCOPE,
        TriageReason.ABOUT_ONE_PERSON,
        TriageReason.SENT_BY_MISTAKE,
        # Offered beside others of a group alone: last, so that each reason keeps its number everywhere.
        TriageReason.TOLD_ALREADY,
    ),
    TriageAct.PASS_ON: (
        TriageReason.TO_CHECK_ON_THE_SPOT,
        TriageReason.TO_SAY_WHAT_IS_KNOWN,
        TriageReason.THEIRS_TO_HANDLE,
    ),
    TriageAct.ANSWER: (
        TriageReason.WE_ACT_ON_IT,
        TriageReason.WE_KNOW_OF_IT,
        TriageReason.WE_KNOW_NOTHING_OF_IT,
        TriageReason.NOT_OURS_TO_HANDLE,
    ),
    TriageAct.UNDO: (),
}

REASONS_IN_A_GROUP: frozenset[TriageReason] = frozenset({TriageReason.TOLD_ALREADY})
"""Reasons that say something beside other signals alone: of a group in which another one stays counted."""

JUDGEMENT_OF: dict[TriageAct, SignalJudgement] = {
    TriageAct.CONFIRM: SignalJudgement.CONFIRMED,
    TriageAct.FIND_PLAUSIBLE: SignalJudgement.PLAUSIBLE,
    TriageAct.LEAVE_UNCONFIRMED: SignalJudgement.UNCONFIRMED,
    TriageAct.REFUTE: SignalJudgement.REFUTED,
}
"""The steps along the first axis. What people learn later counts more: each judgement can follow each other."""

DROPPED_AS: dict[TriageReason, SignalHandling] = {
    # Counted through the signal that told of the same event first, and still a source of its own.
    TriageReason.TOLD_ALREADY: SignalHandling.DUPLICATE,
    TriageReason.OUT_OF_OUR_SCOPE: SignalHandling.OUT_OF_SCOPE,
    TriageReason.ABOUT_ONE_PERSON: SignalHandling.OUT_OF_SCOPE,
    TriageReason.SENT_BY_MISTAKE: SignalHandling.OUT_OF_SCOPE,
}

_AT_HAND = (SignalHandling.RECEIVED, SignalHandling.IN_REVIEW, SignalHandling.JOINED)
_DROPPED = frozenset(DROPPED_AS.values())


def _stays(*states: SignalHandling) -> dict[SignalHandling, frozenset[SignalHandling]]:
    return {state: frozenset({state}) for state in states}


HANDLING_TRANSITIONS: dict[TriageAct, dict[SignalHandling, frozenset[SignalHandling]]] = {
    # Judging leaves the second axis where it is; what was dropped is taken up again before it is judged.
    **{act: _stays(*_AT_HAND, SignalHandling.PASSED_ON) for act in JUDGEMENT_OF},
    # What says more than "joined" stays: a whole group comes along with one of its signals.
    TriageAct.JOIN: dict.fromkeys(_AT_HAND, frozenset({SignalHandling.JOINED}))
    | _stays(SignalHandling.PASSED_ON, SignalHandling.DUPLICATE),
    TriageAct.SPLIT: dict.fromkeys(
        (SignalHandling.JOINED, SignalHandling.DUPLICATE), frozenset({SignalHandling.IN_REVIEW})
    )
    | _stays(SignalHandling.PASSED_ON),
    # The last companion of what is dropped is joined with nothing any more, and goes back to review.
    TriageAct.DROP: dict.fromkeys(_AT_HAND, _DROPPED)
    | {SignalHandling.JOINED: _DROPPED | {SignalHandling.IN_REVIEW}},
    TriageAct.PASS_ON: dict.fromkeys(
        (*_AT_HAND, SignalHandling.PASSED_ON), frozenset({SignalHandling.PASSED_ON})
    ),
    # It comes back to those who joined it with others, or to review; while another answer is due it waits on.
    TriageAct.ANSWER: {
        SignalHandling.PASSED_ON: frozenset(
            {SignalHandling.IN_REVIEW, SignalHandling.JOINED, SignalHandling.PASSED_ON}
        )
    },
}
"""By step and state before it: where the second axis may stand after it. Undoing leads back, whatever the step."""

TRIAGE_OWNERS: dict[TriageAct, frozenset[RoleName]] = dict.fromkeys(TriageAct, PICTURE_WORKERS)

TRIAGE_AUDIT_ACTS: dict[TriageAct, str] = {
    TriageAct.CONFIRM: "signals.confirmed",
    TriageAct.FIND_PLAUSIBLE: "signals.found_plausible",
    TriageAct.LEAVE_UNCONFIRMED: "signals.left_unconfirmed",
    TriageAct.REFUTE: "signals.refuted",
    TriageAct.JOIN: "signals.joined",
    TriageAct.SPLIT: "signals.split",
    TriageAct.DROP: "signals.dropped",
    TriageAct.PASS_ON: "signals.passed_on",
    TriageAct.ANSWER: "signals.answered",
    TriageAct.UNDO: "signals.step_undone",
}

MOST_SIGNALS_IN_STEP = 100
"""What one step may move: what a person can have looked at."""

LONGEST_ANSWER_DAYS = 90
"""Later than a quarter of a year an answer is of no use to the picture."""

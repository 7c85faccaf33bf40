"""The answer to a reporter: what became of a signal, read from its own two axes and from nothing else."""

from __future__ import annotations

from enum import StrEnum

from .states import SignalHandling, SignalJudgement


class AnswerState(StrEnum):
    """What a reporter is told. The first two are no answer yet."""

    RECEIVED = "received"
    IN_REVIEW = "in_review"
    TAKEN_INTO_ACCOUNT = "taken_into_account"
    JOINED = "joined"
    NOT_CONFIRMED = "not_confirmed"
    OUT_OF_SCOPE = "out_of_scope"
    WITHDRAWN = "withdrawn"


UNANSWERED = frozenset({AnswerState.RECEIVED, AnswerState.IN_REVIEW})

LED_ON = frozenset({AnswerState.TAKEN_INTO_ACCOUNT, AnswerState.JOINED})
"""Of these a reporter also learns what the picture says by now."""

# What says more about the signal than any judgement of it.
_BY_HANDLING = {
    SignalHandling.WITHDRAWN: AnswerState.WITHDRAWN,
    SignalHandling.OUT_OF_SCOPE: AnswerState.OUT_OF_SCOPE,
}
_BY_JUDGEMENT = {
    SignalJudgement.UNCONFIRMED: AnswerState.NOT_CONFIRMED,
    SignalJudgement.REFUTED: AnswerState.NOT_CONFIRMED,
}
# To say "told already" would say that somebody else reported the same: joined says as much as a reporter needs.
_JOINED = frozenset({SignalHandling.JOINED, SignalHandling.DUPLICATE})
_TAKEN = frozenset({SignalJudgement.CONFIRMED, SignalJudgement.PLAUSIBLE})


def answer_to(judgement: SignalJudgement, handling: SignalHandling) -> AnswerState:
    """The answer of a signal in these two states. Never more than its own states say (L-32)."""
    if handling in _BY_HANDLING:
        return _BY_HANDLING[handling]
    if judgement in _BY_JUDGEMENT:
        return _BY_JUDGEMENT[judgement]
    if handling in _JOINED:
        return AnswerState.JOINED
    if judgement in _TAKEN:
        return AnswerState.TAKEN_INTO_ACCOUNT
    return AnswerState.RECEIVED if handling is SignalHandling.RECEIVED else AnswerState.IN_REVIEW


UNANSWERED_STATES: tuple[tuple[SignalJudgement, SignalHandling], ...] = tuple(
    (judgement, handling)
    for judgement in SignalJudgement
    for handling in SignalHandling
    if answer_to(judgement, handling) in UNANSWERED
)
"""The pairs of states that leave a reporter without an answer, for asking the database."""

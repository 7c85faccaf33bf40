"""What a reporter is told follows from the two states of the signal, each pair of them."""

from __future__ import annotations

from itertools import product

import pytest

from tilannekuva.domain.answer import UNANSWERED, UNANSWERED_STATES, AnswerState, answer_to
from tilannekuva.domain.receipt_code import ALPHABET, read_code, written_code
from tilannekuva.domain.states import SignalHandling, SignalJudgement
from tilannekuva.domain.triage import HANDLING_TRANSITIONS, JUDGEMENT_OF, TriageAct


def test_withdrawn_and_out_of_scope_stand_before_every_judgement() -> None:
    for judgement in SignalJudgement:
        assert answer_to(judgement, SignalHandling.WITHDRAWN) is AnswerState.WITHDRAWN
        assert answer_to(judgement, SignalHandling.OUT_OF_SCOPE) is AnswerState.OUT_OF_SCOPE


def test_told_already_looks_as_joined_so_that_nobody_learns_that_others_told_it() -> None:
    for judgement in SignalJudgement:
        assert answer_to(judgement, SignalHandling.DUPLICATE) is answer_to(judgement, SignalHandling.JOINED)


def test_every_judgement_is_an_answer_and_without_one_only_dropping_and_joining_are() -> None:
    for judgement, handling in product(SignalJudgement, SignalHandling):
        answered = answer_to(judgement, handling) not in UNANSWERED
        says_itself = handling in {
            SignalHandling.WITHDRAWN, SignalHandling.OUT_OF_SCOPE, SignalHandling.JOINED, SignalHandling.DUPLICATE,
        }  # fmt: skip
        assert answered == (judgement is not SignalJudgement.NOT_YET_JUDGED or says_itself)
        assert ((judgement, handling) in UNANSWERED_STATES) != answered


def test_each_answer_can_be_reached_by_a_step() -> None:
    judged = {answer_to(target, SignalHandling.RECEIVED) for target in JUDGEMENT_OF.values()}
    handled = {
        answer_to(SignalJudgement.NOT_YET_JUDGED, target)
        for act in (TriageAct.JOIN, TriageAct.DROP, TriageAct.PASS_ON)
        for targets in HANDLING_TRANSITIONS[act].values()
        for target in targets
    }
    first = {AnswerState.RECEIVED, AnswerState.WITHDRAWN}
    assert judged | handled | first == set(AnswerState)


@pytest.mark.parametrize("typed", ["2345 6789 BCDF", "2345-6789-bcdf", " 23456789bcdf\n", "2345–6789–BCDF"])
def test_a_code_is_read_however_it_is_typed(typed: str) -> None:
    assert read_code(typed) == "23456789BCDF"


@pytest.mark.parametrize("typed", ["", "2345 6789 BCD", "23456789BCDFG", "A3456789BCDF", "0" * 12, "2" * 500])
def test_what_can_be_no_code_is_none(typed: str) -> None:
    assert read_code(typed) is None


def test_a_written_code_reads_back() -> None:
    code = ALPHABET[5:17]
    assert read_code(written_code(code)) == code

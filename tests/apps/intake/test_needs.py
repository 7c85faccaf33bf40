"""What we want to know: asked after the gate, answered by signals, closed with what was learnt."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from typing import Any

import pytest

from tests.conftest import TESTER
from tilannekuva.accounts.actions import agree
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.domain.errors import NotAllowed, RuleBroken, WrongState
from tilannekuva.domain.marking import Marking
from tilannekuva.intake.actions import close_need, open_need, receive_report, withdraw_signal
from tilannekuva.intake.drafts import SignalDraft
from tilannekuva.intake.gate.asking import TextRefused
from tilannekuva.intake.models import InformationNeed, NeedAnswer, Signal, Source
from tilannekuva.intake.needs import needs_for, open_needs

TODAY = dt.date.today()
QUESTION = {"fi": "Missä valot ovat rikki?", "en": "Where are lights broken?"}
LANGUAGES = ("fi", "en")


def ask(by: Any, **changes: Any) -> InformationNeed:
    given: dict[str, Any] = {
        "question": QUESTION, "languages": LANGUAGES, "from_on": TODAY,
        "to_on": TODAY + dt.timedelta(days=90), "by": viewer_of(by),
    }  # fmt: skip
    return open_need(**given | changes)


def send(draft: SignalDraft, source: Source, by: Any) -> Signal:
    [signal] = receive_report(report_id=uuid.uuid4(), drafts=[draft], source=source, by=viewer_of(by))
    return signal


@pytest.fixture
def shared(school: Any) -> None:
    agree(
        code="school-counts", gives=school, receives=None, data_class="counts", legal_ground="Invented",
        valid_from_on=TODAY - dt.timedelta(days=9), valid_to_on=TODAY + dt.timedelta(days=9), by=TESTER,
    )  # fmt: skip


@pytest.mark.req("L-13")
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_question_or_an_answer_that_tells_who_somebody_is_is_not_stored(bob: Any, language: str) -> None:
    told = QUESTION | {language: "Soittakaa 040 123 4567"}
    with pytest.raises(TextRefused):
        ask(bob, question=told)
    assert not InformationNeed.objects.exists()
    need = ask(bob)
    with pytest.raises(TextRefused):
        close_need(need=need, answer=told, languages=LANGUAGES, by=viewer_of(bob))
    need.refresh_from_db()
    assert (need.answer, need.closed_at) == ({}, None)


def test_a_question_is_asked_in_every_language_for_half_a_year_at_most(bob: Any) -> None:
    for changes, reason in (
        ({"question": {"fi": "Missä?"}}, "every language"),
        ({"to_on": TODAY + dt.timedelta(days=200)}, "half a year"),
        ({"to_on": TODAY - dt.timedelta(days=1)}, "before the first"),
    ):
        with pytest.raises(RuleBroken, match=reason):
            ask(bob, **changes)
    assert not InformationNeed.objects.exists()


def test_those_who_work_on_the_picture_ask(charlie: Any) -> None:
    with pytest.raises(NotAllowed):
        ask(charlie)


def test_a_signal_answers_the_question_that_its_reporter_chose(
    source: Source, draft: SignalDraft, alice: Any, bob: Any, shared: None
) -> None:
    need, other = ask(bob), ask(bob)
    signal = send(replace(draft, need_id=need.pk), source, alice)
    send(draft, source, alice)
    assert [row.n_answers for row in needs_for(viewer_of(bob), TODAY).order_by("pk")] == [1, 0]
    assert signal.need_answer.need == need
    assert list(open_needs(viewer_of(alice), TODAY)) == [other, need]


def test_what_does_not_count_in_the_picture_answers_nothing(
    source: Source, draft: SignalDraft, alice: Any, bob: Any, shared: None
) -> None:
    need = ask(bob)
    kept = send(replace(draft, need_id=need.pk), source, alice)
    send(replace(draft, need_id=need.pk, marking=Marking.AMBER_STRICT), source, alice)
    assert needs_for(viewer_of(bob), TODAY).get().n_answers == 1
    withdraw_signal(signal=kept, by=viewer_of(alice), within_days=30)
    assert needs_for(viewer_of(bob), TODAY).get().n_answers == 0


def test_counts_of_an_organisation_that_gives_none_stay_out(
    source: Source, draft: SignalDraft, alice: Any, bob: Any
) -> None:
    from tilannekuva.accounts.models import Agreement
    from tilannekuva.audit.locked import unlocked

    with unlocked():
        Agreement.objects.all().delete()
    need = ask(bob)
    send(replace(draft, need_id=need.pk), source, alice)
    assert needs_for(viewer_of(bob), TODAY).get().n_answers == 0


@pytest.mark.req("R-01")
def test_a_report_with_an_answer_comes_in_once(
    source: Source, draft: SignalDraft, alice: Any, bob: Any
) -> None:
    need, report_id = ask(bob), uuid.uuid4()
    for _time in range(2):
        receive_report(
            report_id=report_id, drafts=[replace(draft, need_id=need.pk)], source=source, by=viewer_of(alice)
        )
    assert NeedAnswer.objects.count() == Signal.objects.count() == 1
    with pytest.raises(RuleBroken, match="other content"):
        receive_report(report_id=report_id, drafts=[draft], source=source, by=viewer_of(alice))


def test_a_closed_question_takes_no_answer_and_nothing_of_the_report_is_stored(
    source: Source, draft: SignalDraft, alice: Any, bob: Any
) -> None:
    need = ask(bob)
    close_need(need=need, answer=QUESTION, languages=LANGUAGES, by=viewer_of(bob))
    with pytest.raises(WrongState, match="not asked any more"):
        send(replace(draft, need_id=need.pk), source, alice)
    assert not Signal.objects.exists()
    need.refresh_from_db()
    with pytest.raises(WrongState, match="closed already"):
        close_need(need=need, answer=QUESTION, languages=LANGUAGES, by=viewer_of(bob))


def test_an_answer_is_told_in_every_language(bob: Any) -> None:
    with pytest.raises(RuleBroken, match="every language"):
        close_need(need=ask(bob), answer={"fi": "Opittiin."}, languages=LANGUAGES, by=viewer_of(bob))

"""A reporter's own reports: seen, corrected and withdrawn by nobody else; and the word that nothing was seen."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from tests.web.report_sample import event, sending, with_words
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.clock import now_at
from tilannekuva.domain.receipt_code import written_code
from tilannekuva.intake.models import Signal, SignalText, Withdrawal, ZeroReport


@pytest.fixture
def reporter(sample_finding: Any, alice: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(alice)
    return client


@pytest.fixture
def other(sample_finding: Any, colleague: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(colleague)
    return client


def own(client: Client) -> str:
    return client.get("/report/own/").content.decode()


def code_in(page: str) -> bool:
    return all(part in page for part in re.findall("....", Signal.objects.get().receipt_code))


def test_they_are_listed_with_code_and_state_for_their_reporter_alone(
    reporter: Client, other: Client
) -> None:
    reporter.post("/report/", sending(with_words("Valot pimeinä")))
    page = own(reporter)
    assert code_in(page)
    assert "It is stored. Nobody has looked at it yet." in page
    assert "An answer is promised within 14 days of receipt." in page
    assert "Your words can be read with the signal." in page
    assert "Valot" not in page
    assert "You have not reported anything yet." in own(other)


def test_withdrawn_by_its_code_however_it_is_typed(reporter: Client, other: Client) -> None:
    reporter.post("/report/", sending(with_words("Valot pimeinä")))
    signal = Signal.objects.get()
    code = signal.receipt_code
    typed = f" {code[:4].lower()} {code[4:8]}-{code[8:]} "
    for wrong in ("", "22222222222", "x"):
        assert (
            "no signal with this code"
            in reporter.post("/report/own/withdraw/", {"code": wrong}, follow=True).content.decode()
        )
    other.post("/report/own/withdraw/", {"code": code, "confirmed": "1"})
    assert not Withdrawal.objects.exists()
    question = reporter.post("/report/own/withdraw/", {"code": typed}).content.decode()
    assert "Withdraw this signal?" in question
    assert "cannot be undone" in question
    assert signal.kind.name("en") in question
    assert not Withdrawal.objects.exists()
    confirmed = {"code": typed, "confirmed": "1"}
    answer = reporter.post("/report/own/withdraw/", confirmed, follow=True).content.decode()
    assert "Withdrawn. It counts no longer" in answer
    assert Withdrawal.objects.get().signal == signal
    history = reporter.get(f"/inbox/{signal.public_id}/").content.decode()
    assert "Withdrawn by its source" in history
    assert "Valot" not in history
    assert (
        "withdrawn already"
        in reporter.post("/report/own/withdraw/", {"code": code}, follow=True).content.decode()
    )


def test_after_the_days_of_the_city_nothing_is_offered_and_nothing_done(reporter: Client) -> None:
    reporter.post("/report/", sending(event()))
    assert 'value="' + Signal.objects.get().receipt_code in own(reporter)
    with unlocked():
        Signal.objects.update(received_at=now_at() - dt.timedelta(days=15))
    assert 'value="' + Signal.objects.get().receipt_code not in own(reporter)
    reporter.post("/report/own/withdraw/", {"code": Signal.objects.get().receipt_code, "confirmed": "1"})
    assert not Withdrawal.objects.exists()


def test_a_correction_begins_with_what_was_told(reporter: Client, other: Client) -> None:
    told = with_words(
        "Valot pimeinä", sureness="unsure", observation="heard", n_events="3", time_band="night"
    )
    reporter.post("/report/", sending(told))
    old = Signal.objects.get()
    address = f"/report/own/{old.public_id}/correct/"
    assert other.get(address).status_code == other.post(address).status_code == 404
    page = reporter.get(address).content.decode()
    for name, value in (("sureness", "unsure"), ("observation", "heard"), ("kind", old.kind.code)):
        assert re.search(rf'<input type="radio" name="form-0-{name}" value="{value}"[^>]* checked', page)
    assert 'value="3"' in page
    assert "Valot pimeinä" in page
    answer = reporter.post(address, sending(with_words("Valot pimeinä taas", n_events="4")))
    assert answer.status_code == 302
    new = Signal.objects.get(n_events=4)
    assert Withdrawal.objects.get().replacement == new
    assert SignalText.objects.get(signal=old).text == ""
    assert f"Withdrawn: {new.receipt_code} stands in its place." in own(reporter)
    assert "A corrected one stands in its place." in reporter.get(f"/inbox/{old.public_id}/").content.decode()


def test_what_cannot_be_corrected_any_more_is_said_before_a_form_is_filled(reporter: Client) -> None:
    reporter.post("/report/", sending(event(n_events="3")))
    old = Signal.objects.get()
    address = f"/report/own/{old.public_id}/correct/"
    sent = sending(event(n_events="4"))
    assert reporter.post(address, sent).status_code == 302
    new = Signal.objects.get(n_events=4)
    answer = reporter.get(address, follow=True)
    assert answer.redirect_chain == [("/report/own/", 302)]
    assert f"{written_code(new.receipt_code)} stands in its place" in answer.content.decode()
    # An answer that was lost: the same correction once more is the same correction.
    assert reporter.post(address, sent).status_code == 302
    assert Signal.objects.count() == 2
    with unlocked():
        Signal.objects.update(received_at=now_at() - dt.timedelta(days=15))
    late = reporter.get(f"/report/own/{new.public_id}/correct/", follow=True).content.decode()
    assert "for 14 days" in late


def test_a_wrong_correction_changes_nothing(reporter: Client) -> None:
    reporter.post("/report/", sending(event()))
    address = f"/report/own/{Signal.objects.get().public_id}/correct/"
    for wrong in (sending(event(kind="")), sending(event(), event(1)), sending(event(), report_id="x")):
        assert reporter.post(address, wrong).status_code == 422
    assert Signal.objects.count() == 1
    assert not Withdrawal.objects.exists()


def test_nothing_to_report_is_one_press_and_can_be_taken_back(reporter: Client, other: Client) -> None:
    page = reporter.get("/report/").content.decode()
    assert "Nothing to report this week" in page
    for client in (reporter, other, reporter):
        page = client.post("/report/nothing/", follow=True).content.decode()
    assert ZeroReport.objects.count() == 1
    assert "Your organisation has told that there is nothing to report" in page
    assert "Nothing to report this week" not in page
    page = reporter.post("/report/nothing/", {"take_back": "1"}, follow=True).content.decode()
    assert not ZeroReport.objects.exists()
    assert "Nothing to report this week" in page

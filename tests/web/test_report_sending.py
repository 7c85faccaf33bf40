"""Sending from a program in the page: every answer says what it is, and a repeated one changes nothing."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from tests.web.report_sample import event, sending, with_words
from tilannekuva.audit.models import AuditEntry
from tilannekuva.intake.models import Report, Signal

ADDRESS = "/report/send/"
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def reporter(sample_finding: Any, alice: Any) -> Client:
    client = Client(headers={"accept-language": "en", "accept": "application/json"})
    client.force_login(alice)
    return client


def post(client: Client, given: dict[str, str], writer: str | None = None) -> Any:
    whose = writer or client.get(ADDRESS).json().get("writer", "")
    return client.post(ADDRESS, urlencode(given), content_type=FORM, headers={"x-report-writer": whose})


def test_a_greeting_says_who_is_signed_in_and_nothing_of_them(reporter: Client, alice: Any, bob: Any) -> None:
    told = reporter.get(ADDRESS).json()
    assert set(told) == {"type", "writer", "token", "keeps_drafts"}
    assert told["type"] == "tilannekuva.greeting"
    assert told["writer"] == reporter.get(ADDRESS).json()["writer"]
    reporter.force_login(bob)
    assert reporter.get(ADDRESS).json()["writer"] != told["writer"]


@pytest.mark.req("R-19")
def test_a_receipt_names_the_report_and_the_sum_of_what_was_sent(reporter: Client) -> None:
    given = sending(event(), event(1))
    answer = post(reporter, given)
    receipt = answer.json()
    assert answer.headers["Content-Type"] == "application/json"
    assert receipt == {
        "type": "tilannekuva.receipt",
        "report": given["report_id"],
        "sha256": hashlib.sha256(urlencode(given).encode()).hexdigest(),
        "codes": list(Signal.objects.order_by("pk").values_list("receipt_code", flat=True)),
        "address": f"/report/received/{given['report_id']}/",
    }
    assert reporter.get(receipt["address"]).status_code == 200


@pytest.mark.req("R-03")
def test_a_lost_answer_and_its_retry(reporter: Client) -> None:
    given = sending(event())
    first, second = post(reporter, given), post(reporter, given)
    assert first.json() == second.json()
    assert (Signal.objects.count(), Report.objects.count()) == (1, 1)
    acts = AuditEntry.objects.filter(object_type="report").values_list("act", flat=True)
    assert list(acts) == ["report.received", "report.sent_again"]


@pytest.mark.req("R-05")
def test_the_same_id_with_other_content_and_a_missing_id(reporter: Client) -> None:
    given = sending(event())
    assert post(reporter, given).status_code == 200
    other = post(reporter, {**given, "form-0-n_events": "7"})
    assert (other.status_code, other.json()["why"]) == (422, "other_content")
    for wrong in ("", "7", "not-an-id"):
        answer = post(reporter, {**given, "report_id": wrong})
        assert (answer.status_code, answer.json()["why"]) == (400, "no_id")
    assert Signal.objects.count() == 1


def test_what_is_wrong_is_refused_and_its_words_do_not_come_back(reporter: Client) -> None:
    for given in (
        sending(event(kind="")),
        sending(with_words("Soita 040 123 4567")),
        sending(event(is_about_one="yes")),
    ):
        answer = post(reporter, given)
        assert (answer.status_code, answer.json()["why"]) == (422, "not_valid")
        assert "040 123" not in answer.content.decode()
    assert not Report.objects.exists()


@pytest.mark.req("R-18")
def test_nobody_sends_what_somebody_else_wrote(reporter: Client, colleague: Any) -> None:
    writer = reporter.get(ADDRESS).json()["writer"]
    reporter.force_login(colleague)
    answer = post(reporter, sending(event()), writer=writer)
    assert (answer.status_code, answer.json()["why"]) == (409, "other_person")
    assert not Report.objects.exists()


@pytest.mark.req("R-20")
def test_lost_rights_and_a_lost_session_are_told_apart(reporter: Client, charlie: Any) -> None:
    writer = reporter.get(ADDRESS).json()["writer"]
    reporter.force_login(charlie)
    answer = post(reporter, sending(event()), writer=writer)
    assert (answer.status_code, answer.json()) == (403, {"type": "tilannekuva.refusal", "why": "rights"})
    reporter.logout()
    answer = post(reporter, sending(event()), writer=writer)
    assert (answer.status_code, answer.json()) == (401, {"type": "tilannekuva.refusal", "why": "sign_in"})
    assert not Report.objects.exists()


def test_a_session_past_its_hours_is_told_as_one(reporter: Client) -> None:
    session = reporter.session
    session["signed_in_at"] = 1
    session.save()
    assert reporter.get(ADDRESS).json()["why"] == "sign_in"


def test_it_takes_a_form_alone(reporter: Client) -> None:
    answer = reporter.post(ADDRESS, {"report_id": str(uuid.uuid4())})  # multipart
    assert (answer.status_code, answer.json()["why"]) == (415, "no_form")


def test_a_forged_request_is_refused(sample_finding: Any, alice: Any) -> None:
    client = Client(enforce_csrf_checks=True, headers={"accept": "application/json"})
    client.force_login(alice)
    told = client.get(ADDRESS).json()
    given = urlencode(sending(event()))
    headers = {"x-report-writer": told["writer"]}
    assert client.post(ADDRESS, given, content_type=FORM, headers=headers).status_code == 403
    headers["x-csrftoken"] = told["token"]
    assert client.post(ADDRESS, given, content_type=FORM, headers=headers).status_code == 200

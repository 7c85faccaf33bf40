"""Words of one's own on the report page: about no person, through the gate, and gone when they are refused."""

from __future__ import annotations

import logging
import re
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from tests.web.report_sample import event, sending, with_words
from tilannekuva.intake.models import Signal, SignalText
from tilannekuva.intake.queries import text_to_read

CANARY = "zyzzyva"
STOPS = f"Kioskilla {CANARY}: soita 040 123 4567"
ASKS = f"Matti Virtanen {CANARY} seisoi kioskilla"


@pytest.fixture
def reporter(sample_finding: Any, alice: Any, colleague: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(alice)
    return client


def n_rows() -> dict[str, int]:
    """Of everything but the session of the browser itself, and the trail of pages that were shown."""
    leave_out = {"Session", "AuditEntry"}
    return {m.__name__: m._default_manager.count() for m in apps.get_models() if m.__name__ not in leave_out}


def whole_database() -> str:
    """Every value of every table, those of sessions, the audit and the cache too."""
    with connection.cursor() as cursor:
        text = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            text += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(text)


@pytest.mark.req("L-12")
def test_the_question_stands_before_the_words_and_names_the_channels(reporter: Client) -> None:
    page = reporter.get("/report/").content.decode()
    assert page.index("Is this about one child or one person?") < page.index("<textarea")
    for channel in ("112", "Child welfare notification", "Police"):
        assert channel in page
    finnish = reporter.get("/report/", headers={"accept-language": "fi"}).content.decode()
    assert "Lastensuojeluilmoitus" in finnish


@pytest.mark.req("L-12")
@pytest.mark.parametrize("words", [STOPS, CANARY, ""])
def test_about_one_person_leaves_no_content_behind(
    reporter: Client, caplog: pytest.LogCaptureFixture, words: str
) -> None:
    before = n_rows()
    answer = reporter.post("/report/", sending(event(text=words, is_about_one="yes")))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Child welfare notification" in page
    assert 'href="tel:112"' in page
    assert CANARY not in page
    assert n_rows() == before
    assert CANARY not in whole_database() + caplog.text


@pytest.mark.req("L-12")
def test_no_words_before_the_question_is_answered(reporter: Client) -> None:
    answer = reporter.post("/report/", sending(event(text="Valot pimeinä")))
    assert answer.status_code == 422
    assert "Say first whether it is about one child or one person." in answer.content.decode()
    assert not Signal.objects.exists()


@pytest.mark.req("L-13")
def test_what_stops_is_marked_and_told_with_what_to_do(reporter: Client) -> None:
    answer = reporter.post("/report/", sending(with_words(STOPS, text_reason="public_office")))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert re.findall("<mark>(.*?)</mark>", page) == ["040 123 4567"]
    assert "a telephone number" in page
    for offered in ("Take the marked words out", "child welfare notification, emergency number", "tel:112"):
        assert offered in page
    assert answer.headers["Cache-Control"] == "no-store"
    assert not Signal.objects.exists()


@pytest.mark.req("L-16")
@pytest.mark.parametrize("words", [STOPS, ASKS])
def test_refused_words_are_nowhere(
    reporter: Client, caplog: pytest.LogCaptureFixture, tmp_path: Path, monkeypatch: Any, words: str
) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    caplog.set_level(logging.DEBUG)
    for address, more in (("/report/", {}), ("/report/send/", {"HTTP_ACCEPT": "application/json"})):
        assert reporter.post(address, sending(with_words(words)), **more).status_code in (422, 415)
    assert CANARY in reporter.post("/report/", sending(with_words(words))).content.decode()
    assert CANARY not in reporter.get("/report/").content.decode()
    assert CANARY not in whole_database()
    assert CANARY not in caplog.text
    assert list(tmp_path.rglob("*")) == []


@pytest.mark.req("L-13")
def test_a_reason_lets_it_wait_for_review(reporter: Client, alice: Any) -> None:
    from tilannekuva.accounts.queries import viewer_of

    first = reporter.post("/report/", sending(with_words(ASKS)))
    assert 'name="form-0-text_reason"' in first.content.decode()
    again = reporter.post("/report/", sending(with_words(ASKS, text_reason="name_of_a_place")))
    assert again.status_code == 302
    text = SignalText.objects.get()
    assert (text.state, text.reason, text.text) == ("waiting", "name_of_a_place", ASKS)
    assert text_to_read(viewer_of(alice), text.signal) is None


def test_where_nobody_could_review_no_reason_is_asked_for(sample_finding: Any, bob: Any) -> None:
    client = Client(headers={"accept-language": "en"})
    client.force_login(bob)
    page = client.post("/report/", sending(with_words(ASKS, text_reason="name_of_a_place"))).content.decode()
    assert "Nobody but you could review these words." in page
    assert "choose below why" not in page
    assert not Signal.objects.exists()


def test_harmless_words_are_read_with_the_signal(reporter: Client) -> None:
    assert reporter.post("/report/", sending(with_words(f"Valot {CANARY} pimeinä"))).status_code == 302
    signal = Signal.objects.get()
    page = reporter.get(f"/inbox/{signal.public_id}/").content.decode()
    assert CANARY in page
    assert CANARY not in reporter.get("/inbox/?days=0").content.decode()
    assert CANARY not in reporter.get(f"/report/received/{signal.report.public_id}/").content.decode()


def test_the_marked_words_are_taken_out_at_a_press_and_nothing_is_stored(reporter: Client) -> None:
    answer = reporter.post("/report/", sending(with_words(STOPS), shorten="1"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "040 123 4567" not in page
    assert CANARY in page
    assert not Signal.objects.exists()


@pytest.mark.req("L-19")
@pytest.mark.parametrize("name", ["yard.jpg", "talk.mp3", "clip.mp4", "notes.pdf"])
def test_no_file_comes_in_this_way(reporter: Client, name: str) -> None:
    sent = {**sending(event()), "form-0-text": SimpleUploadedFile(name, CANARY.encode())}
    assert reporter.post("/report/", sent).status_code == 415
    assert not Signal.objects.exists()
    assert CANARY not in whole_database()


def test_long_words_are_refused(reporter: Client) -> None:
    answer = reporter.post("/report/", sending(with_words("a " * 600)))
    assert answer.status_code == 422
    assert "at most 1000 characters" in answer.content.decode()

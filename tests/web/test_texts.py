"""The list of words to review: for reviewers of the same organisation, and never for their writer."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.web.report_sample import sending, with_words
from tilannekuva.intake.models import Signal, SignalText

ASKS = "Matti Virtanen zyzzyva seisoi kioskilla"


@pytest.fixture
def clients(sample_finding: Any, alice: Any, bob: Any, charlie: Any, colleague: Any) -> dict[str, Client]:
    made = {}
    for name, person in (("alice", alice), ("bob", bob), ("charlie", charlie), ("colleague", colleague)):
        made[name] = Client(headers={"accept-language": "en"})
        made[name].force_login(person)
    made["alice"].post("/report/", sending(with_words(ASKS, text_reason="name_of_a_place")))
    assert SignalText.objects.get().state == "waiting"
    return made


@pytest.mark.req("L-13")
def test_nobody_but_a_reviewer_sees_what_waits(clients: dict[str, Client]) -> None:
    page = clients["colleague"].get("/texts/").content.decode()
    assert "<mark>Matti Virtanen</mark> zyzzyva" in page
    assert "It is the name of a place" in page
    assert clients["charlie"].get("/texts/").status_code == 403
    signal = Signal.objects.get()
    for name in ("alice", "bob", "colleague"):
        if name != "colleague":
            assert "zyzzyva" not in clients[name].get("/texts/").content.decode()
        assert "zyzzyva" not in clients[name].get(f"/inbox/{signal.public_id}/").content.decode()
        assert "zyzzyva" not in clients[name].get("/report/own/").content.decode()


def test_nobody_but_a_reviewer_decides(clients: dict[str, Client]) -> None:
    address = f"/texts/{Signal.objects.get().public_id}/"
    for name in ("alice", "bob"):
        assert clients[name].post(address, {"review": "keep"}).status_code == 404
    assert SignalText.objects.get().state == "waiting"
    clients["colleague"].post(address, {"review": "keep"})
    assert SignalText.objects.get().state == "kept"
    for name in ("alice", "bob", "colleague"):
        assert "zyzzyva" in clients[name].get(f"/inbox/{Signal.objects.get().public_id}/").content.decode()


def test_what_is_removed_is_gone(clients: dict[str, Client]) -> None:
    address = f"/texts/{Signal.objects.get().public_id}/"
    page = clients["colleague"].post(address, {"review": "remove"}, follow=True).content.decode()
    assert "nothing is left of the words" in page
    assert "No words wait for review." in page
    assert SignalText.objects.get().text == ""
    assert "reviewed and removed" in clients["alice"].get("/report/own/").content.decode()
    assert clients["colleague"].post(address, {"review": "keep"}).status_code == 404


def test_words_that_passed_can_still_be_removed_on_the_page_of_the_signal(clients: dict[str, Client]) -> None:
    clients["alice"].post("/report/", sending(with_words("Valot zyzzyva pimeinä")))
    signal = Signal.objects.latest("pk")
    button = "Remove the words for good"
    assert button not in clients["alice"].get(f"/inbox/{signal.public_id}/").content.decode()
    assert button in clients["colleague"].get(f"/inbox/{signal.public_id}/").content.decode()
    assert clients["bob"].post(f"/texts/{signal.public_id}/", {"review": "remove"}).status_code == 404
    clients["colleague"].post(f"/texts/{signal.public_id}/", {"review": "remove"})
    assert "zyzzyva" not in clients["bob"].get(f"/inbox/{signal.public_id}/").content.decode()

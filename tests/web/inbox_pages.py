"""The inbox as a person sees it and sends its forms: shared by its tests."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.apps.detection.triage.sample import make_signal, prepare
from tilannekuva.accounts.models import Organisation
from tilannekuva.domain.grade import InfoCredibility, SourceReliability
from tilannekuva.domain.observation import Observation
from tilannekuva.intake.models import Signal


def client_of(person: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def page_of(client: Client, address: str = "/inbox/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200, answer.status_code
    return str(answer.content.decode())


def visible_text(page: str) -> str:
    """The words of a page, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).replace(" ,", ",").replace(" .", ".").split())


def send_step(client: Client, **values: Any) -> Any:
    return client.post("/inbox/step/", values)


@pytest.fixture
def signals(school: Organisation, safety_unit: Organisation) -> list[Signal]:
    """Three signals of the school: two near, one far."""
    prepare()
    graded = {
        "reliability": SourceReliability.USUALLY_RELIABLE,
        "credibility": InfoCredibility.POSSIBLY_TRUE,
        "observation": Observation.HEARD,
    }
    return [
        make_signal(school, **graded),
        make_signal(school, age_days=2, cell="c1"),
        make_signal(school, cell="c9", kind="unrest", n_events=4),
    ]


def stands_now(signal: Signal) -> tuple[str, str]:
    found = Signal.objects.get(pk=signal.pk)
    return found.judgement, found.handling

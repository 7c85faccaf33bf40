"""The first page of an empty city: what is done, and the one thing to do next."""

from __future__ import annotations

import datetime as dt
import html
import re

import pytest
from django.test import Client

from tests.conftest import PASSWORD, TESTER
from tilannekuva.accounts.actions import add_organisation, add_person
from tilannekuva.accounts.models import Organisation, OrganisationKind, Person, Regime
from tilannekuva.audit.locked import unlocked
from tilannekuva.detection.models import DetectionRun
from tilannekuva.domain.clock import now_at
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.states import RunState

pytestmark = pytest.mark.django_db


@pytest.fixture
def first(db: None) -> Organisation:
    return add_organisation(
        code="administration",
        names={"en": "Administration"},
        kind=OrganisationKind.CITY_DIVISION,
        regime=Regime.GENERAL,
        by=TESTER,
    )


def person(organisation: Organisation, role: RoleName, name: str = "Olga") -> Person:
    return add_person(
        email=f"{name.lower()}@example.invalid",
        display_name=name,
        language="en",
        organisation=organisation,
        roles={role: dt.date.today() + dt.timedelta(days=9)},
        password=PASSWORD,
        by=TESTER,
    )


def states(page: str) -> list[str]:
    return re.findall(r'<p class="step-state">(\w+)</p>', page)


def test_an_empty_city_begins_with_organisations(client: Client, first: Organisation) -> None:
    client.force_login(person(first, RoleName.ADMINISTRATOR))
    page = client.get("/").content.decode()
    assert states(page) == ["Next", "Later", "Later", "Later", "Later"]
    assert 'href="/organisations/new/"' in page
    assert "tilannekuva import" in page


def test_what_is_done_moves_the_next_step_on(
    client: Client, first: Organisation, school: Organisation
) -> None:
    client.force_login(person(first, RoleName.ADMINISTRATOR))
    assert states(client.get("/").content.decode()) == ["Done", "Next", "Later", "Later", "Later"]
    person(school, RoleName.ANALYST, name="Bob")
    assert states(client.get("/").content.decode()) == ["Done", "Done", "Next", "Later", "Later"]


def test_a_reader_sees_the_steps_but_not_the_doors_of_administrators(
    client: Client, first: Organisation
) -> None:
    client.force_login(person(first, RoleName.LEADER))
    page = client.get("/").content.decode()
    assert states(page)[0] == "Next"
    assert "nothing waits for you" in page
    assert "/organisations/new/" not in page
    assert "tilannekuva detect" not in page


def test_beside_a_picture_an_administrator_sees_only_what_was_passed_over(
    client: Client, first: Organisation, school: Organisation
) -> None:
    client.force_login(person(first, RoleName.ADMINISTRATOR))
    with unlocked():
        DetectionRun.objects.create(
            as_of=dt.date(2026, 1, 1), seed=1, state=RunState.DONE, requested_at=now_at()
        )
    page = client.get("/").content.decode()
    assert "The picture is made" in page
    assert "There is no picture yet" not in page
    assert "What was passed over" in page
    assert states(page) == ["Next", "Later", "Later"]  # people, agreement, signals
    assert "Run detection for the first time" not in page


def test_an_auditor_is_told_that_the_picture_is_not_for_them(client: Client, first: Organisation) -> None:
    client.force_login(person(first, RoleName.AUDITOR))
    page = client.get("/").content.decode()
    assert states(page) == []
    assert "Your role does not read the picture" in page


def test_a_command_names_the_installation_that_it_is_for(
    client: Client, first: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TILANNEKUVA_HOME", "/srv/our city")
    client.force_login(person(first, RoleName.ADMINISTRATOR))
    page = html.unescape(client.get("/").content.decode())
    commands = re.findall(r"<code>(tilannekuva .*?)</code>", page)
    assert len(commands) == 3
    assert all("--home '/srv/our city'" in command for command in commands)

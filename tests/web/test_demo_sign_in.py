"""One-click sign-in: in the demo city for its own people, and nowhere else for nobody."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client

from tests.conftest import PASSWORD, TESTER
from tilannekuva.accounts.actions import add_person, enter_demo
from tilannekuva.accounts.models import Organisation, Person
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.errors import NotAllowed, RuleBroken
from tilannekuva.domain.role import RoleName

pytestmark = pytest.mark.django_db

TODAY = today_on("Europe/Helsinki")


def simulated(organisation: Organisation, role: RoleName = RoleName.ANALYST) -> Person:
    return add_person(
        email="demo1@example.invalid",
        display_name="Invented Person",
        language="sv",
        organisation=organisation,
        roles={role: TODAY + dt.timedelta(days=30)},
        password=None,
        is_simulated=True,
        by=TESTER,
    )


def address(person: Person) -> str:
    return f"/demo/sign-in/{person.pk}/"


def test_one_click_lets_a_person_of_the_demo_in(client: Client, school: Organisation) -> None:
    person = simulated(school)
    page = client.get("/sign-in/").content.decode()
    assert "Invented Person" in page
    assert f'action="{address(person)}"' in page
    assert client.post(address(person)).headers["Location"] == "/"
    assert client.get("/account/").status_code == 200


def test_trying_a_demo_person_leaves_the_visitors_language(client: Client, school: Organisation) -> None:
    visitor = Client(headers={"accept-language": "fi"})
    visitor.post(address(simulated(school)))
    assert visitor.get("/account/").headers["Content-Language"] == "fi"


def test_the_entrance_of_the_demo_leads_straight_to_the_picture(client: Client, school: Organisation) -> None:
    simulated(school)
    assert client.get("/demo/").headers["Location"] == "/"
    page = client.get("/").content.decode()
    assert "You see it as Invented Person." in page
    assert "Be somebody else" in page
    assert client.get("/demo/").headers["Location"] == "/"


def test_the_entrance_lets_no_real_person_in(client: Client, bob: Person) -> None:
    assert client.get("/demo/").headers["Location"] == "/sign-in/"
    assert client.get("/account/").status_code == 302


def test_looking_at_the_address_lets_nobody_in(client: Client, school: Organisation) -> None:
    answer = client.get(address(simulated(school)))
    assert answer.status_code == 405
    assert "Only a form leads here" in answer.content.decode()
    assert client.get("/account/").status_code == 302


def test_a_real_person_has_no_one_click_door_even_in_a_demo(client: Client, alice: Person) -> None:
    assert "Alice" not in client.get("/sign-in/").content.decode()
    assert client.post(address(alice)).status_code == 404
    assert client.get("/account/").status_code == 302
    with pytest.raises(NotAllowed):
        enter_demo(person_id=alice.pk)


def test_a_real_city_knows_no_demo(client: Client, school: Organisation, settings) -> None:
    person = simulated(school)
    settings.DEMO = False
    page = client.get("/sign-in/").content.decode()
    assert "Invented Person" not in page
    assert "Simulated" not in page
    assert client.post(address(person)).status_code == 404
    assert client.get("/demo/").status_code == 404
    with pytest.raises(NotAllowed):
        enter_demo(person_id=person.pk)


def test_a_session_of_the_demo_opens_nothing_in_a_real_city(
    client: Client, school: Organisation, settings
) -> None:
    client.post(address(simulated(school)))
    settings.DEMO = False
    assert client.get("/account/").status_code == 403


def test_no_person_of_the_demo_can_be_made_in_a_real_city(school: Organisation, settings) -> None:
    settings.DEMO = False
    with pytest.raises(RuleBroken):
        simulated(school)
    assert not Person.objects.exists()


def test_people_of_the_demo_have_no_password_to_change(client: Client, school: Organisation) -> None:
    client.post(address(simulated(school)))
    for path in ("/account/password/", "/account/second-step/", "/account/second-step/app/"):
        assert client.get(path).status_code == 404, path


def test_nobody_guesses_the_password_of_a_demo_person(client: Client, school: Organisation) -> None:
    person = simulated(school)
    for password in ("", "!", PASSWORD):
        client.post("/sign-in/", {"login": person.email, "password": password})
    assert client.get("/account/").status_code == 302

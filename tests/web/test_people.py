"""People: invited, seen off and handed over by administrators; unknown to everybody else."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.test import Client

from tests.conftest import PASSWORD, TESTER
from tilannekuva.accounts.actions import add_person, give_role
from tilannekuva.accounts.models import Invitation, Organisation, Person, Role
from tilannekuva.audit.models import AuditEntry
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.role import RoleName

pytestmark = pytest.mark.django_db

TODAY = today_on("Europe/Helsinki")
LATER = TODAY + dt.timedelta(days=200)
NEW_PASSWORD = "seven swans on the ice"


@pytest.fixture
def olga(safety_unit: Organisation) -> Person:
    """The administrator."""
    cache.clear()
    return add_person(
        email="olga@example.invalid",
        display_name="Olga",
        language="en",
        organisation=safety_unit,
        roles={RoleName.ADMINISTRATOR: LATER},
        password=PASSWORD,
        by=TESTER,
    )


@pytest.fixture
def office(client: Client, olga: Person) -> Client:
    """A browser in which the administrator is signed in."""
    client.force_login(olga)
    return client


def invite(office: Client, organisation: Organisation, **changes: str):
    fields = {
        "email": "dora@example.invalid",
        "display_name": "Dora",
        "language": "en",
        "organisation": str(organisation.pk),
        "role": "reporter",
        "role_ends_on": LATER.isoformat(),
    }
    return office.post("/people/invite/", fields | changes)


def link_in(answer) -> str:
    found = re.search(r"http://testserver(/invitation/[^<\s]+)", answer.content.decode())
    assert found, answer.content.decode()
    return found.group(1)


def test_an_invited_person_sets_a_password_and_comes_in(office: Client, school: Organisation) -> None:
    link = link_in(invite(office, school))
    dora = Client()
    assert "Welcome, Dora" in dora.get(link).content.decode()
    assert Person.objects.filter(email="dora@example.invalid").count() == 0
    answer = dora.post(link, {"password": NEW_PASSWORD, "repeated": NEW_PASSWORD})
    assert answer.headers["Location"] == "/sign-in/"
    signed_in = dora.post("/sign-in/", {"login": "dora@example.invalid", "password": NEW_PASSWORD})
    assert signed_in.headers["Location"] == "/"
    assert dora.get("/account/").status_code == 200
    acts = set(AuditEntry.objects.values_list("act", flat=True))
    assert {"person.invited", "invitation.accepted", "person.signed_in"} <= acts


def test_who_comes_in_goes_on_in_the_language_in_which_the_invitation_was_read(
    office: Client, school: Organisation
) -> None:
    link = link_in(invite(office, school, language="fi"))
    dora = Client(headers={"Accept-Language": "sv"})
    dora.post(link, {"password": NEW_PASSWORD, "repeated": NEW_PASSWORD})
    assert Person.objects.get(email="dora@example.invalid").language == "sv"


def test_the_link_works_once_and_is_stored_nowhere(office: Client, school: Organisation) -> None:
    link = link_in(invite(office, school))
    secret = link.strip("/").rpartition("/")[2]
    assert secret not in office.get("/people/").content.decode()
    assert not any(secret in entry.entry for entry in AuditEntry.objects.all())
    assert secret not in repr(list(Invitation.objects.values()))
    Client().post(link, {"password": NEW_PASSWORD, "repeated": NEW_PASSWORD})
    assert Client().get(link).status_code == 404
    assert Client().post(link, {"password": "another one entirely", "repeated": "x"}).status_code == 404
    assert Person.objects.get(email="dora@example.invalid").check_password(NEW_PASSWORD)


def test_a_weak_password_leaves_the_invitation_open(office: Client, school: Organisation) -> None:
    link = link_in(invite(office, school))
    answer = Client().post(link, {"password": "password1234", "repeated": "password1234"})
    assert answer.status_code == 422
    assert "too common" in answer.content.decode()
    assert not Person.objects.filter(email="dora@example.invalid").exists()
    differing = Client().post(link, {"password": NEW_PASSWORD, "repeated": NEW_PASSWORD + "x"})
    assert "differ" in differing.content.decode()
    assert Client().get(link).status_code == 200


def test_a_withdrawn_invitation_does_not_open(office: Client, school: Organisation) -> None:
    link = link_in(invite(office, school))
    public_id = Invitation.objects.get().public_id
    office.post(f"/people/invitations/{public_id}/withdraw/")
    assert Client().get(link).status_code == 404
    assert office.post(f"/people/invitations/{public_id}/withdraw/").status_code == 404


def test_a_later_invitation_closes_the_earlier_one(office: Client, school: Organisation) -> None:
    first = link_in(invite(office, school))
    second = link_in(invite(office, school))
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200


def test_who_is_here_already_is_not_invited_again(
    office: Client, school: Organisation, alice: Person
) -> None:
    answer = invite(office, school, email="ALICE@example.invalid")
    assert answer.status_code == 422
    assert "already is a person" in answer.content.decode()
    assert not Invitation.objects.exists()


def test_wrong_fields_are_said_in_words_and_nothing_is_lost(office: Client, school: Organisation) -> None:
    answer = invite(office, school, role_ends_on=(TODAY - dt.timedelta(days=1)).isoformat())
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "cannot lie in the past" in page
    assert 'value="dora@example.invalid"' in page
    assert not Invitation.objects.exists()


def test_deactivated_people_come_back_by_a_new_invitation(
    office: Client, school: Organisation, alice: Person
) -> None:
    office.post(f"/people/{alice.pk}/deactivate/")
    alice.refresh_from_db()
    assert not alice.is_active
    assert "Deactivated" in office.get("/people/").content.decode()
    link = link_in(invite(office, school, email=alice.email, display_name="Alice"))
    Client().post(link, {"password": NEW_PASSWORD, "repeated": NEW_PASSWORD})
    alice.refresh_from_db()
    assert alice.is_active
    assert alice.check_password(NEW_PASSWORD)


def test_deactivation_closes_open_invitations(office: Client, school: Organisation, alice: Person) -> None:
    office.post(f"/people/{alice.pk}/deactivate/")
    link = link_in(invite(office, school, email=alice.email))
    Client().post(link, {"password": NEW_PASSWORD, "repeated": NEW_PASSWORD})
    invite(office, school, email="other@example.invalid")
    office.post(f"/people/{alice.pk}/deactivate/")
    assert Invitation.objects.filter(withdrawn_at__isnull=True, accepted_at__isnull=True).count() == 1


def test_the_last_administrator_stays(office: Client, olga: Person, alice: Person) -> None:
    assert office.post(f"/people/{olga.pk}/deactivate/").status_code == 422
    role = Role.objects.get(person=olga)
    answer = office.post(f"/people/{olga.pk}/roles/{role.pk}/end/")
    assert answer.status_code == 422
    assert "The role of the last administrator cannot end" in answer.content.decode()
    olga.refresh_from_db()
    assert olga.is_active
    assert Role.objects.filter(pk=role.pk, valid_to_on=LATER).exists()


def test_an_administrator_is_told_why_their_own_role_stays_and_what_to_do(
    office: Client, olga: Person, alice: Person, safety_unit: Organisation
) -> None:
    give_role(person=alice, organisation=safety_unit, name=RoleName.ADMINISTRATOR, ends_on=LATER, by=TESTER)
    own, hers = (Role.objects.get(person=row, name="administrator") for row in (olga, alice))
    reason = "You cannot end your own role as an administrator. Hand your roles over"
    page = office.get(f"/people/{olga.pk}/").content.decode()
    assert reason in page
    assert f"/roles/{own.pk}/end/" not in page
    answer = office.post(f"/people/{olga.pk}/roles/{own.pk}/end/")
    assert answer.status_code == 422
    assert reason in answer.content.decode()
    # The other administrator's role can be ended, and the page offers it.
    assert f"/roles/{hers.pk}/end/" in office.get(f"/people/{alice.pk}/").content.decode()
    assert office.post(f"/people/{alice.pk}/roles/{hers.pk}/end/").status_code == 302
    assert (
        "The role of the last administrator cannot end" in office.get(f"/people/{olga.pk}/").content.decode()
    )


def test_a_role_is_given_prolonged_and_ended(office: Client, alice: Person, school: Organisation) -> None:
    fields = {"organisation": str(school.pk), "role": "leader", "role_ends_on": LATER.isoformat()}
    assert office.post(f"/people/{alice.pk}/roles/", fields).status_code == 302
    prolonged = fields | {"role_ends_on": (LATER + dt.timedelta(days=50)).isoformat()}
    office.post(f"/people/{alice.pk}/roles/", prolonged)
    role = Role.objects.get(person=alice, name="leader")
    assert role.valid_to_on == LATER + dt.timedelta(days=50)
    browser = Client()
    browser.force_login(alice)
    office.post(f"/people/{alice.pk}/roles/{role.pk}/end/")
    assert browser.get("/account/").status_code == 302
    assert not Role.objects.filter(person=alice, name="leader").exists()


def test_everything_is_handed_over(office: Client, olga: Person, alice: Person) -> None:
    answer = office.post(f"/people/{olga.pk}/hand-over/", {"to": str(alice.pk)})
    assert answer.headers["Location"] == "/sign-in/", "the giver is signed out"
    assert "handed over to Alice" in office.get("/sign-in/").content.decode()
    assert office.get("/people/").status_code == 302
    taker = Client()
    taker.force_login(alice)
    roles = Role.objects.filter(person=alice, valid_to_on__gte=TODAY)
    assert {role.name for role in roles} == {"coordinator", "administrator"}
    entry = AuditEntry.objects.get(act="person.handed_over")
    assert '"roles":["administrator"]' in entry.entry


def test_an_organisation_is_added_with_its_names(office: Client) -> None:
    fields = {"name_fi": "Kirjastot", "name_sv": "Bibliotek", "name_en": "Libraries"}
    fields |= {"code": "libraries", "kind": "other", "regime": "general"}
    assert office.post("/organisations/new/", fields).headers["Location"] == "/people/"
    assert Organisation.objects.get(code="libraries").names["sv"] == "Bibliotek"
    again = office.post("/organisations/new/", fields)
    assert again.status_code == 422
    assert "already is an organisation" in again.content.decode()


@pytest.mark.req("C-13")
@pytest.mark.parametrize("method", ["get", "post"])
def test_people_pages_are_unknown_to_everybody_else(
    client: Client, alice: Person, olga: Person, school: Organisation, method: str
) -> None:
    client.force_login(alice)
    for path in (
        "/people/",
        "/people/invite/",
        f"/people/{olga.pk}/",
        f"/people/{olga.pk}/deactivate/",
        f"/people/{olga.pk}/hand-over/",
        f"/people/{olga.pk}/roles/",
        "/organisations/new/",
    ):
        assert getattr(client, method)(path).status_code == 404, path
    olga.refresh_from_db()
    assert olga.is_active


def test_an_unknown_person_looks_like_a_forbidden_one(office: Client, alice: Person) -> None:
    unknown = office.get("/people/999999/")
    browser = Client()
    browser.force_login(alice)
    assert unknown.status_code == browser.get(f"/people/{alice.pk}/").status_code == 404


def test_the_list_says_who_is_what_until_when(office: Client, alice: Person, charlie: Person) -> None:
    page = office.get("/people/").content.decode()
    assert "Coordinator, School" in page
    assert "No role in force" in page


@pytest.mark.req("C-19")
def test_forged_forms_are_refused(olga: Person, alice: Person) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(olga)
    assert browser.post(f"/people/{alice.pk}/deactivate/").status_code == 403
    alice.refresh_from_db()
    assert alice.is_active

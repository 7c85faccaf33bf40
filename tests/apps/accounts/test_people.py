"""Acts on people and roles: who may, when, and what stays on record."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.core.exceptions import ValidationError

from tests.conftest import PASSWORD, TESTER
from tilannekuva.accounts import actions
from tilannekuva.accounts.models import Invitation, Organisation, Person, Role
from tilannekuva.accounts.queries import invitation_of, people_for, simulated_people, viewer_of
from tilannekuva.audit.models import AuditEntry
from tilannekuva.domain.clock import now_at, today_on
from tilannekuva.domain.errors import LockedDoor, NotAllowed, RuleBroken
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.viewer import NOBODY

pytestmark = pytest.mark.django_db

TODAY = today_on("Europe/Helsinki")
LATER = TODAY + dt.timedelta(days=300)


def invited(organisation: Organisation, email: str = "dora@example.invalid", **changes) -> str:
    fields = {
        "email": email,
        "display_name": "Dora",
        "language": "en",
        "organisation": organisation,
        "role": RoleName.REPORTER,
        "role_ends_on": LATER,
        "by": TESTER,
    }
    return actions.invite(**fields | changes)[1]


def test_a_person_needs_a_role_that_ends(school: Organisation) -> None:
    fields = {
        "email": "x@example.invalid",
        "display_name": "X",
        "language": "en",
        "organisation": school,
        "password": None,
        "by": TESTER,
    }
    with pytest.raises(RuleBroken, match="needs a role"):
        actions.add_person(**fields, roles={})
    with pytest.raises(RuleBroken, match="past"):
        actions.add_person(**fields, roles={RoleName.REPORTER: TODAY - dt.timedelta(days=1)})
    assert not Person.objects.exists()
    assert not AuditEntry.objects.filter(act="person.added").exists()


@pytest.mark.req("C-03")
def test_rights_end_with_the_last_day_of_the_role(alice: Person) -> None:
    last_day = alice.roles.get().valid_to_on
    noon = dt.datetime.combine(last_day, dt.time(12), tzinfo=dt.UTC)
    with time_machine.travel(noon, tick=False):
        assert viewer_of(alice).has(RoleName.COORDINATOR)
    with time_machine.travel(noon + dt.timedelta(days=1), tick=False):
        assert viewer_of(alice) == NOBODY


def test_the_day_of_a_role_is_the_day_in_the_city(alice: Person) -> None:
    last_day = alice.roles.get().valid_to_on
    # In Helsinki it is past midnight already, in UTC not yet.
    late = dt.datetime.combine(last_day, dt.time(22, 30), tzinfo=dt.UTC)
    with time_machine.travel(late, tick=False):
        assert viewer_of(alice) == NOBODY


def test_who_is_deactivated_or_without_a_role_is_nobody(alice: Person, charlie: Person) -> None:
    assert viewer_of(charlie) == NOBODY
    actions.deactivate(person=alice, by=TESTER)
    assert viewer_of(alice) == NOBODY


def test_a_person_works_for_one_organisation_at_a_time(
    alice: Person, police: Organisation, school: Organisation
) -> None:
    actions.give_role(person=alice, organisation=police, name=RoleName.ANALYST, ends_on=LATER, by=TESTER)
    viewer = viewer_of(alice)
    assert viewer.organisation_id == school.pk
    assert viewer.roles == {RoleName.COORDINATOR}


def test_only_administrators_and_the_console_act_on_people(
    alice: Person, bob: Person, school: Organisation
) -> None:
    for by in (viewer_of(bob), NOBODY):
        attempts = (
            lambda by=by: actions.deactivate(person=alice, by=by),
            lambda by=by: actions.hand_over(person=alice, to=bob, by=by),
            lambda by=by: invited(school, by=by),
            lambda by=by: actions.end_role(role=alice.roles.get(), by=by),
            lambda by=by: actions.give_role(
                person=bob, organisation=school, name=RoleName.ADMINISTRATOR, ends_on=LATER, by=by
            ),
        )
        for attempt in attempts:
            with pytest.raises(NotAllowed):
                attempt()
        assert not people_for(by).exists()
    assert viewer_of(alice).has(RoleName.COORDINATOR)


def test_a_shorter_role_does_not_cut_a_longer_one(alice: Person, school: Organisation) -> None:
    before = alice.roles.get()
    actions.give_role(person=alice, organisation=school, name=RoleName.COORDINATOR, ends_on=TODAY, by=TESTER)
    assert alice.roles.get() == before
    assert alice.roles.get().valid_to_on == before.valid_to_on


def test_a_role_prolonged_later_leaves_no_gap_and_no_overlap(alice: Person, school: Organisation) -> None:
    tomorrow = now_at() + dt.timedelta(days=1)
    with time_machine.travel(tomorrow, tick=False):
        actions.give_role(
            person=alice, organisation=school, name=RoleName.COORDINATOR, ends_on=LATER, by=TESTER
        )
    first, second = alice.roles.order_by("valid_from_on")
    assert second.valid_from_on - first.valid_to_on == dt.timedelta(days=1)


def test_what_was_in_force_stays_on_record(alice: Person, bob: Person) -> None:
    with time_machine.travel(now_at() + dt.timedelta(days=3), tick=False):
        moved = actions.hand_over(person=alice, to=bob, by=TESTER)
        assert moved == 1
        assert viewer_of(alice) == NOBODY
    assert Role.objects.filter(person=alice, name=RoleName.COORDINATOR).count() == 1


def test_handing_over_nothing_or_to_nobody_is_refused(alice: Person, bob: Person, charlie: Person) -> None:
    with pytest.raises(RuleBroken, match="another person"):
        actions.hand_over(person=alice, to=alice, by=TESTER)
    with pytest.raises(RuleBroken, match="nothing to hand over"):
        actions.hand_over(person=charlie, to=alice, by=TESTER)
    actions.deactivate(person=bob, by=TESTER)
    with pytest.raises(RuleBroken, match="must be active"):
        actions.hand_over(person=alice, to=bob, by=TESTER)


def test_an_invitation_runs_out(school: Organisation) -> None:
    secret = invited(school)
    end = now_at() + dt.timedelta(days=actions.INVITATION_DAYS, seconds=1)
    with time_machine.travel(end, tick=False):
        assert invitation_of(secret) is None
        with pytest.raises(RuleBroken, match="not open"):
            actions.accept_invitation(secret=secret, password=PASSWORD, by=NOBODY)
    assert invitation_of("") is None
    assert invitation_of(secret) is not None


def test_a_refused_password_stores_nothing(school: Organisation) -> None:
    secret = invited(school)
    with pytest.raises(ValidationError):
        actions.accept_invitation(secret=secret, password="short", by=NOBODY)
    assert invitation_of(secret) is not None
    assert not Person.objects.exists()


def test_the_console_lets_the_last_administrator_back_in(school: Organisation) -> None:
    olga = actions.add_person(
        email="olga@example.invalid",
        display_name="Olga",
        language="en",
        organisation=school,
        roles={RoleName.ADMINISTRATOR: LATER},
        password=PASSWORD,
        by=TESTER,
    )
    with pytest.raises(RuleBroken, match="already"):
        invited(school, olga.email, by=viewer_of(olga))
    secret = invited(school, "OLGA@example.invalid", role=RoleName.ADMINISTRATOR)
    again = actions.accept_invitation(secret=secret, password="seven swans on the ice", by=NOBODY)
    assert again.pk == olga.pk
    assert again.check_password("seven swans on the ice")


def test_the_last_administrator_cannot_be_deactivated(school: Organisation, alice: Person) -> None:
    actions.give_role(
        person=alice, organisation=school, name=RoleName.ADMINISTRATOR, ends_on=LATER, by=TESTER
    )
    with pytest.raises(RuleBroken, match="last administrator"):
        actions.deactivate(person=alice, by=TESTER)
    assert viewer_of(alice).has(RoleName.ADMINISTRATOR)


def test_rows_about_people_are_written_by_actions_only(alice: Person, school: Organisation) -> None:
    with pytest.raises(LockedDoor):
        Role.objects.filter(person=alice).update(valid_to_on=LATER)
    with pytest.raises(LockedDoor):
        school.save()
    invited(school)
    with pytest.raises(LockedDoor):
        Invitation.objects.all().delete()


def test_a_real_city_lists_no_people_of_the_demo(school: Organisation, settings) -> None:
    actions.add_person(
        email="demo1@example.invalid",
        display_name="Invented",
        language="en",
        organisation=school,
        roles={RoleName.LEADER: LATER},
        password=None,
        is_simulated=True,
        by=TESTER,
    )
    assert simulated_people().count() == 1
    settings.DEMO = False
    assert simulated_people().count() == 0
    assert viewer_of(Person.objects.get()) == NOBODY


def test_nobody_gives_a_role_to_themselves(school: Organisation) -> None:
    """Who handles people does not open the content to themselves (L-29)."""
    boss = actions.add_person(
        email="boss@example.invalid", display_name="Boss", language="en", organisation=school,
        roles={RoleName.ADMINISTRATOR: LATER}, password=PASSWORD, by=TESTER,
    )  # fmt: skip
    with pytest.raises(RuleBroken, match="Ask another administrator"):
        actions.give_role(
            person=boss, organisation=school, name=RoleName.ANALYST, ends_on=LATER, by=viewer_of(boss)
        )
    assert not viewer_of(boss).reads_picture


@pytest.mark.parametrize(("days", "says"), [(-1, "in the past"), (733, "two years at most")])
def test_a_role_ends_neither_in_the_past_nor_in_the_far_future(
    alice: Person, school: Organisation, days: int, says: str
) -> None:
    ends_on = TODAY + dt.timedelta(days=days)
    with pytest.raises(RuleBroken, match=says):
        actions.give_role(
            person=alice, organisation=school, name=RoleName.ANALYST, ends_on=ends_on, by=TESTER
        )
    with pytest.raises(RuleBroken, match=says):
        invited(school, role_ends_on=ends_on)


@pytest.mark.parametrize("address", ["ben", "ben@", "@example.invalid", ""])
def test_an_invitation_goes_to_an_address_with_which_one_can_sign_in(
    school: Organisation, address: str
) -> None:
    with pytest.raises(RuleBroken, match="is no e-mail address"):
        invited(school, email=address)

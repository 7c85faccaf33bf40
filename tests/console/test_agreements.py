"""Who gives what to whom, recorded at the console: without it nothing flows."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.conftest import PASSWORD, TESTER
from tilannekuva.accounts.actions import add_organisation, add_person
from tilannekuva.accounts.models import Agreement, Organisation, OrganisationKind, Regime
from tilannekuva.accounts.queries import agreements_in_force, viewer_of
from tilannekuva.console import agreement_commands
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.role import RoleName

from .conftest import Command

pytestmark = pytest.mark.django_db


def organisation(code: str) -> Organisation:
    return add_organisation(
        code=code, names={"en": code}, kind=OrganisationKind.OTHER, regime=Regime.GENERAL, by=TESTER
    )


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    city = SimpleNamespace(time_zone="Europe/Helsinki")
    monkeypatch.setattr(agreement_commands, "start_installed", lambda home: (None, city))
    monkeypatch.setenv("TILANNEKUVA_HOME", "var/none")


def test_signals_are_given_to_one_organisation(
    command: Command, school: Organisation, police: Organisation
) -> None:
    reader = add_person(
        email="pia@example.invalid", display_name="Pia", language="en", organisation=police,
        roles={RoleName.ANALYST: today_on("Europe/Helsinki")}, password=PASSWORD, by=TESTER,
    )  # fmt: skip
    assert viewer_of(reader).agreements == frozenset()
    done = command("share-signals", school.code, police.code, "--ground", "Section 1 of an Act")
    assert done.code == 0, done
    assert f"{police.code} may read the AMBER signals of {school.code} until" in done.out
    assert viewer_of(reader).agreements == {school.pk}


def test_long_codes_do_not_make_two_agreements_one(
    command: Command, school: Organisation, police: Organisation
) -> None:
    giver = organisation("g" * 60)
    for receiver in (school, police):
        assert command("share-signals", giver.code, receiver.code, "--ground", "Section 1").code == 0
    in_force = agreements_in_force(today_on("Europe/Helsinki")).filter(gives=giver)
    assert {agreement.receives_id for agreement in in_force} == {school.pk, police.pk}


@pytest.mark.parametrize(
    ("receiver", "ground", "says"),
    [
        ("nobody", "An Act", "There is no organisation 'nobody'"),
        ("school", "An Act", "reads its own signals anyway"),
        ("police", " ", "A legal ground is told in words"),
        ("police", "as agreed with Matti Virtanen, 040 123 4567", "without anything about a person"),
    ],
)
def test_what_cannot_be_agreed_is_refused(
    command: Command, school: Organisation, police: Organisation, receiver: str, ground: str, says: str
) -> None:
    code = {"school": school.code, "police": police.code}.get(receiver, receiver)
    assert command("share-signals", school.code, code, "--ground", ground).complained(says)
    assert not Agreement.objects.exists()


def test_counts_are_given_to_the_joint_picture(command: Command, school: Organisation) -> None:
    assert command("share-counts", school.code).code == 0
    assert Agreement.objects.get().data_class == "counts"

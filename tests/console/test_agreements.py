"""Who gives what to whom, recorded at the console: without it nothing flows."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from tests.conftest import PASSWORD, TESTER
from tilannekuva.accounts.actions import add_person
from tilannekuva.accounts.models import Agreement, Organisation
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.console import agreement_commands
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.role import RoleName

from .conftest import Command

pytestmark = pytest.mark.django_db


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
    assert viewer_of(reader).agreements != {police.pk}


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

"""What all tests share. Django is imported inside the fixtures: the tests of `stats` run without it."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

# The same examples every time, and patience while a kernel is compiled. Loaded here, before any test
# module is read: a decorated test keeps the profile of the moment it was decorated in.
settings.register_profile("steady", deadline=None, derandomize=True, max_examples=25)
settings.load_profile("steady")

from tilannekuva.domain.role import RoleName
from tilannekuva.domain.viewer import system

if TYPE_CHECKING:
    from tilannekuva.accounts.models import Organisation, Person

_DATABASE_FIXTURES = {"db", "transactional_db", "django_db_setup"}


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL, only what touches a database: the rest has run on SQLite and would say the same again."""
    if "TILANNEKUVA_TEST_DATABASE_URL" not in os.environ:
        return
    touches = [
        item
        for item in items
        if item.get_closest_marker("django_db") or _DATABASE_FIXTURES & set(getattr(item, "fixturenames", ()))
    ]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(touches)])
    items[:] = touches


TESTER = system("tester")
PASSWORD = "three grey herons at dawn"


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """The folder of published data sets; tests that need it are skipped where it is not."""
    folder = os.environ.get("TILANNEKUVA_REFERENCE_DATA", "")
    if not folder or not Path(folder).is_dir():
        pytest.skip("TILANNEKUVA_REFERENCE_DATA names no folder of reference data")
    return Path(folder)


@pytest.fixture
def school(db: None) -> Organisation:
    """A partner that gives signals."""
    return _organisation("school", "School", kind="school")


@pytest.fixture
def safety_unit(db: None, school: Organisation) -> Organisation:
    """The city's safety unit: an agreement in force lets it read the school's signals."""
    from tilannekuva.accounts.actions import agree

    unit = _organisation("safety-unit", "Safety unit", kind="city_division")
    today = dt.date.today()
    agree(
        code="school-signals",
        gives=school,
        receives=unit,
        data_class="signals",
        legal_ground="Invented for the tests",
        valid_from_on=today - dt.timedelta(days=400),
        valid_to_on=today + dt.timedelta(days=400),
        by=TESTER,
    )
    return unit


@pytest.fixture
def police(db: None) -> Organisation:
    """A partner without any agreement with the others."""
    return _organisation("police", "Police", kind="police", regime="law_enforcement")


@pytest.fixture
def alice(school: Organisation) -> Person:
    """Reports for the organisation that owns the signals, and coordinates there."""
    return _person("Alice", school, RoleName.COORDINATOR)


@pytest.fixture
def colleague(school: Organisation) -> Person:
    """Coordinates beside Alice, in the same organisation."""
    return _person("Carol", school, RoleName.COORDINATOR)


@pytest.fixture
def partner(police: Organisation) -> Person:
    """Coordinates in another organisation of the cooperation."""
    return _person("Paula", police, RoleName.COORDINATOR)


@pytest.fixture
def bob(safety_unit: Organisation) -> Person:
    """Analyses in another organisation of the cooperation."""
    return _person("Bob", safety_unit, RoleName.ANALYST)


@pytest.fixture
def charlie(school: Organisation) -> Person:
    """Must see nothing: the one role, in Alice's own organisation, has ended."""
    from tilannekuva.accounts.models import Role
    from tilannekuva.audit.locked import unlocked

    person = _person("Charlie", school, RoleName.ANALYST)
    today = dt.date.today()
    with unlocked():
        Role.objects.filter(person=person).update(
            valid_from_on=today - dt.timedelta(days=100), valid_to_on=today - dt.timedelta(days=2)
        )
    return person


def _organisation(code: str, name: str, *, kind: str, regime: str = "general") -> Organisation:
    from tilannekuva.accounts.actions import add_organisation
    from tilannekuva.accounts.models import OrganisationKind, Regime

    return add_organisation(
        code=code, names={"en": name}, kind=OrganisationKind(kind), regime=Regime(regime), by=TESTER
    )


def _person(name: str, organisation: Organisation, role: RoleName) -> Person:
    from tilannekuva.accounts.actions import add_person

    return add_person(
        email=f"{name.lower()}@example.invalid",
        display_name=name,
        language="en",
        organisation=organisation,
        roles={role: dt.date.today() + dt.timedelta(days=100)},
        password=PASSWORD,
        by=TESTER,
    )

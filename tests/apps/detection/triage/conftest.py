"""Signals of the school, and those who take steps with them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.apps.detection.triage.sample import make_signal, prepare
from tests.conftest import TESTER
from tilannekuva.accounts.actions import add_person
from tilannekuva.accounts.models import Organisation, Person
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.models import Signal


@pytest.fixture
def signals(school: Organisation, safety_unit: Organisation) -> list[Signal]:
    """Three signals of the school, which both the school and the safety unit read: two near, one far."""
    prepare()
    return [make_signal(school), make_signal(school, age_days=2, cell="c1"), make_signal(school, cell="c9")]


@pytest.fixture
def analyst(bob: Person) -> Viewer:
    """Bob of the safety unit, who reads what the school gives it."""
    return viewer_of(bob)


@pytest.fixture
def coordinator(alice: Person) -> Viewer:
    """Alice of the school, which owns the signals."""
    return viewer_of(alice)


@pytest.fixture
def officer(police: Organisation) -> Viewer:
    """An analyst of the police, to whom no agreement opens anything."""
    return viewer_of(
        add_person(
            email="pia@example.invalid", display_name="Pia", language="en", organisation=police,
            roles={RoleName.ANALYST: dt.date.today() + dt.timedelta(days=9)}, password=None, by=TESTER,
        )
    )  # fmt: skip


def state(signal: Any) -> tuple[str, str]:
    """Where a signal stands now on both axes."""
    now = Signal.objects.get(pk=signal.pk)
    return now.judgement, now.handling

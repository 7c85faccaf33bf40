"""Agreements: versions that follow one another, and what they let a viewer read."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.conftest import TESTER
from tilannekuva.accounts.actions import agree
from tilannekuva.accounts.models import Agreement, Organisation, Person
from tilannekuva.accounts.queries import givers_of_counts, viewer_of
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.errors import NotAllowed, RuleBroken
from tilannekuva.domain.viewer import NOBODY

pytestmark = pytest.mark.django_db

TODAY = today_on("Europe/Helsinki")


def day(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


def made(gives: Organisation, receives: Organisation | None, begins: int, ends: int, **changes) -> Agreement:
    fields = {"code": "tested", "data_class": "signals", "legal_ground": "Invented", "by": TESTER} | changes
    return agree(gives=gives, receives=receives, valid_from_on=day(begins), valid_to_on=day(ends), **fields)


@pytest.mark.req("L-11")
def test_a_new_version_ends_the_one_before(school: Organisation, police: Organisation) -> None:
    first = made(school, police, -10, 100)
    second = made(school, police, 5, 200)
    first.refresh_from_db()
    assert (first.version, second.version) == (1, 2)
    assert first.valid_to_on == day(4)


def test_a_version_cannot_begin_before_the_one_it_follows(school: Organisation, police: Organisation) -> None:
    made(school, police, 0, 100)
    with pytest.raises(RuleBroken, match="Version 1 of tested"):
        made(school, police, -5, 200)
    assert Agreement.objects.filter(code="tested").count() == 1


def test_only_an_administrator_or_the_console_makes_agreements(
    school: Organisation, police: Organisation, alice: Person
) -> None:
    for by in (viewer_of(alice), NOBODY):
        with pytest.raises(NotAllowed):
            made(school, police, 0, 10, by=by)


@pytest.mark.req("C-13")
def test_an_agreement_works_between_its_first_and_its_last_day(
    school: Organisation, police: Organisation, bob: Person
) -> None:
    assert viewer_of(bob).agreements == {school.pk}
    made(police, bob.roles.get().organisation, 1, 10, code="tomorrow")
    made(police, bob.roles.get().organisation, -10, -1, code="yesterday")
    assert viewer_of(bob).agreements == {school.pk}
    made(police, bob.roles.get().organisation, 0, 0, code="today")
    assert viewer_of(bob).agreements == {school.pk, police.pk}


def test_counts_alone_let_nobody_read_signals(
    school: Organisation, police: Organisation, bob: Person
) -> None:
    made(police, None, 0, 10, data_class="counts")
    assert police.pk in givers_of_counts(TODAY)
    assert police.pk not in viewer_of(bob).agreements

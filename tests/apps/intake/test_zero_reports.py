"""Nothing to report: once a week and source, by those who report, taken back on the same day alone."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import TESTER
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.audit.locked import unlocked
from tilannekuva.audit.models import AuditEntry
from tilannekuva.domain.clock import now_at, week_of
from tilannekuva.domain.errors import NotAllowed, WrongState
from tilannekuva.intake.actions import add_source, report_nothing, take_back_zero_report
from tilannekuva.intake.models import Source, ZeroReport
from tilannekuva.intake.queries import zero_report_of


def test_once_a_week_and_source(source: Source, school: Any, alice: Any, colleague: Any) -> None:
    first = report_nothing(source=source, by=viewer_of(alice))
    assert report_nothing(source=source, by=viewer_of(colleague)) == first
    other = report_nothing(source=add_source(organisation=school, code="b", by=TESTER), by=viewer_of(alice))
    assert ZeroReport.objects.count() == 2
    assert (first.recorded_by, other.week_starts_on) == (alice, first.week_starts_on)
    assert AuditEntry.objects.filter(act="zero_report.received").count() == 2
    assert zero_report_of(source, first.week_starts_on) == first


def test_taken_back_on_the_same_day_alone(source: Source, alice: Any) -> None:
    by = viewer_of(alice)
    take_back_zero_report(zero=report_nothing(source=source, by=by), by=by)
    assert not ZeroReport.objects.exists()
    zero = report_nothing(source=source, by=by)
    with unlocked():
        ZeroReport.objects.update(received_at=now_at() - dt.timedelta(days=1, hours=1))
    zero.refresh_from_db()
    with pytest.raises(WrongState, match="same day"):
        take_back_zero_report(zero=zero, by=by)
    assert ZeroReport.objects.count() == 1


def test_for_ones_own_organisation(source: Source, bob: Any, charlie: Any) -> None:
    for person in (bob, charlie):
        with pytest.raises(NotAllowed):
            report_nothing(source=source, by=viewer_of(person))
    assert not ZeroReport.objects.exists()


@given(st.dates(dt.date(1990, 1, 1), dt.date(2100, 1, 1)))
def test_a_week_begins_on_its_monday(day: dt.date) -> None:
    monday = week_of(day)
    assert monday.isocalendar()[:2] == day.isocalendar()[:2]
    assert monday.isoweekday() == 1

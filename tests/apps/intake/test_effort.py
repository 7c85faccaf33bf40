"""Hours of presence: whole weeks alone make a rate, and unknown effort is said so."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import TESTER
from tilannekuva.accounts.actions import agree
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.domain.clock import week_of
from tilannekuva.domain.errors import BadInput, NotAllowed, RuleBroken
from tilannekuva.intake.actions import enter_effort, import_effort, receive_report
from tilannekuva.intake.drafts import SignalDraft
from tilannekuva.intake.effort import AreaEffort, effort_by_area
from tilannekuva.intake.importers.effort_file import read_effort
from tilannekuva.intake.models import Effort, Source

LAST_WEEK = week_of(dt.date.today()) - dt.timedelta(days=7)
WEEKS = [LAST_WEEK - dt.timedelta(weeks=n) for n in range(4)]


@pytest.fixture
def shared(school: Any) -> None:
    agree(
        code="school-counts", gives=school, receives=None, data_class="counts", legal_ground="Invented",
        valid_from_on=WEEKS[-1], valid_to_on=dt.date.today() + dt.timedelta(days=9), by=TESTER,
    )  # fmt: skip


def send(draft: SignalDraft, source: Source, by: Any, n_events: int) -> None:
    told = replace(draft, occurred_on=LAST_WEEK + dt.timedelta(days=2), n_events=n_events)
    receive_report(report_id=uuid.uuid4(), drafts=[told], source=source, by=viewer_of(by))


def present(school: Any, area: Any, hours: float, weeks: list[dt.date] = WEEKS) -> None:
    for week in weeks:
        enter_effort(organisation=school, area=area, week_starts_on=week, hours=hours, by=TESTER)


def one(viewer: Any) -> AreaEffort:
    [found] = effort_by_area(viewer_of(viewer), first_on=WEEKS[-1], last_on=WEEKS[0])
    return found


@pytest.mark.req("F-04")
def test_twice_the_effort_with_twice_the_signals_is_the_same_rate(
    school: Any, source: Source, draft: SignalDraft, sample_area: Any, alice: Any, bob: Any, shared: None
) -> None:
    present(school, sample_area, 5.0)
    send(draft, source, alice, 6)
    once = one(bob)
    present(school, sample_area, 10.0)
    send(draft, source, alice, 6)
    twice = one(bob)
    assert (once.n, once.hours, twice.n, twice.hours) == (6, 20.0, 12, 40.0)
    assert once.rate
    assert twice.rate
    assert twice.rate.per_100_hours == once.rate.per_100_hours == 30.0


@pytest.mark.req("F-04")
def test_where_hours_of_a_week_are_missing_the_effort_is_not_known(
    school: Any, source: Source, draft: SignalDraft, sample_area: Any, alice: Any, bob: Any, shared: None
) -> None:
    present(school, sample_area, 5.0, WEEKS[:3])
    send(draft, source, alice, 6)
    assert (one(bob).n, one(bob).hours, one(bob).rate) == (6, None, None)


def test_hours_entered_again_take_the_place_of_the_old(school: Any, sample_area: Any, alice: Any) -> None:
    for hours in (3.0, 4.5):
        enter_effort(
            organisation=school, area=sample_area, week_starts_on=LAST_WEEK, hours=hours, by=viewer_of(alice)
        )
    assert Effort.objects.get().hours == 4.5


def test_hours_are_entered_for_ones_own_organisation(
    police: Any, sample_area: Any, alice: Any, charlie: Any
) -> None:
    for person in (alice, charlie):
        with pytest.raises(NotAllowed):
            enter_effort(
                organisation=police, area=sample_area, week_starts_on=LAST_WEEK, hours=1, by=viewer_of(person)
            )


@pytest.mark.parametrize(
    ("week", "hours"),
    [(LAST_WEEK + dt.timedelta(days=1), 1.0), (LAST_WEEK + dt.timedelta(days=21), 1.0), (LAST_WEEK, -1.0),
     (LAST_WEEK, float("nan")), (LAST_WEEK, 10_001.0)],
)  # fmt: skip
def test_what_cannot_be_is_refused(school: Any, sample_area: Any, week: dt.date, hours: float) -> None:
    with pytest.raises(RuleBroken):
        enter_effort(organisation=school, area=sample_area, week_starts_on=week, hours=hours, by=TESTER)


@pytest.mark.parametrize(
    "text", ["area,week,hours\nA1,2026-W02,2.5\n", "Hours;Week;Area\n2,5;2026-01-07;A1\n"]
)
def test_a_file_names_weeks_by_number_or_day(tmp_path: Path, sample_area: Any, text: str) -> None:
    path = tmp_path / "hours.csv"
    path.write_text(text, encoding="utf-8")
    [row] = read_effort(path)
    assert (row.area, row.week_starts_on, row.hours) == (sample_area, dt.date(2026, 1, 5), 2.5)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("area,week,hours,name\nA1,2026-W02,2,x\n", "no other"),
        ("area,week,hours\n", "no rows"),
        ("area,week,hours\nA1,2026-W02,7,5\n", "more values than columns"),
        ("area,week,hours\nA1,2026-W02,2\nA1,2026-01-06,2\n", "row 3"),
        ("area,week,hours\nA9,2026-W02,2\n", "no area 'A9'"),
        ("area,week,hours\nA1,2026-W60,2\n", "is no week"),
        ("area,week,hours\nA1,2026-W02,two\n", "between 0 and"),
        ("area,week,hours\nA1,2026-W02\n", "between 0 and"),
    ],
)
def test_a_file_comes_in_whole_or_not_at_all(
    tmp_path: Path, school: Any, sample_area: Any, text: str, said: str
) -> None:
    path = tmp_path / "hours.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=said):
        import_effort(organisation=school, rows=read_effort(path), by=TESTER)
    assert not Effort.objects.exists()

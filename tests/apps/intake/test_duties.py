"""Duties: set by a coordinator with history, answered by what came in, reminded of once a day."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from typing import Any

import pytest

from tests.conftest import TESTER
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.audit.locked import unlocked
from tilannekuva.audit.models import AuditEntry
from tilannekuva.domain.clock import now_at
from tilannekuva.domain.coverage import Rhythm
from tilannekuva.domain.errors import NotAllowed, RuleBroken, WrongState
from tilannekuva.domain.thresholds import Thresholds
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.actions import (
    add_source,
    end_duty,
    import_signals,
    receive_report,
    remind,
    report_nothing,
    set_duty,
)
from tilannekuva.intake.coverage import (
    coverage_on,
    earlier_duties,
    reminders_for,
    standing_of,
    standings,
)
from tilannekuva.intake.drafts import SignalDraft
from tilannekuva.intake.models import ReportingDuty, Source

TODAY = dt.date.today()
USUAL = Thresholds()
LONG_AGO = TODAY - dt.timedelta(days=120)


def ago(n: int) -> dt.datetime:
    return now_at() - dt.timedelta(days=n)


@pytest.fixture
def duty(school: Any) -> ReportingDuty:
    return set_duty(organisation=school, rhythm=Rhythm.WEEKLY, from_on=LONG_AGO, by=TESTER)


def test_a_changed_duty_is_a_new_row_and_the_earlier_one_stays(school: Any, alice: Any, duty: Any) -> None:
    new = set_duty(organisation=school, rhythm=Rhythm.MONTHLY, from_on=TODAY, by=viewer_of(alice))
    duty.refresh_from_db()
    assert (duty.rhythm, duty.valid_to_on) == (Rhythm.WEEKLY, TODAY - dt.timedelta(days=1))
    assert list(ReportingDuty.objects.in_force(TODAY)) == [new]
    assert earlier_duties(viewer_of(alice), TODAY) == [duty]
    assert AuditEntry.objects.filter(act="duty.set").count() == 2


def test_a_duty_in_the_past_of_another_is_refused(school: Any, duty: Any) -> None:
    with pytest.raises(RuleBroken, match="on that day or later"):
        set_duty(organisation=school, rhythm=Rhythm.MONTHLY, from_on=LONG_AGO, by=TESTER)
    with pytest.raises(RuleBroken, match="before the first"):
        set_duty(organisation=school, rhythm=Rhythm.MONTHLY, from_on=TODAY, to_on=LONG_AGO, by=TESTER)
    assert ReportingDuty.objects.count() == 1


def test_coordinators_alone_set_and_end_duties(school: Any, duty: Any, bob: Any, charlie: Any) -> None:
    key = Viewer(None, school.pk, viewer_of(bob).roles, label="key:1", sends_only=True)
    for viewer in (viewer_of(bob), viewer_of(charlie), key):
        with pytest.raises(NotAllowed):
            set_duty(organisation=school, rhythm=Rhythm.MONTHLY, from_on=TODAY, by=viewer)
        with pytest.raises(NotAllowed):
            end_duty(duty=duty, last_on=TODAY, by=viewer)


def test_an_ended_duty_expects_nothing_any_more(duty: Any, alice: Any) -> None:
    end_duty(duty=duty, last_on=TODAY - dt.timedelta(days=1), by=viewer_of(alice))
    assert coverage_on(TODAY, USUAL).n_expected == 0
    with pytest.raises(WrongState, match="last day already"):
        end_duty(duty=duty, last_on=TODAY, by=viewer_of(alice))


def test_a_report_ends_the_silence(duty: Any, source: Source, draft: SignalDraft, alice: Any) -> None:
    assert standing_of(duty, TODAY, USUAL).is_silent
    receive_report(report_id=uuid.uuid4(), drafts=[draft], source=source, by=viewer_of(alice))
    heard = standing_of(duty, TODAY, USUAL)
    assert not heard.is_silent
    assert heard.last_heard_on == TODAY


def test_the_word_that_nothing_was_seen_is_being_heard(duty: Any, source: Source, alice: Any) -> None:
    report_nothing(source=source, by=viewer_of(alice))
    assert not standing_of(duty, TODAY, USUAL).is_silent


@pytest.mark.parametrize("brings_signals", [True, False])
def test_a_file_counts_by_its_signals_or_by_itself(
    duty: Any, source: Source, draft: SignalDraft, brings_signals: bool
) -> None:
    import_signals(
        drafts=[replace(draft, received_at=ago(60))] if brings_signals else [], source=source,
        file_sha256="a" * 64, n_rows_read=1, rejected={}, by=TESTER,
    )  # fmt: skip
    assert standing_of(duty, TODAY, USUAL).is_silent == brings_signals


def test_a_duty_of_one_source_is_not_answered_by_another(
    school: Any, source: Source, draft: SignalDraft, alice: Any
) -> None:
    other = add_source(organisation=school, code="other", by=TESTER)
    of_other = set_duty(organisation=school, source=other, rhythm=Rhythm.WEEKLY, from_on=LONG_AGO, by=TESTER)
    receive_report(report_id=uuid.uuid4(), drafts=[draft], source=source, by=viewer_of(alice))
    assert standing_of(of_other, TODAY, USUAL).is_silent


def test_silence_is_told_of_a_past_day_as_it_was_then(duty: Any, source: Source, draft: SignalDraft) -> None:
    import_signals(
        drafts=[replace(draft, received_at=ago(1))], source=source, file_sha256="b" * 64,
        n_rows_read=1, rejected={}, by=TESTER,
    )  # fmt: skip
    assert standing_of(duty, TODAY - dt.timedelta(days=40), USUAL).is_silent
    assert standing_of(duty, TODAY - dt.timedelta(days=40), USUAL).last_heard_on is None


@pytest.mark.req("F-17")
def test_a_silent_reporter_covers_nothing(
    duty: Any, source: Source, draft: SignalDraft, sample_area: Any, alice: Any
) -> None:
    assert coverage_on(TODAY, USUAL) == type(coverage_on(TODAY, USUAL))(1, 1, frozenset())
    receive_report(report_id=uuid.uuid4(), drafts=[draft], source=source, by=viewer_of(alice))
    assert coverage_on(TODAY, USUAL) == type(coverage_on(TODAY, USUAL))(1, 0, frozenset({sample_area.code}))


def test_a_duty_of_a_larger_area_covers_what_lies_inside(
    school: Any, source: Source, draft: SignalDraft, sample_area: Any, alice: Any
) -> None:
    from tilannekuva.places.models import Area

    larger = {
        "level": "district", "is_finest": False, "label_latitude": 60.2, "label_longitude": 24.9,
        "easting_m": 0, "northing_m": 0, "valid_from_on": dt.date(2020, 1, 1),
    }  # fmt: skip
    with unlocked():
        mine = Area.objects.create(code="D1", names={"en": "One"}, **larger)
        other = Area.objects.create(code="D2", names={"en": "Two"}, **larger)
        Area.objects.filter(pk=sample_area.pk).update(parent=mine)
    receive_report(report_id=uuid.uuid4(), drafts=[draft], source=source, by=viewer_of(alice))
    set_duty(organisation=school, rhythm=Rhythm.WEEKLY, from_on=LONG_AGO, areas=[mine], by=TESTER)
    assert coverage_on(TODAY, USUAL).covered == {sample_area.code}
    set_duty(organisation=school, rhythm=Rhythm.WEEKLY, from_on=TODAY, areas=[other], by=TESTER)
    assert coverage_on(TODAY, USUAL).covered == frozenset()


def test_one_press_reminds_once_a_day_and_reporters_see_it(duty: Any, alice: Any, bob: Any) -> None:
    assert reminders_for(viewer_of(alice), USUAL) == []
    remind(duty=duty, thresholds=USUAL, by=viewer_of(bob))
    assert [each.duty for each in reminders_for(viewer_of(alice), USUAL)] == [duty]
    assert reminders_for(viewer_of(bob), USUAL) == []
    with pytest.raises(WrongState, match="today already"):
        remind(duty=duty, thresholds=USUAL, by=viewer_of(bob))
    assert AuditEntry.objects.filter(act="duty.reminded").count() == 1


def test_who_was_heard_is_reminded_of_nothing(duty: Any, source: Source, alice: Any, bob: Any) -> None:
    remind(duty=duty, thresholds=USUAL, by=viewer_of(bob))
    report_nothing(source=source, by=viewer_of(alice))
    assert reminders_for(viewer_of(alice), USUAL) == []
    with pytest.raises(WrongState, match="heard in time"):
        remind(duty=duty, thresholds=USUAL, by=viewer_of(bob))


@pytest.mark.req("L-32")
def test_who_reports_is_seen_by_those_who_work_on_the_picture_and_ones_own_by_others(
    school: Any, police: Any, duty: Any, bob: Any, charlie: Any
) -> None:
    from tilannekuva.domain.role import RoleName

    theirs = set_duty(organisation=police, rhythm=Rhythm.MONTHLY, from_on=LONG_AGO, by=TESTER)

    def seen(viewer: Viewer) -> set[int]:
        return {each.duty.pk for each in standings(viewer, TODAY, USUAL)}

    def as_role(name: RoleName) -> Viewer:
        return Viewer(person_id=1, organisation_id=school.pk, roles=frozenset({name}), label="person:1")

    everything = {duty.pk, theirs.pk}
    assert seen(viewer_of(bob)) == everything
    assert {name for name in RoleName if seen(as_role(name)) == everything} == {
        RoleName.ANALYST, RoleName.COORDINATOR, RoleName.LEADER,
    }  # fmt: skip
    for name in (RoleName.REPORTER, RoleName.MEASURE_OWNER, RoleName.DATA_PROTECTION):
        assert seen(as_role(name)) == {duty.pk}
    for viewer in (viewer_of(charlie), as_role(RoleName.AUDITOR), as_role(RoleName.ADMINISTRATOR)):
        assert seen(viewer) == set()

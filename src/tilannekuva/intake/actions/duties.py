"""Who is to report how often: set, ended, and reminded of."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from tilannekuva.accounts.models import Organisation
from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.clock import local_date, now_at, today_on
from tilannekuva.domain.coverage import Rhythm
from tilannekuva.domain.errors import RuleBroken, WrongState
from tilannekuva.domain.rules.coverage import (
    check_can_remind,
    check_duty_days,
    check_may_set_duties,
    check_may_work_on_coverage,
)
from tilannekuva.domain.thresholds import Thresholds
from tilannekuva.domain.viewer import Viewer
from tilannekuva.places.models import Area

from ..coverage import standing_of
from ..models import DutyArea, Reminder, ReportingDuty, Source

_DAY = dt.timedelta(days=1)


@transaction.atomic
def set_duty(
    *,
    organisation: Organisation,
    rhythm: Rhythm,
    from_on: dt.date,
    by: Viewer,
    to_on: dt.date | None = None,
    source: Source | None = None,
    areas: Iterable[Area] = (),
) -> ReportingDuty:
    """From a day on an organisation, or one source of it, is to be heard in a rhythm.

    A duty that lasts ends on the day before and stays on record. `areas`: where it looks, with all areas inside
    them; none: in the whole city. Raises RuleBroken where a duty of it begins on that day or later.
    """
    check_may_set_duties(by)
    check_duty_days(from_on=from_on, to_on=to_on)
    if source is not None and source.organisation_id != organisation.pk:
        raise RuleBroken("The source %(source)s belongs to another organisation.", source=source.code)
    earlier = ReportingDuty.objects.filter(organisation=organisation, source=source)
    if earlier.filter(valid_from_on__gte=from_on).exists():
        raise RuleBroken(
            "A duty of this organisation begins on that day or later already. End it, or give a later first day."
        )
    places = list(areas)
    with unlocked():
        earlier.in_force(from_on).update(valid_to_on=from_on - _DAY)
        duty = ReportingDuty.objects.create(
            organisation=organisation,
            source=source,
            rhythm=rhythm,
            valid_from_on=from_on,
            valid_to_on=to_on,
            set_by_id=by.person_id,
            set_at=now_at(),
        )
        DutyArea.objects.bulk_create([DutyArea(duty=duty, area=area) for area in places])
    record(
        "duty.set",
        by=by,
        object_type="duty",
        object_id=str(duty.public_id),
        detail={
            "organisation": organisation.code,
            "rhythm": rhythm.value,
            "from": from_on.isoformat(),
            "to": to_on.isoformat() if to_on else None,
            "areas": sorted(area.code for area in places),
        },
    )
    return duty


@transaction.atomic
def end_duty(*, duty: ReportingDuty, last_on: dt.date, by: Viewer) -> None:
    """From the day after, nothing is expected any more. What was expected until then stays on record."""
    check_may_set_duties(by)
    check_duty_days(from_on=duty.valid_from_on, to_on=last_on)
    with unlocked():
        ended = ReportingDuty.objects.filter(pk=duty.pk, valid_to_on__isnull=True).update(valid_to_on=last_on)
    if ended != 1:
        raise WrongState("This duty has a last day already.")
    record(
        "duty.ended",
        by=by,
        object_type="duty",
        object_id=str(duty.public_id),
        detail={"organisation": duty.organisation.code, "to": last_on.isoformat()},
    )


@transaction.atomic
def remind(*, duty: ReportingDuty, thresholds: Thresholds, by: Viewer) -> Reminder:
    """Ask for what is overdue: the reporters of the organisation see it on their report page. Once a day.

    `thresholds`: of the city, for the days of grace.
    """
    check_may_work_on_coverage(by)
    today = today_on(settings.TIME_ZONE)
    last = duty.reminders.first()
    check_can_remind(
        is_overdue=standing_of(duty, today, thresholds).is_overdue,
        reminded_on=local_date(last.made_at, settings.TIME_ZONE) if last else None,
        today_on=today,
    )
    with unlocked():
        reminder = Reminder.objects.create(duty=duty, made_by_id=by.person_id, made_at=now_at())
    record(
        "duty.reminded",
        by=by,
        object_type="duty",
        object_id=str(duty.public_id),
        detail={"organisation": duty.organisation.code},
    )
    return reminder

"""Nothing to report: a word that tells calm from silence."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.clock import local_date, now_at, today_on, week_of
from tilannekuva.domain.errors import NotAllowed
from tilannekuva.domain.rules.signals import check_can_take_back_zero, check_may_report
from tilannekuva.domain.viewer import Viewer

from ..models import Source, ZeroReport


@transaction.atomic
def report_nothing(*, source: Source, by: Viewer) -> ZeroReport:
    """Nothing was seen this week, as far as this source knows. Once for each week; said again, it changes nothing."""
    _check_who(source, by)
    with unlocked():
        zero, is_new = ZeroReport.objects.get_or_create(
            source=source,
            week_starts_on=week_of(today_on(settings.TIME_ZONE)),
            defaults={"recorded_by_id": by.person_id, "received_at": now_at()},
        )
    if is_new:
        record(
            "zero_report.received",
            by=by,
            object_type="source",
            object_id=str(source),
            detail={"week": zero.week_starts_on.isoformat()},
        )
    return zero


@transaction.atomic
def take_back_zero_report(*, zero: ZeroReport, by: Viewer) -> None:
    """There was something after all. On the same day alone."""
    _check_who(zero.source, by)
    check_can_take_back_zero(
        received_on=local_date(zero.received_at, settings.TIME_ZONE), today_on=today_on(settings.TIME_ZONE)
    )
    with unlocked():
        gone, _by_table = ZeroReport.objects.filter(pk=zero.pk).delete()
    if gone:
        record(
            "zero_report.taken_back",
            by=by,
            object_type="source",
            object_id=str(zero.source),
            detail={"week": zero.week_starts_on.isoformat()},
        )


def _check_who(source: Source, by: Viewer) -> None:
    check_may_report(by)
    if by.organisation_id != source.organisation_id:
        raise NotAllowed("Nothing to report is said for one's own organisation.")

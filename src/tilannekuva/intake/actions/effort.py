"""Hours of presence: entered one by one, or a file of them at once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction

from tilannekuva.accounts.models import Organisation
from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.clock import now_at, today_on
from tilannekuva.domain.rules.coverage import check_effort, check_may_enter_effort
from tilannekuva.domain.viewer import Viewer
from tilannekuva.places.models import Area

from ..drafts import EffortRow
from ..models import Effort


@transaction.atomic
def enter_effort(
    *, organisation: Organisation, area: Area, week_starts_on: dt.date, hours: float, by: Viewer
) -> Effort:
    """So many hours were spent there in that week. Entered again, the new figure takes the place of the old."""
    [effort] = import_effort(organisation=organisation, rows=[EffortRow(area, week_starts_on, hours)], by=by)
    return effort


@transaction.atomic
def import_effort(*, organisation: Organisation, rows: Iterable[EffortRow], by: Viewer) -> list[Effort]:
    """Store all rows or none, with one audit entry; rows that stand there already get the new hours."""
    check_may_enter_effort(by, organisation.pk)
    today = today_on(settings.TIME_ZONE)
    stored = []
    with unlocked():
        for row in rows:
            check_effort(week_starts_on=row.week_starts_on, hours=row.hours, today_on=today)
            effort, _is_new = Effort.objects.update_or_create(
                organisation=organisation,
                area=row.area,
                week_starts_on=row.week_starts_on,
                defaults={"hours": row.hours, "entered_by_id": by.person_id, "entered_at": now_at()},
            )
            stored.append(effort)
    record(
        "effort.entered",
        by=by,
        object_type="organisation",
        object_id=organisation.code,
        detail={"rows": len(stored)},
    )
    return stored

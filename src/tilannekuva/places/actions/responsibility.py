"""Who is responsible where."""

from __future__ import annotations

import datetime as dt
from typing import NoReturn

from django.db import transaction

from tilannekuva.accounts.models import Organisation
from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.duty import Duty
from tilannekuva.domain.errors import RuleBroken
from tilannekuva.domain.rules.people import check_may_administer
from tilannekuva.domain.viewer import Viewer

from ..models import Area, AreaResponsibility


@transaction.atomic
def assign_responsibility(
    *,
    area: Area,
    organisation: Organisation,
    duty: Duty,
    valid_from_on: dt.date,
    valid_to_on: dt.date | None = None,
    by: Viewer,
) -> AreaResponsibility:
    """Give a duty in an area to an organisation, beside others that may hold the same duty there."""
    check_may_administer(by)
    if valid_to_on is not None and valid_to_on < valid_from_on:
        _refuse_end(valid_from_on, valid_to_on)
    _check_no_overlap(area, organisation, duty, valid_from_on, valid_to_on)
    with unlocked():
        responsibility = AreaResponsibility.objects.create(
            area=area,
            organisation=organisation,
            duty=duty,
            valid_from_on=valid_from_on,
            valid_to_on=valid_to_on,
        )
    _audit("area.responsibility_assigned", responsibility, by)
    return responsibility


@transaction.atomic
def end_responsibility(
    *, responsibility: AreaResponsibility, valid_to_on: dt.date, by: Viewer
) -> AreaResponsibility:
    """Set the last day of a responsibility. The row stays: who was responsible then can be asked later."""
    check_may_administer(by)
    if valid_to_on < responsibility.valid_from_on:
        _refuse_end(responsibility.valid_from_on, valid_to_on)
    if responsibility.valid_to_on is not None and responsibility.valid_to_on < valid_to_on:
        raise RuleBroken("This responsibility already ended on %(day)s.", day=responsibility.valid_to_on)
    responsibility.valid_to_on = valid_to_on
    with unlocked():
        responsibility.save(update_fields=["valid_to_on"])
    _audit("area.responsibility_ended", responsibility, by)
    return responsibility


def _check_no_overlap(
    area: Area, organisation: Organisation, duty: Duty, first_on: dt.date, last_on: dt.date | None
) -> None:
    same = AreaResponsibility.objects.filter(area=area, organisation=organisation, duty=duty)
    for other in same:
        begins_before_end = last_on is None or other.valid_from_on <= last_on
        ends_after_begin = other.valid_to_on is None or other.valid_to_on >= first_on
        if begins_before_end and ends_after_begin:
            raise RuleBroken(
                "%(organisation)s already has the duty %(duty)s in %(area)s at that time.",
                organisation=organisation,
                duty=duty,
                area=area,
            )


def _refuse_end(first_on: dt.date, last_on: dt.date) -> NoReturn:
    raise RuleBroken("A responsibility from %(first)s cannot end on %(last)s.", first=first_on, last=last_on)


def _audit(act: str, responsibility: AreaResponsibility, by: Viewer) -> None:
    record(
        act,
        by=by,
        object_type="area",
        object_id=responsibility.area.code,
        detail={
            "organisation": responsibility.organisation.code,
            "duty": responsibility.duty,
            "from": responsibility.valid_from_on.isoformat(),
            "to": responsibility.valid_to_on.isoformat() if responsibility.valid_to_on else None,
        },
    )

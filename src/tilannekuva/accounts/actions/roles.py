"""Writes on roles: every one has a last day, and one that was in force stays on record."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db import transaction

from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.errors import RuleBroken
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.rules.people import (
    check_can_end_administrator,
    check_may_administer,
    check_may_give_role,
    check_role_ends,
)
from tilannekuva.domain.viewer import Viewer

from .. import queries
from ..models import Organisation, Person, Role
from .sessions import end_sessions


@transaction.atomic
def give_role(
    *, person: Person, organisation: Organisation, name: RoleName, ends_on: dt.date, by: Viewer
) -> None:
    """Give a person a role from today until a last day, or prolong it."""
    check_may_give_role(by, person.pk)
    check_role_ends(ends_on=ends_on, today_on=today_on(settings.TIME_ZONE))
    if not person.is_active:
        raise RuleBroken("This person is not active. Send an invitation instead.")
    hold_role(person, organisation, name, ends_on)
    record(
        "role.given",
        by=by,
        object_type="person",
        object_id=str(person.pk),
        detail={"organisation": organisation.code, "role": name, "ends_on": ends_on.isoformat()},
    )


@transaction.atomic
def end_role(*, role: Role, by: Viewer) -> None:
    """End a role at once. The row stays: who held a role when is part of the record."""
    check_may_administer(by)
    today = today_on(settings.TIME_ZONE)
    if role.name == RoleName.ADMINISTRATOR and role.person.is_active:
        check_can_end_administrator(
            is_self=role.person_id == by.person_id,
            is_last_administrator=queries.active_administrators(today) <= 1,
        )
    end_roles([role], today)
    end_sessions(role.person)
    record(
        "role.ended",
        by=by,
        object_type="person",
        object_id=str(role.person_id),
        detail={"organisation": role.organisation.code, "role": role.name},
    )


def hold_role(person: Person, organisation: Organisation, name: RoleName, ends_on: dt.date) -> None:
    """For other actions on people, which write the audit entry: a role from today until `ends_on`."""
    today = today_on(settings.TIME_ZONE)
    if ends_on < today:
        raise RuleBroken("The last day of a role cannot lie in the past.")
    lasting = queries.roles_in_force(today).filter(person=person, organisation=organisation, name=name)
    if lasting.filter(valid_to_on__gte=ends_on).exists():
        return
    with unlocked():
        # A longer role takes the place of a shorter one from today on; what was before stays as it was.
        lasting.exclude(valid_from_on=today).update(valid_to_on=today - dt.timedelta(days=1))
        Role.objects.update_or_create(
            person=person,
            organisation=organisation,
            name=name,
            valid_from_on=today,
            defaults={"valid_to_on": ends_on},
        )


def end_roles(roles: list[Role], today: dt.date) -> None:
    """For other actions on people: end roles with yesterday, so that they give no right today.

    A role that began today has no yesterday and is taken back; the audit still tells of it.
    """
    with unlocked():
        for role in roles:
            if role.valid_from_on == today:
                role.delete()
            else:
                role.valid_to_on = today - dt.timedelta(days=1)
                role.save(update_fields=["valid_to_on"])

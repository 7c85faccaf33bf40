"""Writes on people and their roles."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction

from tilannekuva.audit.actions import record
from tilannekuva.domain.clock import now_at, today_on
from tilannekuva.domain.errors import RuleBroken
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.rules.people import check_can_deactivate, check_may_administer
from tilannekuva.domain.viewer import Viewer

from .. import queries
from ..models import Organisation, Person
from .invitations import withdraw_open
from .roles import end_roles, hold_role
from .sessions import end_sessions


@transaction.atomic
def add_person(
    *,
    email: str,
    display_name: str,
    language: str,
    organisation: Organisation,
    roles: Mapping[RoleName, dt.date],
    password: str | None,
    is_simulated: bool = False,
    by: Viewer,
) -> Person:
    """Add a person with at least one role, each with its last day. No password: no sign-in by password."""
    check_may_administer(by)
    if not roles:
        raise RuleBroken("A person needs a role. Without one there is nothing to see or do.")
    if is_simulated and not settings.DEMO:
        raise RuleBroken("This is a real city: people of the demo city cannot come in.")
    if Person.objects.filter(email__iexact=email).exists():
        raise RuleBroken("There already is a person with this e-mail address.")
    person = Person(
        email=email.lower(),
        display_name=display_name,
        language=language,
        is_simulated=is_simulated,
        invited_at=now_at(),
    )
    if password is None:
        person.set_unusable_password()
    else:
        validate_password(password, person)
        person.set_password(password)
    person.save()
    for name, ends_on in roles.items():
        hold_role(person, organisation, name, ends_on)
    record(
        "person.added",
        by=by,
        object_type="person",
        object_id=str(person.pk),
        detail={"organisation": organisation.code, "roles": sorted(roles)},
    )
    return person


@transaction.atomic
def deactivate(*, person: Person, by: Viewer) -> None:
    """End a person's access at once, on every device, and every invitation to them. The history stays."""
    check_may_administer(by)
    today = today_on(settings.TIME_ZONE)
    if not person.is_active:
        raise RuleBroken("This person was deactivated before.")
    is_administrator = (
        queries.roles_in_force(today).filter(person=person, name=RoleName.ADMINISTRATOR).exists()
    )
    check_can_deactivate(
        is_self=person.pk == by.person_id,
        is_last_administrator=is_administrator and queries.active_administrators(today) <= 1,
    )
    person.is_active, person.deactivated_at = False, now_at()
    person.save(update_fields=["is_active", "deactivated_at"])
    end_roles(list(queries.roles_in_force(today).filter(person=person)), today)
    withdraw_open(person.email)
    end_sessions(person)
    record("person.deactivated", by=by, object_type="person", object_id=str(person.pk))


@transaction.atomic
def hand_over(*, person: Person, to: Person, by: Viewer) -> int:
    """Give every role that one person holds today to another, and end it for the first. Returns how many."""
    check_may_administer(by)
    if person.pk == to.pk:
        raise RuleBroken("Choose another person to hand over to.")
    if not to.is_active:
        raise RuleBroken("The person who takes over must be active.")
    today = today_on(settings.TIME_ZONE)
    roles = list(queries.roles_in_force(today).filter(person=person).select_related("organisation"))
    if not roles:
        raise RuleBroken("This person holds no role in force: there is nothing to hand over.")
    for role in roles:
        hold_role(to, role.organisation, RoleName(role.name), role.valid_to_on)
    names = sorted(role.name for role in roles)
    end_roles(roles, today)
    end_sessions(person)
    record(
        "person.handed_over",
        by=by,
        object_type="person",
        object_id=str(person.pk),
        detail={"to": str(to.pk), "roles": names},
    )
    return len(roles)

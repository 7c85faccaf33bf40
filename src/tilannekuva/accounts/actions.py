"""Writes on organisations, people, roles, agreements and invitations."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Mapping

from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _

from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.clock import now_at, today_on
from tilannekuva.domain.errors import RuleBroken
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.rules.people import check_can_deactivate, check_may_administer
from tilannekuva.domain.viewer import Viewer

from . import queries
from .models import Agreement, Invitation, Organisation, OrganisationKind, Person, Regime, Role

INVITATION_DAYS = 14


@transaction.atomic
def add_organisation(
    *, code: str, names: Mapping[str, str], kind: OrganisationKind, regime: Regime, by: Viewer
) -> Organisation:
    """Add a partner of the cooperation."""
    check_may_administer(by)
    if Organisation.objects.filter(code=code).exists():
        raise RuleBroken(_("There already is an organisation with the code %(code)s.") % {"code": code})
    with unlocked():
        organisation = Organisation.objects.create(code=code, names=dict(names), kind=kind, regime=regime)
    record("organisation.added", by=by, object_type="organisation", object_id=code)
    return organisation


@transaction.atomic
def agree(
    *,
    code: str,
    gives: Organisation,
    receives: Organisation | None,
    data_class: str,
    legal_ground: str,
    valid_from_on: dt.date,
    valid_to_on: dt.date,
    by: Viewer,
) -> Agreement:
    """Record a version of an agreement; the version before ends on the day before."""
    check_may_administer(by)
    earlier = Agreement.objects.filter(code=code).order_by("-version").first()
    with unlocked():
        if earlier is not None and earlier.valid_to_on >= valid_from_on:
            if earlier.valid_from_on >= valid_from_on:
                raise RuleBroken(
                    _("Version %(version)d of %(code)s begins on the same day or later.")
                    % {"version": earlier.version, "code": code}
                )
            earlier.valid_to_on = valid_from_on - dt.timedelta(days=1)
            earlier.save(update_fields=["valid_to_on"])
        agreement = Agreement.objects.create(
            code=code,
            version=earlier.version + 1 if earlier else 1,
            gives=gives,
            receives=receives,
            data_class=data_class,
            legal_ground=legal_ground,
            valid_from_on=valid_from_on,
            valid_to_on=valid_to_on,
        )
    record("agreement.made", by=by, object_type="agreement", object_id=str(agreement))
    return agreement


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
        raise RuleBroken(_("A person needs a role. Without one there is nothing to see or do."))
    if is_simulated and not settings.DEMO:
        raise RuleBroken(_("This is a real city: people of the demo city cannot come in."))
    if Person.objects.filter(email__iexact=email).exists():
        raise RuleBroken(_("There already is a person with this e-mail address."))
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
        _give_role(person, organisation, name, ends_on)
    record(
        "person.added",
        by=by,
        object_type="person",
        object_id=str(person.pk),
        detail={"organisation": organisation.code, "roles": sorted(roles)},
    )
    return person


def _give_role(person: Person, organisation: Organisation, name: RoleName, ends_on: dt.date) -> None:
    today = today_on(settings.TIME_ZONE)
    if ends_on < today:
        raise RuleBroken(_("The last day of a role cannot lie in the past."))
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


@transaction.atomic
def give_role(
    *, person: Person, organisation: Organisation, name: RoleName, ends_on: dt.date, by: Viewer
) -> None:
    """Give a person a role until a last day, or prolong it."""
    check_may_administer(by)
    if not person.is_active:
        raise RuleBroken(_("This person is not active. Send an invitation instead."))
    _give_role(person, organisation, name, ends_on)
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
        check_can_deactivate(
            is_self=role.person_id == by.person_id,
            is_last_administrator=queries.active_administrators(today) <= 1,
        )
    _end_roles([role], today)
    end_sessions(role.person)
    record(
        "role.ended",
        by=by,
        object_type="person",
        object_id=str(role.person_id),
        detail={"organisation": role.organisation.code, "role": role.name},
    )


def _end_roles(roles: list[Role], today: dt.date) -> None:
    """End roles with yesterday, so that they give no right today; a role of today alone is taken back."""
    with unlocked():
        for role in roles:
            if role.valid_from_on == today:
                role.delete()
            else:
                role.valid_to_on = today - dt.timedelta(days=1)
                role.save(update_fields=["valid_to_on"])


@transaction.atomic
def invite(
    *,
    email: str,
    display_name: str,
    language: str,
    organisation: Organisation,
    role: RoleName,
    role_ends_on: dt.date,
    by: Viewer,
) -> tuple[Invitation, str]:
    """Invite a person. Returns the invitation and its secret, which is shown once and stored nowhere."""
    check_may_administer(by)
    if Person.objects.filter(email__iexact=email, is_active=True).exists():
        raise RuleBroken(_("There already is a person with this e-mail address."))
    if role_ends_on < today_on(settings.TIME_ZONE):
        raise RuleBroken(_("The last day of a role cannot lie in the past."))
    secret = secrets.token_urlsafe(32)
    with unlocked():
        invitation = Invitation.objects.create(
            secret_sha256=_sha256(secret),
            email=email.lower(),
            display_name=display_name,
            language=language,
            organisation=organisation,
            role=role,
            role_ends_on=role_ends_on,
            expires_at=now_at() + dt.timedelta(days=INVITATION_DAYS),
        )
    record(
        "person.invited",
        by=by,
        object_type="invitation",
        object_id=str(invitation.public_id),
        detail={"organisation": organisation.code, "role": role},
    )
    return invitation, secret


def _sha256(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def invitation_of(secret: str) -> Invitation | None:
    """The open invitation that this secret opens, if any."""
    invitation = (
        Invitation.objects.select_related("organisation").filter(secret_sha256=_sha256(secret)).first()
    )
    return invitation if invitation is not None and invitation.is_open(now_at()) else None


@transaction.atomic
def accept_invitation(*, secret: str, password: str, by: Viewer) -> Person:
    """Become a person of the installation, by the secret alone. Works once."""
    invitation = invitation_of(secret)
    if invitation is None:
        raise RuleBroken(
            _("This invitation is not open: it was used, withdrawn or has expired. Ask for a new one.")
        )
    earlier = Person.objects.filter(email__iexact=invitation.email, is_active=False).first()
    with unlocked():
        # Claimed by a conditional update: two clicks at once make one person.
        claimed = Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True).update(
            accepted_at=now_at()
        )
    if claimed != 1:
        raise RuleBroken(_("This invitation was used a moment ago. Sign in instead."))
    person = earlier or Person(email=invitation.email, invited_at=now_at())
    person.display_name, person.language = invitation.display_name, invitation.language
    person.is_active, person.deactivated_at = True, None
    validate_password(password, person)
    person.set_password(password)
    person.save()
    _give_role(person, invitation.organisation, RoleName(invitation.role), invitation.role_ends_on)
    record(
        "invitation.accepted",
        by=by,
        object_type="person",
        object_id=str(person.pk),
        detail={"invitation": str(invitation.public_id)},
    )
    return person


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Viewer) -> None:
    check_may_administer(by)
    with unlocked():
        Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True).update(withdrawn_at=now_at())
    record("invitation.withdrawn", by=by, object_type="invitation", object_id=str(invitation.public_id))


@transaction.atomic
def deactivate(*, person: Person, by: Viewer) -> None:
    """End a person's access at once, on every device. The roles end today, the history stays."""
    check_may_administer(by)
    today = today_on(settings.TIME_ZONE)
    if not person.is_active:
        raise RuleBroken(_("This person was deactivated before."))
    is_administrator = (
        queries.roles_in_force(today).filter(person=person, name=RoleName.ADMINISTRATOR).exists()
    )
    check_can_deactivate(
        is_self=person.pk == by.person_id,
        is_last_administrator=is_administrator and queries.active_administrators(today) <= 1,
    )
    person.is_active, person.deactivated_at = False, now_at()
    person.save(update_fields=["is_active", "deactivated_at"])
    _end_roles(list(queries.roles_in_force(today).filter(person=person)), today)
    end_sessions(person)
    record("person.deactivated", by=by, object_type="person", object_id=str(person.pk))


@transaction.atomic
def hand_over(*, person: Person, to: Person, by: Viewer) -> int:
    """Give every role that one person holds today to another, and end it for the first. Returns how many."""
    check_may_administer(by)
    if person.pk == to.pk:
        raise RuleBroken(_("Choose another person to hand over to."))
    if not to.is_active:
        raise RuleBroken(_("The person who takes over must be active."))
    today = today_on(settings.TIME_ZONE)
    roles = list(queries.roles_in_force(today).filter(person=person).select_related("organisation"))
    if not roles:
        raise RuleBroken(_("This person holds no role in force: there is nothing to hand over."))
    for role in roles:
        _give_role(to, role.organisation, RoleName(role.name), role.valid_to_on)
    names = sorted(role.name for role in roles)
    _end_roles(roles, today)
    end_sessions(person)
    record(
        "person.handed_over",
        by=by,
        object_type="person",
        object_id=str(person.pk),
        detail={"to": str(to.pk), "roles": names},
    )
    return len(roles)


def end_sessions(person: Person) -> None:
    """Sign a person out everywhere."""
    for session in Session.objects.filter(expire_date__gte=now_at()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()

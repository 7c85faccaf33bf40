"""Writes on invitations: the only way by which a person comes into a real installation."""

from __future__ import annotations

import datetime as dt
import secrets

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.db import transaction
from django.utils.translation import gettext as _

from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.clock import now_at, today_on
from tilannekuva.domain.errors import RuleBroken
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.rules.people import check_may_administer
from tilannekuva.domain.viewer import Viewer

from ..models import Invitation, Organisation, Person, secret_sha256
from ..queries import invitation_of
from .roles import hold_role
from .sessions import end_sessions

INVITATION_DAYS = 14


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
    hold_role(person, invitation.organisation, RoleName(invitation.role), invitation.role_ends_on)
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

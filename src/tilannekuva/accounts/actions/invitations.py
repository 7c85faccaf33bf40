"""Writes on invitations: the only way by which a person comes into a real installation."""

from __future__ import annotations

import datetime as dt
import secrets

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction

from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.clock import now_at, today_on
from tilannekuva.domain.errors import RuleBroken
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.rules.people import check_may_administer, check_role_ends
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
    """Invite a person. Returns the invitation and its secret, which is shown once and stored nowhere.

    A later invitation takes the place of an earlier one. The console may also invite somebody who is
    here already: that sets a new password, and is the way back in for the last administrator.
    """
    check_may_administer(by)
    if not by.is_system and Person.objects.filter(email__iexact=email, is_active=True).exists():
        raise RuleBroken("There already is a person with this e-mail address.")
    check_role_ends(ends_on=role_ends_on, today_on=today_on(settings.TIME_ZONE))
    try:
        validate_email(email)
    except ValidationError:
        raise RuleBroken("%(address)s is no e-mail address.", address=email) from None
    withdraw_open(email)
    secret = secrets.token_urlsafe(32)
    with unlocked():
        invitation = Invitation.objects.create(
            secret_sha256=secret_sha256(secret),
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
def accept_invitation(*, secret: str, password: str, by: Viewer, language: str = "") -> Person:
    """Become a person of the installation, by the secret alone. Works once.

    `language`: in which the person reads this; that of the invitation where nothing is said.
    """
    invitation = invitation_of(secret)
    if invitation is None:
        raise RuleBroken(
            "This invitation is not open: it was used, withdrawn or has expired. Ask for a new one."
        )
    with unlocked():
        # Claimed by a conditional update: two clicks at once make one person.
        claimed = Invitation.objects.filter(
            pk=invitation.pk, accepted_at__isnull=True, withdrawn_at__isnull=True
        ).update(accepted_at=now_at())
    if claimed != 1:
        raise RuleBroken("This invitation was used a moment ago. Sign in instead.")
    person = _person_of(invitation)
    person.display_name, person.language = invitation.display_name, language or invitation.language
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


def _person_of(invitation: Invitation) -> Person:
    """The person who was here before under this address, as if new, or a new one."""
    earlier = Person.objects.filter(email__iexact=invitation.email).first()
    if earlier is None:
        return Person(email=invitation.email, invited_at=now_at())
    # Whoever comes back may have lost the device that held the second factor.
    Authenticator.objects.filter(user=earlier).delete()
    end_sessions(earlier)
    return earlier


@transaction.atomic
def withdraw_invitation(*, invitation: Invitation, by: Viewer) -> None:
    """Close the door of an invitation that nobody has come through yet."""
    check_may_administer(by)
    with unlocked():
        Invitation.objects.filter(pk=invitation.pk, accepted_at__isnull=True).update(withdrawn_at=now_at())
    record("invitation.withdrawn", by=by, object_type="invitation", object_id=str(invitation.public_id))


def withdraw_open(email: str) -> None:
    """For other actions on people: close every open invitation to an address."""
    with unlocked():
        Invitation.objects.filter(
            email__iexact=email, accepted_at__isnull=True, withdrawn_at__isnull=True
        ).update(withdrawn_at=now_at())

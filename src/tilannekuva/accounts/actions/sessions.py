"""Coming in, going out, and what happens to the keys of a person."""

from __future__ import annotations

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction

from tilannekuva.audit.actions import record
from tilannekuva.domain.clock import now_at
from tilannekuva.domain.errors import NotAllowed
from tilannekuva.domain.viewer import NOBODY, Viewer

from ..models import Person

KEY_ACTS = {
    "account/email/password_changed": "person.password_changed",
    "mfa/email/totp_activated": "person.second_factor_added",
    "mfa/email/totp_deactivated": "person.second_factor_removed",
    "mfa/email/recovery_codes_generated": "person.recovery_codes_made",
}
"""What happens to keys, as the sign-in library names it and as the audit does."""


@transaction.atomic
def enter_demo(*, person_id: int) -> Person:
    """Choose a person of the demo city to be. Refuses real people, and everybody in a real city."""
    if not settings.DEMO:
        raise NotAllowed("This is a real city: people of the demo city cannot come in.")
    person = Person.objects.filter(pk=person_id, is_simulated=True, is_active=True).first()
    if person is None:
        raise NotAllowed("There is no such person in the demo city.")
    return person


@transaction.atomic
def note_sign_in(*, person: Person, by: Viewer) -> None:
    """Somebody came in, through every step that the sign-in asks of them."""
    record("person.signed_in", by=by, object_type="person", object_id=str(person.pk))


@transaction.atomic
def note_sign_out(*, person: Person, by: Viewer) -> None:
    """Somebody went out of their own accord."""
    record("person.signed_out", by=by, object_type="person", object_id=str(person.pk))


@transaction.atomic
def note_refused_sign_in(*, email: str) -> None:
    """A wrong password or an unknown address. The address is not kept: it may be a mistyped secret."""
    person = Person.objects.filter(email__iexact=email).only("pk").first()
    record("sign_in.refused", by=NOBODY, object_type="person", object_id=str(person.pk) if person else "")


@transaction.atomic
def note_keys(*, template: str, person: Person, by: Viewer) -> None:
    """What changed on a person's keys: password, second factor, recovery codes."""
    if template in KEY_ACTS:
        record(KEY_ACTS[template], by=by, object_type="person", object_id=str(person.pk))


def end_sessions(person: Person) -> None:
    """Sign a person out everywhere."""
    for session in Session.objects.filter(expire_date__gte=now_at()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()

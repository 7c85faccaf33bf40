"""Coming in and going out."""

from __future__ import annotations

from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils.translation import gettext as _

from tilannekuva.audit.actions import record
from tilannekuva.domain.clock import now_at
from tilannekuva.domain.errors import NotAllowed
from tilannekuva.domain.viewer import NOBODY, Viewer

from ..models import Person


def end_sessions(person: Person) -> None:
    """Sign a person out everywhere."""
    for session in Session.objects.filter(expire_date__gte=now_at()).iterator():
        if session.get_decoded().get("_auth_user_id") == str(person.pk):
            session.delete()

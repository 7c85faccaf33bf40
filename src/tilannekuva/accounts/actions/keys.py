"""Writes on the keys with which programs of an organisation send signals."""

from __future__ import annotations

import datetime as dt
import secrets

from django.conf import settings
from django.db import transaction

from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.clock import now_at, today_on
from tilannekuva.domain.rules.people import check_key_ends, check_may_administer
from tilannekuva.domain.viewer import Viewer

from ..models import ApiKey, Organisation, secret_sha256


@transaction.atomic
def make_key(
    *, organisation: Organisation, program: str, expires_on: dt.date, by: Viewer
) -> tuple[ApiKey, str]:
    """Make a key. Returns it and its secret of 256 bits, which is shown once and stored nowhere."""
    check_may_administer(by)
    check_key_ends(ends_on=expires_on, today_on=today_on(settings.TIME_ZONE))
    secret = secrets.token_urlsafe(32)
    with unlocked():
        key = ApiKey.objects.create(
            organisation=organisation,
            program=program,
            secret_sha256=secret_sha256(secret),
            made_by_id=by.person_id,
            made_at=now_at(),
            expires_on=expires_on,
        )
    record(
        "key.made",
        by=by,
        object_type="key",
        object_id=str(key.public_id),
        detail={"organisation": organisation.code, "expires_on": expires_on.isoformat()},
    )
    return key, secret


@transaction.atomic
def revoke_key(*, key: ApiKey, by: Viewer) -> None:
    """Shut a key for good, at once. A key that is shut already stays as it is."""
    check_may_administer(by)
    with unlocked():
        revoked = ApiKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=now_at())
    if revoked:
        record("key.revoked", by=by, object_type="key", object_id=str(key.public_id))


def note_key_use(*, key: ApiKey) -> None:
    """Keep the day on which a key was last used, so that an idle one is seen. One write a day."""
    today = today_on(settings.TIME_ZONE)
    if key.last_used_on != today:
        with unlocked():
            ApiKey.objects.filter(pk=key.pk).update(last_used_on=today)

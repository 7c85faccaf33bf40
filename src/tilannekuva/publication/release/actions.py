"""Writes on releases of the public picture: propose, prepare, release, reject, withdraw."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from typing import Any

import rfc8785
from django.db import transaction

from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.clock import now_at
from tilannekuva.domain.errors import NotAllowed, WrongState
from tilannekuva.domain.public_release import (
    PUBLIC_LANGUAGES,
    RELEASE_AUDIT_ACTS,
    ReleaseState,
    WithdrawalReason,
)
from tilannekuva.domain.rules.public_releases import (
    check_can_become,
    check_lead,
    check_may_decide_release,
    check_may_propose_release,
    check_may_withdraw_release,
)
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.gate.asking import check_text

from ..models import PublicRelease
from .register import content_of


@transaction.atomic
def propose_release(
    *, as_of: dt.date, lead: Mapping[str, str], smallest_count: int, by: Viewer
) -> PublicRelease:
    """Ask for a release as of a day. The worker prepares it; then a second person looks at it."""
    check_may_propose_release(by)
    if by.person_id is None:
        raise NotAllowed("Only a person proposes a public picture.")
    check_lead(lead, smallest_count=smallest_count)
    words = {language: lead.get(language, "").strip() for language in PUBLIC_LANGUAGES}
    for text in words.values():
        check_text(text, reason=None, can_be_reviewed=lambda: False)
    if PublicRelease.objects.pending().exists():
        raise WrongState("Another public picture waits already. Release or reject that one first.")
    with unlocked():
        release = PublicRelease.objects.create(
            state=ReleaseState.REQUESTED,
            as_of=as_of,
            lead=words if any(words.values()) else {},
            proposed_by_id=by.person_id,
            proposed_at=now_at(),
        )
    _note(release, by)
    return release


@transaction.atomic
def claim_release(*, by: Viewer) -> PublicRelease | None:
    """Take the release that waits; None when none does, or another worker was faster."""
    waiting = PublicRelease.objects.filter(state=ReleaseState.REQUESTED).order_by("pk").first()
    if waiting is None:
        return None
    with unlocked():
        rows = PublicRelease.objects.filter(pk=waiting.pk, state=ReleaseState.REQUESTED)
        if rows.update(state=ReleaseState.PREPARING) != 1:
            return None
    waiting.refresh_from_db()
    _note(waiting, by)
    return waiting


@transaction.atomic
def record_content(*, release: PublicRelease, content: Mapping[str, Any], by: Viewer) -> None:
    """Freeze what was prepared."""
    document = rfc8785.dumps(dict(content)).decode()
    sha256 = hashlib.sha256(document.encode()).hexdigest()
    _move(release, ReleaseState.PREPARED, by, content=document, sha256=sha256, prepared_at=now_at())


@transaction.atomic
def fail_release(*, release: PublicRelease, failure: str, by: Viewer) -> None:
    """Note that it could not be prepared. `failure`: the class of the error."""
    _move(release, ReleaseState.FAILED, by, failure=failure[:80])


@transaction.atomic
def publish_release(*, release: PublicRelease, by: Viewer) -> None:
    """A second person lets it out: from now on anybody reads it, and it is never counted anew."""
    check_may_decide_release(by, proposed_by_id=release.proposed_by_id)
    check_can_become(ReleaseState(release.state), ReleaseState.RELEASED)
    told = list(PublicRelease.objects.published().values_list("sha256", flat=True))
    if content_of(release)["earlier"] != told:
        raise WrongState("Something was published since this was prepared. Reject it and propose it anew.")
    _move(release, ReleaseState.RELEASED, by, decided_by_id=by.person_id, decided_at=now_at())


@transaction.atomic
def reject_release(*, release: PublicRelease, by: Viewer) -> None:
    """Do not let it out. Whoever proposed it may take it back as well."""
    if by.person_id != release.proposed_by_id:
        check_may_decide_release(by, proposed_by_id=release.proposed_by_id)
    _move(release, ReleaseState.REJECTED, by, decided_by_id=by.person_id, decided_at=now_at())


@transaction.atomic
def withdraw_release(*, release: PublicRelease, reason: WithdrawalReason, by: Viewer) -> None:
    """Take it from the page at once. The reason stands there instead, and the register keeps what was told."""
    check_may_withdraw_release(by)
    _move(
        release,
        ReleaseState.WITHDRAWN,
        by,
        withdrawn_by_id=by.person_id,
        withdrawn_at=now_at(),
        withdrawal_reason=reason,
    )


def _move(release: PublicRelease, after: ReleaseState, by: Viewer, **fields: object) -> None:
    before = ReleaseState(release.state)
    check_can_become(before, after)
    with unlocked():
        rows = PublicRelease.objects.filter(pk=release.pk, state=before)
        if rows.update(state=after, **fields) != 1:
            raise WrongState("This was decided a moment ago. Look at the list again.")
    release.refresh_from_db()
    _note(release, by)


def _note(release: PublicRelease, by: Viewer) -> None:
    detail = {"as_of": release.as_of.isoformat(), "sha256": release.sha256}
    if release.withdrawal_reason:
        detail["reason"] = str(release.withdrawal_reason)
    record(
        RELEASE_AUDIT_ACTS[ReleaseState(release.state)],
        by=by,
        object_type="public_release",
        object_id=str(release.public_id),
        detail=detail,
    )

"""Protected sources: withdrawn by their code alone, opened by two people with a reason."""

from __future__ import annotations

from django.db import transaction

from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.clock import now_at
from tilannekuva.domain.errors import NotAllowed, WrongState
from tilannekuva.domain.protection import OpeningReason
from tilannekuva.domain.rules.protection import (
    check_can_read_source,
    check_may_ask_opening,
    check_may_decide_opening,
)
from tilannekuva.domain.viewer import Viewer

from ..models import ProtectedSource, SourceOpening


@transaction.atomic
def ask_opening(*, source: ProtectedSource, reason: OpeningReason, by: Viewer) -> SourceOpening:
    """Ask a second person to open who told. The reason is one of a closed list."""
    check_may_ask_opening(by, voucher_id=source.report.source.organisation_id)
    if by.person_id is None:
        raise NotAllowed("Only a person asks to open a source.")
    with unlocked():
        opening = SourceOpening.objects.create(
            source=source, reason=reason, asked_by_id=by.person_id, asked_at=now_at()
        )
    _note("protected_source.opening_asked", opening, by)
    return opening


@transaction.atomic
def decide_opening(*, opening: SourceOpening, opens: bool, by: Viewer) -> None:
    """A data protection officer other than the one who asked opens the source, or refuses. Once."""
    voucher_id = opening.source.report.source.organisation_id
    check_may_decide_opening(by, voucher_id=voucher_id, asked_by_id=opening.asked_by_id)
    decided = {"decided_by_id": by.person_id, "opened_at" if opens else "refused_at": now_at()}
    with unlocked():
        changed = SourceOpening.objects.filter(pk=opening.pk, decided_by__isnull=True).update(**decided)
    if changed != 1:
        raise WrongState("This was decided a moment ago. Look at the list again.")
    _note("protected_source.opened" if opens else "protected_source.opening_refused", opening, by)


@transaction.atomic
def read_source(*, opening: SourceOpening, by: Viewer) -> str:
    """Who brought the report, for the one who asked. Each reading leaves its own entry; it names nobody."""
    check_can_read_source(by, asked_by_id=opening.asked_by_id, opened_at=opening.opened_at, now_at=now_at())
    _note("protected_source.read", opening, by)
    brought_by = opening.source.brought_by
    return brought_by.display_name if brought_by is not None else ""


def _note(act: str, opening: SourceOpening, by: Viewer) -> None:
    record(
        act,
        by=by,
        object_type="opening",
        object_id=str(opening.public_id),
        detail={"reason": opening.reason},
    )

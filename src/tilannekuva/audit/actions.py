"""Writing the audit. Every action calls `record` inside its own transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import rfc8785
from django.db import connection, transaction
from django.db.models import Max

from tilannekuva.domain.clock import now_at
from tilannekuva.domain.viewer import Viewer

from .locked import unlocked
from .models import AuditEntry

# Names the one lock under which sequence numbers are given out in PostgreSQL.
_SEQUENCE_LOCK = 7_411_026


def record(
    act: str,
    *,
    by: Viewer,
    object_type: str = "",
    object_id: str = "",
    detail: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Append one act. Must run inside a transaction: an act and its entry stand or fall together.

    `detail` holds ids, counts and closed words, never free text of a partner (N-8).
    """
    if not connection.in_atomic_block:
        raise RuntimeError(f"{act}: an audit entry is written in the transaction of its act")
    # Without a savepoint of its own: an act whose entry failed cannot be committed, whoever catches the error.
    with transaction.atomic(savepoint=False), unlocked():
        sequence = _next_sequence()
        at = now_at()
        entry: dict[str, Any] = {
            "act": act,
            "at": at.isoformat(timespec="microseconds").replace("+00:00", "Z"),
            "by": by.label or "nobody",
            "detail": dict(detail or {}),
            "object_id": object_id,
            "object_type": object_type,
            "organisation": str(by.organisation_id or ""),
            "roles": sorted(by.roles),
            "sequence": sequence,
        }
        return AuditEntry.objects.create(
            sequence=sequence,
            at=at,
            act=act,
            by=entry["by"],
            organisation=entry["organisation"],
            object_type=object_type,
            object_id=object_id,
            entry=rfc8785.dumps(entry).decode(),
        )


def _next_sequence() -> int:
    # SQLite lets one writer in at a time (transactions begin IMMEDIATE); PostgreSQL is asked to.
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_SEQUENCE_LOCK])
    last = AuditEntry.objects.aggregate(last=Max("sequence"))["last"]
    return (last or 0) + 1

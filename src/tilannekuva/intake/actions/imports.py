"""Files of signals: a batch comes in whole, or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction

from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.clock import now_at
from tilannekuva.domain.errors import RuleBroken
from tilannekuva.domain.viewer import Viewer

from ..drafts import SignalDraft
from ..models import ImportBatch, Source
from .bulk import insert_signals


@transaction.atomic
def import_signals(
    *,
    drafts: Iterable[SignalDraft],
    source: Source,
    file_sha256: str,
    n_rows_read: int,
    rejected: Mapping[str, int],
    by: Viewer,
) -> ImportBatch:
    """Store a file's signals, all or none, with one audit entry. The same file comes in once."""
    if ImportBatch.objects.filter(source=source, file_sha256=file_sha256).exists():
        raise RuleBroken("This file has come in already for this source: nothing was changed.")
    with unlocked():
        batch = ImportBatch.objects.create(
            source=source,
            file_sha256=file_sha256,
            n_rows_read=n_rows_read,
            n_signals=0,
            n_rejected=sum(rejected.values()),
            rejected=dict(rejected),
            imported_at=now_at(),
        )
        batch.n_signals = insert_signals(drafts, batch=batch, by=by)
        batch.save(update_fields=["n_signals"])
    record(
        "signals.imported",
        by=by,
        object_type="batch",
        object_id=str(batch.public_id),
        detail={"signals": batch.n_signals, "rejected": batch.n_rejected, "source": str(source)},
    )
    return batch

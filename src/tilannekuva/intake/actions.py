"""Writes on signals, sources, the vocabulary and the batches in which files arrive."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import islice

from django.conf import settings
from django.db import transaction

from tilannekuva.accounts.models import Agreement, Organisation
from tilannekuva.accounts.queries import agreements_in_force
from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.clock import now_at, today_on
from tilannekuva.domain.errors import NotAllowed, RuleBroken
from tilannekuva.domain.grade import SourceReliability
from tilannekuva.domain.rules.signals import check_signal
from tilannekuva.domain.viewer import Viewer
from tilannekuva.domain.vocabulary import KindDefinition

from .drafts import SignalDraft
from .models import ImportBatch, PhenomenonKind, Signal, Source

_ROWS_AT_ONCE = 2000


@transaction.atomic
def load_vocabulary(*, kinds: Iterable[KindDefinition], by: Viewer) -> int:
    """Bring the stored vocabulary in line with the city's. Kinds that signals use are never removed."""
    n_kinds = 0
    with unlocked():
        for order, kind in enumerate(kinds):
            PhenomenonKind.objects.update_or_create(
                code=kind.code,
                defaults={
                    "names": dict(kind.names),
                    "definitions": dict(kind.definitions),
                    "iccs": kind.iccs,
                    "is_sensitive": kind.sensitive,
                    "is_positive": kind.positive,
                    "order": order,
                },
            )
            n_kinds += 1
    record("vocabulary.loaded", by=by, detail={"kinds": n_kinds})
    return n_kinds


@transaction.atomic
def add_source(
    *,
    organisation: Organisation,
    code: str,
    by: Viewer,
    default_reliability: SourceReliability = SourceReliability.CANNOT_BE_JUDGED,
) -> Source:
    """Add a source of an organisation, or return the one that is there."""
    existing = Source.objects.filter(organisation=organisation, code=code).first()
    if existing is not None:
        return existing
    with unlocked():
        source = Source.objects.create(
            organisation=organisation, code=code, default_reliability=default_reliability
        )
    record("source.added", by=by, object_type="source", object_id=str(source))
    return source


@transaction.atomic
def report_signal(*, draft: SignalDraft, source: Source, by: Viewer) -> Signal:
    """Store one signal of the reporter's own organisation and return it with its receipt code."""
    if not by.is_system and by.organisation_id != source.organisation_id:
        raise NotAllowed("A signal is reported for one's own organisation.")
    signal = _checked_row(draft, source=source, agreement=_agreement_of(source), batch=None, by=by)
    with unlocked():
        signal.save()
    record("signal.reported", by=by, object_type="signal", object_id=str(signal.public_id))
    return signal


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
        agreement = _agreement_of(source)
        rows = (
            _checked_row(draft, source=source, agreement=agreement, batch=batch, by=by) for draft in drafts
        )
        n_signals = 0
        while chunk := list(islice(rows, _ROWS_AT_ONCE)):
            Signal.objects.bulk_create(chunk)
            n_signals += len(chunk)
        batch.n_signals = n_signals
        batch.save(update_fields=["n_signals"])
    record(
        "signals.imported",
        by=by,
        object_type="batch",
        object_id=str(batch.public_id),
        detail={"signals": n_signals, "rejected": batch.n_rejected, "source": str(source)},
    )
    return batch


def _agreement_of(source: Source) -> Agreement | None:
    """The agreement in force under which the organisation gives to the joint picture, if there is one."""
    return (
        agreements_in_force(today_on(settings.TIME_ZONE))
        .filter(gives_id=source.organisation_id)
        .order_by("receives_id", "-version")
        .first()
    )


def _checked_row(
    draft: SignalDraft, *, source: Source, agreement: Agreement | None, batch: ImportBatch | None, by: Viewer
) -> Signal:
    check_signal(
        occurred_on=draft.occurred_on,
        time_band=draft.time_band,
        today_on=today_on(settings.TIME_ZONE),
        has_area=draft.area_id is not None,
        has_cell=draft.cell_id is not None,
        n_events=draft.n_events,
    )
    return Signal(
        kind_id=draft.kind_id,
        area_id=draft.area_id,
        cell_id=draft.cell_id,
        occurred_on=draft.occurred_on,
        time_band=draft.time_band,
        received_at=draft.received_at or now_at(),
        stream=draft.stream,
        n_events=draft.n_events,
        severity=draft.severity,
        reliability=draft.reliability,
        credibility=draft.credibility,
        marking=draft.marking,
        owner_id=source.organisation_id,
        source_id=source.pk,
        agreement_id=None if agreement is None else agreement.pk,
        batch_id=None if batch is None else batch.pk,
        recorded_by_id=by.person_id,
    )

"""A signal's row, checked: what every way in has in common."""

from __future__ import annotations

from django.conf import settings

from tilannekuva.accounts.models import Agreement
from tilannekuva.accounts.queries import agreements_in_force
from tilannekuva.domain.clock import now_at, today_on
from tilannekuva.domain.rules.signals import check_signal
from tilannekuva.domain.viewer import Viewer

from ..drafts import SignalDraft
from ..models import ImportBatch, Report, Signal, Source


def agreement_of(source: Source) -> Agreement | None:
    """The agreement in force under which the organisation gives to the joint picture, if there is one."""
    return (
        agreements_in_force(today_on(settings.TIME_ZONE))
        .filter(gives_id=source.organisation_id)
        .order_by("receives_id", "-version")
        .first()
    )


def checked_row(
    draft: SignalDraft,
    *,
    source: Source,
    agreement: Agreement | None,
    batch: ImportBatch | None = None,
    report: Report | None = None,
    by: Viewer,
) -> Signal:
    """The row of a draft, not stored yet. Raises RuleBroken when it is no signal."""
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
        report_id=None if report is None else report.pk,
        observation=draft.observation,
        row_key=draft.row_key,
        recorded_by_id=by.person_id,
    )

"""Reading what came in."""

from __future__ import annotations

import datetime as dt
import uuid

from django.conf import settings
from django.db.models import Count, Q, QuerySet, Sum

from tilannekuva.accounts.queries import givers_of_counts, somebody_else_holds
from tilannekuva.domain.clock import now_at, today_on
from tilannekuva.domain.imports import AT_WORK, LEASE_MINUTES, ImportState
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.rules.protection import may_ask_opening
from tilannekuva.domain.states import NOT_COUNTED, SignalJudgement
from tilannekuva.domain.text import TEXT_REVIEWERS
from tilannekuva.domain.viewer import Viewer

from .models import (
    ImportJob,
    IndicatorSeries,
    IndicatorValue,
    PhenomenonKind,
    ProtectedSource,
    Report,
    SavedMapping,
    Signal,
    SignalText,
    Source,
    SourceOpening,
    Withdrawal,
    ZeroReport,
)

TOLD_BY = "report__protected_source"
"""For `select_related`: what `told_by` needs beside the owner."""

_SHAREABLE = (Marking.CLEAR, Marking.GREEN, Marking.AMBER)


def counts_in_picture(on: dt.date, signal: str = "") -> Q:
    """Signals that their owners give to the joint picture on a day, and that nobody took out of the count.

    `signal`: the path from the asked table to its signal, such as `answers__signal__`.
    """
    given = Q(**{f"{signal}owner_id__in": givers_of_counts(on), f"{signal}marking__in": _SHAREABLE})
    taken_out = Q(**{f"{signal}handling__in": NOT_COUNTED}) | Q(
        **{f"{signal}judgement": SignalJudgement.REFUTED}
    )
    return given & ~taken_out


def kinds() -> QuerySet[PhenomenonKind]:
    """The whole vocabulary in its order, with kinds that are retired."""
    return PhenomenonKind.objects.all()


def kinds_in_use() -> QuerySet[PhenomenonKind]:
    """The kinds that people choose for a new signal, in that order."""
    return PhenomenonKind.objects.filter(is_retired=False)


def signals_visible_to(viewer: Viewer) -> QuerySet[Signal]:
    """The signals a viewer may read one by one, with what a list of them shows."""
    return Signal.objects.visible_to(viewer).select_related("kind", "area", "cell", "owner", TOLD_BY)


def has_signals() -> bool:
    return Signal.objects.exists()


def counts_by_stream(viewer: Viewer, **where: object) -> dict[str, int]:
    """Events by stream among the signals that the viewer may read."""
    rows = Signal.objects.visible_to(viewer).filter(**where).order_by().values("stream")
    return {
        row["stream"]: row["events"] for row in rows.annotate(events=Sum("n_events"), signals=Count("pk"))
    }


def source_of(viewer: Viewer, code: str) -> Source | None:
    """A source of the viewer's own organisation."""
    if viewer.organisation_id is None:
        return None
    return (
        Source.objects.select_related("organisation")
        .filter(organisation_id=viewer.organisation_id, code=code)
        .first()
    )


def report_of(viewer: Viewer, report_id: uuid.UUID) -> Report | None:
    """A report that the viewer sent; those of others look like none."""
    if viewer.person_id is None:
        return None
    return Report.objects.filter(public_id=report_id, recorded_by_id=viewer.person_id).first()


def sent_signal(public_id: uuid.UUID, source_code: str) -> Signal | None:
    """A signal that came in by itself, through a source of that code. Its random id is what its sender knows."""
    return Signal.objects.select_related("kind").filter(public_id=public_id, source__code=source_code).first()


def own_signals(viewer: Viewer) -> QuerySet[Signal]:
    """The signals that the viewer reported, the newest first, with what a list of them shows."""
    if viewer.person_id is None:
        return Signal.objects.none()
    rows = Signal.objects.filter(report__recorded_by_id=viewer.person_id, recorded_by_id=viewer.person_id)
    return rows.select_related("kind", "area", "source", "text", "withdrawal__replacement").order_by("-pk")


def own_signal(viewer: Viewer, **which: object) -> Signal | None:
    """One of them, by its `public_id` or `receipt_code`; those of others look like none."""
    return own_signals(viewer).filter(**which).first()


def signal_of_code(receipt_code: str) -> Signal | None:
    """The signal of a receipt code. Who holds the code may ask after it, without an account; nobody else can guess it."""
    rows = Signal.objects.select_related("kind", "area", "withdrawal")
    return rows.filter(receipt_code=receipt_code).first()


def is_protected(signal: Signal) -> bool:
    """Whether a signal came from a protected source."""
    return ProtectedSource.objects.filter(report=signal.report_id).exists()


def protected_source_of(viewer: Viewer, public_id: uuid.UUID) -> ProtectedSource | None:
    """The protected source of a signal that the viewer may read, for the partner that vouches alone."""
    rows = ProtectedSource.objects.select_related("report__source").filter(
        report__signals__in=Signal.objects.visible_to(viewer).filter(public_id=public_id)
    )
    found = rows.first()
    if found is None or not may_ask_opening(viewer, voucher_id=found.report.source.organisation_id):
        return None
    return found


def openings_of(viewer: Viewer) -> QuerySet[SourceOpening]:
    """Who of the viewer's organisation asked to open a source, and what was decided, the newest first."""
    rows = SourceOpening.objects.visible_to(viewer)
    return rows.select_related("asked_by", "decided_by", "source__report__source", "source__brought_by")


def zero_report_of(source: Source, week_starts_on: dt.date) -> ZeroReport | None:
    """Whether a source said that there was nothing to report in a week."""
    return (
        ZeroReport.objects.select_related("source")
        .filter(source=source, week_starts_on=week_starts_on)
        .first()
    )


def text_to_read(viewer: Viewer, signal: Signal) -> SignalText | None:
    """The words of a signal, for those who may read them: never while they wait for review."""
    return SignalText.objects.visible_to(viewer).filter(signal=signal).first()


def can_be_reviewed(writer: Viewer, marking: Marking) -> bool:
    """Whether anybody could review words of a signal so marked: in red, or alone, its writer would wait for ever."""
    return marking is not Marking.RED and somebody_else_holds(
        TEXT_REVIEWERS, writer, today_on(settings.TIME_ZONE)
    )


def texts_to_review(viewer: Viewer) -> QuerySet[SignalText]:
    """The words that wait for a reviewer such as the viewer, the oldest first."""
    rows = SignalText.objects.waiting_for(viewer)
    return rows.select_related("signal__kind", "signal__area", "signal__owner").order_by("pk")


def text_of_signal(viewer: Viewer, public_id: uuid.UUID) -> SignalText | None:
    """The words of a signal as a reviewer or a reader may see them."""
    seen = SignalText.objects.visible_to(viewer) | SignalText.objects.waiting_for(viewer)
    return seen.select_related("signal").filter(signal__public_id=public_id).first()


def withdrawal_of(signal: Signal) -> Withdrawal | None:
    """When its source took a signal back, and what stands in its place."""
    return Withdrawal.objects.select_related("replacement").filter(signal=signal).first()


def is_import_due() -> bool:
    """Whether a file waits for the program, or was left behind by a worker that died."""
    late = now_at() - dt.timedelta(minutes=LEASE_MINUTES)
    waiting = Q(state__in=[ImportState.WAITING, ImportState.CONFIRMED])
    return ImportJob.objects.filter(waiting | Q(state__in=AT_WORK, claimed_at__lt=late)).exists()


def sources_of(viewer: Viewer) -> QuerySet[Source]:
    """The sources of the viewer's own organisation."""
    return Source.objects.filter(organisation_id=viewer.organisation_id or 0).order_by("code")


def imports_of(viewer: Viewer) -> QuerySet[ImportJob]:
    """Files of the viewer's organisation that came or come in by the web, without what they hold."""
    rows = ImportJob.objects.visible_to(viewer).select_related("source", "batch", "requested_by")
    return rows.defer("sealed", "rejected_rows")


def mappings_of(viewer: Viewer) -> QuerySet[SavedMapping]:
    """How files of the viewer's organisation are read."""
    return SavedMapping.objects.visible_to(viewer).select_related("source")


def series_for(viewer: Viewer) -> QuerySet[IndicatorSeries]:
    """The statistics that the viewer may read."""
    return IndicatorSeries.objects.visible_to(viewer).select_related("source__organisation", "kind")


def values_in_force(series: IndicatorSeries) -> QuerySet[IndicatorValue]:
    """The counts of a series as the newest extractions have them, by period and area."""
    rows = series.values.filter(is_in_force=True).select_related("area")
    return rows.order_by("period_starts_on", "area__code")

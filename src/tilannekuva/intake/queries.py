"""Reading what came in."""

from __future__ import annotations

import uuid

from django.db.models import Count, QuerySet, Sum

from tilannekuva.domain.viewer import Viewer

from .models import PhenomenonKind, Report, Signal, Source


def kinds() -> QuerySet[PhenomenonKind]:
    """The vocabulary, in the order in which people choose from it."""
    return PhenomenonKind.objects.all()


def signals_visible_to(viewer: Viewer) -> QuerySet[Signal]:
    """The signals a viewer may read one by one, with what a list of them shows."""
    return Signal.objects.visible_to(viewer).select_related("kind", "area", "cell", "owner")


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

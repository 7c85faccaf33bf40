"""Requests of residents that another system keeps, brought in together: each once, however often they are read."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.clock import now_at
from tilannekuva.domain.viewer import Viewer

from ..drafts import SignalDraft
from ..models import Report, Signal, Source
from .rows import agreement_of, checked_row


@dataclass(frozen=True, slots=True)
class Fetched:
    """How many requests became signals, and how many were here already."""

    n_new: int
    n_known: int


@transaction.atomic
def store_requests(*, drafts: Mapping[uuid.UUID, SignalDraft], source: Source, by: Viewer) -> Fetched:
    """Store the requests that are not here yet, all or none, with one audit entry.

    `drafts`: by the id under which a request comes in once. Raises RuleBroken when one is no signal.
    """
    known = set(Report.objects.filter(public_id__in=drafts).values_list("public_id", flat=True))
    agreement = agreement_of(source)
    with unlocked():
        reports = Report.objects.bulk_create(
            Report(public_id=report_id, content_sha256="", source=source, received_at=now_at())
            for report_id in drafts
            if report_id not in known
        )
        Signal.objects.bulk_create(
            checked_row(drafts[report.public_id], source=source, agreement=agreement, report=report, by=by)
            for report in reports
        )
    fetched = Fetched(n_new=len(reports), n_known=len(known))
    record(
        "requests.fetched",
        by=by,
        object_type="source",
        object_id=str(source),
        detail={"new": fetched.n_new, "known": fetched.n_known},
    )
    return fetched

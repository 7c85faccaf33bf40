"""Sending reports, and the codes that they are written in."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from ninja import Router, Status

from tilannekuva.api.keys import source_of_sender
from tilannekuva.domain.errors import RuleBroken
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.actions import OtherContent, receive_report
from tilannekuva.intake.drafts import SignalDraft
from tilannekuva.intake.gate.asking import TextRefused, check_text
from tilannekuva.intake.models import PhenomenonKind, Signal, Source
from tilannekuva.intake.queries import can_be_reviewed, kinds_in_use
from tilannekuva.intake.told import Told, draft_of
from tilannekuva.places.models import Area
from tilannekuva.places.queries import areas_today
from tilannekuva.project.city import current_city

from .refusals import refused
from .schemas import AreaOut, KindOut, Receipt, Refusal, ReportIn, SignalIn, SignalReceipt

router = Router()

_SOURCE = "api"


@router.post("/reports", response={201: Receipt, 400: Refusal, 422: Refusal}, summary="Send a report")
def send_report(request: HttpRequest, sent: ReportIn) -> Any:
    """Answers once the report is durable. The same report sent again gets the same answer, and comes in once.

    422: something is wrong with a field, or the id stands for another report already; nothing was stored.
    """
    viewer = request.auth  # type: ignore[attr-defined]
    source = source_of_sender(viewer, _SOURCE)
    drafts = []
    for position, signal in enumerate(sent.signals):
        where = f"signals.{position}"
        try:
            drafts.append(_checked_draft(signal, source, viewer))
        except TextRefused as broken:
            return Status(422, refused(f"{where}.text", broken))
        except RuleBroken as broken:
            return Status(422, refused(where, broken))
    try:
        signals = receive_report(
            report_id=sent.report_id,
            drafts=drafts,
            source=source,
            by=viewer,
            text_kept_days=current_city().thresholds.text_kept_days,
        )
    except OtherContent as broken:
        return Status(422, refused("report_id", broken))
    except RuleBroken as broken:
        return Status(422, refused("signals", broken))
    return Status(201, receipt(signals))


@router.get("/kinds", response=list[KindOut], summary="The kinds of phenomena")
def list_kinds(request: HttpRequest) -> Iterable[PhenomenonKind]:
    """What a signal can be of, in the order in which people choose from it."""
    return kinds_in_use()


@router.get("/areas", response=list[AreaOut], summary="The areas of the city")
def list_areas(request: HttpRequest) -> Iterable[Area]:
    """Where a signal can be placed by a code, as the areas are bounded today."""
    return areas_today().order_by("code")


def _checked_draft(signal: SignalIn, source: Source, viewer: Viewer) -> SignalDraft:
    """The draft of a signal whose words pass the gate: asked here, so that a refusal can name the signal."""
    check_text(
        signal.text,
        reason=signal.text_reason,
        can_be_reviewed=lambda: can_be_reviewed(viewer, Marking(signal.marking)),
    )
    return draft_of(Told(**dict(signal)), source)


def receipt(signals: list[Signal]) -> Receipt:
    """What a sender may hold as proof that a report came in."""
    report = signals[0].report
    if report is None:
        raise LookupError("a signal that came in by a report has none")
    return Receipt(
        report_id=report.public_id,
        received_at=report.received_at,
        signals=[
            SignalReceipt(signal_id=signal.public_id, receipt_code=signal.receipt_code) for signal in signals
        ],
    )

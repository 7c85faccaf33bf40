"""Opening a protected source: asked for with a reason, decided by a second person, read by the one who asked."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tilannekuva.domain.clock import now_at
from tilannekuva.domain.errors import NotAllowed, RuleBroken
from tilannekuva.domain.protection import OPENED_DAYS, OpeningReason
from tilannekuva.domain.rules.protection import can_read_source, may_decide_opening
from tilannekuva.intake.actions import ask_opening, decide_opening, read_source
from tilannekuva.intake.models import SourceOpening
from tilannekuva.intake.queries import openings_of, protected_source_of
from tilannekuva.intake.words import OPENING_REASONS
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.refusals import refusal_text
from tilannekuva.web.requests import Request

_MOST = 50
_TEMPLATE = "web/sources/page.html"


@open_to(Door.SOURCE_KEEPERS)
@require_safe
def openings(request: Request) -> HttpResponse:
    """What was asked in one's own organisation. It names those who ask and decide, never a source."""
    return render(request, _TEMPLATE, _context(request))


@open_to(Door.SOURCE_KEEPERS)
@require_POST
def ask(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Ask to open the source of a signal, with a reason of the list."""
    source = protected_source_of(request.viewer, public_id)
    if source is None:
        raise Http404
    reason = request.POST.get("reason", "")
    if reason not in set(OpeningReason):
        messages.error(request, _("Choose a reason from the list."))
        return redirect("signal", public_id=public_id)
    ask_opening(source=source, reason=OpeningReason(reason), by=request.viewer)
    messages.success(request, _("Asked. A data protection officer of your organisation decides."))
    return redirect("source_openings")


@open_to(Door.SOURCE_KEEPERS)
@require_POST
def decide(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Open it, or do not: a second person."""
    opening = _opening(request, public_id)
    try:
        decide_opening(opening=opening, opens="open" in request.POST, by=request.viewer)
    except NotAllowed:
        raise
    except RuleBroken as refused:
        messages.error(request, refusal_text(refused))
    else:
        messages.success(request, _("Decided. The audit keeps who asked, why, and who decided."))
    return redirect("source_openings")


@open_to(Door.SOURCE_KEEPERS, leaves_trace=False)
@require_POST
def read(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Who brought the report, in this answer alone. The action leaves the entry that the door would leave."""
    try:
        name = read_source(opening=_opening(request, public_id), by=request.viewer)
    except NotAllowed:
        raise
    except RuleBroken as refused:
        messages.error(request, refusal_text(refused))
        return redirect("source_openings")
    return render(request, _TEMPLATE, _context(request) | {"opened": name or _("Nobody is known any more")})


def _opening(request: Request, public_id: uuid.UUID) -> SourceOpening:
    found = openings_of(request.viewer).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _context(request: Request) -> dict[str, Any]:
    rows = openings_of(request.viewer)[:_MOST]
    return {"openings": [_line(row, request) for row in rows], "opened_days": OPENED_DAYS}


def _line(row: SourceOpening, request: Request) -> dict[str, Any]:
    asked_by = {"asked_by_id": row.asked_by_id}
    voucher_id = row.source.report.source.organisation_id
    return {
        "id": row.public_id,
        "reason": OPENING_REASONS[row.reason],
        "asked_by": row.asked_by.display_name,
        "asked_at": row.asked_at,
        "decided_by": row.decided_by.display_name if row.decided_by else "",
        "is_opened": row.opened_at is not None,
        "can_decide": row.decided_by_id is None
        and may_decide_opening(request.viewer, voucher_id=voucher_id, **asked_by),
        "can_read": can_read_source(request.viewer, opened_at=row.opened_at, now_at=now_at(), **asked_by),
    }

"""Sending a report from a program in the page: every answer says what it is, so that no other is taken for it.

A network in a station answers with its own page and "200"; a proxy with its own error. A draft on a device is
given up for a typed receipt alone, which names the report and the sum of what was sent (R-19).
"""

from __future__ import annotations

import hashlib
import uuid

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.http import require_http_methods

from tilannekuva.domain.errors import NotAllowed, RuleBroken
from tilannekuva.intake.actions import OtherContent, receive_report
from tilannekuva.project.city import current_city
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.forms.report import SignalForms, is_about_one_person
from tilannekuva.web.refusals import refusal_text
from tilannekuva.web.requests import Request
from tilannekuva.web.turns import takes_turns

from .report_page import address_of_receipt, chosen_protection, own_source, writer_of

_FORM = "application/x-www-form-urlencoded"


@takes_turns
@open_to(Door.REPORTERS, leaves_trace=False)
@require_http_methods(["GET", "POST"])
def send_report(request: Request) -> HttpResponse:
    """GET greets: who is signed in, and a token for sending. POST takes a report and answers with its receipt."""
    source = own_source(request.viewer)
    writer = writer_of(request.viewer)
    if request.method == "GET":
        return JsonResponse(
            {
                "type": "tilannekuva.greeting",
                "writer": writer,
                "token": get_token(request),
                "keeps_drafts": source.organisation.keeps_drafts_on_devices,
            }
        )
    if request.content_type != _FORM:
        return _refused("no_form", 415)
    if request.headers.get("X-Report-Writer") != writer:
        return _refused("other_person", 409)
    sum_of_content = hashlib.sha256(request.body).hexdigest()
    try:
        report_id = uuid.UUID(request.POST.get("report_id", ""))
    except ValueError:
        return _refused("no_id", 400)
    forms = SignalForms(request.POST, form_kwargs={"source": source, "writer": request.viewer})
    if is_about_one_person(request.POST) or not forms.is_valid():
        return _refused("not_valid", 422)
    try:
        signals = receive_report(
            report_id=report_id,
            drafts=[form.draft() for form in forms],
            source=source,
            by=request.viewer,
            text_kept_days=current_city().thresholds.text_kept_days,
            shown_as=chosen_protection(request),
        )
    except OtherContent as refused:
        return _refused("other_content", 422, refusal_text(refused))
    except NotAllowed:
        raise
    except RuleBroken as refused:
        return _refused("not_valid", 422, refusal_text(refused))
    return JsonResponse(
        {
            "type": "tilannekuva.receipt",
            "report": str(report_id),
            "sha256": sum_of_content,
            "codes": [signal.receipt_code for signal in signals],
            "address": address_of_receipt(request, report_id, signals),
        }
    )


def _refused(why: str, status: int, reason: str = "") -> JsonResponse:
    return JsonResponse({"type": "tilannekuva.refusal", "why": why, "reason": reason}, status=status)

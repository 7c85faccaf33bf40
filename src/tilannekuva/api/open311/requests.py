"""Requests of residents come in as signals; where one stands is told to whoever knows its id."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from tilannekuva.api.keys import sender, source_of_sender
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.errors import RuleBroken
from tilannekuva.domain.states import SignalHandling
from tilannekuva.intake.actions import receive_report
from tilannekuva.intake.gate.asking import TextRefused
from tilannekuva.intake.models import Signal
from tilannekuva.intake.open311 import posted_request
from tilannekuva.intake.queries import sent_signal
from tilannekuva.intake.told import draft_of
from tilannekuva.project.city import current_city

from .answers import answer, refusal

_SOURCE = "open311"
_OPEN = {SignalHandling.RECEIVED, SignalHandling.IN_REVIEW, SignalHandling.PASSED_ON}


# A program has no cookie that a foreign page could misuse: it shows its key.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def post_request(request: HttpRequest, form: str) -> HttpResponse:
    """Take a request in. With the header `Idempotency-Key`, a UUID, a retry comes in once."""
    if request.method != "POST":
        return refusal(form, 403, _("Requests are not listed here. Ask for one by its service_request_id."))
    viewer = sender(request.POST.get("api_key") or request.headers.get("X-Api-Key"))
    if viewer is None:
        return refusal(
            form, 403, _("The api_key opens nothing. An administrator of the installation makes one.")
        )
    try:
        report_id = uuid.UUID(request.headers.get("Idempotency-Key") or str(uuid.uuid4()))
    except ValueError:
        return refusal(form, 400, _("The header Idempotency-Key is no UUID."))
    source = source_of_sender(viewer, _SOURCE)
    try:
        draft = draft_of(posted_request(request.POST, today_on=today_on(settings.TIME_ZONE)), source)
        [signal] = receive_report(
            report_id=report_id,
            drafts=[draft],
            source=source,
            by=viewer,
            text_kept_days=current_city().thresholds.text_kept_days,
        )
    except TextRefused:
        return refusal(
            form, 400, _("The description seems to tell of a person. Send the request without it.")
        )
    except RuleBroken as broken:
        return refusal(form, 400, broken.told(_))
    notice = _("Your receipt code is %(code)s.") % {"code": signal.receipt_code}
    record = {"service_request_id": str(signal.public_id), "service_notice": notice, "account_id": None}
    return answer(form, [record], of=("service_requests", "request"), status=201)


@require_safe
def one_request(request: HttpRequest, request_id: uuid.UUID, form: str) -> HttpResponse:
    """Where a request stands: neither its place nor its words, which others than its sender could learn."""
    signal = sent_signal(request_id, _SOURCE)
    if signal is None:
        return refusal(form, 404, _("There is no request of this id."))
    return answer(form, [_record(signal)], of=("service_requests", "request"))


def _record(signal: Signal) -> dict[str, object]:
    return {
        "service_request_id": str(signal.public_id),
        "status": "open" if signal.handling in _OPEN else "closed",
        "service_name": signal.kind.name(get_language() or "en"),
        "service_code": signal.kind.code,
        "requested_datetime": signal.received_at.isoformat(),
    }

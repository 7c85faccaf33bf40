"""A resident reports a good or an unsafe place: no account, no name, no words; a code, and with it the answer (R9)."""

from __future__ import annotations

from allauth.core import ratelimit
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tilannekuva.accounts.queries import organisation_of_code
from tilannekuva.domain.errors import RuleBroken
from tilannekuva.domain.receipt_code import written_code
from tilannekuva.domain.residents import RESIDENTS, WEB_SOURCE, resident
from tilannekuva.domain.stream import Stream
from tilannekuva.intake.actions import add_source, receive_report
from tilannekuva.intake.models import Signal
from tilannekuva.intake.queries import source_of
from tilannekuva.intake.told import draft_of
from tilannekuva.project.city import current_city
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.forms.public_report import ResidentReportForm
from tilannekuva.web.refusals import refusal_text
from tilannekuva.web.requests import Request
from tilannekuva.web.turns import takes_turns

_TEMPLATE = "web/public/report_page.html"
_ASK_AGAIN_AFTER_S = 60


@takes_turns
@open_to(Door.EVERYBODY)
@require_http_methods(["GET", "HEAD", "POST"])
def public_report(request: Request) -> HttpResponse:
    """GET shows the form; POST takes the report and answers with its code, once, in this answer alone."""
    organisation = organisation_of_code(RESIDENTS)
    if organisation is None:
        raise Http404
    if request.method != "POST":
        return render(request, _TEMPLATE, {"form": ResidentReportForm()})
    form = ResidentReportForm(request.POST)
    if not form.is_valid():
        return render(request, _TEMPLATE, {"form": form}, status=422)
    if not ratelimit.consume(request, action="resident_report"):
        form.add_error(None, _("Too many reports from this address. Wait a minute, then send it again."))
        refusal = render(request, _TEMPLATE, {"form": form}, status=429)
        refusal["Retry-After"] = str(_ASK_AGAIN_AFTER_S)
        return refusal
    try:
        signal = _received(form, organisation.pk)
    except RuleBroken as refused:
        form.add_error(None, refusal_text(refused))
        return render(request, _TEMPLATE, {"form": form}, status=422)
    context = {
        "code": written_code(signal.receipt_code),
        "within_days": current_city().thresholds.answer_within_days,
    }
    return render(request, "web/public/report_received.html", context)


def _received(form: ResidentReportForm, organisation_id: int) -> Signal:
    by = resident(organisation_id)
    source = source_of(by, WEB_SOURCE)
    if source is None:
        source = add_source(organisation=organisation_of_code(RESIDENTS), code=WEB_SOURCE, by=by)  # type: ignore[arg-type]
    draft = draft_of(form.told(stream=Stream.CITIZEN_REPORT), source)
    [signal] = receive_report(report_id=form.cleaned_data["report_id"], drafts=[draft], source=source, by=by)
    return signal

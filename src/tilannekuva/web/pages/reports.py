"""Reporting what was seen: one screen, and a code that tells its reporter what became of it."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tilannekuva.domain.errors import RuleBroken
from tilannekuva.domain.receipt_code import written_code
from tilannekuva.intake.actions import receive_report, report_nothing, take_back_zero_report
from tilannekuva.intake.gate import judge
from tilannekuva.intake.gate.asking import without_hits
from tilannekuva.intake.queries import report_of
from tilannekuva.project.city import current_city
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.forms.report import MOST_SIGNALS, SignalForm, SignalForms, is_about_one_person
from tilannekuva.web.refusals import refusal_text
from tilannekuva.web.requests import Request
from tilannekuva.web.turns import takes_turns

from .report_page import (
    PROTECTED_CODES,
    address_of_receipt,
    channels_shown,
    chosen_protection,
    own_source,
    report_page,
    zero_report_now,
)

_SHARED_BY_EVENTS = (
    "area", "latitude", "longitude", "occurred_on", "time_band", "sureness", "observation", "stream", "marking"
)  # fmt: skip


@takes_turns
@open_to(Door.REPORTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Request) -> HttpResponse:
    """Write a report of one event or several; sent, it comes in once, however often it is repeated."""
    if is_about_one_person(request.POST):
        # Nothing of what was written comes back, and nothing of it stays (L-12).
        return render(request, "web/report/about_one.html", {"channels": channels_shown()}, status=422)
    source = own_source(request.viewer)
    form_kwargs = {"source": source, "writer": request.viewer}
    if request.method != "POST":
        return report_page(request, SignalForms(form_kwargs=form_kwargs), report_id=str(uuid.uuid4()))
    if request.FILES:
        return HttpResponse(status=415)  # no picture, sound or file comes in this way (L-19)
    report_id = request.POST.get("report_id", "")
    if "another" in request.POST or "shorten" in request.POST:
        events = SignalForms(initial=_written_so_far(request), form_kwargs=form_kwargs)
        return report_page(request, events, report_id=report_id)
    forms = SignalForms(request.POST, form_kwargs=form_kwargs)
    if not forms.is_valid():
        return report_page(request, forms, report_id=report_id, status=422)
    try:
        signals = receive_report(
            report_id=uuid.UUID(report_id),
            drafts=[form.draft() for form in forms],
            source=source,
            by=request.viewer,
            text_kept_days=current_city().thresholds.text_kept_days,
            shown_as=chosen_protection(request),
        )
    except ValueError:
        # The field that the page filled in was changed or lost on the way.
        return report_page(request, forms, report_id=str(uuid.uuid4()), status=422)
    except RuleBroken as refused:
        new_id = str(uuid.uuid4())
        return report_page(request, forms, report_id=new_id, status=422, refusal=refusal_text(refused))
    return redirect(address_of_receipt(request, uuid.UUID(report_id), signals))


@open_to(Door.REPORTERS)
@require_safe
def report_received(request: Request, report_id: uuid.UUID) -> HttpResponse:
    """What came in, and the codes by which its reporter asks for the answer."""
    found = report_of(request.viewer, report_id)
    if found is None:
        raise Http404
    language = get_language() or "en"
    signals = [
        {
            "code": signal.receipt_code,
            "kind": signal.kind.name(language),
            "place": signal.area.name(language) if signal.area else "",
            "in_a_cell": signal.cell_id is not None,
        }
        for signal in found.signals.select_related("kind", "area").order_by("pk")
    ]
    return render(request, "web/report/received.html", {"report": found, "signals": signals})


@open_to(Door.REPORTERS, leaves_trace=False)
@require_safe
def protected_received(request: Request) -> HttpResponse:
    """The codes of a protected report, once. Neither address nor audit says whose they are."""
    codes = request.session.pop(PROTECTED_CODES, [])
    if not codes:
        return redirect("report")
    return render(request, "web/report/protected.html", {"codes": [written_code(code) for code in codes]})


@open_to(Door.REPORTERS)
@require_POST
def nothing_to_report(request: Request) -> HttpResponse:
    """One press: nothing to report this week; or, on the same day, that there was something after all."""
    source = own_source(request.viewer)
    try:
        if "take_back" in request.POST:
            zero = zero_report_now(source)
            if zero is not None:
                take_back_zero_report(zero=zero, by=request.viewer)
                messages.success(request, _("Taken back. Report what was seen."))
        else:
            report_nothing(source=source, by=request.viewer)
            messages.success(request, _("Thank you. That nothing was seen is worth knowing too."))
    except RuleBroken as refused:
        messages.error(request, refusal_text(refused))
    return redirect("report")


def _written_so_far(request: Request) -> list[dict[str, str]]:
    """What was written, with one event more at the same place and time, or without the words that were found."""
    given = request.POST
    n_forms = sum(name.endswith("-occurred_on") for name in given)
    events: list[dict[str, str]] = [
        {name: given.get(f"form-{number}-{name}", "") for name in SignalForm.base_fields}
        for number in range(min(n_forms, MOST_SIGNALS))
    ]
    if "shorten" in given:
        for event in events:
            event["text"] = without_hits(event["text"], judge(event["text"]))
    elif events and len(events) < MOST_SIGNALS:
        events.append({name: events[-1][name] for name in _SHARED_BY_EVENTS})
    return events

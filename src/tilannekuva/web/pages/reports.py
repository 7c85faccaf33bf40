"""Reporting what was seen: one screen, and a code that tells its reporter what became of it."""

from __future__ import annotations

import uuid
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from tilannekuva.accounts.queries import own_organisation
from tilannekuva.domain.errors import RuleBroken
from tilannekuva.intake.actions import add_source, receive_report
from tilannekuva.intake.models import Source
from tilannekuva.intake.queries import report_of, source_of
from tilannekuva.publication.map_data import attribution_text
from tilannekuva.web.context import current_city
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.forms.report import MOST_SIGNALS, SignalForm, SignalForms
from tilannekuva.web.middleware import permissions_policy
from tilannekuva.web.refusals import refusal_text
from tilannekuva.web.requests import Request

from .geography import map_sources

_SOURCE = "reports"
_SHARED_BY_EVENTS = (
    "area", "latitude", "longitude", "occurred_on", "time_band", "sureness", "observation", "stream", "marking"
)  # fmt: skip


@open_to(Door.REPORTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: Request) -> HttpResponse:
    """Write a report of one event or several; sent, it comes in once, however often it is repeated."""
    source = _source(request)
    form_kwargs = {"source": source}
    if request.method != "POST":
        return _page(request, SignalForms(form_kwargs=form_kwargs), report_id=str(uuid.uuid4()))
    report_id = request.POST.get("report_id", "")
    if "another" in request.POST:
        events = SignalForms(initial=_with_another(request), form_kwargs=form_kwargs)
        return _page(request, events, report_id=report_id)
    forms = SignalForms(request.POST, form_kwargs=form_kwargs)
    if not forms.is_valid():
        return _page(request, forms, report_id=report_id, status=422)
    try:
        receive_report(
            report_id=uuid.UUID(report_id),
            drafts=[form.draft() for form in forms],
            source=source,
            by=request.viewer,
        )
    except ValueError:
        # The field that the page filled in was changed or lost on the way.
        return _page(request, forms, report_id=str(uuid.uuid4()), status=422)
    except RuleBroken as refused:
        return _page(request, forms, report_id=str(uuid.uuid4()), status=422, refusal=refusal_text(refused))
    return redirect("report_received", report_id=report_id)


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


def _source(request: Request) -> Source:
    """The reports of the reporter's own organisation; a place for them is made with the first."""
    found = source_of(request.viewer, _SOURCE)
    if found is not None:
        return found
    own = own_organisation(request.viewer)
    if own is None:
        raise Http404
    return add_source(organisation=own, code=_SOURCE, by=request.viewer)


def _with_another(request: Request) -> list[dict[str, str]]:
    """What was written so far, and one event more at the same place and time."""
    given = request.POST
    n_forms = sum(name.endswith("-occurred_on") for name in given)
    events = [
        {name: given.get(f"form-{number}-{name}", "") for name in SignalForm.base_fields}
        for number in range(min(n_forms, MOST_SIGNALS))
    ]
    if events and len(events) < MOST_SIGNALS:
        events.append({name: events[-1][name] for name in _SHARED_BY_EVENTS})
    return events


def _page(
    request: Request, forms: Any, *, report_id: str, status: int = 200, refusal: str = ""
) -> HttpResponse:
    context = {
        "forms": forms,
        "report_id": report_id,
        "refusal": refusal,
        "may_add": len(forms.forms) < MOST_SIGNALS,
        "map_sources": map_sources() | {"attribution": attribution_text(current_city().attributions)},
    }
    response = render(request, "web/report/page.html", context, status=status)
    response["Permissions-Policy"] = permissions_policy("geolocation")  # for "here, where I am"
    return response

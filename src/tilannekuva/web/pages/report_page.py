"""What the page of a report shows, whichever way somebody comes to it."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tilannekuva.accounts.queries import own_organisation
from tilannekuva.domain.city import name_in
from tilannekuva.domain.clock import local_date, today_on, week_of
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.protection import ShownAs
from tilannekuva.domain.receipt_code import written_code
from tilannekuva.domain.rules.signals import can_take_back_zero
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.actions import add_source
from tilannekuva.intake.coverage import reminders_for
from tilannekuva.intake.gate import Outcome
from tilannekuva.intake.gate.asking import parts_of
from tilannekuva.intake.gate.words import PERSONAL_DATA
from tilannekuva.intake.models import Signal, Source, ZeroReport
from tilannekuva.intake.queries import can_be_reviewed, source_of, zero_report_of
from tilannekuva.intake.words import SHOWN_AS
from tilannekuva.project.city import current_city
from tilannekuva.publication.map_data import attribution_text
from tilannekuva.web.forms.report import MOST_SIGNALS
from tilannekuva.web.middleware import permissions_policy
from tilannekuva.web.requests import Request

from .coverage import line_of
from .geography import map_sources
from .sharing import agreements_of

_SOURCE = "reports"
PROTECTED_CODES = "protected_codes"


def own_source(viewer: Viewer) -> Source:
    """The reports of the reporter's own organisation; a place for them is made with the first."""
    found = source_of(viewer, _SOURCE)
    if found is not None:
        return found
    own = own_organisation(viewer)
    if own is None:
        raise Http404
    return add_source(organisation=own, code=_SOURCE, by=viewer)


def writer_of(viewer: Viewer) -> str:
    """Whose drafts are whose on a device: a code that says nothing of the person."""
    return salted_hmac("report.writer", str(viewer.person_id)).hexdigest()[:32]


def protection_choices(source: Source, chosen: str) -> list[dict[str, Any]]:
    """How the source can be shown, for organisations that may vouch; empty for all others."""
    if not source.organisation.may_vouch:
        return []
    choices = [("", _("No: this is our own report")), *((shown.value, SHOWN_AS[shown]) for shown in ShownAs)]
    return [{"value": value, "word": word, "is_chosen": value == chosen} for value, word in choices]


def chosen_protection(request: Request) -> ShownAs | None:
    """What a report says of its source. What is unknown protects: nobody is named by a slip."""
    given = request.POST.get("protect", "")
    if not given:
        return None
    return ShownAs(given) if given in set(ShownAs) else ShownAs.PARTNER


def address_of_receipt(request: Request, report_id: uuid.UUID, signals: list[Signal]) -> str:
    """Where the codes are shown. Of a protected report they are shown once, at an address that names nothing."""
    if chosen_protection(request) is None:
        return reverse("report_received", args=[report_id])
    request.session[PROTECTED_CODES] = [signal.receipt_code for signal in signals]
    return reverse("protected_received")


def zero_report_now(source: Source) -> ZeroReport | None:
    return zero_report_of(source, week_of(today_on(settings.TIME_ZONE)))


def channels_shown() -> list[dict[str, str]]:
    """The official channels of the city, in the reader's language."""
    language = get_language() or "en"
    return [
        {
            "name": name_in(channel.names, language),
            "when": name_in(channel.when, language),
            "phone": channel.phone,
            "dialled": channel.dialled,
            "web": channel.web,
        }
        for channel in current_city().channels
    ]


def report_page(
    request: Request,
    forms: Any,
    *,
    report_id: str,
    status: int = 200,
    refusal: str = "",
    template: str = "web/report/page.html",
    more: dict[str, Any] | None = None,
) -> HttpResponse:
    """The page with its forms. What was refused comes back in this answer alone, its words marked."""
    source = own_source(request.viewer)
    zero = zero_report_now(source)
    for form in forms.forms:
        _mark(form)
    context = {
        "forms": forms,
        "report_id": report_id,
        "refusal": refusal,
        "may_add": len(forms.forms) < MOST_SIGNALS,
        "most_signals": MOST_SIGNALS,
        "channels": channels_shown(),
        "notice": name_in(current_city().report_notice, get_language() or "en"),
        "writer": writer_of(request.viewer),
        "keeps_drafts": source.organisation.keeps_drafts_on_devices,
        "shown_as": []
        if "correct" in template
        else protection_choices(source, request.POST.get("protect", "")),
        "reminded": [
            line_of(each, get_language() or "en", today_on(settings.TIME_ZONE))
            for each in reminders_for(request.viewer, current_city().thresholds)
        ],
        "seen_fields": _seen_fields(),
        "agreements": agreements_of(source.organisation_id),
        "zero": zero,
        "can_take_back": zero is not None
        and can_take_back_zero(
            received_on=local_date(zero.received_at, settings.TIME_ZONE),
            today_on=today_on(settings.TIME_ZONE),
        ),
        "map_sources": map_sources() | {"attribution": attribution_text(current_city().attributions)},
    }
    response = render(request, template, context | (more or {}), status=status)
    response["Permissions-Policy"] = permissions_policy("geolocation")  # for "here, where I am"
    return response


def withdrawal_question(request: Request, signal: Signal, *, action: str, back: str) -> HttpResponse:
    """The second step before a signal is withdrawn: which one it is, and what follows."""
    context = {
        "kind": signal.kind.name(get_language() or "en"),
        "place": signal.area.name(get_language() or "en") if signal.area else _("one square of the map"),
        "occurred_on": signal.occurred_on,
        "code": written_code(signal.receipt_code),
        "action": action,
        "back": back,
    }
    return render(request, "web/report/withdraw.html", context)


def _seen_fields() -> list[tuple[str, str]]:
    """What of a report is seen by whom."""
    readers = _("Whoever may read the signal")
    return [
        (_("What, where (the area or the square of 250 m), the day and the time of day"), readers),
        (_("How sure, seen or heard, how it came about, how serious, how many events"), readers),
        (_("Your organisation"), _("Whoever may read the signal, unless the source is protected")),
        (
            _("Your own words"),
            _("Whoever may read the signal, once the gate or a reviewer has let them pass"),
        ),
        (_("Counts by area, kind and week"), _("Whoever reads the joint picture; small counts as a range")),
        (_("Your name"), _("Nobody who reads signals; the audit knows who sent what")),
        (_("The point on the map, and the minute"), _("Nobody: they are not kept")),
    ]


def _mark(form: Any) -> None:
    """For the template: the words in parts, what was found in them, and whether a reason would do."""
    if form.refused is None:
        return
    verdict = form.refused.verdict
    form.marked = parts_of(form.refused_text, verdict)
    form.found = [PERSONAL_DATA[sort] for sort in verdict.classes]
    form.asks = verdict.outcome is Outcome.ASKS
    form.can_say_why = form.asks and can_be_reviewed(form.writer, Marking(form["marking"].value()))

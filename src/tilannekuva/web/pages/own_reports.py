"""A reporter's own signals: what became of them, correcting and withdrawing them."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tilannekuva.domain.clock import now_at
from tilannekuva.domain.errors import RuleBroken
from tilannekuva.domain.grade import InfoCredibility
from tilannekuva.domain.observation import Observation, sureness_of
from tilannekuva.domain.receipt_code import read_code, written_code
from tilannekuva.domain.rules.signals import can_withdraw, check_can_withdraw
from tilannekuva.domain.states import SignalHandling
from tilannekuva.intake.actions import correct_signal, withdraw_signal
from tilannekuva.intake.models import Signal
from tilannekuva.intake.queries import own_signal, own_signals, text_to_read
from tilannekuva.intake.words import TEXT_STATES
from tilannekuva.project.city import current_city
from tilannekuva.publication.answers import Answer
from tilannekuva.publication.queries import answers_for
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.forms.report import SignalForms, is_about_one_person
from tilannekuva.web.refusals import refusal_text
from tilannekuva.web.requests import Request

from .report_page import channels_shown, report_page, withdrawal_question

_ON_PAGE = 100


@open_to(Door.REPORTERS)
@require_safe
def own_reports(request: Request) -> HttpResponse:
    """The newest hundred, with their codes and where they stand."""
    found = list(own_signals(request.viewer)[: _ON_PAGE + 1])
    shown = found[:_ON_PAGE]
    answers = answers_for(shown, get_language() or "en", current_city().thresholds)
    context = {
        "signals": [_line(signal, answers[signal.pk]) for signal in shown],
        "is_cut": len(found) > _ON_PAGE,
        "within_days": current_city().thresholds.own_signal_days,
        "answer_within_days": current_city().thresholds.answer_within_days,
    }
    return render(request, "web/report/own.html", context)


@open_to(Door.REPORTERS)
@require_POST
def withdraw(request: Request) -> HttpResponse:
    """Withdraw an own signal, by its receipt code as it was read or typed: in two steps, since nothing undoes it."""
    code = read_code(request.POST.get("code", ""))
    signal = own_signal(request.viewer, receipt_code=code) if code else None
    if signal is None:
        messages.error(
            request,
            _("You have no signal with this code. Look at it again: letters and digits, twelve in all."),
        )
        return redirect("own_reports")
    may_be_asked = can_withdraw(
        SignalHandling(signal.handling),
        received_at=signal.received_at,
        now_at=now_at(),
        within_days=current_city().thresholds.own_signal_days,
    )
    if may_be_asked and "confirmed" not in request.POST:
        return withdrawal_question(
            request, signal, action=reverse("withdraw_signal"), back=reverse("own_reports")
        )
    try:
        withdraw_signal(
            signal=signal, by=request.viewer, within_days=current_city().thresholds.own_signal_days
        )
    except RuleBroken as refused:
        messages.error(request, refusal_text(refused))
    else:
        messages.success(
            request, _("Withdrawn. It counts no longer from the next picture on, and its words are erased.")
        )
    return redirect("own_reports")


@open_to(Door.REPORTERS)
@require_http_methods(["GET", "HEAD", "POST"])
def correct(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Put a new signal in the place of an own one: the form, filled with what was told."""
    signal = own_signal(request.viewer, public_id=public_id)
    if signal is None:
        raise Http404
    if request.method != "POST" and (why := _why_not_correct(signal)):
        # Said before anything is written, not after.
        messages.error(request, why)
        return redirect("own_reports")
    kwargs = {"source": signal.source, "writer": request.viewer}
    page: dict[str, Any] = {"template": "web/report/correct.html", "more": {"code": signal.receipt_code}}
    if request.method != "POST":
        forms = SignalForms(initial=[_told(signal, request)], form_kwargs=kwargs)
        return report_page(request, forms, report_id=str(uuid.uuid4()), **page)
    if is_about_one_person(request.POST):
        return render(request, "web/report/about_one.html", {"channels": channels_shown()}, status=422)
    forms = SignalForms(request.POST, form_kwargs=kwargs)
    report_id = request.POST.get("report_id", "")
    if not forms.is_valid() or len(forms.forms) != 1:
        return report_page(request, forms, report_id=report_id, status=422, **page)
    thresholds = current_city().thresholds
    try:
        new = correct_signal(
            signal=signal,
            report_id=uuid.UUID(report_id),
            draft=forms.forms[0].draft(),
            by=request.viewer,
            within_days=thresholds.own_signal_days,
            text_kept_days=thresholds.text_kept_days,
        )
    except ValueError:
        return report_page(request, forms, report_id=str(uuid.uuid4()), status=422, **page)
    except RuleBroken as refused:
        return report_page(
            request, forms, report_id=str(uuid.uuid4()), status=422, refusal=refusal_text(refused), **page
        )
    return redirect("report_received", report_id=new.report.public_id)  # type: ignore[union-attr]


def _why_not_correct(signal: Signal) -> str:
    """Why nothing can be put in the place of a signal any more; empty where it can."""
    replacement = getattr(getattr(signal, "withdrawal", None), "replacement", None)
    if replacement is not None:
        return _("This signal was corrected already: %(code)s stands in its place. Correct that one.") % {
            "code": written_code(replacement.receipt_code)
        }
    try:
        check_can_withdraw(
            SignalHandling(signal.handling),
            received_at=signal.received_at,
            now_at=now_at(),
            within_days=current_city().thresholds.own_signal_days,
        )
    except RuleBroken as refused:
        return refusal_text(refused)
    return ""


def _line(signal: Signal, answer: Answer) -> dict[str, Any]:
    language = get_language() or "en"
    withdrawal = getattr(signal, "withdrawal", None)
    text = getattr(signal, "text", None)
    replacement = withdrawal.replacement if withdrawal else None
    handling = SignalHandling(signal.handling)
    return {
        "id": signal.public_id,
        "code": signal.receipt_code,
        "code_shown": written_code(signal.receipt_code),
        "kind": signal.kind.name(language),
        "place": signal.area.name(language) if signal.area else "",
        "occurred_on": signal.occurred_on,
        "received_at": signal.received_at,
        "answer": answer,
        "is_withdrawn": handling is SignalHandling.WITHDRAWN,
        "replacement": replacement.receipt_code if replacement else "",
        "text_state": TEXT_STATES[text.state] if text else "",
        "can_change": can_withdraw(
            handling,
            received_at=signal.received_at,
            now_at=now_at(),
            within_days=current_city().thresholds.own_signal_days,
        ),
    }


def _told(signal: Signal, request: Request) -> dict[str, Any]:
    """A signal as its form was filled."""
    text = text_to_read(request.viewer, signal)
    observation = Observation(signal.observation)
    answered = getattr(signal, "need_answer", None)
    return {
        "need": str(answered.need_id) if answered else "",
        "kind": signal.kind.code,
        "area": signal.area.code if signal.area and not signal.cell else "",
        "latitude": signal.cell.latitude if signal.cell else None,
        "longitude": signal.cell.longitude if signal.cell else None,
        "occurred_on": signal.occurred_on,
        "time_band": signal.time_band,
        "observation": observation,
        "sureness": sureness_of(observation, InfoCredibility(signal.credibility)),
        "stream": signal.stream,
        "severity": signal.severity,
        "n_events": signal.n_events,
        "marking": signal.marking,
        "is_about_one": "no" if text else "",
        "text": text.text if text else "",
        "text_reason": text.reason if text else "",
    }

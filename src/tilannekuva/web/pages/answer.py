"""The answer to a signal, by its receipt code, for whoever holds the code: no account, no trace of the code.

The code comes in the body of a form, never in an address, so that no log, history or proxy keeps it. Codes that
are unknown and what can be no code are answered alike (C-22), and each address asks a few times a minute (C-21).
"""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tilannekuva.domain.clock import now_at
from tilannekuva.domain.errors import RuleBroken
from tilannekuva.domain.protection import PROTECTED_SOURCE
from tilannekuva.domain.receipt_code import written_code
from tilannekuva.domain.rules.signals import can_withdraw
from tilannekuva.domain.states import SignalHandling
from tilannekuva.intake.actions import withdraw_protected
from tilannekuva.intake.models import Signal
from tilannekuva.intake.queries import is_protected, signal_of_code
from tilannekuva.project.city import current_city
from tilannekuva.publication.queries import answer_for
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.forms.answer import UNKNOWN, CodeForm
from tilannekuva.web.refusals import refusal_text
from tilannekuva.web.requests import Request

from .report_page import withdrawal_question

_TEMPLATE = "web/answer/page.html"
_ASK_AGAIN_AFTER_S = 60


@open_to(Door.EVERYBODY)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Request) -> HttpResponse:
    """GET asks for the code; POST answers. Whether a code is known does not show in the status."""
    if request.method != "POST":
        return render(request, _TEMPLATE, {"form": CodeForm()})
    if not ratelimit.consume(request, action="answer"):
        return _too_often(request)
    form = CodeForm(request.POST)
    signal = signal_of_code(form.cleaned_data["code"]) if form.is_valid() else None
    if signal is None:
        # A new form: nothing of what was typed comes back, and no two refusals differ.
        return render(request, _TEMPLATE, {"form": CodeForm(), "unknown": UNKNOWN})
    return render(request, _TEMPLATE, {"form": CodeForm(), "found": _found(signal)})


@open_to(Door.EVERYBODY)
@require_POST
def withdraw_by_code(request: Request) -> HttpResponse:
    """A protected source takes its signal back: by the code, since nobody else knows whose it is (R3)."""
    if not ratelimit.consume(request, action="answer"):
        return _too_often(request)
    form = CodeForm(request.POST)
    signal = signal_of_code(form.cleaned_data["code"]) if form.is_valid() else None
    if signal is None:
        return render(request, _TEMPLATE, {"form": CodeForm(), "unknown": UNKNOWN})
    if _can_withdraw(signal) and "confirmed" not in request.POST:
        return withdrawal_question(
            request, signal, action=reverse("withdraw_by_code"), back=reverse("answer")
        )
    try:
        withdraw_protected(
            signal=signal, by=PROTECTED_SOURCE, within_days=current_city().thresholds.own_signal_days
        )
    except RuleBroken as refused:
        more: dict[str, Any] = {"refusal": refusal_text(refused)}
    else:
        more = {"withdrawn": True}
    found = signal_of_code(signal.receipt_code)
    return render(request, _TEMPLATE, {"form": CodeForm(), "found": _found(found or signal), **more})


def _too_often(request: Request) -> HttpResponse:
    refusal = render(request, _TEMPLATE, {"form": CodeForm(), "too_often": True}, status=429)
    refusal["Retry-After"] = str(_ASK_AGAIN_AFTER_S)
    return refusal


def _found(signal: Signal) -> dict[str, Any]:
    language = get_language() or "en"
    thresholds = current_city().thresholds
    return {
        "code": written_code(signal.receipt_code),
        "kind": signal.kind.name(language),
        "place": signal.area.name(language) if signal.area else _("one square of the map"),
        "occurred_on": signal.occurred_on,
        "received_at": signal.received_at,
        "answer": answer_for(signal, language, thresholds),
        "within_days": thresholds.answer_within_days,
        "can_withdraw": _can_withdraw(signal),
    }


def _can_withdraw(signal: Signal) -> bool:
    return is_protected(signal) and can_withdraw(
        SignalHandling(signal.handling),
        received_at=signal.received_at,
        now_at=now_at(),
        within_days=current_city().thresholds.own_signal_days,
    )

"""The answer to a signal, by its receipt code, for whoever holds the code: no account, no trace of the code.

The code comes in the body of a form, never in an address, so that no log, history or proxy keeps it. Codes that
are unknown and what can be no code are answered alike (C-22), and each address asks a few times a minute (C-21).
"""

from __future__ import annotations

from typing import Any

from allauth.core import ratelimit
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tilannekuva.domain.receipt_code import written_code
from tilannekuva.intake.models import Signal
from tilannekuva.intake.queries import signal_of_code
from tilannekuva.project.city import current_city
from tilannekuva.publication.queries import answer_for
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.forms.answer import UNKNOWN, CodeForm
from tilannekuva.web.requests import Request

_TEMPLATE = "web/answer/page.html"
_ASK_AGAIN_AFTER_S = 60


@open_to(Door.EVERYBODY)
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: Request) -> HttpResponse:
    """GET asks for the code; POST answers. Whether a code is known does not show in the status."""
    if request.method != "POST":
        return render(request, _TEMPLATE, {"form": CodeForm()})
    if not ratelimit.consume(request, action="answer"):
        refusal = render(request, _TEMPLATE, {"form": CodeForm(), "too_often": True}, status=429)
        refusal["Retry-After"] = str(_ASK_AGAIN_AFTER_S)
        return refusal
    form = CodeForm(request.POST)
    signal = signal_of_code(form.cleaned_data["code"]) if form.is_valid() else None
    if signal is None:
        # A new form: nothing of what was typed comes back, and no two refusals differ.
        return render(request, _TEMPLATE, {"form": CodeForm(), "unknown": UNKNOWN})
    return render(request, _TEMPLATE, {"form": CodeForm(), "found": _found(signal)})


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
    }

"""Words that wait: somebody else than their writer looks whether they may stand."""

from __future__ import annotations

import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tilannekuva.domain.errors import NotAllowed, RuleBroken
from tilannekuva.intake.actions import keep_text, remove_text
from tilannekuva.intake.gate import judge
from tilannekuva.intake.gate.asking import parts_of
from tilannekuva.intake.gate.words import PERSONAL_DATA
from tilannekuva.intake.models import SignalText
from tilannekuva.intake.queries import text_of_signal, texts_to_review
from tilannekuva.intake.words import TEXT_REASONS
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.refusals import refusal_text
from tilannekuva.web.requests import Request

_ON_PAGE = 50


@open_to(Door.TEXT_REVIEWERS)
@require_safe
def texts(request: Request) -> HttpResponse:
    """The oldest first, each with what was found in it and why its writer needs it."""
    waiting = texts_to_review(request.viewer)
    context = {"texts": [_line(text) for text in waiting[:_ON_PAGE]], "n_waiting": waiting.count()}
    return render(request, "web/texts/page.html", context)


@open_to(Door.TEXT_REVIEWERS)
@require_POST
def review_text(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Keep the words of a signal, or remove them for good."""
    text = text_of_signal(request.viewer, public_id)
    if text is None:
        raise Http404
    keeps = request.POST.get("review") == "keep"
    try:
        (keep_text if keeps else remove_text)(text=text, by=request.viewer)
    except NotAllowed:
        raise
    except RuleBroken as refused:
        messages.error(request, refusal_text(refused))
    else:
        messages.success(
            request,
            _("Kept: whoever reads the signal reads the words.")
            if keeps
            else _("Removed: nothing is left of the words."),
        )
    return redirect("texts")


def _line(text: SignalText) -> dict[str, Any]:
    language = get_language() or "en"
    signal = text.signal
    return {
        "id": signal.public_id,
        "kind": signal.kind.name(language),
        "place": signal.area.name(language) if signal.area else "",
        "occurred_on": signal.occurred_on,
        "marking": signal.get_marking_display(),
        "parts": parts_of(text.text, judge(text.text)),
        "found": [PERSONAL_DATA[sort] for sort in text.personal_data],
        "reason": TEXT_REASONS[text.reason],
        "keep_until_on": text.keep_until_on,
    }

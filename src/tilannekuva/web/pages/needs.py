"""What we want to know: questions to reporters, how many signals answer, and what was learnt."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tilannekuva.detection.words import count_text
from tilannekuva.domain.city import name_in
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.disclosure import Audience, shown_count, smallest_count
from tilannekuva.domain.errors import NotAllowed, RuleBroken
from tilannekuva.domain.rules.coverage import may_work_on_coverage
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.actions import close_need, open_need
from tilannekuva.intake.models import InformationNeed
from tilannekuva.intake.needs import need_of, needs_for
from tilannekuva.project.city import current_city
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.forms.coverage import CloseNeedForm, NeedForm
from tilannekuva.web.refusals import refusal_text
from tilannekuva.web.requests import Request

_ON_PAGE = 100


@open_to(Door.PICTURE_READERS)
@require_safe
def needs(request: Request) -> HttpResponse:
    """Every question, open ones first. Small counts are protected as in the picture."""
    language, today = get_language() or "en", today_on(settings.TIME_ZONE)
    lines = [_line(need, request.viewer, language) for need in needs_for(request.viewer, today)[:_ON_PAGE]]
    context = {
        "open": [line for line in lines if not line["is_closed"]],
        "closed": [line for line in lines if line["is_closed"]],
        "asks": may_work_on_coverage(request.viewer),
    }
    return render(request, "web/needs/page.html", context)


@open_to(Door.PICTURE_WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_need(request: Request) -> HttpResponse:
    """Ask reporters for something."""
    form = NeedForm(request.POST or None)
    if form.is_valid():
        try:
            open_need(**form.chosen(), by=request.viewer)
        except NotAllowed:
            raise
        except RuleBroken as refused:
            form.add_error(None, refusal_text(refused))
        else:
            messages.success(request, _("The question is asked: reporters see it on their report page."))
            return redirect("needs")
    return render(request, "web/needs/new.html", {"form": form}, status=422 if form.errors else 200)


@open_to(Door.PICTURE_WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def close(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Tell what was learnt, and ask no more."""
    need = need_of(request.viewer, public_id)
    if need is None:
        raise Http404
    form = CloseNeedForm(request.POST or None)
    if form.is_valid():
        try:
            close_need(need=need, **form.chosen(), by=request.viewer)
        except NotAllowed:
            raise
        except RuleBroken as refused:
            form.add_error(None, refusal_text(refused))
        else:
            messages.success(request, _("The question is closed. What was learnt stands with it."))
            return redirect("needs")
    context = {"form": form, "question": need.question_in(get_language() or "en")}
    return render(request, "web/needs/close.html", context, status=422 if form.errors else 200)


def _line(need: InformationNeed, viewer: Viewer, language: str) -> dict[str, Any]:
    audience = Audience.ANALYSTS if viewer.reads_exact_counts else Audience.PARTNERS
    smallest = smallest_count(audience, partners=current_city().thresholds.smallest_count_partners)
    shown = shown_count(need.n_answers, smallest=smallest)  # type: ignore[attr-defined]
    return {
        "id": need.public_id,
        "question": need.question_in(language),
        "from_on": need.from_on,
        "to_on": need.to_on,
        "kinds": [row.kind.name(language) for row in need.need_kinds.all()],
        "areas": [row.area.name(language) for row in need.need_areas.all()],
        "n_answers": count_text(shown.count if shown.count is not None else [shown.low, shown.high]),
        "is_closed": need.closed_at is not None,
        "closed_at": need.closed_at,
        "answer": name_in(need.answer, language),
    }

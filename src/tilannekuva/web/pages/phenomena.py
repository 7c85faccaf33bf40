"""Phenomena: what is followed and judged together, one of them, and what people decide on it."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tilannekuva.detection.queries import findings_visible_to
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.errors import NotAllowed, RuleBroken
from tilannekuva.domain.rules.assessments import may_assess
from tilannekuva.domain.rules.phenomena import may_work_on_phenomena
from tilannekuva.domain.stage import STAGE_TRANSITIONS, Stage, StageReason
from tilannekuva.picture.actions import (
    join_finding,
    keep_stage,
    open_phenomenon,
    renew_editions,
    set_stage,
    take_out_finding,
)
from tilannekuva.picture.assessment_queries import assessments_of
from tilannekuva.picture.models import Phenomenon
from tilannekuva.picture.phenomenon_words import STAGE_REASONS, STAGES
from tilannekuva.picture.queries import content_of, current_edition, phenomena_visible_to
from tilannekuva.project.city import current_city
from tilannekuva.publication.finding_view import finding_view
from tilannekuva.publication.phenomenon_view import phenomenon_view, phenomenon_views
from tilannekuva.publication.picture_view import head
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.forms.phenomena import PhenomenonForm
from tilannekuva.web.refusals import refusal_text
from tilannekuva.web.requests import Request, id_in

from .assessment_lines import assessment_lines
from .phenomenon_names import name_of
from .picture import finding_url


@open_to(Door.PICTURE_READERS)
@require_safe
def phenomena(request: Request) -> HttpResponse:
    """Every open phenomenon as the current edition has it, and those that are closed by name alone."""
    language, today = get_language() or "en", today_on(settings.TIME_ZONE)
    edition = current_edition(request.viewer)
    content = content_of(edition) if edition else {}
    lines = phenomenon_views(content, language, today=today) if content else []
    closed = phenomena_visible_to(request.viewer).filter(stage=Stage.CLOSED)
    context = {
        "view": {"head": head(content, language, today=today)} if content else None,
        "lines": lines,
        "closed": [(row.public_id, name_of(row, language), row.stage_since_on) for row in closed],
        "works": may_work_on_phenomena(request.viewer),
    }
    return render(request, "web/phenomena/page.html", context)


@open_to(Door.PICTURE_READERS)
@require_safe
def phenomenon(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """One phenomenon. Unknown: 404."""
    return _page(request, _phenomenon_or_404(request, public_id))


@open_to(Door.PICTURE_WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_phenomenon(request: Request) -> HttpResponse:
    """Begin to follow something, also from a finding: its kind and areas are then chosen already."""
    finding = None
    if chosen := (request.POST.get("finding") or request.GET.get("finding")):
        finding = _finding(request, chosen)
    initial = {}
    if finding is not None:
        initial = {"kind": finding.kind.code, "areas": [area.code for area in finding.areas.all()]}
    form = PhenomenonForm(request.POST or None, initial=initial)
    if form.is_valid():
        try:
            with transaction.atomic():
                opened = open_phenomenon(
                    **form.chosen(), findings=[finding] if finding else [], by=request.viewer
                )
                renew_editions(city=current_city(), by=request.viewer)
        except NotAllowed as refused:
            raise Http404 from refused
        except RuleBroken as refused:
            form.add_error(None, refusal_text(refused))
        else:
            messages.success(request, _("The phenomenon is open. The next run measures it."))
            return redirect("phenomenon", opened.public_id)
    context = {"form": form, "finding": finding}
    return render(request, "web/phenomena/new.html", context, status=422 if form.errors else 200)


@open_to(Door.PICTURE_WORKERS)
@require_POST
def decide_stage(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Set the stage with a reason, or keep it as looked at again."""
    row = _phenomenon_or_404(request, public_id)
    stage, reason = request.POST.get("stage", ""), request.POST.get("reason", "")
    if stage == row.stage:
        return _step(
            request, row, lambda: keep_stage(phenomenon=row, by=request.viewer), _("Looked at again.")
        )
    if stage not in set(Stage):
        return _page(request, row, refusal=_("Choose a stage from the list."))
    return _step(
        request,
        row,
        lambda: set_stage(
            phenomenon=row,
            stage=Stage(stage),
            reason=StageReason(reason) if reason in set(StageReason) else None,
            by=request.viewer,
        ),
        _("The stage is set. It can be set anew."),
    )


@open_to(Door.PICTURE_WORKERS)
@require_POST
def join(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Join a finding to it, or take one out again."""
    row = _phenomenon_or_404(request, public_id)
    finding = _finding(request, request.POST.get("finding", ""))
    act = take_out_finding if request.POST.get("take_out") else join_finding
    told = _("The finding is taken out.") if request.POST.get("take_out") else _("The finding is joined.")
    return _step(request, row, lambda: act(phenomenon=row, finding=finding, by=request.viewer), told)


def _step(request: Request, row: Phenomenon, act: Callable[[], Any], told: str) -> HttpResponse:
    """Do it, make the picture anew, and show the page again; a refusal stands on the page."""
    try:
        with transaction.atomic():
            act()
            renew_editions(city=current_city(), by=request.viewer)
    except NotAllowed as refused:
        raise Http404 from refused
    except RuleBroken as refused:
        return _page(request, row, refusal=refusal_text(refused))
    messages.success(request, told)
    return redirect("phenomenon", row.public_id)


def _phenomenon_or_404(request: Request, public_id: uuid.UUID) -> Phenomenon:
    row = phenomena_visible_to(request.viewer).filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def _finding(request: Request, public_id: str) -> Any:
    wanted = id_in(public_id)
    finding = findings_visible_to(request.viewer).filter(public_id=wanted).first() if wanted else None
    if finding is None:
        raise Http404
    return finding


def _page(request: Request, row: Phenomenon, *, refusal: str = "") -> HttpResponse:
    language, today = get_language() or "en", today_on(settings.TIME_ZONE)
    edition = current_edition(request.viewer)
    content = content_of(edition) if edition else {}
    entries = content.get("phenomena", []) if content else []
    entry = next((each for each in entries if each["id"] == str(row.public_id)), None)
    works = may_work_on_phenomena(request.viewer)
    findings = [each for each in content.get("findings", ()) if each["kind"] == row.places.kind.code]
    joined = entry["findings"] if entry else []
    views = {
        each["id"]: finding_view(content, each, language, url=finding_url(each["id"])) for each in findings
    }
    context = {
        "row": row,
        "name": name_of(row, language),
        "stage_word": STAGES[row.stage],
        "view": {"head": head(content, language, today=today)} if content else None,
        "phenomenon": phenomenon_view(content, entry, language, today=today) if entry else None,
        "findings": [views[each] for each in joined if each in views],
        "others": [views[each["id"]] for each in findings if entry and each["id"] not in joined and works],
        "stages": [(row.stage, STAGES[row.stage]), *_stages(row)] if works else [],
        "reasons": list(STAGE_REASONS.items()),
        "decisions": [
            {
                "stage": STAGES[decision.stage],
                "reason": STAGE_REASONS[decision.reason],
                "proposed": STAGES[decision.proposed] if decision.proposed else "",
                "by": decision.decided_by.display_name,
                "at": decision.decided_at,
            }
            for decision in row.stage_decisions.select_related("decided_by")
        ],
        "assessments": assessment_lines(assessments_of(request.viewer, row)),
        "assesses": may_assess(request.viewer),
        "refusal": refusal,
        "kind_url": reverse("kind", args=[row.places.kind.code]),
    }
    return render(request, "web/phenomena/phenomenon.html", context, status=422 if refusal else 200)


def _stages(row: Phenomenon) -> list[tuple[str, Any]]:
    return [(stage.value, STAGES[stage]) for stage in Stage if stage in STAGE_TRANSITIONS[Stage(row.stage)]]

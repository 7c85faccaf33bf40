"""An assessment: written together, signed by organisations, published by a named person."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tilannekuva.domain.assessment import AssessmentState, Part, Stance
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.errors import NotAllowed, RuleBroken
from tilannekuva.domain.rules.assessments import may_assess, may_sign
from tilannekuva.picture.actions import (
    begin_assessment,
    drop_assessment,
    publish_assessment,
    renew_editions,
    save_assessment,
    sign_assessment,
)
from tilannekuva.picture.assessment_changes import changes_between
from tilannekuva.picture.assessment_queries import (
    assessments_of,
    findings_to_rest_on,
    missing_of,
    questions_to_rest_on,
    series_to_rest_on,
)
from tilannekuva.picture.models import Assessment
from tilannekuva.picture.phenomenon_words import ASSESSMENT_STATES, MISSING, PARTS
from tilannekuva.picture.queries import phenomena_visible_to
from tilannekuva.picture.standing_phenomena import assessment_as_json
from tilannekuva.project.city import current_city
from tilannekuva.publication.phenomenon_view import assessment_view, named
from tilannekuva.publication.place_table import day_in_full
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.forms.phenomena import AssessmentForm, EvidenceChoice, initial_of
from tilannekuva.web.refusals import refusal_text
from tilannekuva.web.requests import Request

from .phenomenon_names import name_of

_USUAL_DAYS = 91


@open_to(Door.PICTURE_WORKERS)
@require_POST
def new_assessment(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Begin a draft of the next version."""
    phenomenon = phenomena_visible_to(request.viewer).filter(public_id=public_id).first()
    if phenomenon is None:
        raise Http404
    try:
        draft = begin_assessment(
            phenomenon=phenomenon, language=(get_language() or "en")[:2], by=request.viewer
        )
    except NotAllowed as refused:
        raise Http404 from refused
    except RuleBroken as refused:
        messages.error(request, refusal_text(refused))
        return redirect("phenomenon", public_id)
    return redirect("edit_assessment", draft.public_id)


@open_to(Door.PICTURE_WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def edit_assessment(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Write a draft. What is refused stands beside what was typed, and nothing of it is stored."""
    row = _assessment_or_404(request, public_id)
    if row.state != AssessmentState.DRAFT or not may_assess(request.viewer):
        return redirect("assessment", public_id)
    until = today_on(settings.TIME_ZONE) + dt.timedelta(days=_USUAL_DAYS)
    form = AssessmentForm(
        request.POST or None, initial=initial_of(row, until), evidence=_evidence_choices(request, row)
    )
    if form.is_valid():
        try:
            save_assessment(
                assessment=row, judgement=form.judgement(), seen=_seen(request), by=request.viewer
            )
        except NotAllowed as refused:
            raise Http404 from refused
        except RuleBroken as refused:
            form.add_error(None, refusal_text(refused))
            row.refresh_from_db()  # whoever has read the refusal saves over what it says now
        else:
            messages.success(request, _("The draft is saved."))
            return redirect("assessment", public_id)
    context = {"form": form, "row": row, "name": _name(row)}
    return render(request, "web/assessment/edit.html", context, status=422 if form.errors else 200)


@open_to(Door.PICTURE_READERS)
@require_safe
def assessment(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """One version: what it says, what it rests on, who stands behind it, and what is new in it."""
    return _page(request, _assessment_or_404(request, public_id))


@open_to(Door.PICTURE_READERS)
@require_POST
def sign(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Agree for one's organisation, or say in what it differs."""
    row = _assessment_or_404(request, public_id)
    stance = request.POST.get("stance", "")
    if stance not in set(Stance):
        return _page(request, row, refusal=_("Choose whether your organisation agrees or differs."))
    try:
        with transaction.atomic():
            sign_assessment(
                assessment=row,
                stance=Stance(stance),
                text=request.POST.get("text", ""),
                seen=_seen(request),
                by=request.viewer,
            )
            if row.state == AssessmentState.PUBLISHED:
                renew_editions(city=current_city(), by=request.viewer)
    except NotAllowed as refused:
        raise Http404 from refused
    except RuleBroken as refused:
        row.refresh_from_db()
        return _page(request, row, refusal=refusal_text(refused), text=request.POST.get("text", ""))
    messages.success(
        request, _("What your organisation says is recorded. You can change it while this stands.")
    )
    return redirect("assessment", public_id)


@open_to(Door.PICTURE_WORKERS)
@require_POST
def finish(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Publish a draft, or give it up."""
    row = _assessment_or_404(request, public_id)
    try:
        with transaction.atomic():
            if request.POST.get("act") == "drop":
                drop_assessment(assessment=row, by=request.viewer)
                messages.success(request, _("The draft is given up. Nothing of its words is kept."))
                return redirect("phenomenon", row.phenomenon.public_id)
            publish_assessment(assessment=row, seen=_seen(request), by=request.viewer)
            renew_editions(city=current_city(), by=request.viewer)
    except NotAllowed as refused:
        raise Http404 from refused
    except RuleBroken as refused:
        row.refresh_from_db()
        return _page(request, row, refusal=refusal_text(refused))
    messages.success(request, _("The assessment is in force, and stands in the picture."))
    return redirect("phenomenon", row.phenomenon.public_id)


def _seen(request: Request) -> dt.datetime | None:
    """When that was written which stood on the page; None for what no page of ours sends."""
    return parse_datetime(request.POST.get("seen", ""))


def _assessment_or_404(request: Request, public_id: uuid.UUID) -> Assessment:
    row = (
        Assessment.objects.visible_to(request.viewer)
        .exclude(state=AssessmentState.DROPPED)
        .select_related("phenomenon__places__kind", "owner", "written_by")
        .filter(public_id=public_id)
        .first()
    )
    if row is None:
        raise Http404
    return row


def _page(request: Request, row: Assessment, *, refusal: str = "", text: str = "") -> HttpResponse:
    before = assessments_of(request.viewer, row.phenomenon).filter(version__lt=row.version).first()
    own = next(
        (each for each in row.signatures.all() if each.organisation_id == request.viewer.organisation_id),
        None,
    )
    is_draft = row.state == AssessmentState.DRAFT
    said = assessment_as_json(row)
    context = {
        "row": row,
        "name": _name(row),
        "word": ASSESSMENT_STATES[row.state],
        "assessment": assessment_view(said, today=today_on(settings.TIME_ZONE)),
        "missing": [_missing_word(name) for name in missing_of(row)] if is_draft else [],
        "changes": changes_between(assessment_as_json(before), said) if before else [],
        "before": before,
        "is_draft": is_draft,
        "assesses": may_assess(request.viewer),
        "signs": may_sign(request.viewer) and row.state in (AssessmentState.DRAFT, AssessmentState.PUBLISHED),
        "own": own,
        "text": text or (own.text if own else ""),
        "refusal": refusal,
    }
    return render(request, "web/assessment/page.html", context, status=422 if refusal else 200)


def _missing_word(name: str) -> Any:
    return MISSING[name] if name in MISSING else PARTS[Part(name)]


def _name(row: Assessment) -> str:
    return name_of(row.phenomenon, get_language() or "en")


def _evidence_choices(request: Request, row: Assessment) -> list[EvidenceChoice]:
    """Findings of the phenomenon, statistics and survey questions that the viewer reads and may share."""
    language = get_language() or "en"
    series, questions = series_to_rest_on(request.viewer), questions_to_rest_on(request.viewer)
    return [
        *(
            EvidenceChoice(
                finding,
                _("Finding: %(where)s, since %(day)s")
                % {
                    "where": named(
                        finding.kind.name(language),
                        sorted(area.name(language) for area in finding.areas.all()),
                    ),
                    "day": day_in_full(finding.first_on.isoformat()),
                },
            )
            for finding in findings_to_rest_on(request.viewer, row.phenomenon)
        ),
        *(EvidenceChoice(each, _("Statistic: %(title)s") % {"title": each.title}) for each in series),
        *(EvidenceChoice(each, _("Survey: %(question)s") % {"question": each.text}) for each in questions),
    ]

"""Editions: which were released, which one waits for a second person, and the current one to propose."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tilannekuva.domain.clock import today_on
from tilannekuva.domain.edition_release import (
    LONGEST_DIARY_NUMBER,
    ConfidentialityNote,
    EditionReleaseState,
    WithdrawalReason,
)
from tilannekuva.domain.errors import NotAllowed, RuleBroken
from tilannekuva.domain.rules.edition_releases import may_propose_release
from tilannekuva.picture.actions import drop_release, propose_release, release_edition, withdraw_release
from tilannekuva.picture.models import Edition, EditionRelease
from tilannekuva.picture.queries import content_of, current_edition
from tilannekuva.picture.release_queries import release_with, releases_for
from tilannekuva.picture.release_words import CONFIDENTIALITY_NOTES, WITHDRAWAL_REASONS
from tilannekuva.publication.picture_view import head
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.refusals import refusal_text
from tilannekuva.web.requests import Request, id_in

from .edition_lines import past_names, release_line

_MOST_SHOWN = 100


@open_to(Door.PICTURE_READERS)
@require_safe
def editions(request: Request) -> HttpResponse:
    """Released editions, the newest first; for those who work on the picture also what waits, and the current one."""
    return _page(request)


@open_to(Door.PICTURE_WORKERS)
@require_POST
def propose(request: Request) -> HttpResponse:
    """Propose the edition that stood on the page when the button was pressed."""
    wanted, note = id_in(request.POST.get("edition")), request.POST.get("confidentiality", "")
    visible = Edition.objects.visible_to(request.viewer)
    seen = visible.filter(public_id=wanted).first() if wanted else None
    if seen is None or note not in set(ConfidentialityNote):
        raise Http404
    return _step(
        request,
        lambda: propose_release(
            seen=seen,
            diary_number=request.POST.get("diary_number", ""),
            confidentiality=ConfidentialityNote(note),
            by=request.viewer,
        ),
        _("Proposed. A second person releases it."),
    )


@open_to(Door.PICTURE_WORKERS)
@require_POST
def decide(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Release, give up, or withdraw: one press each; a withdrawal has a reason."""
    row = release_with(request.viewer, public_id)
    if row is None:
        raise Http404
    reason = request.POST.get("reason", "")
    steps: dict[str, tuple[Callable[[], Any], str]] = {
        "release": (
            lambda: release_edition(release=row, by=request.viewer),
            _("Released. It can be cited by its number, and never changes."),
        ),
        "drop": (
            lambda: drop_release(release=row, by=request.viewer),
            _("Given up. The picture itself stays as it is."),
        ),
        "withdraw": (
            lambda: withdraw_release(
                release=row,
                reason=WithdrawalReason(reason) if reason in set(WithdrawalReason) else None,
                by=request.viewer,
            ),
            _("Withdrawn. Its number is not given again."),
        ),
    }
    step, told = steps.get(request.POST.get("act", ""), (None, ""))
    if step is None:
        raise Http404
    return _step(request, step, told)


def _step(request: Request, act: Callable[[], Any], told: str) -> HttpResponse:
    try:
        act()
    except NotAllowed as refused:
        raise Http404 from refused
    except RuleBroken as refused:
        return _page(request, refusal=refusal_text(refused))
    messages.success(request, told)
    return redirect("editions")


def _page(request: Request, *, refusal: str = "") -> HttpResponse:
    rows = list(releases_for(request.viewer).exclude(state=EditionReleaseState.DROPPED)[:_MOST_SHOWN])
    waiting = [row for row in rows if row.state == EditionReleaseState.PROPOSED]
    published = sorted(
        (row for row in rows if row.serial), key=lambda row: (row.year or 0, row.number or 0), reverse=True
    )
    context = {
        "released": [release_line(row, request.viewer) for row in published],
        "waiting": [_waiting(row, request) for row in waiting],
        "current": _current(request, rows),
        "notes": list(CONFIDENTIALITY_NOTES.items()),
        "reasons": list(WITHDRAWAL_REASONS.items()),
        "longest_diary_number": LONGEST_DIARY_NUMBER,
        "refusal": refusal,
    }
    return render(request, "web/editions/page.html", context, status=422 if refusal else 200)


def _waiting(row: EditionRelease, request: Request) -> dict[str, Any]:
    past = past_names(content_of(row.exact), today_on(settings.TIME_ZONE))
    return release_line(row, request.viewer) | {"past": past}


def _current(request: Request, rows: list[EditionRelease]) -> dict[str, Any] | None:
    """The edition on the page of the picture, to propose; None for those who do not, or before the first run."""
    edition = current_edition(request.viewer) if may_propose_release(request.viewer) else None
    if edition is None:
        return None
    content, today = content_of(edition), today_on(settings.TIME_ZONE)
    same = next((row for row in rows if row.exact_id == edition.pk), None)
    return {
        "id": edition.public_id,
        "head": head(content, get_language() or "en", today=today),
        "past": past_names(content, today),
        "release": release_line(same, request.viewer) if same else None,
        "can_propose": same is None and not any(row.state == EditionReleaseState.PROPOSED for row in rows),
    }

"""Where the public picture is proposed, looked at, released by a second person, and withdrawn."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tilannekuva.domain.clock import today_on
from tilannekuva.domain.errors import NotAllowed, RuleBroken
from tilannekuva.domain.public_release import PENDING, PUBLISHED, ReleaseState, WithdrawalReason
from tilannekuva.domain.rules.public_releases import can_become, may_decide_release, may_propose_release
from tilannekuva.domain.viewer import Viewer
from tilannekuva.picture.queries import newest_edition_on
from tilannekuva.project.city import current_city
from tilannekuva.publication.models import PublicRelease
from tilannekuva.publication.public.view import city_view, head_of
from tilannekuva.publication.public.words import WITHDRAWAL_WORDS
from tilannekuva.publication.release.actions import (
    propose_release,
    publish_release,
    reject_release,
    withdraw_release,
)
from tilannekuva.publication.release.queries import releases_for
from tilannekuva.publication.words import RELEASE_STATES
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.forms.release import ReleaseForm, WithdrawalForm
from tilannekuva.web.refusals import refusal_text, told
from tilannekuva.web.requests import Request

from .public import area_url, told_of

_MOST_SHOWN = 40


@open_to(Door.PUBLISHERS)
@require_http_methods(["GET", "HEAD", "POST"])
def releases(request: Request) -> HttpResponse:
    """The register, and a form that proposes the next release."""
    form = ReleaseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            propose_release(
                as_of=newest_edition_on() or today_on(settings.TIME_ZONE) - dt.timedelta(days=1),
                lead=form.lead(),
                smallest_count=current_city().thresholds.smallest_count_public,
                by=request.viewer,
            )
        except NotAllowed:
            raise
        except RuleBroken as refused:
            form.add_error(None, refusal_text(refused))
        else:
            messages.success(
                request, _("Proposed. In a moment it can be looked at; a second person releases it.")
            )
            return redirect("public_releases")
    rows = list(releases_for(request.viewer)[:_MOST_SHOWN])
    waits = any(row.state in PENDING for row in rows)
    context = {
        "form": form if may_propose_release(request.viewer) and not waits else None,
        "lines": [_line(row, request.viewer) for row in rows],
    }
    return render(request, "web/public_releases/page.html", context, status=422 if form.errors else 200)


@open_to(Door.PUBLISHERS)
@require_safe
def release_preview(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """What residents will see, or saw, of a release."""
    release = _release_or_404(request.viewer, public_id)
    context: dict[str, Any] = {
        "line": _line(release, request.viewer),
        "withdrawal_form": WithdrawalForm() if release.state == ReleaseState.RELEASED else None,
    }
    if release.sha256:
        told = told_of(release)
        context |= {
            "head": head_of(
                told, published_on=today_on(settings.TIME_ZONE), today=today_on(settings.TIME_ZONE)
            ),
            "leads": [{"language": code, "text": text} for code, text in release.lead.items()],
            "view": city_view(told, area_url=area_url),
            "sha256": release.sha256,
        }
    return render(request, "web/public_releases/preview.html", context)


@open_to(Door.PUBLISHERS)
@require_POST
def decide(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Release, reject or withdraw."""
    release = _release_or_404(request.viewer, public_id)
    steps: dict[str, tuple[Callable[[], None], str]] = {
        "release": (
            lambda: publish_release(release=release, by=request.viewer),
            _("Released. Everybody can read it now."),
        ),
        "reject": (
            lambda: reject_release(release=release, by=request.viewer),
            _("Rejected. Nothing of it was published."),
        ),
        "withdraw": (
            lambda: _withdraw(release, request),
            _("Withdrawn. The public page says so, with the reason."),
        ),
    }
    step, said = steps.get(request.POST.get("decision", ""), (None, ""))
    if step is None:
        raise Http404
    told(request, step, said)
    return redirect("public_releases")


def _withdraw(release: PublicRelease, request: Request) -> None:
    form = WithdrawalForm(request.POST)
    if not form.is_valid():
        raise Http404
    withdraw_release(release=release, reason=WithdrawalReason(form.cleaned_data["reason"]), by=request.viewer)


def _release_or_404(viewer: Viewer, public_id: uuid.UUID) -> PublicRelease:
    release = releases_for(viewer).filter(public_id=public_id).first()
    if release is None:
        raise Http404
    return release


def _line(release: PublicRelease, viewer: Viewer) -> dict[str, Any]:
    state = ReleaseState(release.state)
    is_own = viewer.person_id == release.proposed_by_id
    decides = may_decide_release(viewer, proposed_by_id=release.proposed_by_id)
    reason = release.withdrawal_reason
    return {
        "id": release.public_id,
        "as_of": release.as_of,
        "state": str(RELEASE_STATES[state]),
        "proposed_by": release.proposed_by.display_name,
        "proposed_at": release.proposed_at,
        "decided_by": release.decided_by.display_name if release.decided_by else "",
        "decided_at": release.decided_at,
        "reason": str(WITHDRAWAL_WORDS[WithdrawalReason(reason)]) if reason else "",
        "has_content": bool(release.sha256),
        "was_public": state in PUBLISHED,
        "can_release": decides and can_become(state, ReleaseState.RELEASED),
        "can_reject": (decides or is_own) and can_become(state, ReleaseState.REJECTED),
        "waits_for_another": is_own and can_become(state, ReleaseState.RELEASED),
    }

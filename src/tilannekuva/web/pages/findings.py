"""One finding, and what people decide on it."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from tilannekuva.detection.actions import confirm, reject, reopen
from tilannekuva.detection.models import Finding
from tilannekuva.detection.queries import findings_visible_to, past_decisions
from tilannekuva.detection.words import DECISIONS, FINDING_REASONS, STREAMS, count_text
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.errors import NotAllowed, RuleBroken
from tilannekuva.domain.rules.findings import may_decide
from tilannekuva.domain.rules.phenomena import may_work_on_phenomena
from tilannekuva.domain.states import FINDING_TRANSITIONS, REASONS_TO, FindingReason, FindingState
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.queries import counts_by_stream
from tilannekuva.picture.actions import renew_editions
from tilannekuva.picture.queries import content_of, edition_with, phenomena_visible_to
from tilannekuva.project.city import current_city
from tilannekuva.publication.finding_trend import finding_trend
from tilannekuva.publication.finding_view import finding_view, state_of
from tilannekuva.publication.map_data import attribution_of, finding_map_data
from tilannekuva.publication.picture_view import head
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.refusals import refusal_text
from tilannekuva.web.requests import Request

from .geography import map_sources
from .other_looks import other_looks, ticked_looks
from .phenomenon_names import name_of


@open_to(Door.PICTURE_READERS)
@require_safe
def finding(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Unknown and forbidden answer alike: 404."""
    row = _finding_or_404(request.viewer, public_id)
    return render(request, "web/finding/page.html", _context(request.viewer, row))


@open_to(Door.PICTURE_READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def finding_decide(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Confirm, reject or reopen: one press each; it can be taken back. A reload shows the finding."""
    row = _finding_or_404(request.viewer, public_id)
    if request.method != "POST":
        return redirect(reverse("finding", args=[public_id]))
    try:
        with transaction.atomic():
            state, reason = request.POST.get("state", ""), request.POST.get("reason", "")
            others = ticked_looks(request.viewer, row, request.POST.getlist("also"))
            for each in (row, *others):
                _decide(each, state, reason, request.viewer)
            renew_editions(city=current_city(), by=request.viewer)
    except NotAllowed as refused:
        raise Http404 from refused
    except RuleBroken as refused:
        context = _context(request.viewer, row) | {"refusal": refusal_text(refused)}
        return render(request, "web/finding/page.html", context, status=422)
    messages.success(request, _stored_text(state, len(others)))
    return redirect(reverse("finding", args=[public_id]))


def _stored_text(state: str, n_others: int) -> str:
    if state == FindingState.OPEN:
        return _("The decision is taken back. The finding awaits one again.")
    if not n_others:
        return _("Your decision is stored. You can take it back.")
    return ngettext(
        "Your decision is stored for this finding and %(n)d other. Each can be taken back on its own page.",
        "Your decision is stored for this finding and %(n)d others. Each can be taken back on its own page.",
        n_others,
    ) % {"n": n_others}


def _decide(row: Finding, state: str, reason: str, viewer: Viewer) -> None:
    if state == FindingState.OPEN:
        reopen(finding=row, by=viewer)
        return
    decide = {FindingState.CONFIRMED.value: confirm, FindingState.REJECTED.value: reject}.get(state)
    if decide is None or reason not in set(FindingReason):
        raise RuleBroken("Choose a reason from the list: a decision without one cannot be followed up.")
    decide(finding=row, reason=FindingReason(reason), by=viewer)


def _finding_or_404(viewer: Viewer, public_id: uuid.UUID) -> Finding:
    row = findings_visible_to(viewer).filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row


def _context(viewer: Viewer, row: Finding) -> dict[str, Any]:
    language = get_language() or "en"
    edition = edition_with(viewer, row)
    if edition is None:
        raise Http404
    content = content_of(edition)
    entry = next(entry for entry in content["findings"] if entry["id"] == str(row.public_id))
    # The edition says what was found; the row says what people have decided on it since.
    entry = {**entry, "state": row.state}
    state, word = state_of(row.state, entry["possible"])
    return {
        "row": row,
        "finding": finding_view(content, entry, language, url="") | {"state": state, "state_word": word},
        "decisions": [
            {
                "word": DECISIONS[FindingState(decision.state)],
                "reason": FINDING_REASONS[FindingReason(decision.reason)] if decision.reason else "",
                "by": decision.decided_by.display_name,
                "at": decision.decided_at,
            }
            for decision in row.decisions.all()
        ],
        "forms": _forms(row) if may_decide(viewer) else [],
        "other_looks": other_looks(viewer, row, content, language),
        "can_reopen": may_decide(viewer)
        and FindingState.OPEN in FINDING_TRANSITIONS[FindingState(row.state)],
        **_phenomenon(viewer, row, language),
        "past": _past(str(entry["detector"])),
        "run": content["basis"]["run"],
        "version": content["basis"]["code_version"],
        "streams": _streams(viewer, row),
        "view": {"head": head(content, language, today=today_on(settings.TIME_ZONE))},
        "trend": finding_trend(content, entry),
        "map_data": finding_map_data(content, entry, language),
        "still_map_url": reverse("finding_still_map", args=[row.public_id]),
        "map_sources": map_sources() | {"attribution": attribution_of(content)},
    }


def _phenomenon(viewer: Viewer, row: Finding, language: str) -> dict[str, Any]:
    """The phenomenon that a person joined it to, if any."""
    joined = phenomena_visible_to(viewer).filter(
        joined_findings__finding=row, joined_findings__left_at__isnull=True
    )
    phenomenon = joined.first()
    return {
        "phenomenon": phenomenon,
        "phenomenon_name": name_of(phenomenon, language) if phenomenon else "",
        "works_on_phenomena": may_work_on_phenomena(viewer),
    }


def _forms(row: Finding) -> list[dict[str, Any]]:
    """Confirm and reject side by side, with as many presses each (L-07)."""
    words = {
        FindingState.CONFIRMED: (_("This is so"), _("Confirm")),
        FindingState.REJECTED: (_("This is not so, or not what it seems"), _("Reject")),
    }
    return [
        {
            "state": state.value,
            "title": title,
            "button": button,
            "reasons": [(reason.value, FINDING_REASONS[reason]) for reason in REASONS_TO[state]],
        }
        for state, (title, button) in words.items()
        if state in FINDING_TRANSITIONS[FindingState(row.state)]
    ]


def _past(detector: str) -> str:
    confirmed, rejected = past_decisions(detector)
    decided = confirmed + rejected
    if not decided:
        return _("How often this rule was wrong is not yet known: nobody has decided on its findings so far.")
    return ngettext(
        "Of %(decided)d decided finding of this rule, people rejected %(rejected)d.",
        "Of %(decided)d decided findings of this rule, people rejected %(rejected)d.",
        decided,
    ) % {"decided": decided, "rejected": rejected}


def _streams(viewer: Viewer, row: Finding) -> list[tuple[str, str]]:
    """Signals at place and time of the finding, among those that the viewer may read one by one."""
    where: dict[str, Any] = {"kind": row.kind, "occurred_on__range": (row.first_on, row.last_on)}
    if row.facts["place"] == "cell":
        where["cell__code__in"] = row.facts["place_codes"]
    else:
        where["area__code__in"] = row.facts["place_codes"]
    counts = counts_by_stream(viewer, **where)
    return [(str(word), count_text(counts.get(stream, 0))) for stream, word in STREAMS.items()]

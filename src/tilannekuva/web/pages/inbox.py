"""The inbox: what came in, what may belong together, what waits for whom; and one signal with its history."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tilannekuva.detection.triage.listing import MOST_SIGNALS, blocks_from, count_of
from tilannekuva.detection.triage.models import TriageChange
from tilannekuva.detection.triage.queries import (
    answers_to,
    asked_by,
    asked_of,
    companions_of,
    is_latest,
    n_unanswered,
    own_last_steps,
    passed_on_of,
    receivers,
    steps_on,
)
from tilannekuva.detection.triage.words import REASONS, STEPS_TAKEN
from tilannekuva.detection.words import count_text
from tilannekuva.domain.clock import now_at, today_on
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.rules.texts import may_review
from tilannekuva.domain.rules.triage import can_undo, may_undo
from tilannekuva.domain.triage import (
    LONGEST_ANSWER_DAYS,
    REASONS_IN_A_GROUP,
    REASONS_OF,
    TriageAct,
)
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.coverage import standings
from tilannekuva.intake.queries import protected_source_of, signals_visible_to, text_to_read, withdrawal_of
from tilannekuva.intake.words import OPENING_REASONS
from tilannekuva.project.city import current_city
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.forms.inbox import ChoiceForm
from tilannekuva.web.requests import Request

from .coverage import line_of as coverage_line
from .coverage import summary_text
from .inbox_lines import Reader, blocks_shown, line_of, steps_shown, waiting_line

_BLOCKS_ON_PAGE = 40
_MOST_WAITING = 20
_LAST_STEPS = 5


@open_to(Door.TRIAGE)
@require_safe
def inbox(request: Request) -> HttpResponse:
    """The newest first; the choice stands in the address."""
    return render(request, "web/inbox/page.html", inbox_context(request, ChoiceForm(request.GET)))


@open_to(Door.TRIAGE)
@require_safe
def signal(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """One signal, with every step that was taken. Unknown and forbidden answer alike: 404."""
    return render(request, "web/inbox/signal.html", signal_context(request, public_id))


def inbox_context(request: Request, form: ChoiceForm) -> dict[str, Any]:
    reader = Reader(request.viewer, get_language() or "en")
    choice = form.choice
    first = (form.page_number - 1) * _BLOCKS_ON_PAGE
    shown = blocks_from(
        request.viewer,
        choice,
        first=first,
        n=_BLOCKS_ON_PAGE + 1,
        cell_size_m=current_city().cell_size_m,
        near_days=current_city().thresholds.joining_days,
    )
    n_signals = count_of(request.viewer, choice)
    waiting = [waiting_line(row, reader) for row in asked_by(request.viewer)[:_MOST_WAITING]]
    mine = [waiting_line(row, reader) for row in asked_of(request.viewer)[:_MOST_WAITING]]
    return _steps_context(reader) | {
        "form": form,
        "query": form.query(),
        "blocks": blocks_shown(shown[:_BLOCKS_ON_PAGE], reader),
        "n_signals": _n_signals_text(n_signals),
        "is_cut": n_signals > MOST_SIGNALS,
        "waits": choice.waits.value,
        "previous": form.query(page=form.page_number - 1) if form.page_number > 1 else None,
        "next": form.query(page=form.page_number + 1) if len(shown) > _BLOCKS_ON_PAGE else None,
        "waiting": waiting,
        "answered": [waiting_line(row, reader) for row in answers_to(request.viewer)[:_MOST_WAITING]],
        "mine": mine,
        **_silent_context(reader),
        "unanswered": _unanswered_text(request.viewer),
        "n_late": sum(row["is_late"] for row in waiting),
    }


def _silent_context(reader: Reader) -> dict[str, Any]:
    """Who was to report and was not heard."""
    today = today_on(settings.TIME_ZONE)
    lines = [
        coverage_line(each, reader.language, today)
        for each in standings(reader.viewer, today, current_city().thresholds)
    ]
    return {
        "silent": [line for line in lines if line["is_silent"]],
        "silent_summary": summary_text(lines),
    }


def _unanswered_text(viewer: Viewer) -> str:
    """How many reporters have waited for longer than the city promises; empty when none has."""
    days = current_city().thresholds.answer_within_days
    n = n_unanswered(viewer, received_before=now_at() - dt.timedelta(days=days))
    words = ngettext(
        "%(n)s report has waited for an answer for more than %(days)s days.",
        "%(n)s reports have waited for an answer for more than %(days)s days.",
        n,
    )
    return words % {"n": count_text(n), "days": days} if n else ""


def _n_signals_text(n_signals: int) -> str:
    if n_signals > MOST_SIGNALS:
        return _("more than %(n)s") % {"n": count_text(MOST_SIGNALS)}
    return count_text(n_signals)


def signal_context(request: Request, public_id: uuid.UUID) -> dict[str, Any]:
    reader = Reader(request.viewer, get_language() or "en")
    found = signals_visible_to(request.viewer).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return _steps_context(reader) | {
        "line": line_of(found, reader, list(passed_on_of(request.viewer, [found.pk]))),
        "companions": [line_of(row, reader) for row in companions_of(request.viewer, found)],
        "mine": [waiting_line(row, reader) for row in asked_of(request.viewer).filter(signal=found)],
        "history": [_history_line(change, reader) for change in steps_on(request.viewer, found)],
        "withdrawal": withdrawal_of(found),
        "can_ask_source": protected_source_of(request.viewer, public_id) is not None,
        "opening_reasons": OPENING_REASONS.items(),
        "text": text_to_read(request.viewer, found),
        "may_remove_text": may_review(
            request.viewer,
            owner_id=found.owner_id,
            written_by_id=found.recorded_by_id,
            marking=Marking(found.marking),
        ),
    }


def _history_line(change: TriageChange, reader: Reader) -> dict[str, Any]:
    step = change.step
    act, is_undone = TriageAct(step.act), hasattr(step, "undone_by")
    whose = may_undo(reader.viewer, made_by_id=step.made_by_id, organisation_id=step.organisation_id)
    return {
        "id": str(step.public_id),
        "act": STEPS_TAKEN[act],
        "reason": REASONS.get(step.reason, ""),
        "by": step.made_by.display_name,
        "organisation": step.organisation.name(reader.language),
        "at": step.made_at,
        "is_undone": is_undone,
        "can_undo": whose and not is_undone and can_undo(act, is_undone=is_undone, is_latest=is_latest(step)),
    }


def _steps_context(reader: Reader) -> dict[str, Any]:
    """What the bar of steps offers, and the reader's own last steps."""
    today = today_on(settings.TIME_ZONE)
    return {
        "reasons": {
            act.value: [(f"{act.value} {reason.value}", REASONS[reason]) for reason in reasons]
            for act, reasons in REASONS_OF.items()
        },
        "reasons_in_a_group": {
            f"{act.value} {reason.value}"
            for act, reasons in REASONS_OF.items()
            for reason in REASONS_IN_A_GROUP.intersection(reasons)
        },
        "receivers": [(each.code, each.name(reader.language)) for each in receivers(reader.viewer)],
        "pass_on_reasons": [(reason.value, REASONS[reason]) for reason in REASONS_OF[TriageAct.PASS_ON]],
        "answers": [(reason.value, REASONS[reason]) for reason in REASONS_OF[TriageAct.ANSWER]],
        "answer_by": today + dt.timedelta(days=current_city().thresholds.passed_on_answer_days),
        "answer_from": today,
        "answer_until": today + dt.timedelta(days=LONGEST_ANSWER_DAYS),
        "last_steps": steps_shown(list(own_last_steps(reader.viewer, _LAST_STEPS)), reader),
    }

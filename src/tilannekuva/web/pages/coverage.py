"""Coverage: who reports in which rhythm, who was silent, and one press that reminds."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tilannekuva.domain.alphabet import alphabetical
from tilannekuva.domain.clock import local_date, today_on
from tilannekuva.domain.coverage import Heard, PeriodState, Rhythm
from tilannekuva.domain.errors import NotAllowed, RuleBroken
from tilannekuva.domain.rules.coverage import (
    can_remind,
    may_set_duties,
    may_work_on_coverage,
    sees_all_duties,
)
from tilannekuva.intake.actions import end_duty, remind, set_duty
from tilannekuva.intake.coverage import WEEKS_BACK, Standing, coverage_on, earlier_duties, standings
from tilannekuva.intake.models import ReportingDuty
from tilannekuva.intake.words import PERIOD_STATES, RHYTHMS
from tilannekuva.places.queries import areas_today
from tilannekuva.project.city import current_city
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.forms.coverage import DutyForm
from tilannekuva.web.refusals import refusal_text, told
from tilannekuva.web.requests import Request

_PERIODS_SHOWN = 8
_MOST_EARLIER = 50


@open_to(Door.PICTURE_READERS)
@require_safe
def coverage(request: Request) -> HttpResponse:
    """All reporters for those who work on the picture or lead; one's own organisation for every other reader."""
    language, today = get_language() or "en", today_on(settings.TIME_ZONE)
    lines = [
        line_of(each, language, today) for each in standings(request.viewer, today, current_city().thresholds)
    ]
    lines.sort(key=lambda line: alphabetical(line["reporter"]))
    context = {
        "lines": lines,
        "summary": summary_text(lines),
        "n_reminded": sum(line["is_reminded"] for line in lines),
        "sees_all": sees_all_duties(request.viewer),
        "sets": may_set_duties(request.viewer),
        "reminds": may_work_on_coverage(request.viewer),
        "unwatched": _unwatched(today, language) if sees_all_duties(request.viewer) else [],
        "earlier": [
            _past_line(duty, language) for duty in earlier_duties(request.viewer, today)[:_MOST_EARLIER]
        ],
    }
    return render(request, "web/coverage/page.html", context)


@open_to(Door.COORDINATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_duty(request: Request) -> HttpResponse:
    """Say who is to report how often. A duty that lasts ends on the day before the new one."""
    form = DutyForm(request.POST or None)
    if form.is_valid():
        try:
            set_duty(**form.chosen(), by=request.viewer)
        except NotAllowed:
            raise
        except RuleBroken as refused:
            form.add_error(None, refusal_text(refused))
        else:
            messages.success(request, _("The duty is set. What was expected before stays on record."))
            return redirect("coverage")
    return render(request, "web/coverage/new.html", {"form": form}, status=422 if form.errors else 200)


@open_to(Door.COORDINATORS)
@require_POST
def end(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """From tomorrow, nothing is expected any more."""
    duty = _duty(request, public_id)
    return _done(
        request,
        lambda: end_duty(duty=duty, last_on=today_on(settings.TIME_ZONE), by=request.viewer),
        _("The duty ends today."),
    )


@open_to(Door.PICTURE_WORKERS)
@require_POST
def remind_reporter(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """One press: the reporters of the organisation see it where they report."""
    duty = _duty(request, public_id)
    return _done(
        request,
        lambda: remind(duty=duty, by=request.viewer, thresholds=current_city().thresholds),
        _("Reminded. Its reporters see it on their report page."),
    )


def line_of(standing: Standing, language: str, today: dt.date) -> dict[str, Any]:
    """One duty in words, for the page of coverage and the side of the inbox."""
    duty, heard = standing.duty, standing.heard
    reminded_on = local_date(standing.reminder.made_at, settings.TIME_ZONE) if standing.reminder else None
    return {
        "id": duty.public_id,
        "reporter": _reporter(duty, language),
        "rhythm": RHYTHMS[Rhythm(duty.rhythm)],
        "areas": _area_names(duty, language),
        "last_heard_on": heard.last_heard_on,
        "is_silent": heard.is_silent,
        "is_overdue": heard.is_overdue,
        "state": _state_text(heard),
        "silent_since_on": heard.silent_since_on,
        "reminded_on": reminded_on,
        "is_reminded": reminded_on is not None and heard.is_overdue,
        "can_remind": can_remind(is_overdue=heard.is_overdue, reminded_on=reminded_on, today_on=today),
        "lasts": duty.valid_to_on is None,
        "periods": [
            {"state": period.state.value, "word": PERIOD_STATES[period.state], "first_on": period.first_on}
            for period in heard.periods[-_PERIODS_SHOWN:]
        ],
    }


def summary_text(lines: list[dict[str, Any]]) -> str:
    """How many of those expected are silent."""
    n, expected = sum(line["is_silent"] for line in lines), len(lines)
    return ngettext(
        "%(n)d of %(of)d expected reporter silent", "%(n)d of %(of)d expected reporters silent", expected
    ) % {"n": n, "of": expected}


def _state_text(heard: Heard) -> str:
    if heard.is_silent and heard.last_heard_on is None:
        return _("Silent for %(n)d weeks or longer, or since the duty began") % {"n": WEEKS_BACK}
    if heard.is_silent:
        return _("Silent")
    if heard.is_overdue:
        return _("Late, within the days of grace")
    if not heard.periods or (heard.periods[-1].state is PeriodState.OPEN and len(heard.periods) == 1):
        return _("Begun, nothing due yet")
    return _("Heard in time")


def _unwatched(today: dt.date, language: str) -> list[str]:
    """Names of the areas at which no reporter looks that was heard."""
    covered = coverage_on(today, current_city().thresholds).covered
    names = [area.name(language) for area in areas_today() if area.code not in covered]
    return sorted(names, key=alphabetical)


def _reporter(duty: ReportingDuty, language: str) -> str:
    name = duty.organisation.name(language)
    return f"{name}: {duty.source.code}" if duty.source else name


def _area_names(duty: ReportingDuty, language: str) -> str:
    names = sorted((row.area.name(language) for row in duty.duty_areas.all()), key=alphabetical)
    return ", ".join(names) if names else _("The whole city")


def _past_line(duty: ReportingDuty, language: str) -> dict[str, Any]:
    return {
        "reporter": _reporter(duty, language),
        "rhythm": RHYTHMS[Rhythm(duty.rhythm)],
        "from_on": duty.valid_from_on,
        "to_on": duty.valid_to_on,
        "set_by": duty.set_by.display_name if duty.set_by else "",
    }


def _duty(request: Request, public_id: uuid.UUID) -> ReportingDuty:
    found = (
        ReportingDuty.objects.visible_to(request.viewer)
        .select_related("organisation", "source")
        .filter(public_id=public_id)
        .first()
    )
    if found is None:
        raise Http404
    return found


def _done(request: Request, act: Any, said: str) -> HttpResponse:
    told(request, act, said)
    return redirect("coverage")

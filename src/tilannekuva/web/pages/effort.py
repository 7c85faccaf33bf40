"""Effort: hours of presence, entered by week and area, and what was seen for each hundred of them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tilannekuva.accounts.queries import organisations, own_organisation
from tilannekuva.detection.words import number_text
from tilannekuva.domain.alphabet import alphabetical
from tilannekuva.domain.clock import today_on, week_of
from tilannekuva.domain.errors import NotAllowed, RuleBroken
from tilannekuva.domain.rates import EffortRate
from tilannekuva.intake.actions import enter_effort
from tilannekuva.intake.effort import effort_by_area
from tilannekuva.places.queries import areas_today
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.forms.coverage import EffortForm
from tilannekuva.web.refusals import refusal_text
from tilannekuva.web.requests import Request

_WEEKS = 4


@open_to(Door.PICTURE_WORKERS)
@require_http_methods(["GET", "HEAD", "POST"])
def effort(request: Request) -> HttpResponse:
    """The last four whole weeks, by organisation and area; and the form for hours of the own organisation."""
    form = EffortForm(request.POST or None)
    if form.is_valid():
        own = own_organisation(request.viewer)
        if own is None:
            raise Http404
        try:
            enter_effort(
                organisation=own,
                area=areas_today().get(code=form.cleaned_data["area"]),
                week_starts_on=form.cleaned_data["week"],
                hours=form.cleaned_data["hours"],
                by=request.viewer,
            )
        except NotAllowed:
            raise
        except RuleBroken as refused:
            form.add_error(None, refusal_text(refused))
        else:
            messages.success(request, _("The hours are entered."))
            return redirect("effort")
    last_on = week_of(today_on(settings.TIME_ZONE)) - dt.timedelta(days=7)
    first_on = last_on - dt.timedelta(weeks=_WEEKS - 1)
    context = {
        "form": form,
        "rows": _rows(request, first_on, last_on),
        "first_on": first_on,
        "last_on": last_on + dt.timedelta(days=6),
    }
    return render(request, "web/effort/page.html", context, status=422 if form.errors else 200)


def _rows(request: Request, first_on: dt.date, last_on: dt.date) -> list[dict[str, Any]]:
    """By area, then organisation, each by name: they are not ranked."""
    language = get_language() or "en"
    areas = {area.pk: area.name(language) for area in areas_today()}
    names = {each.pk: each.name(language) for each in organisations()}
    rows = [
        {
            "area": areas[each.area_id],
            "organisation": names[each.organisation_id],
            "n": each.n,
            "hours": number_text(each.hours) if each.hours is not None else "",
            "rate": rate_text(each.rate) if each.rate else "",
        }
        for each in effort_by_area(request.viewer, first_on=first_on, last_on=last_on)
        if each.area_id in areas
    ]
    return sorted(rows, key=lambda row: (alphabetical(row["area"]), alphabetical(row["organisation"])))


def rate_text(rate: EffortRate) -> str:
    """A rate with its interval; a number never travels alone (F-08)."""
    return f"{number_text(rate.per_100_hours)} ({number_text(rate.lower)}–{number_text(rate.upper)})"

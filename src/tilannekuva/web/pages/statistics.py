"""Statistics of others: which there are, and the counts of one."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tilannekuva.accounts.queries import own_organisation
from tilannekuva.detection.words import STREAM_GROUPS, STREAMS, day_text
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.disclosure import Audience, is_protected, smallest_count
from tilannekuva.domain.stream import DISCOVERED, Stream, StreamGroup
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.models import IndicatorSeries, IndicatorValue
from tilannekuva.intake.queries import series_for, values_in_force
from tilannekuva.intake.words import PERIOD_UNITS
from tilannekuva.project.city import current_city
from tilannekuva.publication.actions import MOST_EXPORTED_ROWS, record_export
from tilannekuva.publication.series_view import series_chart, series_csv, series_rows
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.forms.statistics import SeriesFilter
from tilannekuva.web.requests import Request

_ROWS_SHOWN = 500
_KEPT_DAYS = 90


@open_to(Door.PICTURE_READERS)
@require_safe
def statistics(request: Request) -> HttpResponse:
    """The series that the viewer may read."""
    lines = [
        {
            **_about(series),
            "series": series,
            "unit": PERIOD_UNITS[series.period_unit],
            "extracted_on": series.extractions.all()[0].extracted_on,
        }
        for series in series_for(request.viewer).prefetch_related("extractions")
    ]
    return render(request, "web/statistics/page.html", {"lines": lines})


@open_to(Door.PICTURE_READERS)
@require_safe
def series(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """One series: its definition, the course of an area, and the counts."""
    found = _series(request.viewer, public_id)
    form, values = _chosen(request, found)
    smallest = _smallest(request.viewer)
    rows = series_rows(found, values, smallest=smallest, language=get_language() or "en")
    chosen = form.chosen()
    chart = series_chart(found, rows, is_protected=is_protected(smallest))
    context = {
        **_about(found),
        "series": found,
        "kind": found.kind.name(get_language() or "en") if found.kind else "",
        "extractions": found.extractions.all()[:12],
        "form": form,
        "rows": rows[::-1][:_ROWS_SHOWN],
        "n_rows": len(rows),
        "is_cut": len(rows) > _ROWS_SHOWN,
        "most_rows": _ROWS_SHOWN,
        "chart": chart,
        "chart_title": rows[0].area if chosen.get("area") and rows else _("All areas"),
        "is_protected": is_protected(smallest),
        "largest_hidden": smallest - 1,
        "csv_url": f"{reverse('series_csv', args=[public_id])}?{urlencode(chosen)}",
    }
    return render(request, "web/statistics/series.html", context)


@open_to(Door.PICTURE_READERS)
@require_safe
def series_file(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Exactly the rows of the page as CSV, with filter, time, marking, receiver and serial number above them."""
    found = _series(request.viewer, public_id)
    form, values = _chosen(request, found)
    if len(values) > MOST_EXPORTED_ROWS:
        refused = _("A file holds at most %(n)s rows. Choose an area, or fewer years.") % {
            "n": MOST_EXPORTED_ROWS
        }
        return HttpResponse(refused, status=403, content_type="text/plain; charset=utf-8")
    language = get_language() or "en"
    rows = series_rows(found, values, smallest=_smallest(request.viewer), language=language)
    receiver = own_organisation(request.viewer)
    serial = record_export(
        object_type="series",
        object_id=str(public_id),
        n_rows=len(rows),
        choice=form.chosen(),
        by=request.viewer,
    )
    today = today_on(settings.TIME_ZONE)
    about = _about(found)
    head = {
        _("Statistic"): found.title,
        _("Definition"): found.definition,
        _("Source"): f"{about['organisation']}, {found.source.code}",
        _("How it came about"): f"{about['group']}: {about['stream']}",
        _("Extracted"): ", ".join(str(each.extracted_on) for each in found.extractions.all()),
        _("Filter"): ", ".join(f"{name}={value}" for name, value in form.chosen().items()) or _("none"),
        _("Handling"): found.get_marking_display(),
        _("Receiver"): receiver.name(language) if receiver else "",
        _("Purpose"): _("Work on the joint situational picture"),
        _("Made"): day_text(today, year=True),
        _("Delete after"): day_text(today.fromordinal(today.toordinal() + _KEPT_DAYS), year=True),
        _("Serial number"): str(serial),
    }
    columns = [_("Period"), _("Area code"), _("Area"), _("Count")]
    return HttpResponse(
        series_csv(head, columns, rows),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="statistic-{serial.hex[:8]}.csv"'},
    )


def _series(viewer: Viewer, public_id: uuid.UUID) -> IndicatorSeries:
    found = series_for(viewer).filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


def _chosen(request: Request, found: IndicatorSeries) -> tuple[SeriesFilter, list[IndicatorValue]]:
    """The filter as it is asked for, and the counts that it lets through."""
    language = get_language() or "en"
    values = list(values_in_force(found))
    form = SeriesFilter(
        request.GET or None,
        areas={value.area.code: value.area.name(language) for value in values},
        years=sorted({value.period_starts_on.year for value in values}),
    )
    chosen = form.chosen()
    since, until = int(chosen.get("since", 0)), int(chosen.get("until", 9999))
    return form, [
        value
        for value in values
        if since <= value.period_starts_on.year <= until
        and chosen.get("area", value.area.code) == value.area.code
    ]


def _smallest(viewer: Viewer) -> int:
    audience = Audience.ANALYSTS if viewer.reads_exact_counts else Audience.PARTNERS
    return smallest_count(audience, partners=current_city().thresholds.smallest_count_partners)


def _about(found: IndicatorSeries) -> dict[str, Any]:
    is_discovered = Stream(found.stream) in DISCOVERED
    group = StreamGroup.DISCOVERED if is_discovered else StreamGroup.REPORTED
    return {
        "organisation": found.source.organisation.name(get_language() or "en"),
        "stream": STREAMS[found.stream],
        "group": STREAM_GROUPS[group],
        "is_discovered": is_discovered,
    }

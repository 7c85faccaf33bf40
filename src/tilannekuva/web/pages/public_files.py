"""The public picture for programs: the table, the same as JSON, and the feed of an area."""

from __future__ import annotations

from django.http import Http404, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from tilannekuva.publication.public.feed import FeedEntry, area_feed
from tilannekuva.publication.public.files import public_csv, public_json
from tilannekuva.publication.public.words import quarter_text
from tilannekuva.publication.release.queries import standing_releases
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.requests import Request

from .public import NOT_IN_THE_LIST, told_now, told_of


@open_to(Door.EVERYBODY)
@require_safe
def public_data_csv(request: Request) -> HttpResponse:
    """Every count that is told. The file has no filter: there is one table, the same for everybody (D-07)."""
    found = told_now()
    if found is None:
        raise Http404
    if request.GET:
        return HttpResponse(status=NOT_IN_THE_LIST)
    release, told = found
    name = f"public-picture-{release.as_of.isoformat()}.csv"
    return HttpResponse(
        public_csv(told),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@open_to(Door.EVERYBODY)
@require_safe
def public_data_json(request: Request) -> HttpResponse:
    """The same as JSON."""
    found = told_now()
    if found is None:
        raise Http404
    if request.GET:
        return HttpResponse(status=NOT_IN_THE_LIST)
    return JsonResponse(public_json(found[1], sha256=found[0].sha256))


@open_to(Door.EVERYBODY)
@require_safe
def public_feed(request: Request, code: str) -> HttpResponse:
    """The feed of an area: one entry for each release that stands; one that is withdrawn goes from it."""
    found = told_now()
    if found is None or code not in found[1].places:
        raise Http404
    place = found[1].places[code]
    entries = []
    for release in standing_releases():
        told = told_of(release)
        if told.newest is not None and code in told.places and release.decided_at is not None:
            entries.append(
                FeedEntry(
                    release.public_id,
                    _("%(area)s, %(quarter)s") % {"area": place.name, "quarter": quarter_text(told.newest)},
                    _("New figures of what was reported in %(area)s, with good things too.")
                    % {"area": place.name},
                    release.decided_at,
                )
            )
    feed = area_feed(
        entries,
        area_code=code,
        area_name=place.name,
        city=found[1].places[found[1].city_code].name,
        page_url=request.build_absolute_uri(reverse("public_area", args=[code])),
        feed_url=request.build_absolute_uri(reverse("public_feed", args=[code])),
        language=get_language() or "en",
    )
    return HttpResponse(feed, content_type="application/atom+xml; charset=utf-8")

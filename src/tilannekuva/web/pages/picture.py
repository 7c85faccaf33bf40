"""The picture: the page on which everybody who is signed in begins, and its JSON and PDF."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseNotModified, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from tilannekuva.domain.clock import today_on
from tilannekuva.picture.models import Edition, EditionRelease
from tilannekuva.picture.queries import canonical_json, content_of, current_edition
from tilannekuva.publication.charts import trend_chart
from tilannekuva.publication.choice import Choice, choice_from
from tilannekuva.publication.map_data import attribution_of, map_data
from tilannekuva.publication.picture_view import picture_view
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.requests import Request

from .edition_lines import changes_since_release
from .geography import edition_geography, map_sources
from .start import start_page

_PERIODS_IN_CHART = 104


@open_to(Door.SIGNED_IN)
@require_safe
@vary_on_headers("HX-Request")
def picture(request: Request) -> HttpResponse:
    """The current edition for this viewer; the fragment alone when a filter asks for it."""
    edition = current_edition(request.viewer)
    if edition is None:
        return start_page(request)
    context = picture_context(edition, request)
    if request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request"):
        return render(request, "publication/picture/body.html", context)
    return render(request, "web/picture/page.html", context)


def picture_context(
    edition: Edition, request: Request, release: EditionRelease | None = None
) -> dict[str, Any]:
    """What `publication/picture/body.html` needs, on page and in fragment alike.

    `release`: the edition is shown as the one that is cited, under its own addresses.
    """
    content = content_of(edition)
    addresses = _addresses(release)
    choice, messages = choice_from(request.GET, content, get_language() or "en")
    return {
        "view": picture_view(
            content,
            choice,
            today=today_on(settings.TIME_ZONE),
            finding_url=finding_url,
            phenomenon_url=lambda public_id: reverse("phenomenon", args=[public_id]),
            kind_url=lambda code: reverse("kind", args=[code]) + choice.query(kind=None),
        ),
        "messages_of_choice": messages,
        "map_data": map_data(content, choice, finding_url=finding_url),
        "map_sources": map_sources(release.public_id if release else None)
        | {"attribution": attribution_of(content)},
        "still_map_url": addresses["still_map"] + choice.query(),
        "chart": chart_of(content, choice),
        "fragment_url": addresses["page"],
        "picture_links": [
            {"url": addresses["pdf"], "label": _("This picture as PDF")},
            {"url": addresses["json"], "label": _("This picture as JSON")},
        ],
        "changes": changes_since_release(edition, request.viewer, release),
    }


def _addresses(release: EditionRelease | None) -> dict[str, str]:
    """Where page, still map and files of an edition are: of the current one, or of a released one."""
    if release is None:
        names = {
            "page": "picture",
            "still_map": "picture_still_map",
            "pdf": "picture_pdf",
            "json": "picture_json",
        }
        return {part: reverse(name) for part, name in names.items()}
    names = {
        "page": "edition",
        "still_map": "edition_still_map",
        "pdf": "edition_pdf",
        "json": "edition_json",
    }
    return {part: reverse(name, args=[release.public_id]) for part, name in names.items()}


def finding_url(public_id: str) -> str:
    return reverse("finding", args=[public_id])


def chart_of(content: dict[str, Any], choice: Choice) -> dict[str, Any] | None:
    """The trend chart of the chosen kind. Reported and discovered together are drawn apart."""
    if choice.kind is None:
        return None
    return trend_chart(content, choice.kind, group=choice.group.value, n_periods=_PERIODS_IN_CHART)


@open_to(Door.PICTURE_READERS)
@require_safe
def picture_map(request: Request) -> HttpResponse:
    """The slice of the edition that a choice shows on the map, as JSON."""
    edition = _edition_or_404(request)
    content = content_of(edition)
    choice, _messages = choice_from(request.GET, content, get_language() or "en")
    return JsonResponse(map_data(content, choice, finding_url=finding_url))


@open_to(Door.PICTURE_READERS)
@require_safe
def picture_json(request: Request) -> HttpResponse:
    """The stored bytes of the edition, over which its checksum was made."""
    return json_of(_edition_or_404(request), request)


def json_of(edition: Edition, request: Request) -> HttpResponse:
    headers = {"ETag": f'"{edition.sha256}"', "X-Marking": edition.get_marking_display()}
    if request.headers.get("If-None-Match") == headers["ETag"]:
        return HttpResponseNotModified(headers=headers)
    return HttpResponse(canonical_json(edition.pk), content_type="application/json", headers=headers)


@open_to(Door.PICTURE_READERS)
@require_safe
def picture_pdf(request: Request) -> HttpResponse:
    """The brief of the edition in the reader's language."""
    return pdf_of(_edition_or_404(request))


def pdf_of(edition: Edition) -> HttpResponse:
    name = f"picture-{edition.as_of.isoformat()}.pdf"
    return HttpResponse(
        _pdf(edition.pk, edition.sha256, get_language() or "en"),
        content_type="application/pdf",
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


@lru_cache(maxsize=6)
def _pdf(edition_id: int, sha256: str, language: str) -> bytes:
    from tilannekuva.publication.brief import render_pdf  # the page needs no PDF

    edition = Edition.objects.get(pk=edition_id)
    return render_pdf(content_of(edition), edition_geography(edition), language=language)


def _edition_or_404(request: Request) -> Edition:
    edition = current_edition(request.viewer)
    if edition is None:
        raise Http404
    return edition

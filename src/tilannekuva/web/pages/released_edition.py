"""One released edition: the same page as the picture, its files, and where everything in it comes from."""

from __future__ import annotations

import uuid

import rfc8785
from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from tilannekuva.domain.clock import today_on
from tilannekuva.domain.edition_release import EditionReleaseState
from tilannekuva.picture.models import Edition, EditionRelease
from tilannekuva.picture.provenance import provenance_of
from tilannekuva.picture.queries import content_of
from tilannekuva.picture.release_origin import origin_of
from tilannekuva.picture.release_queries import edition_in, release_with
from tilannekuva.picture.release_words import WITHDRAWAL_REASONS
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.requests import Request

from .edition_lines import past_names, release_line
from .picture import json_of, pdf_of, picture_context


@open_to(Door.PICTURE_READERS)
@require_safe
@vary_on_headers("HX-Request")
def edition(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """The edition as it was released, under a strip that says so. Unknown and forbidden answer alike: 404."""
    release, shown = _release_or_404(request, public_id)
    context = picture_context(shown, request, release)
    if request.headers.get("HX-Request") and not request.headers.get("HX-History-Restore-Request"):
        return render(request, "publication/picture/body.html", context)
    past: list[str] = []
    if release.state == EditionReleaseState.PROPOSED:
        past = past_names(content_of(shown), today_on(settings.TIME_ZONE))
    line = release_line(release, request.viewer) | {"past": past}
    context |= {"line": line, "reasons": list(WITHDRAWAL_REASONS.items())}
    return render(request, "web/editions/edition.html", context)


@open_to(Door.PICTURE_READERS)
@require_safe
def edition_json(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """The stored bytes of the edition, over which its checksum was made."""
    return json_of(_release_or_404(request, public_id)[1], request)


@open_to(Door.PICTURE_READERS)
@require_safe
def edition_pdf(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """The brief of the edition in the reader's language, drawn from its stored bytes when it is asked for."""
    return pdf_of(_release_or_404(request, public_id)[1])


@open_to(Door.PICTURE_READERS)
@require_safe
def provenance(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Where everything in the edition comes from, as PROV-JSON: counts, checksums, roles, never a person."""
    release, shown = _release_or_404(request, public_id)
    content = content_of(shown)
    document = rfc8785.dumps(provenance_of(content, origin_of(shown, content, release)))
    return HttpResponse(
        document, content_type="application/json", headers={"X-Marking": shown.get_marking_display()}
    )


def _release_or_404(request: Request, public_id: uuid.UUID) -> tuple[EditionRelease, Edition]:
    release = release_with(request.viewer, public_id)
    if release is None:
        raise Http404
    return release, edition_in(release, request.viewer)

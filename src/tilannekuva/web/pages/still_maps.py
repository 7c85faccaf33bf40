"""Maps for whoever reads without a script: the same slice of the same edition, drawn here and sent as a picture."""

from __future__ import annotations

import uuid
from functools import lru_cache

from django.http import Http404, HttpResponse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from tilannekuva.detection.queries import findings_visible_to
from tilannekuva.picture.models import Edition
from tilannekuva.picture.queries import content_of, current_edition, edition_with
from tilannekuva.picture.release_queries import edition_in, release_with
from tilannekuva.publication.choice import Choice, choice_from
from tilannekuva.publication.picture_map import finding_map_svg, page_map_svg
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.requests import Request

from .geography import edition_geography

_TYPE = "image/svg+xml"


@open_to(Door.PICTURE_READERS)
@require_safe
def picture_still_map(request: Request) -> HttpResponse:
    """The map of the picture as a choice shows it."""
    return _map_of(current_edition(request.viewer), request)


@open_to(Door.PICTURE_READERS)
@require_safe
def edition_still_map(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """The map of a released edition as a choice shows it."""
    release = release_with(request.viewer, public_id)
    return _map_of(edition_in(release, request.viewer) if release else None, request)


def _map_of(edition: Edition | None, request: Request) -> HttpResponse:
    if edition is None:
        raise Http404
    choice, _messages = choice_from(request.GET, content_of(edition), get_language() or "en")
    return _sent(_picture_map(edition.pk, edition.sha256, choice))


@open_to(Door.PICTURE_READERS)
@require_safe
def finding_still_map(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """The map of one finding. Unknown and forbidden answer alike: 404."""
    row = findings_visible_to(request.viewer).filter(public_id=public_id).first()
    edition = edition_with(request.viewer, row) if row is not None else None
    if edition is None:
        raise Http404
    language = get_language() or "en"
    return _sent(_finding_map(edition.pk, edition.sha256, str(public_id), language))


def _sent(svg: str) -> HttpResponse:
    """Where there is no shape to draw, there is no map."""
    if not svg:
        raise Http404
    return HttpResponse(svg, content_type=_TYPE)


@lru_cache(maxsize=16)
def _picture_map(edition_id: int, sha256: str, choice: Choice) -> str:
    """Editions never change, so a process draws each choice once."""
    edition = Edition.objects.get(pk=edition_id)
    return page_map_svg(content_of(edition), edition_geography(edition), choice)


@lru_cache(maxsize=16)
def _finding_map(edition_id: int, sha256: str, public_id: str, language: str) -> str:
    edition = Edition.objects.get(pk=edition_id)
    content = content_of(edition)
    finding = next(entry for entry in content["findings"] if entry["id"] == public_id)
    return finding_map_svg(content, edition_geography(edition), finding, language)

"""Shapes for the map: areas, the grid cells of the picture, and the addresses of the basemap."""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseNotModified
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_safe

from tilannekuva.picture.models import Edition
from tilannekuva.picture.queries import content_of, current_edition
from tilannekuva.picture.release_queries import edition_in, release_with
from tilannekuva.places.queries import areas_geojson, cells_geojson
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.requests import Request

from .basemap import basemap_files, basemap_on_paper


# The page that shows these shapes leaves the trace; they alone say nothing more.
@open_to(Door.PICTURE_READERS, leaves_trace=False)
@require_safe
def geography(request: Request, name: str) -> HttpResponse:
    """`areas` or `cells` of the picture that the viewer reads, as GeoJSON (RFC 7946)."""
    return _sent(current_edition(request.viewer), name, request)


@open_to(Door.PICTURE_READERS, leaves_trace=False)
@require_safe
def released_geography(request: Request, public_id: uuid.UUID, name: str) -> HttpResponse:
    """The same for a released edition: its cells may be others than those of today."""
    release = release_with(request.viewer, public_id)
    return _sent(edition_in(release, request.viewer) if release else None, name, request)


def _sent(edition: Edition | None, name: str, request: Request) -> HttpResponse:
    if edition is None or name not in ("areas", "cells"):
        raise Http404
    etag = f'"{name}-{edition.sha256[:16]}"'
    if request.headers.get("If-None-Match") == etag:
        return HttpResponseNotModified(headers={"ETag": etag})
    body = _shapes(name, edition.pk, edition.sha256)
    return HttpResponse(body, content_type="application/geo+json", headers={"ETag": etag})


def edition_geography(edition: Edition) -> dict[str, Any]:
    """Areas, the cells of an edition and the basemap as FeatureCollections, for the PDF."""
    return {
        "areas": areas_geojson(),
        "cells": cells_geojson(_cell_codes(content_of(edition))),
        "basemap": basemap_on_paper(),
    }


def map_sources(release_id: uuid.UUID | None = None) -> dict[str, str]:
    """Where the map finds its shapes and its worker: data attributes of the map's place.

    `release_id`: of the edition that is shown, where it is a released one.
    """
    shapes = {
        name: reverse("edition_geography", args=[release_id, name])
        if release_id
        else reverse("geography", args=[name])
        for name in ("areas", "cells")
    }
    sources = {
        **shapes,
        "worker": static("vendor/maplibre/maplibre-gl-csp-worker.js"),
    }
    for name in basemap_files():
        sources[name] = static(f"city/basemap/{name}.geojson")
    return sources


@lru_cache(maxsize=4)
def _shapes(name: str, edition_id: int, sha256: str) -> bytes:
    """Editions never change, so a process writes their shapes once."""
    if name == "areas":
        shapes = areas_geojson()
    else:
        shapes = cells_geojson(_cell_codes(content_of(Edition.objects.get(pk=edition_id))))
    return json.dumps(shapes, ensure_ascii=False, separators=(",", ":")).encode()


def _cell_codes(edition: Mapping[str, Any]) -> set[str]:
    counted = {
        code
        for groups in edition["cells"].values()
        for windows in groups.values()
        for cells in windows.values()
        for code in cells
    }
    return counted | {
        code
        for finding in edition["findings"]
        if finding["place"] == "cell"
        for code in finding["place_codes"]
    }

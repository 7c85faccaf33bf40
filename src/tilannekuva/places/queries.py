"""Reading places from rows, without numpy or shapely: what pages and editions need."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings

from tilannekuva.domain.clock import today_on

from .models import Area, AreaQuerySet, AreaResponsibility, Cell, Population

# Half the diagonal of the largest cell a city may have (2 km), in degrees of latitude, and again for
# longitude as far north as 70 degrees.
_NEAR_LATITUDE, _NEAR_LONGITUDE = 0.013, 0.04


def areas_today() -> AreaQuerySet:
    """The areas in which signals are placed, as they are bounded today."""
    return Area.objects.in_force(today_on(settings.TIME_ZONE)).finest()


def areas_on_every_level() -> AreaQuerySet:
    """The areas as they are bounded today, districts and parts of districts alike."""
    return Area.objects.in_force(today_on(settings.TIME_ZONE))


def area_names() -> dict[str, dict[str, str]]:
    """Names by language, by code, of all areas of all levels; of former ones where nothing is newer."""
    return dict(Area.objects.order_by("valid_from_on").values_list("code", "names"))


def areas_geojson() -> dict[str, Any]:
    """A FeatureCollection of the areas in force: code, names, level above, label point."""
    rows = areas_today().select_related("outline", "parent")
    return _collection(
        (
            {
                "code": area.code,
                "names": area.names,
                "parent": area.parent.code if area.parent else None,
                "label": [area.label_longitude, area.label_latitude],
            },
            json.loads(area.outline.geometry),
        )
        for area in rows
    )


def cells_geojson(codes: Iterable[str] | None = None) -> dict[str, Any]:
    """A FeatureCollection of cells (code, code of the area): all of them, or those of the codes."""
    rows = Cell.objects.all() if codes is None else Cell.objects.filter(code__in=set(codes))
    return _collection(
        ({"code": code, "area": area}, cell_polygon(json.loads(corners)))
        for code, area, corners in rows.values_list("code", "area__code", "corners")
    )


def geography_geojson(cell_codes: Iterable[str] | None = None) -> dict[str, dict[str, Any]]:
    """`areas` and `cells` as FeatureCollections (RFC 7946), for the map."""
    return {"areas": areas_geojson(), "cells": cells_geojson(cell_codes)}


def cell_polygon(corners: list[list[float]]) -> dict[str, Any]:
    """The four corners of a cell as a GeoJSON polygon."""
    return {"type": "Polygon", "coordinates": [[*corners, corners[0]]]}


def cell_at(latitude: float, longitude: float) -> Cell | None:
    """The registered cell in which a point lies, None where there is none. The point is not kept."""
    near = Cell.objects.filter(
        latitude__range=(latitude - _NEAR_LATITUDE, latitude + _NEAR_LATITUDE),
        longitude__range=(longitude - _NEAR_LONGITUDE, longitude + _NEAR_LONGITUDE),
    )
    for pk, corners in near.values_list("pk", "corners"):
        if _holds(json.loads(corners), latitude, longitude):
            return Cell.objects.select_related("area").get(pk=pk)
    return None


def residents(area_codes: Iterable[str] | None = None) -> dict[str, int]:
    """The newest figure of residents by area code; areas without one are left out."""
    rows = Population.objects.filter(area__in=areas_today()).order_by("year")
    if area_codes is not None:
        rows = rows.filter(area__code__in=set(area_codes))
    return dict(rows.values_list("area__code", "residents"))


def responsibilities_on(on: dt.date) -> Mapping[str, list[tuple[str, str]]]:
    """By area code: (duty, code of the organisation) in force on that day."""
    rows = AreaResponsibility.objects.in_force(on).values_list("area__code", "duty", "organisation__code")
    found: dict[str, list[tuple[str, str]]] = {}
    for area, duty, organisation in rows:
        found.setdefault(area, []).append((duty, organisation))
    return found


def _collection(features: Iterable[tuple[dict[str, Any], dict[str, Any]]]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": properties, "geometry": geometry}
            for properties, geometry in features
        ],
    }


def _holds(corners: list[list[float]], latitude: float, longitude: float) -> bool:
    """Whether a convex ring, counter-clockwise, holds the point; lower and left edges count."""
    for position, (x, y) in enumerate(corners):
        next_x, next_y = corners[(position + 1) % len(corners)]
        turn = (next_x - x) * (latitude - y) - (next_y - y) * (longitude - x)
        # The upper (2) and the right (1) edge belong to the neighbour, so that no point has two cells.
        if turn < 0 or (turn == 0 and position in (1, 2)):
            return False
    return True

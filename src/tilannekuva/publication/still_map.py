"""Maps as SVG, for what is not a browser with a script: the PDF, and pages that are read without one."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from .map_edge import edge_marks, scale_bar
from .map_frame import MapFrame, Ring
from .map_names import Name, place_names
from .outline import outline

_OUTLINE = "#9a3a00"
SEA = "#e6eaec"
_LAND, _GREEN, _RAIL, _EDGE = "#f6f5f1", "#e4ecdc", "#a9a59c", "#a29f97"
_HATCH = "#b3b0a8"
LOOKS = {
    "far_above": "#2f76a8",
    "above": "#7fb0d3",
    "as_expected": "#cfe0ec",
    "below": "#e9f0f5",
    "count-0": "#dcdcdc",
    "count-1": "#bdbdbd",
    "count-2": "#969696",
    "count-3": "#6a6a6a",
}
"""The colours of `map-style.js`, by look."""


def map_svg(
    areas: Mapping[str, Any],
    *,
    findings: Iterable[Mapping[str, Any]] = (),
    cells: Mapping[str, Any] | None = None,
    basemap: Mapping[str, Any] | None = None,
    looks: Mapping[str, str] | None = None,
    frame: Collection[str] = (),
    names: Mapping[str, str] | None = None,
    numbers: Mapping[str, str] | None = None,
    title: str,
    width: int = 520,
) -> str:
    """A still map: sea and land, areas by their look, places of findings outlined (dashed until confirmed).

    `areas`, `cells`: GeoJSON FeatureCollections (WGS 84) whose features have `properties.code`;
    `basemap`: FeatureCollections under `sea`, `green` and `rail`, each of which may be missing: without any, degrees
    stand at the edge; `looks`: see `map_looks.looks_of`; `frame`: codes of the areas that must be inside (default
    all); `names`: of areas, written where there is room; `numbers`: what is written at a finding, by its id;
    `findings`: entries of an edition; `title`: read aloud in its place; `width` in pixels.
    """
    shapes = {feature["properties"]["code"]: _rings(feature["geometry"]) for feature in areas["features"]}
    small = {f["properties"]["code"]: _rings(f["geometry"]) for f in (cells or {"features": []})["features"]}
    found = [(finding, _rings_of(finding, shapes, small)) for finding in findings]
    framed = [rings for code, rings in shapes.items() if not frame or code in frame] or list(shapes.values())
    framed += [rings for _finding, rings in found]
    view = MapFrame([point for rings in framed for ring in rings for point in ring], width)
    base = basemap or {}
    parts = [
        f'<rect width="{view.width}" height="{view.height}" fill="{_LAND}"/>',
        _layer(view, base.get("green"), f'fill="{_GREEN}"'),
        _areas(view, shapes, looks or {}),
        _layer(view, base.get("sea"), f'fill="{SEA}" fill-rule="evenodd"'),
        _layer(view, base.get("rail"), f'fill="none" stroke="{_RAIL}" stroke-width="1"'),
        _edges(view, shapes.values()),
        *(_outlined(view, finding, rings) for finding, rings in found),
        *place_names(view, _told(found, numbers or {}), _named(shapes, names or {})),
        "" if any(base.values()) else edge_marks(view),
        scale_bar(view),
    ]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {view.width} {view.height}" '
        f'width="{view.width}" height="{view.height}" role="img" aria-label={quoteattr(title)} '
        f'font-family="Source Sans 3, sans-serif" font-size="10"><title>{escape(title)}</title>'
        + "".join(parts)
        + "</svg>"
    )


def _rings_of(
    finding: Mapping[str, Any], shapes: Mapping[str, list[Ring]], small: Mapping[str, list[Ring]]
) -> list[Ring]:
    by_code = shapes if finding["place"] == "area" else {**shapes, **small}
    return [ring for code in finding["place_codes"] for ring in by_code.get(code, ())]


def _areas(view: MapFrame, shapes: Mapping[str, list[Ring]], looks: Mapping[str, str]) -> str:
    """Areas of one look as one path; what is not known is hatched: never white, and no shade that reads as calm."""
    by_look: dict[str, list[str]] = {}
    for code, rings in shapes.items():
        if code in looks:
            by_look.setdefault(looks[code], []).extend(view.thinned(ring, close=True) for ring in rings)
    parts = []
    for look, paths in sorted(by_look.items()):
        colour = LOOKS.get(look) or f"url(#{look})"
        parts.append(f'<path d="{"".join(paths)}" fill="{colour}" fill-rule="evenodd"/>')
    return _hatches(by_look) + "".join(parts)


def _hatches(looks: Collection[str]) -> str:
    lines = {"unknown": "M0 6L6 0", "blind": "M0 0L6 6M0 6L6 0"}
    return "".join(
        f'<defs><pattern id="{look}" width="6" height="6" patternUnits="userSpaceOnUse">'
        f'<path d="{line}" stroke="{_HATCH}" stroke-width="0.7"/></pattern></defs>'
        for look, line in lines.items()
        if look in looks
    )


def _edges(view: MapFrame, shapes: Iterable[list[Ring]]) -> str:
    path = "".join(view.thinned(ring, close=True) for rings in shapes for ring in rings)
    return f'<path d="{path}" fill="none" stroke="{_EDGE}" stroke-width="0.7"/>' if path else ""


def _outlined(view: MapFrame, finding: Mapping[str, Any], rings: Sequence[Ring]) -> str:
    if not rings:
        return ""
    dash = ' stroke-dasharray="4 3"' if finding["state"] != "confirmed" else ""
    path = view.path(outline(rings))
    return f'<path d="{path}" fill="none" stroke="{_OUTLINE}" stroke-width="1.8"{dash}/>'


def _told(
    found: Iterable[tuple[Mapping[str, Any], Sequence[Ring]]], numbers: Mapping[str, str]
) -> list[Name]:
    return [
        Name(numbers[finding["id"]], _middle(rings))
        for finding, rings in found
        if rings and finding["id"] in numbers
    ]


def _named(shapes: Mapping[str, Sequence[Ring]], names: Mapping[str, str]) -> list[Name]:
    return [Name(names[code], _middle(rings)) for code, rings in shapes.items() if names.get(code) and rings]


def _middle(rings: Sequence[Ring]) -> tuple[float, float]:
    xs, ys = [point[0] for ring in rings for point in ring], [point[1] for ring in rings for point in ring]
    return (min(xs) + max(xs)) / 2, (min(ys) + max(ys)) / 2


def _layer(view: MapFrame, layer: Mapping[str, Any] | None, look: str) -> str:
    """A layer of the basemap as one path: what lies in the frame, without corners that nobody would see."""
    if layer is None:
        return ""
    path = "".join(
        view.thinned(line) for feature in layer["features"] for line in _rings(feature["geometry"])
    )
    return f'<path d="{path}" {look}/>' if path else ""


def _rings(geometry: Mapping[str, Any]) -> list[Ring]:
    """Rings of polygons, and lines as they are."""
    if geometry["type"] == "LineString":
        return [geometry["coordinates"]]
    if geometry["type"] in ("Polygon", "MultiLineString"):
        return list(geometry["coordinates"])
    if geometry["type"] == "MultiPolygon":
        return [ring for polygon in geometry["coordinates"] for ring in polygon]
    return []

"""Charts and maps as SVG, for what is not a browser: the PDF and the file that opens offline."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from math import cos, radians
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from .outline import outline

FONT_FOLDER = Path(__file__).parent / "fonts"

_OUTLINE = "#b8400e"
_LAND, _SEA, _GREEN, _RAIL, _EDGE = "#f6f5f1", "#dfe6ea", "#e4ecdc", "#a9a59c", "#b9b6ae"
_HATCH = "#b3b0a8"
# A corner nearer to the last one than this is not seen on paper.
_NEAR_PX = 0.6

Ring = Sequence[Sequence[float]]


def chart_svg(specification: dict[str, Any]) -> str:
    """Draw a Vega-Lite specification. Nothing is fetched: the data stand inside."""
    import vl_convert  # takes a third of a second: only what draws pays for it

    if FONT_FOLDER.is_dir():
        vl_convert.register_font_directory(str(FONT_FOLDER))
    return str(vl_convert.vegalite_to_svg(specification, vl_version="6.4", allowed_base_urls=[]))


def map_svg(
    areas: Mapping[str, Any],
    *,
    findings: Iterable[Mapping[str, Any]] = (),
    cells: Mapping[str, Any] | None = None,
    basemap: Mapping[str, Any] | None = None,
    frame: Collection[str] = (),
    blind: Collection[str] = (),
    title: str,
    width: int = 520,
) -> str:
    """A still map: sea and land, borders of areas, places of findings outlined (dashed until confirmed).

    `areas`, `cells`: GeoJSON FeatureCollections (WGS 84) whose features have `properties.code`;
    `basemap`: FeatureCollections under `sea`, `green` and `rail`, each of which may be missing;
    `frame`: codes of the areas that must be inside (default all); `blind`: codes of those of which nothing is
    known, which are hatched; `findings`: entries of an edition;
    `title`: read aloud in its place.
    """
    shapes = {feature["properties"]["code"]: _rings(feature["geometry"]) for feature in areas["features"]}
    cell_shapes = {
        feature["properties"]["code"]: _rings(feature["geometry"])
        for feature in (cells or {"features": []})["features"]
    }
    outlined = [(shapes if finding["place"] == "area" else cell_shapes, finding) for finding in findings]
    framed = [rings for code, rings in shapes.items() if not frame or code in frame] or list(shapes.values())
    framed += [
        by_code[code] for by_code, finding in outlined for code in finding["place_codes"] if code in by_code
    ]
    view = _Frame([point for rings in framed for ring in rings for point in ring], width)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {view.width} {view.height}" '
        f'width="{view.width}" height="{view.height}" role="img" aria-label={quoteattr(title)}>',
        f"<title>{escape(title)}</title>",
    ]
    base = basemap or {}
    parts.append(f'<rect width="{view.width}" height="{view.height}" fill="{_LAND}"/>')
    parts.append(_layer(view, base.get("green"), f'fill="{_GREEN}"'))
    parts.append(_hatched(view, [shapes[code] for code in blind if code in shapes]))
    parts.append(_layer(view, base.get("sea"), f'fill="{_SEA}" fill-rule="evenodd"'))
    parts.append(_layer(view, base.get("rail"), f'fill="none" stroke="{_RAIL}" stroke-width="1"'))
    edges = "".join(view.path(rings) for rings in shapes.values())
    parts.append(f'<path d="{edges}" fill="none" stroke="{_EDGE}" stroke-width="0.8"/>')
    for by_code, finding in outlined:
        dash = ' stroke-dasharray="4 3"' if finding["state"] != "confirmed" else ""
        rings = [ring for code in finding["place_codes"] if code in by_code for ring in by_code[code]]
        if rings:
            line = view.path(outline(rings))
            parts.append(f'<path d="{line}" fill="none" stroke="{_OUTLINE}" stroke-width="1.6"{dash}/>')
    return "".join([*parts, "</svg>"])


def _hatched(view: _Frame, areas: Sequence[list[Ring]]) -> str:
    """Crossed lines over what nobody looks at: never white, and no shade that could be read as calm."""
    if not areas:
        return ""
    path = "".join(view.path(rings) for rings in areas)
    return (
        '<defs><pattern id="no-data" width="5" height="5" patternUnits="userSpaceOnUse">'
        f'<path d="M0 0L5 5M0 5L5 0" stroke="{_HATCH}" stroke-width="0.7"/></pattern></defs>'
        f'<path d="{path}" fill="url(#no-data)" fill-rule="evenodd"/>'
    )


def _layer(view: _Frame, layer: Mapping[str, Any] | None, look: str) -> str:
    """A layer of the basemap as one path: what lies in the frame, without corners that nobody would see."""
    if layer is None:
        return ""
    lines = [line for feature in layer["features"] for line in _rings(feature["geometry"])]
    path = "".join(view.thinned(line) for line in lines)
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


class _Frame:
    """Degrees to pixels: equirectangular about the middle, which at the size of a city is true to shape."""

    def __init__(self, points: Sequence[Sequence[float]], width: int) -> None:
        longitudes = [point[0] for point in points] or [0.0]
        latitudes = [point[1] for point in points] or [0.0]
        self.west, self.north = min(longitudes), max(latitudes)
        self.squeeze = cos(radians((min(latitudes) + max(latitudes)) / 2))
        extent_x = max((max(longitudes) - self.west) * self.squeeze, 1e-6)
        extent_y = max(self.north - min(latitudes), 1e-6)
        self.scale = min(width / extent_x, 1.4 * width / extent_y)
        self.width = max(1, round(extent_x * self.scale))
        self.height = max(1, round(extent_y * self.scale))

    def path(self, rings: Iterable[Ring]) -> str:
        return "".join("M" + "L".join(self._point(point) for point in ring) + "Z" for ring in rings)

    def thinned(self, line: Ring) -> str:
        """An open path through the corners that can be told apart; nothing when it lies outside the frame."""
        points = [self._pixels(point) for point in line]
        if not self._meets(points):
            return ""
        kept = [points[0]]
        for x, y in points[1:]:
            if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= _NEAR_PX:
                kept.append((x, y))
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) if len(kept) > 1 else ""

    def _meets(self, points: Sequence[tuple[float, float]]) -> bool:
        xs, ys = [x for x, _y in points], [y for _x, y in points]
        return max(xs) >= 0 and min(xs) <= self.width and max(ys) >= 0 and min(ys) <= self.height

    def _point(self, point: Sequence[float]) -> str:
        x, y = self._pixels(point)
        return f"{x:.1f} {y:.1f}"

    def _pixels(self, point: Sequence[float]) -> tuple[float, float]:
        x = (point[0] - self.west) * self.squeeze * self.scale
        return x, (self.north - point[1]) * self.scale

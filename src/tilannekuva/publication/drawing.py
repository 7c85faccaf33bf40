"""Charts and maps as SVG, for what is not a browser: the PDF and the file that opens offline."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from math import cos, radians
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from .outline import outline

FONT_FOLDER = Path(__file__).parent / "fonts"

# One hue in few steps: how far above the expected. "Too little to say" is hatched, never white.
STEP_FILLS: dict[int | None, str] = {
    -1: "#e9f0f5",
    0: "#cfe0ec",
    1: "#7fb0d3",
    2: "#2f76a8",
    None: "url(#hatch)",
}
_OUTLINE = "#b8400e"

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
    steps: Mapping[str, int | None] | None = None,
    findings: Iterable[Mapping[str, Any]] = (),
    cells: Mapping[str, Any] | None = None,
    frame: Collection[str] = (),
    title: str,
    width: int = 520,
) -> str:
    """A still map: areas shaded by step, places of findings outlined (dashed until confirmed).

    `areas`, `cells`: GeoJSON FeatureCollections (WGS 84) whose features have `properties.code`;
    `steps`: step by area code; `frame`: codes of the areas that must be inside (default all);
    `findings`: entries of an edition; `title`: read aloud in its place.
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
        '<defs><pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect width="6" height="6" fill="#f4f4f4"/>'
        '<line x1="0" y1="0" x2="0" y2="6" stroke="#cccccc" stroke-width="1.5"/></pattern></defs>',
    ]
    for code, rings in shapes.items():
        fill = STEP_FILLS[(steps or {}).get(code)] if steps is not None else "#e8e8e4"
        parts.append(f'<path d="{view.path(rings)}" fill="{fill}" stroke="#ffffff" stroke-width="1"/>')
    for by_code, finding in outlined:
        dash = ' stroke-dasharray="4 3"' if finding["state"] != "confirmed" else ""
        rings = [ring for code in finding["place_codes"] if code in by_code for ring in by_code[code]]
        if rings:
            parts.append(
                f'<path d="{view.path(outline(rings))}" fill="none" stroke="{_OUTLINE}" stroke-width="1.6"{dash}/>'
            )
    return "".join([*parts, "</svg>"])


def _rings(geometry: Mapping[str, Any]) -> list[Ring]:
    if geometry["type"] == "Polygon":
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

    def _point(self, point: Sequence[float]) -> str:
        x = (point[0] - self.west) * self.squeeze * self.scale
        y = (self.north - point[1]) * self.scale
        return f"{x:.1f} {y:.1f}"

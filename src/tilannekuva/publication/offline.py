"""One file that shows a picture without a server, a network or anything installed: everything stands inside."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from tilannekuva.domain.clock import today_on
from tilannekuva.domain.errors import BadInput
from tilannekuva.domain.stream import StreamGroup

from .charts import trend_chart
from .choice import Choice
from .drawing import chart_svg
from .map_data import attribution_of, map_data
from .picture_view import picture_view

_OWN = Path(__file__).parent / "static" / "publication"
_STYLES = ("offline.css", "picture.css")
_SCRIPTS = (
    "words.js",
    "outline.js",
    "map-style.js",
    "map-labels.js",
    "drawer.js",
    "map.js",
    "stage.js",
    "tabs.js",
    "offline-tables.js",
    "offline.js",
)
_FONT_WEIGHTS = (400, 600, 700)
_FONT_SUBSETS = {"latin": "U+0000-00FF, U+2000-206F, U+20AC", "latin-ext": "U+0100-02AF, U+1E00-1EFF"}
_PERIODS_IN_CHART = 104
_NO_SHAPES: dict[str, Any] = {"type": "FeatureCollection", "features": []}


def picture_html(
    edition: dict[str, Any], geography: Mapping[str, Any], *, language: str, linked: bool = False
) -> str:
    """The picture of an edition as one HTML document that asks for nothing.

    `geography`: `areas`, `cells` as FeatureCollections (WGS 84, `properties.code`) and `basemap`, layers
    by name or None. `linked`: the PDF and the JSON lie beside it under their usual names, and the page
    links to them. The document's own policy lets in its own parts by their hash and nothing else.
    Raises BadInput when the browser files have not been set up.
    """
    styles = [
        _font_faces(),
        _vendor("maplibre-gl/dist/maplibre-gl.css"),
        *(_own("css", name) for name in _STYLES),
    ]
    scripts = [_vendor("maplibre-gl/dist/maplibre-gl.js"), *(_own("js", name) for name in _SCRIPTS)]
    choice = Choice(None, edition["windows"][0], StreamGroup.REPORTED, language)
    time_zone = edition["city"]["time_zone"]
    with translation.override(language):
        context = {
            "language": language,
            "policy": _policy(styles, scripts),
            "styles": [_inline(style) for style in styles],
            "scripts": [_inline(script) for script in scripts],
            "edition": _for_script(edition),
            "geography": _shapes(geography),
            "view": picture_view(edition, choice, today=today_on(time_zone)),
            "map_data": map_data(edition, choice),
            "map_sources": {"attribution": attribution_of(edition)},
            "chart_svgs": _charts(edition),
            "picture_links": _links() if linked else [],
        }
        return render_to_string("publication/offline.html", context)


def _links() -> list[dict[str, str]]:
    return [
        {"url": "picture.pdf", "label": _("This picture as PDF")},
        {"url": "picture.json", "label": _("This picture as JSON")},
    ]


def _charts(edition: dict[str, Any]) -> dict[str, SafeString]:
    """The trend of every kind. Our own specification, so the drawing is markup and not text."""
    return {
        kind["code"]: mark_safe(
            chart_svg(trend_chart(edition, kind["code"], group="all", n_periods=_PERIODS_IN_CHART, width=680))
        )
        for kind in edition["kinds"]
        if kind["code"] in edition["courses"]
    }


def _for_script(edition: dict[str, Any]) -> dict[str, Any]:
    return {
        key: edition[key]
        for key in ("area_levels", "cells", "city_levels", "courses", "period_starts", "schema")
    } | {"as_of": edition["as_of"], "marking": edition["marking"], "audience": edition["audience"]}


def _shapes(geography: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "areas": geography.get("areas") or _NO_SHAPES,
        "cells": geography.get("cells") or _NO_SHAPES,
        "basemap": dict(geography.get("basemap") or {}),
    }


def _policy(styles: list[str], scripts: list[str]) -> str:
    """The parts by their hash. MapLibre runs its own worker from a blob: that is no request.

    Elements may carry styles of their own: the drawn charts and the map do.
    """
    return "; ".join(
        [
            "default-src 'none'",
            "script-src " + " ".join(_hash(script) for script in scripts),
            "style-src-elem " + " ".join(_hash(style) for style in styles),
            "style-src-attr 'unsafe-inline'",
            "font-src data:",
            "img-src data: blob:",
            "worker-src blob:",
            "child-src blob:",
            "connect-src 'none'",
            "form-action 'none'",
            "base-uri 'none'",
        ]
    )


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def _inline(text: str) -> SafeString:
    return mark_safe(text)


def _own(folder: str, name: str) -> str:
    return (_OWN / folder / name).read_text(encoding="utf-8")


def _vendor(name: str) -> str:
    text = _vendor_bytes(name).decode("utf-8")
    # The map of the source stays behind: a browser's tools would ask for it.
    text = re.sub(r"\n?(//# |/\*# )sourceMappingURL=[^\n]*", "", text)
    return text.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _vendor_bytes(name: str) -> bytes:
    path = Path(settings.NODE_MODULES) / name
    if not path.is_file():
        raise BadInput("A browser file is not there", name, "Run `make setup` once.")
    return path.read_bytes()


def _font_faces() -> str:
    faces = []
    for weight in _FONT_WEIGHTS:
        for subset, characters in _FONT_SUBSETS.items():
            name = f"@fontsource/source-sans-3/files/source-sans-3-{subset}-{weight}-normal.woff2"
            data = base64.b64encode(_vendor_bytes(name)).decode()
            faces.append(
                f'@font-face{{font-family:"Source Sans 3";font-weight:{weight};unicode-range:{characters};'
                f'src:url(data:font/woff2;base64,{data}) format("woff2")}}'
            )
    return "\n".join(faces)

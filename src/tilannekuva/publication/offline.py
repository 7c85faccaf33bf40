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
from django.utils.translation import get_language_info
from django.utils.translation import gettext as _

from tilannekuva.domain.clock import today_on
from tilannekuva.domain.errors import BadInput

from .choice import first_choice, unlisted_messages
from .map_data import attribution_of, map_data
from .offline_charts import offline_charts
from .picture_map import page_map_svg
from .picture_view import picture_view

_OWN = Path(__file__).parent / "static" / "publication"
_STYLES = ("offline.css", "picture.css")
_SCRIPTS = (
    "words.js",
    "outline.js",
    "map-style.js",
    "map-labels.js",
    "kind-order.js",
    "map-edge.js",
    "map-print.js",
    "drawer.js",
    "map.js",
    "stage.js",
    "tabs.js",
    "offline-address.js",
    "offline-page.js",
    "offline-slice.js",
    "offline-tables.js",
    "offline.js",
)
_FONT_WEIGHTS = (400, 600, 700)
_FONT_SUBSETS = {"latin": "U+0000-00FF, U+2000-206F, U+20AC", "latin-ext": "U+0100-02AF, U+1E00-1EFF"}
_NO_SHAPES: dict[str, Any] = {"type": "FeatureCollection", "features": []}


def picture_html(
    edition: dict[str, Any], geography: Mapping[str, Any], *, language: str, linked: bool = False
) -> str:
    """The picture of an edition as one HTML document that asks for nothing, in every language of its city.

    `geography`: `areas`, `cells` as FeatureCollections (WGS 84, `properties.code`) and `basemap`, layers
    by name or None. `language`: the one in which it opens. `linked`: the PDF and the JSON lie beside it
    under their usual names, and the page links to them. The document's own policy lets in its own parts
    by their hash and nothing else. Raises BadInput when the browser files have not been set up.
    """
    styles = [
        _font_faces(),
        _vendor("maplibre-gl/dist/maplibre-gl.css"),
        *(_own("css", name) for name in _STYLES),
    ]
    scripts = [_vendor("maplibre-gl/dist/maplibre-gl.js"), *(_own("js", name) for name in _SCRIPTS)]
    languages = _languages(edition, language)
    page = _page(edition, language, languages, linked=linked, geography=geography)
    others = [_page(edition, spoken, languages, linked=linked) for spoken in languages[1:]]
    return render_to_string(
        "publication/offline.html",
        {
            **page,
            "other_pages": others,
            "policy": _policy(styles, scripts),
            "styles": [_inline(style) for style in styles],
            "scripts": [_inline(script) for script in scripts],
            "charts": offline_charts(edition, languages),
            "edition": _for_script(edition),
            "geography": _shapes(geography),
        },
    )


def _languages(edition: Mapping[str, Any], first: str) -> list[str]:
    """The language asked for, and every other one in which both the edition and the program speak."""
    spoken = {code for code, _name in settings.LANGUAGES}
    return [first, *(code for code in edition["city"]["languages"] if code in spoken and code != first)]


def _page(
    edition: dict[str, Any],
    language: str,
    languages: list[str],
    *,
    linked: bool,
    geography: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The body of the file in one language, with its title. `geography`: of the one that is read without a script."""
    choice = first_choice(edition, language)
    with translation.override(language):
        view = picture_view(edition, choice, today=today_on(edition["city"]["time_zone"]))
        title = _("Situational picture of %(city)s") % {"city": view["head"]["city"]}
        context = {
            "is_offline": True,
            "language": language,
            "languages": [(code, get_language_info(code)["name_local"].capitalize()) for code in languages],
            "view": view,
            "map_data": map_data(edition, choice),
            "unlisted": unlisted_messages(),
            "map_sources": {"attribution": attribution_of(edition)},
            "picture_links": _links() if linked else [],
            # Our own drawing, so markup and not text.
            "still_map": mark_safe(page_map_svg(edition, geography, choice)) if geography else "",
        }
        page = render_to_string("publication/offline_page.html", context)
    return {"language": language, "title": f"{title}: {view['head']['marking']['label']}", "page": page}


def _links() -> list[dict[str, str]]:
    return [
        {"url": "picture.pdf", "label": _("This picture as PDF")},
        {"url": "picture.json", "label": _("This picture as JSON")},
    ]


def _for_script(edition: dict[str, Any]) -> dict[str, Any]:
    parts = (
        "area_levels",
        "cells",
        "city_levels",
        "courses",
        "coverage",
        "period_starts",
        "readings",
        "schema",
    )
    kept = {key: edition[key] for key in parts if key in edition}
    return kept | {name: edition[name] for name in ("as_of", "marking", "audience")}


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

"""From an edition to PDF bytes."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import translation

from tilannekuva.domain.errors import BadInput

from ..drawing import FONT_FOLDER
from .content import brief_content

_TEMPLATE = Path(__file__).parent / "picture.typ"


def render_pdf(edition: dict[str, Any], geography: Mapping[str, Any], *, language: str) -> bytes:
    """The PDF of an edition in a language.

    `geography` holds GeoJSON FeatureCollections under `areas` and `cells`. Raises BadInput when the
    font has not been set up.
    """
    import typst  # a large library that only the making of a PDF pays for

    if not FONT_FOLDER.is_dir():
        raise BadInput("The font of the PDF is not there", str(FONT_FOLDER.name), "Run `make setup` once.")
    with translation.override(language):
        content = brief_content(edition, geography, language=language)
    as_of = dt.datetime.fromisoformat(edition["as_of"]).replace(tzinfo=dt.UTC)
    pdf = typst.compile(
        _TEMPLATE.read_bytes(),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"content": json.dumps(content, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        # The day that the picture shows, not the day of printing: the same edition, the same bytes.
        timestamp=as_of,
        format="pdf",
    )
    return bytes(pdf)


@cache
def _fonts() -> Any:
    import typst

    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONT_FOLDER)]
    )

"""Charts as SVG, for what is not a browser: the PDF and the file that opens offline."""

from __future__ import annotations

from pathlib import Path
from typing import Any

FONT_FOLDER = Path(__file__).parent / "fonts"


def chart_svg(specification: dict[str, Any]) -> str:
    """Draw a Vega-Lite specification. Nothing is fetched: the data stand inside."""
    import vl_convert  # takes a third of a second: only what draws pays for it

    if FONT_FOLDER.is_dir():
        vl_convert.register_font_directory(str(FONT_FOLDER))
    return str(vl_convert.vegalite_to_svg(specification, vl_version="6.4", allowed_base_urls=[]))

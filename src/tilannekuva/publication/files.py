"""Writing a picture to a folder: JSON, HTML and PDF of one edition, all of them or none."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import rfc8785

from .brief import render_pdf
from .folder import put_in_place
from .offline import picture_html


def picture_files(
    edition: dict[str, Any],
    geography: Mapping[str, Any],
    *,
    language: str,
    pdf: bool = True,
    linked: bool = False,
) -> dict[str, bytes]:
    """picture.json (canonical, RFC 8785), picture.html and picture.pdf by name.

    `linked`: the page names the two others as its neighbours. Raises BadInput when browser files or
    fonts have not been set up.
    """
    contents = {
        "picture.json": rfc8785.dumps(edition),
        "picture.html": picture_html(edition, geography, language=language, linked=linked).encode(),
    }
    if pdf:
        contents["picture.pdf"] = render_pdf(edition, geography, language=language)
    return contents


def write_picture(
    edition: dict[str, Any],
    geography: Mapping[str, Any],
    out_dir: Path,
    language: str,
    *,
    pdf: bool = True,
    beside: Mapping[str, bytes | None] | None = None,
) -> list[Path]:
    """Make and write the files of a picture, and those `beside` it (see `put_in_place`).

    All are made before the first is written. Raises BadInput like `picture_files` and `put_in_place`.
    """
    contents = picture_files(edition, geography, language=language, pdf=pdf)
    with put_in_place(out_dir, contents | dict(beside or {})) as paths:
        return paths

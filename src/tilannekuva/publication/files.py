"""Writing a picture as files: whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import rfc8785

from tilannekuva.domain.errors import BadInput

from .brief import render_pdf


def write_picture(
    edition: dict[str, Any], geography: Mapping[str, Any], out: Path, *, language: str
) -> list[Path]:
    """Write picture.json (canonical) and picture.pdf into the folder `out`, made if needed.

    All is made before anything is written, and each file appears whole or not at all. Raises BadInput
    when the folder cannot be written.
    """
    contents = {
        "picture.json": rfc8785.dumps(edition),
        "picture.pdf": render_pdf(edition, geography, language=language),
    }
    try:
        out.mkdir(parents=True, exist_ok=True)
        written = []
        for name, content in contents.items():
            part = out / f".{name}.part"
            part.write_bytes(content)
            os.replace(part, out / name)
            written.append(out / name)
    except OSError as error:
        raise BadInput(
            f"The picture cannot be written: {error.strerror}", str(out), "Choose another folder with --out."
        ) from error
    return written

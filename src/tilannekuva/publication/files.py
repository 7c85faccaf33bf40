"""Writing a picture to a folder: JSON, HTML and PDF of one edition, each whole or not at all."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import rfc8785

from .brief import render_pdf
from .offline import picture_html


def write_picture(
    edition: dict[str, Any], geography: Mapping[str, Any], out_dir: Path, language: str, *, pdf: bool = True
) -> list[Path]:
    """Write picture.json (canonical, RFC 8785), picture.html and picture.pdf. Returns their paths.

    All are made before the first is written, and each takes its name only when it is complete. Raises
    BadInput when browser files or fonts have not been set up.
    """
    contents = {
        "picture.json": rfc8785.dumps(edition),
        "picture.html": picture_html(edition, geography, language=language).encode(),
    }
    if pdf:
        contents["picture.pdf"] = render_pdf(edition, geography, language=language)
    out_dir.mkdir(parents=True, exist_ok=True)
    return [_write(out_dir / name, content) for name, content in contents.items()]


def _write(path: Path, content: bytes) -> Path:
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        # As readable as any file that the person makes.
        mask = os.umask(0)
        os.umask(mask)
        os.chmod(temporary, 0o666 & ~mask)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    return path

"""Text from a file, packed with gzip or not."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

from tilannekuva.domain.errors import BadInput


def read_text(path: Path) -> str:
    """The whole text of a UTF-8 file, `.gz` as it is, byte-order mark removed. Raises `BadInput`."""
    try:
        raw = path.read_bytes()
        # By its first bytes, not its name: people rename files.
        if raw[:2] == b"\x1f\x8b":
            raw = gzip.decompress(raw)
    except FileNotFoundError:
        raise BadInput("There is no such file", str(path), "Check the path.") from None
    except IsADirectoryError:
        raise BadInput("This is a folder", str(path), "Give a file.") from None
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise BadInput(f"The file cannot be unpacked: {error}", str(path), "Pack it again.") from error
    except OSError as error:
        raise BadInput(f"The file cannot be read: {error}", str(path), "Check the file.") from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        what = f"The text is not UTF-8: byte {error.start + 1:,} in line {line:,}"
        raise BadInput(what, str(path), "Save it as UTF-8.") from error

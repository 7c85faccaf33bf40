"""A file on disk becomes bytes with a checksum, and text bytes become clean UTF-8."""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tilannekuva.domain.errors import BadInput

from .words import number_text

# Above this the arrays no longer fit beside the file on the machine we aim at; a decompressed stream has
# to stop somewhere in any case.
LARGEST_BYTES = 4 * 1024**3

# Letters and signs of Western European text in Windows-1252 (a superset of ISO 8859-1 and close to
# 8859-15). The bytes that stand for rarer signs are left out: they are more often damage than text.
_WESTERN_BYTES = frozenset(range(0xC0, 0xFE)) - {0xD7, 0xF7} | {
    0x8A,
    0x8E,
    0x9A,
    0x9E,
    0x91,
    0x92,
    0x96,
    0xB4,
}

_NOT_A_TABLE = {
    b"PK\x03\x04": ("an Excel workbook or a zip archive", "Save the table as CSV and read that."),
    b"\xd0\xcf\x11\xe0": ("an old Excel workbook", "Save the table as CSV and read that."),
    b"%PDF": ("a PDF document", "Give the table as CSV or Parquet."),
    b"{": ("JSON", "Incidents are read from CSV or Parquet; GeoJSON is read as areas (--areas)."),
    b"<": ("HTML or XML, perhaps a page saved in place of the data", "Download the table itself as CSV."),
}


@dataclass(frozen=True, slots=True)
class FileBytes:
    """The content of a file (decompressed), and the checksum of the file as it lay on disk."""

    name: str
    content: bytes
    sha256: str

    @property
    def is_parquet(self) -> bool:
        """Told by the content, so that a wrong file name does no harm."""
        return self.content[:4] == b"PAR1"


def read_file(path: Path) -> FileBytes:
    """Read a whole file once; gzip is recognised by its content.

    Raises `BadInput` if there is no such file, it is empty, too large, damaged, or not a table at all.
    """
    try:
        raw = path.read_bytes() if path.stat().st_size <= LARGEST_BYTES else None
    except FileNotFoundError:
        raise BadInput("There is no such file", str(path), "Check the name and the folder.") from None
    except OSError as error:
        reason = error.strerror or "reading failed"
        raise BadInput(f"The file cannot be read: {reason}", str(path), "Give a readable file.") from None
    content = _gunzip(raw, path) if raw is not None and raw[:2] == b"\x1f\x8b" else raw
    if raw is None or content is None:
        limit = f"{LARGEST_BYTES // 1024**3} GiB"
        raise BadInput(f"The file holds more than {limit}", str(path), "Split it, for example by year.")
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise BadInput("The file is empty", str(path), "Give a table with a header and at least one row.")
    for magic, (what, next_step) in _NOT_A_TABLE.items():
        if content.lstrip(b" \t\r\n\xef\xbb\xbf").startswith(magic):
            raise BadInput(f"The file is {what}, not a table of incidents", str(path), next_step)
    return FileBytes(path.name, content, hashlib.sha256(raw).hexdigest())


def _gunzip(raw: bytes, path: Path) -> bytes | None:
    """The decompressed content, or None if it is larger than the limit."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as stream:
            content = stream.read(LARGEST_BYTES + 1)
    except (OSError, EOFError, zlib.error):
        raise BadInput("The gzip file is damaged or cut short", str(path), "Fetch it again.") from None
    return content if len(content) <= LARGEST_BYTES else None


@dataclass(frozen=True, slots=True)
class CleanText:
    """Text as valid UTF-8 with line feeds, and what had to be assumed.

    `broken` is set if bytes that are no UTF-8 were replaced by U+FFFD: rows that need them are rejected.
    """

    utf8: bytes
    notes: tuple[str, ...]
    broken: bool


def clean_text(content: bytes) -> CleanText:
    """Byte-order marks, UTF-16, Western 8-bit text, broken UTF-8 and old line ends, in this order."""
    notes: list[str] = []
    broken = False
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        content = content.decode("utf-16", errors="replace").encode()
        broken = "\ufffd".encode() in content
        notes.append(_("The file is UTF-16 text."))
    content = content.removeprefix(b"\xef\xbb\xbf")
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        content, broken, note = _recode(content)
        notes.append(note)
    # A lone carriage return ends a line in spreadsheets too; inside a line the readers disagree about it.
    if content.count(b"\r") > content.count(b"\r\n"):
        content = content.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return CleanText(content, tuple(notes), broken)


def _recode(content: bytes) -> tuple[bytes, bool, str]:
    """Bytes that are not UTF-8: an older encoding throughout, or damage in places."""
    text = content.decode("utf-8", errors="surrogateescape")
    high_bytes = content.translate(None, bytes(range(128)))
    n_bad = sum(text.count(chr(0xDC00 + byte)) for byte in range(128, 256))
    # Valid multi-byte characters beside the bad bytes mean UTF-8 with damage, not an older encoding.
    if n_bad == len(high_bytes) and set(high_bytes) <= _WESTERN_BYTES:
        note = ngettext(
            "The text is not UTF-8: %(n)s byte read as Western European (Windows-1252).",
            "The text is not UTF-8: %(n)s bytes read as Western European (Windows-1252).",
            n_bad,
        )
        return content.decode("cp1252").encode(), False, note % {"n": number_text(n_bad)}
    note = ngettext(
        "Not UTF-8: %(n)s byte. Rows that need it were not taken.",
        "Not UTF-8: %(n)s bytes. Rows that need them were not taken.",
        n_bad,
    )
    return content.decode("utf-8", errors="replace").encode(), True, note % {"n": number_text(n_bad)}

"""A file on disk becomes bytes with a checksum, and text bytes become clean UTF-8."""

from __future__ import annotations

import gzip
import hashlib
import io
import zlib
from dataclasses import dataclass, replace
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tilannekuva.domain.errors import BadInput

from .not_a_table import ZIP, what_it_is
from .words import number_text, size_text
from .workbook import plain_workbook

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

    @property
    def is_workbook(self) -> bool:
        """A workbook of a spreadsheet program (XLSX), told by the content."""
        return self.content.startswith(ZIP)


def read_file(path: Path) -> FileBytes:
    """Read a whole file once; see `file_bytes`.

    Raises `BadInput` if there is no such file, it is empty, too large, damaged, or not a table at all.
    """
    try:
        raw = path.read_bytes() if path.stat().st_size <= LARGEST_BYTES else None
    except FileNotFoundError:
        raise BadInput(_("There is no such file"), str(path), _("Check the name and the folder.")) from None
    except OSError as error:
        what = _("The file cannot be read: %(reason)s") % {"reason": error.strerror or type(error).__name__}
        raise BadInput(what, str(path), _("Give a readable file.")) from None
    if raw is None:
        raise _too_large(str(path), LARGEST_BYTES)
    return replace(file_bytes(raw, str(path)), name=path.name)


def file_bytes(raw: bytes, where: str, *, most_bytes: int = LARGEST_BYTES) -> FileBytes:
    """The content of a file that came as bytes; gzip is recognised by its content.

    `where` names it in messages. Raises `BadInput` if it is empty, larger than `most_bytes` when unpacked,
    damaged, or not a table at all.
    """
    content = _gunzip(raw, where, most_bytes) if raw[:2] == b"\x1f\x8b" else raw
    if not content.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        raise BadInput(_("The file is empty"), where, _("Give a table with a header and at least one row."))
    other = what_it_is(content)
    if other is not None:
        raise BadInput(str(other.what), where, str(other.next_step))
    if content.startswith(ZIP):
        content = plain_workbook(content, where, most_bytes=most_bytes)
    return FileBytes(where, content, hashlib.sha256(raw).hexdigest())


def _gunzip(raw: bytes, where: str, most_bytes: int) -> bytes:
    """The decompressed content; reading stops at the limit."""
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(raw)) as stream:
            content = stream.read(most_bytes + 1)
    except (OSError, EOFError, zlib.error):
        raise BadInput(_("The gzip file is damaged or cut short"), where, _("Fetch it again.")) from None
    if len(content) > most_bytes:
        raise _too_large(where, most_bytes)
    return content


def _too_large(where: str, most_bytes: int) -> BadInput:
    return BadInput(
        _("The file holds more than %(size)s") % {"size": size_text(most_bytes)},
        where,
        _("Split it, for example by year."),
    )


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

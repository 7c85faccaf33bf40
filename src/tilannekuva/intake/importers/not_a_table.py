"""What a file that holds no table seems to be, told from its first bytes: a message never repeats those."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_AS_CSV = _("Save the table as CSV and read that.")
_TABLE = _("Give the table as CSV, XLSX or Parquet.")

ZIP = b"PK\x03\x04"
"""How a zip archive begins, and a workbook is one."""

WORKBOOK_PART = "xl/workbook.xml"

_BYTES_LOOKED_AT = 65_536
# Control characters that stand in text: tab, line feed, form feed, carriage return, escape.
_OF_TEXT = frozenset(b"\t\n\x0c\r\x1b")
_CONTROL = bytes(byte for byte in range(32) if byte not in _OF_TEXT and byte)
# Damage puts a stray control character into a text. In what is none, each of the 26 is about as frequent
# as any other byte: one in ten together.
_LARGEST_CONTROL_SHARE = 0.02
# A text may have a NUL byte here and there; in what is none they fill whole stretches.
_LARGEST_NUL_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class NotATable:
    """What a file is instead of a table (lazy text in the active language), and what to do about it."""

    what: str | Promise
    next_step: str | Promise


_IMAGE = NotATable(_("The file is an image, not a table of incidents"), _TABLE)

_SIGNS: tuple[tuple[bytes, NotATable], ...] = (
    (ZIP, NotATable(_("The file is a zip archive, not a table"), _TABLE)),
    (b"\xd0\xcf\x11\xe0", NotATable(_("The file is an old Excel workbook, not a table in text"), _AS_CSV)),
    (b"%PDF", NotATable(_("The file is a PDF document, not a table of incidents"), _TABLE)),
    (
        b"{",
        NotATable(
            _("The file is JSON, not a table of incidents"),
            _("Incidents are read from CSV or Parquet; GeoJSON is read as areas (--areas)."),
        ),
    ),
    (
        b"<",
        NotATable(
            _("The file is HTML or XML, perhaps a page saved in place of the data"),
            _("Download the table itself as CSV."),
        ),
    ),
    (b"\x89PNG", _IMAGE),
    (b"\xff\xd8\xff", _IMAGE),
    (b"GIF87a", _IMAGE),
    (b"GIF89a", _IMAGE),
    (b"II*\x00", _IMAGE),
    (b"MM\x00*", _IMAGE),
    (
        b"SQLite format 3\x00",
        NotATable(_("The file is an SQLite database, not a table in text"), _("Export the table as CSV.")),
    ),
    *(
        (
            magic,
            NotATable(
                _("The file is compressed in a way that is not read"),
                _("Unpack it, or compress it with gzip."),
            ),
        )
        for magic in (
            *(b"BZh%d1AY&SY" % level for level in range(1, 10)),
            b"\xfd7zXZ\x00",
            b"7z\xbc\xaf\x27\x1c",
            b"\x28\xb5\x2f\xfd",
            b"Rar!",
        )
    ),
    (
        # A second time: the outer layer has been unpacked already.
        b"\x1f\x8b",
        NotATable(
            _("The file is compressed with gzip twice over"), _("Unpack it once, and give what comes out.")
        ),
    ),
)
_BINARY = NotATable(_("The file is not text, and not Parquet: no table can be read from it"), _TABLE)


def what_it_is(content: bytes) -> NotATable | None:
    """What the bytes are if they are neither text nor Parquet nor a workbook; None for these three."""
    if content.startswith(b"PAR1") or _is_workbook(content):
        return None
    begins = content[:64].lstrip(b" \t\r\n\xef\xbb\xbf")
    for magic, found in _SIGNS:
        if begins.startswith(magic):
            return found
    return _BINARY if _is_binary(content[:_BYTES_LOOKED_AT]) else None


def _is_workbook(content: bytes) -> bool:
    if not content.startswith(ZIP):
        return False
    try:
        return WORKBOOK_PART in zipfile.ZipFile(io.BytesIO(content)).namelist()
    except (zipfile.BadZipFile, ValueError, OSError):
        return False


def _is_binary(head: bytes) -> bool:
    if head[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return False  # UTF-16 has a NUL byte in every second place
    n_control = len(head) - len(head.translate(None, _CONTROL))
    return n_control > _LARGEST_CONTROL_SHARE * len(head) or head.count(0) > _LARGEST_NUL_SHARE * len(head)

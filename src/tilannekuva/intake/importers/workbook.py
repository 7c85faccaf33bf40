"""Workbooks of spreadsheet programs (XLSX): unpacked within limits, then read as text, values only.

A workbook is a zip archive, and what an archive says of its own sizes need not be true. So every part is
unpacked here once, up to a limit, and what came out, and nothing else, is handed to the reader of tables.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib

import fastexcel
import polars as pl
from django.utils.translation import gettext as _

from tilannekuva.domain.errors import BadInput

_MOST_PARTS = 2_000
# The reader holds a sheet as a full rectangle: one stray cell in its last corner would fill the memory.
_MOST_CELLS = 40_000_000
_CELL = re.compile(rb"""\sr\s*=\s*["']([A-Z]{1,3})([0-9]{1,7})["']""")
_PART_READ = re.compile(r"(\[Content_Types\]\.xml|_rels/\.rels|xl/.*\.(xml|rels))", re.IGNORECASE)
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_MIDNIGHT = r"^\d{4}-\d{2}-\d{2} 00:00:00$"


def plain_workbook(content: bytes, where: str, *, most_bytes: int) -> bytes:
    """The parts of a workbook that hold tables, in an archive that packs nothing.

    Macros, pictures and archives inside are left out. Raises `BadInput` if the parts are larger than
    `most_bytes` together, if there are too many of them, or if it is damaged or locked by a password.
    """
    plain = io.BytesIO()
    left = most_bytes
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed, zipfile.ZipFile(plain, "w") as unpacked:
            parts = packed.infolist()
            if len(parts) > _MOST_PARTS:
                raise _refused(_("The workbook has more than %(n)d parts") % {"n": _MOST_PARTS}, where)
            for part in parts:
                if not _PART_READ.fullmatch(part.filename):
                    continue
                with packed.open(part) as stream:
                    text = stream.read(left + 1)
                left -= len(text)
                if left < 0:
                    raise _refused(_("The workbook is too large when it is unpacked"), where)
                if _SHEET.fullmatch(part.filename):
                    _check_rectangle(text, where)
                unpacked.writestr(part.filename, text)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError):
        raise _damaged(where) from None
    return plain.getvalue()


def read_workbook(content: bytes, where: str) -> tuple[pl.DataFrame, int, tuple[str, ...]]:
    """The first sheet as text: its columns, the number of its header row (1 is the first), and notes.

    Formulas count as the values that the program last computed; errors count as empty. Dates are written
    as ISO dates. Raises `BadInput` if it cannot be read or the sheet is empty.
    """
    try:
        workbook = fastexcel.read_excel(content)
        cells = workbook.load_sheet(0, header_row=None, skip_rows=0, dtypes="string").to_polars()
    except (fastexcel.FastExcelError, pl.exceptions.PolarsError):
        raise _damaged(where) from None
    filled = cells.select(pl.any_horizontal(pl.all().is_not_null())).to_series() if cells.width else None
    header_idx = filled.arg_max() if filled is not None else None
    if filled is None or header_idx is None or not filled.any():
        raise BadInput(
            _("The first sheet is empty"), where, _("Give a table with a header and at least one row.")
        )
    notes = []
    if len(workbook.sheet_names) > 1:
        notes.append(_("Only the first sheet of the workbook is read."))
    header = ["" if name is None else str(name) for name in cells.row(header_idx)]
    body = cells.slice(header_idx + 1)
    body = body.select(_days_alone(column) for column in body.iter_columns())
    body.columns = [f"{idx}:{name}" for idx, name in enumerate(header)]
    return body, header_idx + 1, tuple(notes)


def _days_alone(column: pl.Series) -> pl.Series:
    """A column of days, which the reader writes as midnights, without the time that nobody wrote."""
    values = column.drop_nulls()
    if len(values) and values.str.contains(_MIDNIGHT).all():
        return column.str.head(10)
    return column


def _check_rectangle(sheet: bytes, where: str) -> None:
    """Raises `BadInput` when the cells of a sheet span more than the reader can hold."""
    widest, last_row = 0, 0
    letters: set[bytes] = set()
    for found in _CELL.finditer(sheet):
        letters.add(found[1])
        last_row = max(last_row, int(found[2]))
    for name in letters:
        number = 0
        for letter in name:
            number = number * 26 + letter - 64
        widest = max(widest, number)
    if widest * last_row > _MOST_CELLS:
        raise _refused(_("A sheet of the workbook spans more cells than can be read"), where)


def _damaged(where: str) -> BadInput:
    return BadInput(
        _("The workbook is damaged or locked by a password"), where, _("Save it again, or save it as CSV.")
    )


def _refused(what: str, where: str) -> BadInput:
    return BadInput(what, where, _("Save the one sheet that is needed as CSV, and read that."))

"""A small workbook (XLSX) of rows, as spreadsheet programs write one."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_FIRST_DAY_ON = dt.date(1899, 12, 30)
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)

Cell = str | int | float | dt.date | None


def workbook(
    rows: Sequence[Sequence[Cell]],
    *,
    first_row: int = 1,
    more: Mapping[str, bytes] | None = None,
    sheet: str = "",
) -> bytes:
    """The bytes of a workbook whose one sheet holds these rows; `sheet` stands in place of them, `more` beside."""
    body = sheet or "".join(
        f'<row r="{number}">'
        + "".join(_cell(f"{_letters(i)}{number}", cell) for i, cell in enumerate(row))
        + "</row>"
        for number, row in enumerate(rows, start=first_row)
    )
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations("officeDocument", "xl/workbook.xml"),
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
        '<sheet name="Sheet1" sheetId="1" r:id="r0"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": _relations(
            "worksheet", "worksheets/sheet1.xml", "styles", "styles.xml"
        ),
        "xl/styles.xml": f'<styleSheet xmlns="{_MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/>'
        "</cellXfs></styleSheet>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{_MAIN}"><sheetData>{body}</sheetData></worksheet>',
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0"?>{text}')
        for name, content in (more or {}).items():
            archive.writestr(name, content)
    return file.getvalue()


def _relations(*pairs: str) -> str:
    made = "".join(
        f'<Relationship Id="r{i // 2}" Type="{_OFFICE}/{pairs[i]}" Target="{pairs[i + 1]}"/>'
        for i in range(0, len(pairs), 2)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{made}</Relationships>'


def _letters(idx: int) -> str:
    return chr(65 + idx)


def _cell(place: str, cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, dt.date):
        return f'<c r="{place}" s="1"><v>{(cell - _FIRST_DAY_ON).days}</v></c>'
    if isinstance(cell, str):
        return f'<c r="{place}" t="inlineStr"><is><t>{escape(cell)}</t></is></c>'
    return f'<c r="{place}"><v>{cell}</v></c>'

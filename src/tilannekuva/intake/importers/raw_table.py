"""Bytes become a table of columns: delimited text or a workbook (every value still text), or Parquet (typed)."""

from __future__ import annotations

import csv
import io
import itertools
import sys
from dataclasses import dataclass

import numpy as np
import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from numpy.typing import NDArray

from tilannekuva.domain.errors import BadInput

from .files import FileBytes, clean_text
from .words import number_text, shortened
from .workbook import read_workbook

_SEPARATORS = (",", ";", "\t", "|")
_SEPARATED_BY = {
    ";": gettext_lazy("Columns are separated by a semicolon."),
    "\t": gettext_lazy("Columns are separated by a tab."),
    "|": gettext_lazy("Columns are separated by a vertical bar."),
}
_EXTRA = "\x00extra"
_END = "\x00end"
_ROWS_LOOKED_AT = 20
_LONGEST_NAME = 80


@dataclass(frozen=True, slots=True)
class RawTable:
    """A table as it stands in the file, without its blank lines.

    `row` (int64) holds the number of each record in the file (see `Rejections`), `numbering` says where it
    starts. `ragged` (bool) marks records with more fields than the header. `broken`: some bytes were no
    UTF-8 and became U+FFFD; `has_nul`: there are NUL bytes, which no text has. `decimal_comma`: a comma may stand for the decimal point.
    """

    frame: pl.DataFrame
    row: NDArray[np.int64]
    numbering: str
    ragged: NDArray[np.bool_]
    broken: bool
    has_nul: bool
    decimal_comma: bool
    notes: tuple[str, ...]


def read_table(file: FileBytes) -> RawTable:
    """The table of a file.

    Raises `BadInput` if there is no header, no row, an unclosed quotation mark, or no table at all.
    """
    if file.is_parquet:
        table = _read_parquet(file)
    elif file.is_workbook:
        table = _read_sheet(file)
    else:
        table = _read_text(file)
    if table.frame.height == 0:
        raise BadInput(_("The file has a header but no rows"), file.name, _("Give at least one incident."))
    return table


def _read_parquet(file: FileBytes) -> RawTable:
    try:
        frame = pl.read_parquet(io.BytesIO(file.content))
    except (pl.exceptions.PolarsError, OSError, pl.exceptions.PanicException):
        raise BadInput(_("The Parquet file is damaged"), file.name, _("Write or fetch it again.")) from None
    readable = [name for name, dtype in frame.schema.items() if not dtype.is_nested() and dtype != pl.Binary]
    return RawTable(
        frame=frame.select(readable),
        row=np.arange(1, frame.height + 1),
        numbering=_("Row 1 is the first row of the table."),
        ragged=np.zeros(frame.height, dtype=np.bool_),
        broken=False,
        has_nul=any(
            frame[name].str.contains("\x00", literal=True).any()
            for name in readable
            if frame.schema[name] == pl.String
        ),
        decimal_comma=False,
        notes=(),
    )


def _read_sheet(file: FileBytes) -> RawTable:
    frame, header_row, notes = read_workbook(file.content, file.name)
    header = [name.partition(":")[2] for name in frame.columns]
    _refuse_missing_header(header, file.name)
    frame.columns = _unique_names(header)
    blank = frame.select(pl.all_horizontal(pl.all().is_null() | (pl.all() == ""))).to_series().to_numpy()
    return RawTable(
        frame=frame.filter(~blank),
        row=np.arange(header_row + 1, header_row + 1 + len(blank))[~blank],
        numbering=_("Row %(row)d is the header.") % {"row": header_row},
        ragged=np.zeros(int((~blank).sum()), dtype=np.bool_),
        broken=False,
        has_nul=False,
        decimal_comma=False,
        notes=notes,
    )


def _read_text(file: FileBytes) -> RawTable:
    text = clean_text(file.content)
    n_leading = len(text.utf8) - len(text.utf8.lstrip(b"\r\n"))
    n_lines_before = text.utf8[:n_leading].count(b"\n")
    utf8 = text.utf8[n_leading:]
    separator = _find_separator(utf8)
    header, body = _split_header(utf8, separator)
    _refuse_missing_header(header, file.name)
    names = _unique_names(header)
    first_row = n_lines_before + 2
    frame = _fast_frame(body, names, separator)
    if frame is None:
        frame = _patient_frame(body, names, separator, first_row, file.name)
    ragged = frame[_EXTRA].is_not_null().to_numpy()
    frame = frame.drop(_EXTRA)
    _refuse_short_header(ragged, names, file.name)
    blank = frame.select(pl.all_horizontal(pl.all().is_null() | (pl.all() == ""))).to_series().to_numpy()
    notes = list(text.notes)
    if separator != ",":
        notes.append(str(_SEPARATED_BY[separator]))
    if blank.any():
        n_blank = int(blank.sum())
        note = ngettext("%(n)s blank line skipped.", "%(n)s blank lines skipped.", n_blank)
        notes.append(note % {"n": number_text(n_blank)})
    return RawTable(
        frame=frame.filter(~blank) if blank.any() else frame,
        row=np.arange(first_row, first_row + len(blank))[~blank],
        numbering=_("Row %(row)d is the header.") % {"row": first_row - 1},
        ragged=ragged[~blank],
        broken=text.broken,
        has_nul=b"\x00" in utf8,
        decimal_comma=separator != ",",
        notes=tuple(notes),
    )


def _find_separator(utf8: bytes) -> str:
    """The separator that cuts the header and the first rows into most columns."""
    lines = utf8[:65536].decode(errors="replace").splitlines()[:_ROWS_LOOKED_AT]

    def n_columns(separator: str) -> int:
        n_fields = [len(row) for row in csv.reader(lines, delimiter=separator) if row]
        return min(n_fields[0], sorted(n_fields)[len(n_fields) // 2]) if n_fields else 0

    csv.field_size_limit(sys.maxsize)
    return max(_SEPARATORS, key=n_columns)


def _split_header(utf8: bytes, separator: str) -> tuple[list[str], bytes]:
    """The fields of the first record, and the bytes after it (a quoted name may hold a line break)."""
    lines = io.BytesIO(utf8)
    reader = csv.reader((line.decode() for line in iter(lines.readline, b"")), delimiter=separator)
    header = next(reader, [])
    return header, utf8[lines.tell() :]


def _refuse_missing_header(header: list[str], where: str) -> None:
    def looks_like_a_value(name: str) -> bool:
        digits = sum(letter.isdigit() for letter in name)
        return digits > 0 and digits >= sum(letter.isalpha() for letter in name)

    named = [name for name in header if name.strip()]
    if named and sum(map(looks_like_a_value, named)) * 2 > len(named):
        raise BadInput(
            _("The first row holds values, not names of columns"),
            where,
            _("Put a header above the rows, for example: date,latitude,longitude,kind"),
        )


def _refuse_short_header(ragged: NDArray[np.bool_], names: list[str], where: str) -> None:
    if len(ragged) and ragged.sum() * 2 > len(ragged):
        what = ngettext(
            "Most rows have more fields than the header, which has %(n)d column",
            "Most rows have more fields than the header, which has %(n)d columns",
            len(names),
        )
        raise BadInput(what % {"n": len(names)}, where, _("Name every column in the header."))


def _unique_names(header: list[str]) -> list[str]:
    names: list[str] = []
    for number, field in enumerate(header, start=1):
        printable = "".join(letter if letter.isprintable() else " " for letter in field)
        name = shortened(" ".join(printable.split()), _LONGEST_NAME) or f"column {number}"
        n_same = sum(other == name or other.startswith(f"{name} (") for other in names)
        names.append(f"{name} ({n_same + 1})" if n_same else name)
    return names


def _quotes_are_regular(body: bytes, separator: str) -> bool:
    """Whether every quotation mark opens or closes a whole field, or is doubled inside one.

    Only then is the fast reader trustworthy: it takes an inch sign inside a plain field for an opening.
    """
    if b'"' not in body:
        return True
    padded = np.frombuffer(b"\n" + body + b"\n", dtype=np.uint8)
    quote_idx = np.flatnonzero(padded == ord('"'))
    edges = np.isin(padded, np.frombuffer(f"\n\r{separator}".encode(), dtype=np.uint8))
    opening_idx, closing_idx = quote_idx[0::2], quote_idx[1::2]
    if len(opening_idx) != len(closing_idx):
        return False
    # Between a closing and the next opening mark lies a doubled mark, or the edge of a field.
    doubled = closing_idx[:-1] + 1 == opening_idx[1:]
    opens = edges[opening_idx - 1]
    closes = edges[closing_idx + 1]
    return bool((opens[1:] | doubled).all() and (closes[:-1] | doubled).all() and opens[0] and closes[-1])


def _fast_frame(body: bytes, names: list[str], separator: str) -> pl.DataFrame | None:
    """The table, or None if the fast reader cannot be trusted with this text."""
    if not _quotes_are_regular(body, separator):
        return None
    # A header of our own, one column wider: fields beyond the file's header land there and are seen.
    numbers = separator.join(str(idx) for idx in range(len(names) + 1))
    try:
        frame = pl.read_csv(
            f"{numbers}\n".encode() + body,
            separator=separator,
            infer_schema=False,
            truncate_ragged_lines=True,
        )
    except pl.exceptions.PolarsError:
        return None
    frame.columns = [*names, _EXTRA]
    return frame


def _patient_frame(body: bytes, names: list[str], separator: str, first_row: int, where: str) -> pl.DataFrame:
    """Record by record with the reader of the standard library, for files with stray quotation marks."""
    # A mark that is never closed swallows every row after it. The last line tells: it is ours, and comes
    # back as a record of its own only if nothing before it is still open.
    lines = itertools.chain(io.StringIO(body.decode(), newline=""), [_END])
    columns: list[list[str | None]] = [[] for _name in range(len(names) + 1)]
    n_records = 0
    closed = False
    for record in csv.reader(lines, delimiter=separator):
        closed = record == [_END]
        if not closed:
            n_records += 1
            _append_record(columns, record)
    if not closed:
        raise BadInput(
            _("A quotation mark is opened in row %(row)d and never closed")
            % {"row": first_row + n_records - 1},
            where,
            _('Close it, or double it ("") where it belongs to the text.'),
        )
    schema = dict.fromkeys([*names, _EXTRA], pl.String)
    return pl.DataFrame(dict(zip(schema, columns, strict=True)), schema=schema)


def _append_record(columns: list[list[str | None]], record: list[str]) -> None:
    width = len(columns) - 1
    fields = [*record[:width], *[""] * (width - len(record)), "".join(record[width:])]
    for column, field in zip(columns, fields, strict=True):
        column.append(field or None)

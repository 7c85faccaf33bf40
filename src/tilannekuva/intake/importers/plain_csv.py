"""Small tables that people make by hand: CSV with columns of fixed names, read row by row."""

from __future__ import annotations

import csv
import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from tilannekuva.domain.errors import BadInput

_MOST_BYTES = 10_000_000
_SURPLUS = ""
"""The name under which values beyond the last column are read; no column is called so."""


@dataclass(frozen=True, slots=True)
class PlainRow:
    """The values of a row by column, without blanks around them; `where` names it in messages."""

    values: dict[str, str]
    where: str


@dataclass(frozen=True, slots=True)
class PlainTable:
    rows: tuple[PlainRow, ...]
    sha256: str


def read_plain_csv(path: Path, *, check_columns: Callable[[list[str]], None], too_large: str) -> PlainTable:
    """A file with comma or semicolon between its columns, whose names are read without case.

    `check_columns` raises BadInput for columns that are not those that are wanted; `too_large` says what to do with
    a file of more than 10 MB. Raises BadInput for a file that is no such table, or has no row or a row of more
    values than columns.
    """
    if path.stat().st_size > _MOST_BYTES:
        raise BadInput(_("The file is larger than 10 MB"), path.name, too_large)
    content = path.read_bytes()
    try:
        lines = content.decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise BadInput(_("The file is no UTF-8 text"), path.name, _("Save it as CSV (UTF-8).")) from error
    separator = ";" if lines and ";" in lines[0] else ","
    reader = csv.DictReader(lines, delimiter=separator, restkey=_SURPLUS, strict=False)
    columns = [name.strip().lower() for name in reader.fieldnames or ()]
    check_columns(columns)
    reader.fieldnames = columns
    rows = tuple(_rows(reader, columns, path.name))
    if not rows:
        raise BadInput(_("The file has a header but no rows"), path.name, _("Give at least one row."))
    return PlainTable(rows, hashlib.sha256(content).hexdigest())


def _rows(reader: csv.DictReader[str], columns: list[str], file_name: str) -> Iterator[PlainRow]:
    for number, record in enumerate(reader, start=2):
        where = _("%(file)s, row %(n)d") % {"file": file_name, "n": number}
        if _SURPLUS in record:
            # A decimal comma between commas would be read as two values, and the number cut in silence.
            raise BadInput(
                _("The row has more values than columns"),
                where,
                _("Write decimals with a point, or put semicolons between the columns."),
            )
        yield PlainRow({name: (record.get(name) or "").strip() for name in columns}, where)

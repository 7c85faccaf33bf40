"""Workbooks: values of the first sheet, unpacked within limits, and nothing else of them."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from tests.apps.intake.importers.workbooks import workbook
from tilannekuva.domain.errors import BadInput
from tilannekuva.intake.importers.files import file_bytes
from tilannekuva.intake.importers.incident_table import IncidentTable
from tilannekuva.intake.importers.raw_table import RawTable, read_table
from tilannekuva.intake.importers.rejections import Reason

HEADER = ["date", "latitude", "longitude", "kind"]
ROW = [dt.date(2026, 4, 1), 60.17, 24.92, "damage"]
CELL = '<c r="{0}"><v>1</v></c>'


def table(content: bytes, **limits: int) -> RawTable:
    return read_table(file_bytes(content, "the file", **limits))


def test_days_numbers_and_texts_are_read_as_they_stand() -> None:
    found = table(workbook([HEADER, ROW, [dt.date(2026, 4, 2), 60.2, 25, "=1+1"]]))
    assert found.frame.columns == HEADER
    assert found.frame.rows() == [
        ("2026-04-01", "60.17", "24.92", "damage"),
        ("2026-04-02", "60.2", "25", "=1+1"),
    ]


def test_rows_are_numbered_as_the_spreadsheet_numbers_them(read: Callable[..., IncidentTable]) -> None:
    content = workbook([HEADER, ROW, [], ["", 60.17, 24.92, "damage"]], first_row=3)
    found = read(content, "sample.xlsx")
    assert (len(found), found.rejected.numbering) == (1, "Row 3 is the header.")
    assert list(found.rejected.items()) == [(6, Reason.TIME_MISSING)]


@pytest.mark.req("C-31")
def test_a_formula_counts_as_its_value() -> None:
    sheet = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>n</t></is></c></row>'
        '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c></row>'
        '<row r="3"><c r="A3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
        '<row r="4"><c r="A4"><v>5</v></c></row>'
    )
    assert table(workbook([], sheet=sheet)).frame.rows() == [("2",), ("5",)]


@pytest.mark.req("C-26")
def test_what_is_larger_than_it_says_stops_at_the_limit() -> None:
    bomb = workbook([HEADER, ROW], more={"xl/sharedStrings.xml": b" " * 3_000_000})
    assert len(bomb) < 20_000
    with pytest.raises(BadInput, match="too large when it is unpacked"):
        table(bomb, most_bytes=1_000_000)


@pytest.mark.req("C-26")
def test_macros_and_archives_inside_are_left_out() -> None:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("x", b"x")
    content = file_bytes(
        workbook(
            [HEADER, ROW],
            more={"xl/vbaProject.bin": b"x", "xl/inner.zip": inner.getvalue(), "../up.xml": b"x"},
        ),
        "the file",
    ).content
    names = zipfile.ZipFile(io.BytesIO(content)).namelist()
    assert "xl/worksheets/sheet1.xml" in names
    assert not [name for name in names if not name.endswith((".xml", ".rels")) or ".." in name]


@pytest.mark.req("C-26")
@pytest.mark.parametrize(
    "cells",
    [CELL.format("A1") + CELL.format("XFD1048576"), "<c r='A1'><v>1</v></c><c r = 'XFD900000'><v>1</v></c>"],
)
def test_one_stray_cell_does_not_fill_the_memory(cells: str) -> None:
    with pytest.raises(BadInput, match="spans more cells"):
        table(workbook([], sheet=f'<row r="1">{cells}</row>'))


@pytest.mark.parametrize("cut", [0.3, 0.7, 0.95])
def test_a_damaged_workbook_is_refused(cut: float) -> None:
    content = workbook([HEADER, ROW])
    with pytest.raises(BadInput):
        table(content[: int(len(content) * cut)])


@pytest.mark.parametrize("rows", [[], [[]], [[None, None]], [HEADER]])
def test_an_empty_sheet_is_refused(rows: Any) -> None:
    with pytest.raises(BadInput, match=r"empty|no rows"):
        table(workbook(rows))

"""Text becomes rows and columns: separators, quotation marks, ragged lines, numbering, enormous fields."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilannekuva.domain.errors import BadInput
from tilannekuva.intake.importers.files import FileBytes
from tilannekuva.intake.importers.incident_table import IncidentTable
from tilannekuva.intake.importers.raw_table import RawTable, read_table
from tilannekuva.intake.importers.rejections import Reason

Reader = Callable[..., IncidentTable]

HEADER = "time,latitude,longitude,kind\n"
ROW = "2026-04-01T13:00,60.17,24.92,theft\n"
MEGABYTE = 1_000_000
LINES = "x\n" * (MEGABYTE // 2)


def table_of(text: str) -> RawTable:
    return read_table(FileBytes("sample.csv", text.encode(), ""))


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_separators_are_recognised_and_said(separator: str) -> None:
    table = table_of(f"time{separator}kind\n2026-04-01{separator}a\n")
    assert table.frame.to_dict(as_series=False) == {"time": ["2026-04-01"], "kind": ["a"]}
    assert any("separated by" in note for note in table.notes) == (separator != ",")


_FIELD = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1).filter(str.strip)


@given(st.lists(st.tuples(_FIELD, st.text("ab\n\", ;'", max_size=8)), min_size=1, max_size=5))
def test_what_the_standard_library_writes_is_read_back(rows: list[tuple[str, str]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([("first", "second"), *rows])
    frame = table_of(text.getvalue()).frame
    assert frame["first"].to_list() == [first for first, _ in rows]
    assert frame["second"].fill_null("").to_list() == [second for _, second in rows]


def test_a_quoted_line_break_is_one_row_and_stays_out_of_the_kind(read: Reader) -> None:
    table = read(HEADER + '2026-04-01,60.17,24.92,"a\nb"\n' + ROW)
    assert table.row.tolist() == [2, 3]
    assert table.kinds == ("a b", "theft")


def test_a_stray_quotation_mark_is_part_of_the_text(read: Reader) -> None:
    assert read(HEADER + '2026-04-01,60.17,24.92,5" nail\n' + ROW).kinds == ('5" nail', "theft")
    # Marks that are not doubled as they should be: what the standard library makes of them is taken.
    assert read(HEADER + '2026-04-01,60.17,24.92,""nail""\n').kinds == ('nail""',)


def test_a_quotation_mark_that_is_never_closed_is_refused_with_its_row(read: Reader) -> None:
    with pytest.raises(BadInput, match="opened in row 3 and never closed"):
        read(HEADER + ROW + '2026-04-01,60.17,24.92,"abc\n' + ROW * 3)


def test_rows_longer_than_the_header_are_listed_and_short_ones_lack_what_they_lack(read: Reader) -> None:
    table = read(HEADER + ROW + "2026-04-01,60.17,24.92,a,b\n" + "2026-04-01\n" + "2026-04-01,60.17,24.92\n")
    assert list(table.rejected.items()) == [(3, Reason.FIELDS), (4, Reason.PLACE_MISSING)]
    assert table.kinds == ("not stated", "theft")


def test_blank_lines_do_not_shift_the_row_numbers(read: Reader) -> None:
    table = read("\n" + HEADER + "\n" + ROW + ",,,\n" + "2026-04-01,0,0,a\n")
    assert table.row.tolist() == [4]
    assert list(table.rejected.items()) == [(6, Reason.PLACE_ZERO)]
    assert table.rejected.numbering == "Row 2 is the header."
    assert "2 blank lines skipped." in table.notes


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(HEADER + ROW + f"2026-04-02,60.17,24.92,{'x' * MEGABYTE}\n" + ROW, id="kind"),
        pytest.param(HEADER + ROW + f"{'2' * MEGABYTE},60.17,24.92,a\n" + ROW, id="time"),
        pytest.param(HEADER + ROW + f"2026-04-02,{'6' * MEGABYTE},24.92,a\n" + ROW, id="latitude"),
        pytest.param(
            HEADER + ROW + '2026-04-02,60.17,24.92,"' + "x\n" * (MEGABYTE // 2) + '"\n' + ROW, id="lines"
        ),
    ],
)
def test_a_megabyte_in_a_field_costs_its_row_alone(read: Reader, content: str) -> None:
    table = read(content)
    assert table.row.tolist() == [2, 4]
    assert table.rejected.row.tolist() == [3]
    assert max(map(len, (*table.notes, *table.rejected.summary()))) < 300


def test_a_megabyte_in_a_column_that_is_not_needed_or_in_the_header(read: Reader) -> None:
    table = read(f"time,latitude,longitude,remark\n2026-04-01,60.17,24.92,{'x' * MEGABYTE}\n")
    assert len(table) == 1
    with pytest.raises(BadInput, match="No column of times") as refused:
        read(f"{'x' * MEGABYTE},latitude,longitude\nyes,60.17,24.92\n")
    assert len(str(refused.value)) < 500


def test_a_table_without_header_is_not_read_as_if_it_had_one(read: Reader) -> None:
    with pytest.raises(BadInput, match="first row holds values, not names"):
        read("2026-04-01,60.17,24.92\n2026-04-02,60.17,24.92\n")


def test_a_header_that_names_fewer_columns_than_there_are(read: Reader) -> None:
    with pytest.raises(BadInput, match="more fields than the header, which has 2 columns"):
        read("time,latitude\n2026-04-01,60.17,24.92\n2026-04-02,60.17,24.92\n")


def test_columns_of_one_name_are_told_apart(read: Reader) -> None:
    table = read("time,time,latitude,longitude\n2026-04-01,2026-04-02,60.17,24.92\n")
    assert (table.columns.time, table.day.tolist()) == ("time", [20544])


def test_parquet_is_known_by_its_content_and_counts_rows_from_one(read: Reader) -> None:
    buffer = io.BytesIO()
    pl.DataFrame(
        {
            "occurred": pl.Series(["2026-04-01T20:30", "2026-04-02T01:00"]).str.to_datetime(),
            "latitude": [60.17, None],
            "longitude": [24.92, 24.92],
            "kind": pl.Series(["theft", "theft"], dtype=pl.Categorical),
            "tags": [["a"], []],
        }
    ).write_parquet(buffer)
    table = read(buffer.getvalue(), "wrong-name.csv")
    assert (table.day.tolist(), table.band.tolist(), table.kinds) == ([20544], [3], ("theft",))
    assert list(table.rejected.items()) == [(2, Reason.PLACE_MISSING)]
    assert table.rejected.numbering == "Row 1 is the first row of the table."

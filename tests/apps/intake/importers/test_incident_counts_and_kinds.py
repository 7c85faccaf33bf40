"""How many and of what kind."""

from __future__ import annotations

from collections.abc import Callable

from tilannekuva.intake.importers.columns import ColumnChoices
from tilannekuva.intake.importers.incident_table import IncidentTable
from tilannekuva.intake.importers.rejections import Reason

Reader = Callable[..., IncidentTable]

HEADER = "date,latitude,longitude"


def with_column(name: str, *values: str) -> str:
    return f"{HEADER},{name}\n" + "".join(f'2026-04-01,60.17,24.92,"{value}"\n' for value in values)


def test_counts_are_positive_whole_numbers(read: Reader) -> None:
    values = ("3", "0", "-1", "1.5", "many", "", "2.0", "1e3", "1000001", "nan", "1,5")
    table = read(with_column("cases", *values))
    assert table.n_events.tolist() == [3, 2, 1000]
    assert list(table.rejected.items()) == [
        (3, Reason.COUNT_ZERO),
        (4, Reason.COUNT_NEGATIVE),
        (5, Reason.COUNT_FRACTION),
        (6, Reason.COUNT_TEXT),
        (7, Reason.COUNT_MISSING),
        (10, Reason.COUNT_TOO_LARGE),
        (11, Reason.COUNT_TEXT),
        (12, Reason.COUNT_TEXT),
    ]


def test_without_a_count_each_row_is_one_incident(read: Reader) -> None:
    table = read(with_column("kind", "a", "b"))
    assert table.n_events.tolist() == [1, 1]
    assert "Each row counts as one incident." in table.notes
    counted_away = read(with_column("cases", "3"), overrides=ColumnChoices(count=""))
    assert counted_away.n_events.tolist() == [1]


def test_kinds_that_differ_in_capitals_or_blanks_are_one(read: Reader) -> None:
    table = read(
        with_column("kind", "Theft", "Theft", "theft", " Theft  ", "street  drug trade", "Street drug trade")
    )
    assert len(table.kinds) == 2
    assert table.kinds[1] == "Theft"
    assert table.kind_idx.tolist() == [1, 1, 1, 1, 0, 0]
    assert any("differing only in capitals or blanks" in note for note in table.notes)


def test_rows_without_a_kind_are_kept_and_said(read: Reader) -> None:
    table = read(with_column("kind", "a", "", "  "))
    assert [table.kinds[idx] for idx in table.kind_idx] == ["a", "not stated", "not stated"]
    assert "2 rows without a kind: kept as 'not stated'." in table.notes


def test_text_in_place_of_a_kind_is_rejected_and_never_repeated(read: Reader) -> None:
    story = "somebody was seen " * 10
    table = read(with_column("kind", "a", "a", story))
    assert list(table.rejected.items()) == [(4, Reason.KIND_TOO_LONG)]
    assert not any("somebody" in line for line in (*table.notes, *table.rejected.summary()))


def test_a_file_that_tells_no_kinds_apart_names_its_one_kind(read: Reader) -> None:
    content = f"{HEADER}\n2026-04-01,60.17,24.92\n"
    assert read(content, "thefts_2026.csv.gz").kinds == ("thefts_2026",)
    named = read(content, default_kind="opioid call")
    assert (named.kinds, named.kind_idx.tolist()) == (("opioid call",), [0])
    assert any("of one kind, as you said: 'opioid call'" in note for note in named.notes)


def test_many_kinds_are_kept_and_said(read: Reader) -> None:
    table = read(with_column("kind", *(f"kind {idx % 61}" for idx in range(200))))
    assert len(table.kinds) == 61
    assert any(note.startswith("There are 61 kinds. All are kept") for note in table.notes)


def test_kinds_of_rejected_rows_alone_do_not_appear(read: Reader) -> None:
    table = read(f"{HEADER},kind\n2026-04-01,60.17,24.92,a\n2026-05-01,60.17,24.92,b\n")
    assert (table.kinds, table.rejected.counts()) == (("a",), {Reason.TIME_FUTURE: 1})

"""The whole way from a file to arrays: its laws, and small files as they come."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tilannekuva.domain.errors import BadInput
from tilannekuva.domain.stream import Stream
from tilannekuva.intake.importers.columns import ColumnChoices
from tilannekuva.intake.importers.incident_table import IncidentTable
from tilannekuva.intake.importers.incidents import read_incidents
from tilannekuva.intake.importers.rejections import REASON_ORDER, Reason, Rejections
from tilannekuva.places.placing import Placer, choose_metric_crs

Reader = Callable[..., IncidentTable]

HEADER = "time,latitude,longitude,kind,count\n"
GOOD = "2026-04-01T13:00,60.17,24.92,theft,2\n"
BAD = (
    "2026-05-01T13:00,60.17,24.92,theft,2\n",
    ",60.17,24.92,theft,2\n",
    "2026-04-01T13:00,0,0,theft,2\n",
    "2026-04-01T13:00,61,24.92,theft,2\n",
    "2026-04-01T13:00,60.17,24.92,theft,-2\n",
    "2026-04-01T13:00,60.17,24.92,theft,2,more\n",
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=50)
@given(st.lists(st.sampled_from(BAD), max_size=6), st.integers(7, 12), st.randoms(use_true_random=False))
def test_every_row_is_either_kept_or_listed(read: Reader, bad: list[str], n_good: int, random: Any) -> None:
    rows = [*bad, *[GOOD] * n_good]
    random.shuffle(rows)
    table = read(HEADER + "".join(rows))
    assert table.n_rows_read == len(rows)
    expected_rows = [number for number, row in enumerate(rows, start=2) if row == GOOD]
    assert table.row.tolist() == expected_rows
    assert sorted([*table.row.tolist(), *table.rejected.row.tolist()]) == list(range(2, len(rows) + 2))
    assert sum(table.rejected.counts().values()) == table.rejected.n_rejected == len(bad)
    for array in (table.day, table.band, table.kind_idx, table.n_events, table.area_idx, table.cell_e):
        assert array is not None
        assert len(array) == n_good
    assert table.n_events.sum() == 2 * n_good


DAMAGE = st.tuples(
    st.floats(0, 1, exclude_max=True),
    st.sampled_from((b'"', b",", b";", b"\n", b"\r", b"\x00", b"\xff", b"\xc3", b"-", b"9")),
    st.integers(0, 30),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.lists(DAMAGE, min_size=1, max_size=8))
def test_damage_anywhere_is_refused_or_every_row_accounted_for(
    read: Reader, damage: list[tuple[float, bytes, int]]
) -> None:
    content = (HEADER + GOOD.replace("theft", '"theft, of ""x"""') * 10).encode()
    for share, inserted, n_lost in damage:
        at = int(share * len(content))
        content = content[:at] + inserted + content[at + n_lost :]
    try:
        table = read(content)
    except BadInput as error:
        assert error.next_step
        return
    assert len(table) + table.rejected.n_rejected == table.n_rows_read
    assert (table.n_events > 0).all()
    assert ((table.kind_idx >= 0) & (table.kind_idx < len(table.kinds))).all()


def test_arrays_have_the_types_that_the_contract_names(read: Reader) -> None:
    table = read(HEADER + GOOD)
    for array in (table.day, table.kind_idx, table.n_events, table.area_idx):
        assert array.dtype == np.dtype(np.int32)
    assert table.band.dtype == np.dtype(np.int8)
    assert table.stream is Stream.OTHER
    assert "Every row is taken as stream 'other' (--stream)." in table.notes


def test_when_no_row_can_be_used_the_reasons_are_told(read: Reader) -> None:
    with pytest.raises(BadInput) as refused:
        read(HEADER + BAD[0] * 2 + BAD[2])
    assert refused.value.what == "None of 3 rows can be used"
    assert "2 rows: the time lies in the future." in refused.value.next_step
    assert "1 row: the coordinates are 0, 0" in refused.value.next_step


def test_refusing_and_reading_leave_nothing_behind(tmp_path: Path, placer: Placer) -> None:
    path = tmp_path / "sample.csv"
    for content in (HEADER, HEADER + BAD[0], HEADER + GOOD + BAD[1]):
        path.write_text(content)
        with contextlib.suppress(BadInput):
            read_incidents(path, placer=placer, default_stream=Stream.OTHER, as_of_on=dt.date(2026, 4, 28))
        assert [each.name for each in tmp_path.iterdir()] == ["sample.csv"]
        assert path.read_text() == content


def test_one_row_is_a_result_with_a_warning(read: Reader) -> None:
    table = read(HEADER + GOOD)
    assert len(table) == 1
    assert "Only one row can be used: there is nothing to compare it with." in table.notes


def test_all_in_one_place_or_time_is_a_result_with_a_warning(read: Reader) -> None:
    one_place = read("date,latitude,longitude\n2026-04-01,60.17,24.92\n2026-04-02,60.17,24.92\n")
    assert one_place.notes[-1] == "All rows lie in one place: places cannot be compared."
    one_time = read("date,latitude,longitude\n2026-04-01,60.17,24.92\n2026-04-01,60.17,24.93\n")
    assert one_time.notes[-1] == "All rows fall into one day: no change over time can be seen."
    one_area = read("date,area\n2026-04-01,010\n2026-04-02,010\n")
    assert one_area.notes[-1] == "All rows lie in one place: places cannot be compared."
    neither = read("date,area\n2026-04-01,010\n2026-04-02,020\n")
    assert not any("All rows" in note for note in neither.notes)


def test_the_list_of_rejections_is_complete_and_its_summary_short(read: Reader) -> None:
    table = read(HEADER + GOOD * 30 + BAD[2] * 25)
    lines = table.rejected.summary()
    assert len(list(table.rejected.items())) == 25
    assert lines[0] == "Not taken: 25 of 55 rows. Row 1 is the header."
    assert lines[1] == f"25 rows: {Reason.PLACE_ZERO}"
    assert lines[2] == f"row 32: {Reason.PLACE_ZERO}"
    assert (len(lines), lines[-1]) == (23, "and 5 more")
    assert read(HEADER + GOOD).rejected.summary() == ()


def test_the_complete_list_names_row_column_and_reason(read: Reader) -> None:
    content = (
        "time,latitude,longitude,kind,count\n"
        ",60.17,24.92,theft,2\n"
        "2026-04-01,,24.92,theft,2\n"
        "2026-04-01,60.17,west,theft,2\n"
        "2026-04-01,,,theft,2\n"
        "2026-04-01,60.17,24.92,theft,2\n"
        f"2026-04-01,60.17,24.92,{'x' * 200},2\n"
        "2026-04-01,60.17,24.92,theft,0\n"
        "2026-04-01,60.17,24.92,theft,2,more\n"
    )
    assert read(content).rejected.as_csv().decode().splitlines() == [
        "row,column,reason",
        f"2,time,{Reason.TIME_MISSING}",
        f"3,latitude,{Reason.PLACE_MISSING}",
        f"4,longitude,{Reason.PLACE_UNREADABLE}",
        f'5,"latitude, longitude",{Reason.PLACE_MISSING}',
        f"7,kind,{Reason.KIND_TOO_LONG}",
        f"8,count,{Reason.COUNT_ZERO}",
        f"9,,{Reason.FIELDS}",
    ]


def test_a_name_of_a_column_is_never_computed_by_a_spreadsheet(read: Reader) -> None:
    content = "time,latitude,longitude,=1+1\n2026-04-01,60.17,24.92,a\n2026-04-01,60.17,24.92," + "x" * 200
    table = read(content, overrides=ColumnChoices(kind="=1+1"))
    assert table.rejected.as_csv().decode().splitlines()[1] == f"3,'=1+1,{Reason.KIND_TOO_LONG}"


def test_further_rows_stand_in_the_order_of_the_file(read: Reader) -> None:
    table = read(HEADER + BAD[1] + GOOD + BAD[1] + GOOD)
    more = table.rejected.with_rows(table.row[:1], Reason.PLACE_UNREGISTERED)
    assert list(more.items()) == [
        (2, Reason.TIME_MISSING),
        (3, Reason.PLACE_UNREGISTERED),
        (4, Reason.TIME_MISSING),
    ]
    assert more.as_csv().decode().splitlines()[2] == f"3,,{Reason.PLACE_UNREGISTERED}"
    assert table.rejected.n_rejected == 2


def test_reasons_fit_the_small_numbers_that_hold_them() -> None:
    reason_idx = np.arange(len(REASON_ORDER), dtype=np.uint8)
    rejections = Rejections(
        row=reason_idx.astype(np.int64),
        reason_idx=reason_idx,
        column_idx=np.zeros_like(reason_idx),
        columns=("",),
        n_rows_read=len(REASON_ORDER),
        numbering="",
    )
    assert [reason for _, reason in rejections.items()] == list(Reason)


def sample(path: Path, placer: Any, **options: Any) -> IncidentTable:
    return read_incidents(
        path,
        placer=placer,
        default_stream=Stream.CITIZEN_REPORT,
        as_of_on=dt.date(2026, 4, 28),
        city_time_zone="Europe/Helsinki",
        **options,
    )


def test_a_finnish_export(samples: Path, placer: Placer) -> None:
    table = sample(samples / "finnish.csv", placer)
    assert table.columns == ColumnChoices("Tapahtuma-aika", "Leveysaste", "Pituusaste", "Ilmiö")
    assert table.kinds == ("Häiriökäyttäytyminen", "ilkivalta")
    assert table.kind_idx.tolist() == [0, 1, 0]
    assert (table.band.tolist(), table.area_idx.tolist()) == ([2, 3, 0], [0, 1, 0])
    assert table.day.tolist() == [20544, 20545, 20556]


@pytest.mark.parametrize("areas", ["placer", "centres"])
def test_codes_and_counts(samples: Path, areas: str, request: pytest.FixtureRequest) -> None:
    table = sample(samples / "counts.csv", request.getfixturevalue(areas))
    assert table.columns == ColumnChoices(time="date", count="cases", area="area")
    assert (table.n_events.tolist(), table.area_idx.tolist()) == ([3, 1, 2], [0, 1, 0])


def test_months(samples: Path, placer: Placer) -> None:
    table = sample(samples / "months.csv", placer)
    assert (table.period_unit, len(np.unique(table.day))) == ("month", 2)


def test_points_without_areas(samples: Path) -> None:
    table = sample(
        samples / "tempe_opioid_calls.csv.gz",
        lambda latitude, longitude: Placer(None, choose_metric_crs(latitude, longitude), 250.0),
    )
    assert (len(table), table.rejected.n_rejected, table.kinds) == (3379, 0, ("tempe_opioid_calls",))
    assert table.columns == ColumnChoices("incident_date", "latitude", "longitude")
    assert table.placer is not None
    assert table.placer.grid.crs == "EPSG:32612"

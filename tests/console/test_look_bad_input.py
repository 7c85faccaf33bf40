"""What `look` does with input that is not as it should be: a clear refusal, or a counted and listed rejection."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from .conftest import Command, Done, edition_in

WEST, EAST = (24.90, 24.95), (24.95, 25.00)
SOUTH, NORTH = 60.15, 60.20
HEADER = "time,latitude,longitude,kind\n"
ROWS = [
    "2026-03-01T13:00,60.17,24.92,theft\n",
    "2026-03-02T23:00,60.18,24.97,theft\n",
    "2026-03-09T08:00,60.16,24.91,fire\n",
]
GOOD = HEADER + "".join(ROWS)


def square(longitudes: tuple[float, float]) -> list[list[float]]:
    west, east = longitudes
    return [[west, SOUTH], [east, SOUTH], [east, NORTH], [west, NORTH], [west, SOUTH]]


def feature(code: str, name: str, ring: list[list[float]]) -> dict[str, Any]:
    geometry = {"type": "Polygon", "coordinates": [ring]}
    return {"type": "Feature", "properties": {"code": code, "name": name}, "geometry": geometry}


AREAS = [feature("010", "West", square(WEST)), feature("020", "East", square(EAST))]


class Desk:
    """A folder with a file of incidents and one of areas, and the command beside it."""

    def __init__(self, folder: Path, command: Command) -> None:
        self.folder, self.out, self._command = folder, folder / "out", command

    def look(
        self, incidents: str | bytes = GOOD, *options: str, areas: list[dict[str, Any]] | None = AREAS
    ) -> Done:
        file = self.folder / "incidents.csv"
        file.write_bytes(incidents.encode() if isinstance(incidents, str) else incidents)
        arguments: list[object] = [file, "--out", self.out, *options]
        if areas is not None:
            (self.folder / "areas.geojson").write_text(
                json.dumps({"type": "FeatureCollection", "features": areas})
            )
            arguments += ["--areas", self.folder / "areas.geojson"]
        return self._command("look", *arguments)

    def rejected(self) -> list[str]:
        return (self.out / "rejected_rows.csv").read_text().splitlines()


@pytest.fixture
def desk(tmp_path: Path, command: Command) -> Desk:
    return Desk(tmp_path, command)


REFUSALS: dict[str, tuple[str | bytes, tuple[str, ...], tuple[str, ...]]] = {
    "columns exchanged": (
        "time,latitude,longitude\n2026-03-01,24.92,60.17\n",
        (),
        ("look swapped", "Give --lat 'longitude' --lon 'latitude'."),
    ),
    "metres in an unnamed system": (
        "time,northing,easting\n2026-03-01,6672000,25496000\n",
        (),
        ("look like metres", "--crs"),
    ),
    "northing and easting exchanged": (
        "time,northing,easting\n2026-03-01,25496000,6672000\n",
        ("--crs", "EPSG:3879"),
        ("look swapped",),
    ),
    "an unknown system": (GOOD, ("--crs", "EPSG:999999"), ("not a known coordinate system", "--crs")),
    "dates in two ways, equally often": (
        "time,latitude,longitude\n2026-03-01,60.17,24.92\n1.3.2026,60.17,24.92\n",
        (),
        ("written in several ways", "2026-04-28"),
    ),
    "dates that read both ways": (
        "time,latitude,longitude\n3/4/2026,60.17,24.92\n4/5/2026,60.17,24.92\n",
        (),
        ("day or the month", "--date-order"),
    ),
    "more kinds than anybody can tell apart": (
        HEADER + "".join(f"2026-03-01,60.17,24.92,case {n}\n" for n in range(1_001)),
        ("--kind", "kind"),
        ("1,001 different kinds", "column 'kind'", "--kind"),
    ),
    "an unknown language": (GOOD, ("--language", "de"), ("--language", "en, fi or sv")),
    "an unknown time zone": (GOOD, ("--time-zone", "Mars"), ("'Mars' is not a time zone", "--time-zone")),
    "a day that has not come": (
        GOOD,
        ("--as-of", "9999-12-31"),
        ("9999-12-31 lies in the future", "--as-of"),
    ),
    "cells without a size": (GOOD, ("--cell-size", "0"), ("--cell-size", "from 100 to 2,000 m")),
    "cells of no number": (GOOD, ("--cell-size", "nan"), ("--cell-size", "from 100 to 2,000 m")),
    "an empty file": ("", (), ("The file is empty",)),
    "a file of blanks": (" \n\r\n\n", (), ("The file is empty",)),
    "an empty file, compressed": (gzip.compress(b""), (), ("The file is empty",)),
    "a header alone": (HEADER, (), ("header but no rows",)),
    "columns that say nothing": ("colour,shape\nred,round\n", (), ("time",)),
    "a megabyte as the only time": (
        f"time,latitude,longitude\n{'x' * 1_000_000},60.17,24.92\n",
        (),
        ("No time can be read",),
    ),
}


@pytest.mark.parametrize(
    ("content", "options", "parts"),
    list(REFUSALS.values()),
    ids=[name.replace(" ", "_") for name in REFUSALS],
)
def test_what_cannot_be_understood_is_refused_in_one_sentence(
    desk: Desk, content: str | bytes, options: tuple[str, ...], parts: tuple[str, ...]
) -> None:
    done = desk.look(content, *options)
    assert done.complained("tilannekuva: ", *parts), done
    assert len(done.err) < 500
    assert not desk.out.exists()


NONE_TAKEN: dict[str, tuple[list[str], tuple[str, ...], tuple[str, ...]]] = {
    "every point elsewhere": (
        ["2026-03-01,41.9,-87.6", "2026-03-01,41.8,-87.5"],
        ("2 rows: outside every area", "row 2: outside every area", "row 3: outside every area"),
        ("Every point lies outside every area", "latitude 41.8 to 41.9"),
    ),
    "every time in the future": (
        ["2126-03-01,60.17,24.92"],
        ("1 row: the time lies in the future", "row 2: the time lies in the future"),
        ("None of 1 row can be used", "the time lies in the future"),
    ),
    "for different reasons": (
        ["2126-03-01,60.17,24.92", ",60.17,24.92", "2126-03-01,60.17,24.92"],
        ("2 rows: the time lies in the future", "row 3: no time", "row 4: the time lies in the future"),
        ("None of 3 rows can be used",),
    ),
    "more than a screen holds": (
        ["2126-03-01,60.17,24.92"] * 30,
        ("row 11: the time lies in the future", "and 20 more"),
        ("None of 30 rows can be used",),
    ),
}


@pytest.mark.parametrize(
    ("rows", "listed", "refusal"),
    list(NONE_TAKEN.values()),
    ids=[name.replace(" ", "_") for name in NONE_TAKEN],
)
def test_when_no_row_can_be_used_the_refusal_comes_first_and_ten_of_them_are_listed(
    desk: Desk, rows: list[str], listed: tuple[str, ...], refusal: tuple[str, ...]
) -> None:
    done = desk.look("time,latitude,longitude\n" + "\n".join(rows))
    assert done.code == 1
    assert set(listed) <= set(done.out.splitlines())
    assert sum(line.startswith("row ") for line in done.out.splitlines()) <= 10
    (refused,) = done.err.strip().splitlines()
    assert all(part in refused for part in refusal)
    assert not desk.out.exists()


def test_a_refusal_is_in_the_language_that_was_asked_for(desk: Desk) -> None:
    done = desk.look("time,latitude,longitude\n2126-03-01,60.17,24.92\n", "--language", "fi")
    assert "aika on tulevaisuudessa" in done.err
    assert "None of" not in done.err


AREA_REFUSALS = {
    "one code for two names": (
        [*AREAS, feature("010", "Harbour", square((25.0, 25.1)))],
        ("'010'", "'Harbour', 'West'"),
    ),
    "corners with the latitude first": (
        [feature("010", "West", [[y, x] for x, y in square(WEST)])],
        ("look swapped", "areas.geojson", "in GeoJSON the longitude comes first"),
    ),
    "an outline without an inside": (
        [AREAS[0], feature("020", "East", [[24.95, SOUTH], [25.0, NORTH], [24.95, SOUTH], [24.95, SOUTH]])],
        ("East", "encloses nothing"),
    ),
}


@pytest.mark.parametrize(
    ("areas", "parts"),
    list(AREA_REFUSALS.values()),
    ids=[name.replace(" ", "_") for name in AREA_REFUSALS],
)
def test_areas_that_cannot_be_understood_are_refused_in_one_sentence(
    desk: Desk, areas: list[dict[str, Any]], parts: tuple[str, ...]
) -> None:
    assert desk.look(GOOD, areas=areas).complained(*parts)
    assert not desk.out.exists()


REJECTIONS: dict[str, tuple[str | bytes, str, str]] = {
    "outside every area": (
        "2026-03-02T10:00,61.5,24.92,theft\n",
        '"latitude, longitude"',
        "outside every area",
    ),
    "the future": ("2126-03-02T10:00,60.17,24.92,theft\n", "time", "the time lies in the future"),
    "another format": (
        "2.3.2026,60.17,24.92,theft\n",
        "time",
        "the time is written in another format than the rest of the column",
    ),
    "a megabyte of kind": (
        f"2026-03-02T10:00,60.17,24.92,{'drunk ' * 200_000}\n",
        "kind",
        "the kind is longer than 100 characters",
    ),
    "a megabyte of time": (f"{'9' * 1_000_000},60.17,24.92,theft\n", "time", "the time is a bare number"),
    "broken UTF-8": (
        "2026-03-02T10:00,60.17,24.92,åker ".encode() + b"\xc3(\n",
        "kind",
        "characters that are not UTF-8",
    ),
    "a quoted line break before it": (
        '2026-03-02T10:00,60.17,24.92,"theft\nof a bicycle"\n,60.17,24.92,theft\n',
        "time",
        "no time",
    ),
}


@pytest.mark.parametrize(
    ("row", "column", "reason"),
    list(REJECTIONS.values()),
    ids=[name.replace(" ", "_") for name in REJECTIONS],
)
def test_a_row_that_cannot_be_used_is_counted_and_listed(
    desk: Desk, row: str | bytes, column: str, reason: str
) -> None:
    row = row.encode() if isinstance(row, str) else row
    n_records_before = 1 + 3 + 3 + (2 if b'"' in row else 1) - 1
    done = desk.look(HEADER.encode() + "".join(ROWS + ROWS).encode() + row + ROWS[0].encode())
    assert done.code == 0, done.err
    header, listed = desk.rejected()
    assert header == "row,column,reason"
    assert listed.startswith(f"{n_records_before + 1},{column},")
    assert reason in listed
    assert len(listed) < 200  # never what stood in the row
    assert "Not taken: 1 of" in done.out
    assert f"1 row: {reason}" in done.out
    assert f"row {n_records_before + 1}: {reason}" in done.out
    assert "rejected_rows.csv lists every row that was not taken" in done.out
    basis = edition_in(desk.out)["basis"]
    assert basis["n_rejected"] == 1
    ((told, n_rows),) = basis["rejected"].items()
    assert n_rows == 1
    assert told.startswith(reason)


@pytest.mark.parametrize(
    "options",
    [
        ("--date-order", "year_first"),
        ("--seed", "-1"),
        ("--seed", str(2**53)),
        ("--port", "65536"),
        ("--stream", "x"),
    ],
)
def test_a_choice_that_there_is_not_is_refused_with_its_option(desk: Desk, options: tuple[str, str]) -> None:
    done = desk.look(GOOD, *options)
    assert done.code == 2
    assert options[0] in done.err
    assert not desk.out.exists()


def test_times_without_a_zone_are_local_and_said_to_be(desk: Desk) -> None:
    done = desk.look(GOOD, "--time-zone", "Europe/Helsinki")
    assert "Times without a zone are taken as local time in Europe/Helsinki." in done.out
    assert "Times have no zone and are taken as local time of the place." in desk.look().out


def test_one_row_is_a_picture_with_a_warning(desk: Desk) -> None:
    done = desk.look(HEADER + ROWS[0])
    assert done.code == 0
    assert "Only one row can be used: there is nothing to compare it with." in done.out
    assert edition_in(desk.out)["basis"]["n_signals"] == 1


def test_all_in_one_place_is_a_picture_with_a_warning(desk: Desk) -> None:
    done = desk.look(HEADER + "".join(f"2026-03-{day:02}T13:00,60.17,24.92,theft\n" for day in range(1, 29)))
    assert done.code == 0
    assert "All rows lie in one place: places cannot be compared." in done.out
    assert edition_in(desk.out)["basis"]["n_signals"] == 28


def test_line_ends_of_another_system_make_no_difference(desk: Desk) -> None:
    assert desk.look(GOOD).code == 0
    plain = edition_in(desk.out)
    assert desk.look(GOOD.replace("\n", "\r\n")).code == 0
    other = edition_in(desk.out)
    assert plain["basis"].pop("file_sha256") != other["basis"].pop("file_sha256")
    assert other == plain


def test_a_polygon_that_crosses_itself_is_mended_and_said(desk: Desk) -> None:
    bow_tie = [[24.95, SOUTH], [25.0, NORTH], [25.0, SOUTH], [24.95, NORTH], [24.95, SOUTH]]
    done = desk.look(GOOD, areas=[AREAS[0], feature("020", "East", bow_tie)])
    assert done.code == 0
    assert "East" in done.out
    assert "was not valid (self-intersection) and was mended." in done.out


def test_parts_of_one_area_are_merged_and_said(desk: Desk) -> None:
    done = desk.look(GOOD, areas=[AREAS[0], feature("010", "West", square(EAST))])
    assert done.code == 0
    assert "2 parts of" in done.out
    assert "were merged into one area." in done.out
    assert [area["code"] for area in edition_in(desk.out)["areas"]] == ["010"]


def test_a_failed_run_leaves_the_files_of_a_good_one_as_they_were(desk: Desk) -> None:
    assert desk.look(GOOD + ",60.17,24.92,theft\n").code == 0
    before = {path.name: path.read_bytes() for path in desk.out.iterdir()}
    assert set(before) == {"picture.html", "picture.json", "picture.pdf", "rejected_rows.csv"}
    for content in ("", HEADER, "time,latitude,longitude\n2026-03-01,24.92,60.17\n"):
        assert desk.look(content).code == 1
    assert {path.name: path.read_bytes() for path in desk.out.iterdir()} == before


def test_the_list_of_an_earlier_run_does_not_stay_beside_a_picture_without_rejections(desk: Desk) -> None:
    assert desk.look(GOOD + ",60.17,24.92,theft\n").code == 0
    assert len(desk.rejected()) == 2
    done = desk.look(GOOD)
    assert "Not taken" not in done.out
    assert "rejected_rows" not in done.out
    assert not (desk.out / "rejected_rows.csv").exists()


def test_every_row_not_taken_is_listed_not_only_the_first_few(desk: Desk) -> None:
    bad = ",60.17,24.92,theft\n" * 500
    done = desk.look(HEADER + "".join(ROWS) * 600 + bad)
    assert desk.rejected()[1:] == [f"{row},time,no time" for row in range(1802, 2302)]
    assert "500 rows: no time" in done.out
    assert "and 495 more" in done.out


def test_an_output_folder_that_is_none_is_refused_before_the_work(desk: Desk) -> None:
    desk.out.write_text("mine")
    assert desk.look().complained("not a folder", "out")
    assert desk.out.read_text() == "mine"
    desk.out = desk.out / "below"
    assert desk.look().complained("not a folder")

"""What `look` says is so: no calm for what was not searched, no part of a month, no map that is blank."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from .conftest import Command, edition_in
from .test_look_bad_input import AREAS, EAST, GOOD, ROWS, Desk, feature, square

DATA = Path(__file__).parents[1] / "data"
FEVER = DATA / "satscan_nyc_fever_2001"
MONTHS = "month,latitude,longitude\n" + "".join(
    f"2025-{month:02},60.17,24.9{place}\n"
    for month in range(1, 13)
    for place in (1, 2, 6, 7)
    for _each in range(5)
)


@pytest.fixture
def desk(tmp_path: Path, command: Command) -> Desk:
    return Desk(tmp_path, command)


def html_of(desk: Desk) -> str:
    return (desk.out / "picture.html").read_text()


@pytest.mark.parametrize("stream", ["police_own_initiative", "targeted_operation"])
def test_a_stream_that_is_not_searched_makes_no_claim_of_calm(desk: Desk, stream: str) -> None:
    done = desk.look(GOOD, "--stream", stream)
    assert ": Nothing was searched. " in done.out
    assert "\nNo signal of this picture was searched." in done.out
    edition = edition_in(desk.out)
    assert "nothing_searched" in edition["notes"]
    assert edition["unsearched"] == [kind["code"] for kind in edition["kinds"]]
    for text in (done.out, html_of(desk)):
        assert "Nothing stood out" not in text
    assert '<option value="discovered" selected>' in html_of(desk)  # the page begins with what there is
    assert "Nothing stood out" in desk.look(GOOD + "".join(ROWS) * 3).out


def test_part_of_a_month_is_left_out_and_said(desk: Desk) -> None:
    assert desk.look(MONTHS, "--as-of", "2025-10-31").code == 0
    whole = edition_in(desk.out)
    done = desk.look(MONTHS, "--as-of", "2025-11-15")
    assert "the newest month is not over" in done.out
    begun = edition_in(desk.out)
    assert begun["as_of"] == "2025-11-15"
    assert begun["period_starts"] == whole["period_starts"]
    assert begun["city_levels"] == whole["city_levels"]


def test_a_file_without_a_whole_month_is_refused(desk: Desk) -> None:
    assert desk.look(MONTHS, "--as-of", "2025-01-15").complained(
        "none of the months is over on 2025-01-15", "--as-of"
    )


def test_rows_after_the_day_that_was_asked_for_are_not_called_the_future(desk: Desk) -> None:
    done = desk.look(GOOD + "2126-01-01,60.17,24.92,theft\n", "--as-of", "2026-03-05")
    assert "1 row: the time lies after the “as of” date" in done.out
    assert "1 row: the time lies in the future" in done.out


def test_of_times_with_and_without_a_zone_both_are_counted(desk: Desk) -> None:
    rows = "2026-03-01T13:00Z,60.17,24.92,theft\n2026-03-01T14:00+02:00,60.17,24.92,theft\n"
    done = desk.look(GOOD + rows, "--time-zone", "Europe/Helsinki")
    assert "2 times name their zone, 3 name none." in done.out
    assert "name none" not in desk.look(GOOD).out


def test_columns_that_are_not_read_are_named(desk: Desk) -> None:
    content = (
        GOOD.replace("kind\n", "kind,remark\n").replace("theft\n", "theft,x\n").replace("fire\n", "fire,y\n")
    )
    assert "1 column is not read: 'remark'." in desk.look(content).out
    assert "not read" not in desk.look(GOOD).out


def test_a_nul_byte_in_a_kind_is_counted_and_listed(desk: Desk) -> None:
    done = desk.look((GOOD + "2026-03-04,60.17,24.92,the\x00ft\n").encode())
    assert "1 row: a NUL byte in a column that is needed" in done.out
    assert desk.rejected()[1] == "5,kind,a NUL byte in a column that is needed"


def test_areas_of_one_name_are_told_apart_by_their_codes(desk: Desk) -> None:
    areas = [AREAS[0], feature("020", "West", square(EAST))]
    done = desk.look(GOOD, areas=areas)
    assert "1 name stands for several areas; their codes stand beside it: West." in done.out
    names = [area["names"]["en"] for area in edition_in(desk.out)["areas"]]
    assert names == ["West (010)", "West (020)"]


def shapes_in(page: str) -> dict[str, Any]:
    import json

    found = re.search(r'<script id="geography" type="application/json">(.*?)</script>', page, re.S)
    assert found is not None
    shapes: dict[str, Any] = json.loads(found.group(1))
    return shapes


def test_areas_known_by_their_centres_are_drawn(tmp_path: Path, command: Command) -> None:
    done = command("look", FEVER / "cases.csv", "--areas", FEVER / "locations.csv", "--out", tmp_path)
    assert "circles of one size stand for them" in done.out
    assert "centres_only" in edition_in(tmp_path)["notes"]
    areas = shapes_in((tmp_path / "picture.html").read_text())["areas"]["features"]
    assert len(areas) == len(edition_in(tmp_path)["areas"]) > 100
    assert {area["geometry"]["type"] for area in areas} == {"Polygon"}


def test_grid_cells_alone_have_a_legend_and_a_table_with_the_fullest_first(desk: Desk) -> None:
    places = ["60.17,24.92"] * 2 + ["60.18,24.97"] * 3 + ["60.16,24.91"]
    desk.look("date,latitude,longitude\n" + "".join(f"2026-03-01,{place}\n" for place in places), areas=None)
    page = html_of(desk)
    assert "Signals in a grid cell:" in page
    assert [layer["layer"] for layer in edition_in(desk.out)["layers"]] == ["signals", "findings"]
    assert "a darker one has more signals, not more than expected" in page
    rows = re.findall(r'data-area="(E\d+N\d+)">.*?class="number">(\d+)<', page)
    assert [int(n) for _cell, n in rows[:3]] == [3, 2, 1]  # and the same in the other languages
    compared = re.search(r'<ul class="legend-steps" data-legend="compared"([^>]*)>', page)
    assert compared is not None
    assert "hidden" in compared.group(1)


@pytest.mark.parametrize("language", ["fi", "sv"])
def test_the_console_speaks_the_language_that_is_asked_for(desk: Desk, language: str) -> None:
    from tilannekuva.intake.importers.rejections import Reason

    done = desk.look(GOOD + ",60.17,24.92,theft\n", "--language", language)
    with translation.override(language):
        assert f": {Reason.TIME_MISSING.told}\n" in done.out
        heading = translation.gettext("As of %(day)s: %(lead)s")
        lead = translation.gettext("No finding.")
        assert heading % {"day": "2026-03-09", "lead": lead} in done.out
    assert f'<html lang="{language}">' in html_of(desk)
    assert translation.get_language() == "en"  # and nothing of it stays behind

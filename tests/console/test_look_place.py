"""A picture without areas says where, and every picture says what it is of."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest

from tilannekuva.console.look_request import file_title

from .conftest import Command, Done

DAYS = [dt.date(2026, 1, 1) + dt.timedelta(days=day) for day in range(120)]
# One incident a day about the middle of a town, and of late many in the north-east of it.
USUAL = [f"{day},{60.17 + 0.004 * (i % 5)},{24.90 + 0.008 * (i % 7)}" for i, day in enumerate(DAYS)]
NEW = [f"{day},60.25,25.05" for day in DAYS[-5:] for _ in range(6)]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    folder = tmp_path / "noise_at_night"
    folder.mkdir()
    path = folder / "incidents.csv"
    path.write_text("\n".join(["time,latitude,longitude", *USUAL, *NEW]))
    return path


def look(command: Command, file: Path, *options: object) -> Done:
    done = command("look", file, "--out", file.parent / "out", *options)
    assert done.code == 0, done
    return done


def test_a_finding_without_areas_says_where_on_screen_page_and_in_json(command: Command, file: Path) -> None:
    done = look(command, file)
    out = file.parent / "out"
    edition = json.loads((out / "picture.json").read_text())
    [finding] = edition["findings"]
    assert finding["whereabouts"]["compass"] == "north_east"
    assert finding["whereabouts"]["latitude"] == pytest.approx(60.25, abs=0.003)
    assert finding["whereabouts"]["longitude"] == pytest.approx(25.05, abs=0.005)
    sentence = finding["sentence"]["en"]
    assert "km north-east of the middle of the data (one grid cell at 60.2" in sentence
    assert sentence in done.out
    assert sentence in (out / "picture.html").read_text()


def test_the_screen_says_first_how_it_stands(command: Command, file: Path) -> None:
    assert "\nAs of 2026-04-30: 1 finding awaits a decision. " in look(command, file).out


def test_a_title_is_taken_as_it_is_said(command: Command, file: Path) -> None:
    look(command, file, "--title", "  Noise & nights ")
    out = file.parent / "out"
    assert json.loads((out / "picture.json").read_text())["city"]["names"]["en"] == "Noise & nights"
    assert "<h1>Situational picture of Noise &amp; nights</h1>" in (out / "picture.html").read_text()


def test_a_file_whose_name_says_nothing_is_called_after_its_folder(command: Command, file: Path) -> None:
    look(command, file)
    assert "Situational picture of Noise at night" in (file.parent / "out" / "picture.html").read_text()


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/town/fires_2026.csv.gz", "Fires 2026"),
        ("/town_hall/incidents.csv", "Town hall"),
        ("/town/DATA.parquet", "Town"),
        ("/incidents.csv", "Incidents"),
    ],
)
def test_the_title_of_a_file(path: str, title: str) -> None:
    assert file_title(Path(path)) == title

"""The `look` command as a person uses it: files in, a picture out, or one clear message."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest

DATA = Path(__file__).parents[1] / "data"
CITIES = Path(__file__).parents[2] / "cities"


def look(*arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "tilannekuva", "look", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)


def test_real_incidents_become_a_picture(tmp_path: Path) -> None:
    done = look(
        CITIES / "blackpool" / "incidents.csv.gz",
        "--areas",
        CITIES / "blackpool" / "areas.geojson",
        "--out",
        tmp_path / "picture",
    )
    assert done.returncode == 0, done.stderr
    assert "Time is read from 'month'" in done.stdout
    edition = json.loads((tmp_path / "picture" / "picture.json").read_text())
    assert edition["period_unit"] == "month"
    assert edition["as_of"] == "2022-12-31"
    # Nobody has said whether what the file calls a kind is a crime.
    assert all("iccs" not in kind for kind in edition["kinds"])
    assert "whole city" not in done.stdout
    (kind,) = edition["courses"]
    assert sum(edition["courses"][kind]["reported"]["observed"]) == edition["basis"]["n_signals"]
    pdf = pypdf.PdfReader(tmp_path / "picture" / "picture.pdf")
    text = "".join(page.extract_text() for page in pdf.pages)
    assert "TLP:AMBER" in text
    for finding in edition["findings"][:3]:
        assert f"{finding['observed']} signals" in " ".join(text.split())


def test_codes_counts_and_centres(tmp_path: Path) -> None:
    folder = DATA / "satscan_nyc_fever_2001"
    done = look(folder / "cases.csv", "--areas", folder / "locations.csv", "--out", tmp_path)
    assert done.returncode == 0, done.stderr
    edition = json.loads((tmp_path / "picture.json").read_text())
    (kind,) = edition["courses"]
    assert sum(edition["courses"][kind]["reported"]["observed"]) == 194


def test_the_same_input_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = DATA / "satscan_nyc_fever_2001"
    digests = set()
    for name in ("first", "second"):
        out = tmp_path / name
        look(folder / "cases.csv", "--areas", folder / "locations.csv", "--out", out)
        digests.add(
            tuple(
                hashlib.sha256((out / file).read_bytes()).hexdigest()
                for file in ("picture.json", "picture.pdf")
            )
        )
    assert len(digests) == 1


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("", "empty"),
        ("time,latitude,longitude\n", ""),
        ("colour,shape\nred,round\n", ""),
    ],
)
def test_a_file_that_cannot_be_understood_gives_one_message_and_no_files(
    tmp_path: Path, content: str, message: str
) -> None:
    file = tmp_path / "incidents.csv"
    file.write_text(content)
    done = look(file, "--out", tmp_path / "out")
    assert done.returncode == 1
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1
    assert not (tmp_path / "out").exists()

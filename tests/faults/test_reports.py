"""What was acknowledged is stored, once and whole, whatever happens in between (R-01, R-04; R-03 and R-05 beside the web)."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .reporter import EVENTS_OF_A_REPORT, MOST_STATEMENTS

CHECKOUT = Path(__file__).parents[2]
N_WRITERS, REPORTS_OF_A_WRITER, N_COPIES = 16, 5, 50

Told = Callable[..., Any]


def run(database: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
        "FAULTS_DATABASE": str(database),
    }
    return subprocess.run(
        [sys.executable, "-m", "tests.faults.reporter", *words],
        cwd=CHECKOUT, env=environment, capture_output=True, text=True, timeout=120,
    )  # fmt: skip


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    database = tmp_path_factory.mktemp("faults") / "prepared.sqlite3"
    done = run(database, "prepare")
    assert done.returncode == 0, done.stderr
    return database


@pytest.fixture
def database(prepared: Path, tmp_path: Path) -> Path:
    return Path(shutil.copy(prepared, tmp_path / "city.sqlite3"))


@pytest.fixture
def told(database: Path) -> Told:
    """What a process says that comes to its end."""

    def ask(*words: str) -> Any:
        done = run(database, *words)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    return ask


@pytest.mark.req("R-01")
def test_killed_at_each_statement_and_sent_again(told: Told) -> None:
    rows = told("kill_each")
    assert 10 < len(rows) // 2 < MOST_STATEMENTS - 1
    stored_before = 0
    for row in rows:
        found, again = row["found"], row["again"]
        assert found["integrity"] == again["integrity"] == "ok"
        assert not found["has_gaps"]
        assert found["reports"] in (stored_before, stored_before + 1), row["at"]
        for part in ("signals", "texts"):
            assert found[part] == EVENTS_OF_A_REPORT * found["reports"], f"half a report: {row['at']}"
        assert found["received"] == found["reports"], row["at"]
        assert again["reports"] == stored_before + 1, row["at"]
        assert set(row["codes"]) <= set(again["codes"])
        if found["reports"] > stored_before:  # stored, though its sender never heard of it
            assert set(row["codes"]) <= set(found["codes"])
            assert again["sent_again"] == found["sent_again"] + 1
        stored_before = again["reports"]
    # Only what was killed after its commit was stored before it was sent again.
    assert [row["at"] for row in rows if set(row["codes"]) <= set(row["found"]["codes"])] == [rows[-1]["at"]]


@pytest.mark.req("R-04")
def test_fifty_copies_at_once_are_one_report_with_one_receipt(told: Told) -> None:
    report_id = str(uuid.uuid4())
    answers = told("send_many", str(N_COPIES), report_id)
    assert len(answers) == N_COPIES
    assert len({json.dumps(answer) for answer in answers}) == 1, answers[:3]
    found = told("count")
    assert (found["reports"], found["signals"], found["received"]) == (1, EVENTS_OF_A_REPORT, 1)
    assert found["sent_again"] == N_COPIES - 1
    assert found["codes"] == sorted(answers[0]["codes"])


@pytest.mark.req("R-01")
def test_sixteen_writers_lose_and_double_nothing(told: Told) -> None:
    report_ids = [str(uuid.uuid4()) for _ in range(N_WRITERS * REPORTS_OF_A_WRITER)]
    answers = told("send_many", str(N_WRITERS), *report_ids)
    assert [answer for answer in answers if "error" in answer] == []
    found = told("count")
    assert {answer["id"] for answer in answers} == set(report_ids)
    assert sorted(code for answer in answers for code in answer["codes"]) == found["codes"]
    assert (found["reports"], found["received"], found["sent_again"]) == (len(report_ids), len(report_ids), 0)
    assert not found["has_gaps"]


@pytest.mark.req("R-05")
def test_other_content_under_the_same_id_is_refused(told: Told, database: Path) -> None:
    report_id = str(uuid.uuid4())
    told("send", report_id)
    other = run(database, "send_other", report_id)
    assert other.returncode == 1
    assert "OtherContent" in other.stderr
    assert told("count")["reports"] == 1

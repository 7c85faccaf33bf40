"""`tilannekuva detect`: it waits for its run, whoever carries it out, and says what readers see."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from tests.conftest import TESTER
from tests.web import edition_sample as sample
from tests.web.conftest import sample_finding
from tilannekuva.console import work_commands
from tilannekuva.detection.actions import claim_run, fail_run, record_results
from tilannekuva.detection.models import DetectionRun
from tilannekuva.domain.disclosure import Audience
from tilannekuva.picture.actions import compose_edition

from .conftest import Command

__all__ = ["sample_finding"]

pytestmark = pytest.mark.django_db
EARLIER = "2026-11-01"


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(work_commands, "start_installed", lambda home: (None, sample.CITY))
    monkeypatch.setattr(work_commands, "_SECONDS_BETWEEN_ASKING", 0.0)
    monkeypatch.setenv("TILANNEKUVA_HOME", "var/none")


def another_worker(monkeypatch: pytest.MonkeyPatch, *, steps: list[Any]) -> None:
    """In this process nothing is due: a worker beside it takes the run, and goes on a step at each look."""

    def look(city: Any) -> None:
        if steps:
            steps.pop(0)()

    monkeypatch.setattr(work_commands, "work_through", look)


def claimed() -> DetectionRun:
    return DetectionRun.objects.get(as_of=EARLIER)


def finish() -> None:
    kinds = tuple(kind.code for kind in sample.CITY.kinds)
    analysis = sample.analysis(kinds)
    record_results(
        run=claimed(), analysis=replace(analysis, findings=()), markings=[], inputs_sha256="ab", n_signals=7,
        expires_days=60, by=TESTER,
    )  # fmt: skip


def compose() -> None:
    # Twice, as when somebody decides on a finding meanwhile.
    for audience in [*Audience, *Audience]:
        compose_edition(run=claimed(), audience=audience, city=sample.CITY, by=TESTER)


def test_a_run_that_another_worker_took_is_waited_for(
    sample_finding: Any, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    another_worker(monkeypatch, steps=[lambda: claim_run(by=TESTER), finish, compose])
    done = command("detect", "--as-of", EARLIER)
    assert done.code == 0, done
    assert "As of 2026-11-01: 7 signals read, 0 findings" in done.out
    assert f"Readers go on seeing the picture of {sample.AS_OF}, which is newer." in done.out


def test_a_run_that_failed_elsewhere_is_told(
    sample_finding: Any, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        fail_run(run=claimed(), failure="MemoryError", by=TESTER)

    another_worker(monkeypatch, steps=[lambda: claim_run(by=TESTER), fail])
    assert command("detect", "--as-of", EARLIER).complained("the run failed (MemoryError)")


def test_a_run_that_nobody_finishes_is_not_waited_for_for_ever(
    command: Command, monkeypatch: pytest.MonkeyPatch, db: None
) -> None:
    another_worker(monkeypatch, steps=[])
    monkeypatch.setattr(work_commands, "_LONGEST_WAIT_S", 0.05)
    assert command("detect", "--as-of", EARLIER).complained("is not done after", "see whether it still works")
    assert DetectionRun.objects.get(as_of=dt.date.fromisoformat(EARLIER)).state == "due"

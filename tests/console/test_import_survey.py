"""A survey from a file: told in words, whole or not at all."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from tests.apps.detection.survey_sample import two_districts
from tilannekuva.accounts.models import Organisation
from tilannekuva.console import survey_command
from tilannekuva.detection.models import SurveyEstimate
from tilannekuva.intake.models import Source, Survey

from .conftest import Command, Done

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> None:
    city = SimpleNamespace(time_zone="Europe/Helsinki")
    monkeypatch.setattr(survey_command, "start_installed", lambda home: (None, city))
    monkeypatch.setenv("TILANNEKUVA_HOME", "var/none")
    two_districts()


@pytest.fixture
def answers(tmp_path: Path) -> Path:
    path = tmp_path / "answers.csv"
    rows = [
        f"D{district}{n},Late in the evening,{answer},{count}"
        for district in (1, 2)
        for n in range(5)
        for answer, count in (("Unsafe", 3 + n), ("Safe", 40 if n else 5))
    ]
    path.write_text("\n".join(["area,question,answer,count", *rows]), encoding="utf-8")
    return path


def bring_in(command: Command, answers: Path, *more: str) -> Done:
    told = ("--title", "Safety survey", "--method", "By post; two in five answered.")
    days = ("--from", "2025-09-01", "--to", "2025-10-15")
    return command("import-survey", str(answers), "--organisation", "school", *told, *days, *more)


def test_answers_become_a_survey_with_estimates(
    command: Command, school: Organisation, answers: Path
) -> None:
    done = bring_in(command, answers, "--unsafe", "unsafe")
    assert done.code == 0, done
    assert "answers were stored. Questions: 1, areas: 10." in done.out
    assert "In 2 areas a question had fewer than 10 answers" in done.out
    assert SurveyEstimate.objects.exclude(share=None).count() == 11


def test_an_answer_that_nobody_gave_is_told_with_those_that_were(
    command: Command, school: Organisation, answers: Path
) -> None:
    done = bring_in(command, answers, "--unsafe", "Uneasy")
    assert done.code == 1
    assert "No row has the answer 'Uneasy'" in done.err
    assert "Unsafe" in done.err
    assert not Survey.objects.exists()


def test_what_is_refused_leaves_nothing_behind(command: Command, school: Organisation, answers: Path) -> None:
    done = bring_in(command, answers, "--unsafe", "Unsafe", "--to", "2999-01-01")
    assert done.code == 1
    assert "has not come yet" in done.err
    assert not Source.objects.exists()

"""Surveys: a round comes in whole or not at all, with words that passed the gate, and nothing of one person."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tests.apps.detection.survey_sample import QUESTION, SAFE, UNSAFE, draft, row, rows_of, two_districts
from tests.conftest import TESTER
from tilannekuva.audit.models import AuditEntry
from tilannekuva.domain.errors import BadInput, RuleBroken
from tilannekuva.intake.actions import add_source, store_survey
from tilannekuva.intake.importers.survey_file import read_survey
from tilannekuva.intake.models import Source, Survey, SurveyAnswer
from tilannekuva.places.models import Area


@pytest.fixture
def source(school: Any) -> Source:
    return add_source(organisation=school, code="survey", by=TESTER)


@pytest.fixture
def areas(db: None) -> list[Area]:
    return two_districts()


def test_a_round_is_stored_with_its_answers_and_an_entry_in_the_audit(
    source: Source, areas: list[Area]
) -> None:
    survey = store_survey(draft=draft(rows_of(areas, [4] * 10)), source=source, by=TESTER)
    assert survey.questions.get().text == QUESTION
    assert SurveyAnswer.objects.filter(tells_insecurity=True).count() == 10
    assert AuditEntry.objects.filter(act="survey.stored").count() == 1


def test_a_corrected_file_takes_the_place_of_the_first_and_the_first_stays(
    source: Source, areas: list[Area]
) -> None:
    for sha256, unsafe in (("a" * 64, 4), ("b" * 64, 6)):
        store_survey(draft=draft(rows_of(areas, [unsafe] * 10), file_sha256=sha256), source=source, by=TESTER)
    assert list(Survey.objects.order_by("pk").values_list("is_in_force", flat=True)) == [False, True]


def test_the_same_file_comes_in_once(source: Source, areas: list[Area]) -> None:
    store_survey(draft=draft(rows_of(areas, [4] * 10)), source=source, by=TESTER)
    with pytest.raises(RuleBroken, match="come in already"):
        store_survey(draft=draft(rows_of(areas, [4] * 10)), source=source, by=TESTER)
    assert Survey.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": " "}, "needs a title"),
        ({"method": ""}, "needs a title"),
        ({"to_on": dt.date(2025, 8, 1)}, "cannot come before"),
        ({"to_on": dt.date(2999, 1, 1)}, "has not come yet"),
        ({"insecure": frozenset({"uneasy"})}, "Name those that do"),
        ({"method": "Ask Matti Meikäläinen, 040 123 4567."}, "tells who somebody is"),
    ],
)
def test_what_is_no_survey_is_refused_whole(
    source: Source, areas: list[Area], changes: dict[str, Any], message: str
) -> None:
    with pytest.raises(RuleBroken, match=message):
        store_survey(draft=draft(rows_of(areas, [4] * 10), **changes), source=source, by=TESTER)
    assert not Survey.objects.exists()


@pytest.mark.req("L-15")
def test_an_answer_that_tells_of_somebody_is_refused(source: Source, areas: list[Area]) -> None:
    rows = [*rows_of(areas, [4] * 10), row(areas[0], "matti.meikalainen@example.org", 1)]
    with pytest.raises(RuleBroken, match="tells who somebody is"):
        store_survey(draft=draft(rows), source=source, by=TESTER)


def file(folder: Path, text: str) -> Path:
    path = folder / "answers.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_without_weights_counts_people(tmp_path: Path, areas: list[Area]) -> None:
    rows, _sha256 = read_survey(
        file(tmp_path, f"area,question,answer,count\nD10,Q,{UNSAFE},4\nD10,Q,{SAFE},9\n")
    )
    assert [(each.n_answers, each.weight_sum, each.weight_square_sum) for each in rows] == [
        (4, 4, 4),
        (9, 9, 9),
    ]


def test_weights_come_with_decimal_commas_and_their_squares_may_be_left_out(
    tmp_path: Path, areas: list[Area]
) -> None:
    text = "Area;Question;Answer;Count;Weight\nD10;Q;unsafe;4;6,0\n"
    [each], _sha256 = read_survey(file(tmp_path, text))
    assert (each.weight_sum, each.weight_square_sum) == (6.0, 9.0)
    text = "area,question,answer,count,weight,weight_squares\nD10,Q,unsafe,4,6,12.5\n"
    [each], _sha256 = read_survey(file(tmp_path, text))
    assert each.weight_square_sum == 12.5


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("", "The columns are not"),
        ("area,question,answer\nD10,Q,unsafe\n", "The columns are not"),
        ("area,question,answer,count,age\nD10,Q,unsafe,4,15\n", "The columns are not"),
        ("area,question,answer,count\n", "no rows"),
        ("area,question,answer,count,weight\nD10,Q,unsafe,4,6,5\n", "more values than columns"),
        ("area,question,answer,count\nX,Q,unsafe,4\n", "There is no area 'X' today"),
        ("area,question,answer,count\nD10,,unsafe,4\n", "'question' is empty"),
        ("area,question,answer,count\nD10,Q,unsafe,many\n", "'count' holds no number"),
        ("area,question,answer,count\nD10,Q,unsafe,inf\n", "'count' holds no number"),
        ("area,question,answer,count\nD10,Q,unsafe,1.5\n", "not a whole number"),
        ("area,question,answer,count\nD10,Q,unsafe,-1\n", "at least 0"),
        ("area,question,answer,count,weight\nD10,Q,unsafe,4,0\n", "weight without answers"),
        ("area,question,answer,count,weight,weight_squares\nD10,Q,unsafe,4,6,100\n", "does not fit"),
        ("area,question,answer,count\nD10,Q,unsafe,4\nD10,Q,unsafe,5\n", "stand twice"),
        ("area,question,answer,count\nD10,Q,unsafe,4\nD1,Q,unsafe,5\n", "another level"),
    ],
)
def test_a_file_that_is_none_is_told_with_its_row(
    tmp_path: Path, areas: list[Area], text: str, what: str
) -> None:
    with pytest.raises(BadInput, match=what) as caught:
        read_survey(file(tmp_path, text))
    assert "answers.csv" in str(caught.value)


def test_a_file_that_is_no_text_is_told(tmp_path: Path, areas: list[Area]) -> None:
    path = tmp_path / "answers.csv"
    path.write_bytes(b"area,question\xff\xfe\n")
    with pytest.raises(BadInput, match="no UTF-8"):
        read_survey(path)

"""A file of survey answers: one row for an area, a question and an answer."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path

from django.utils.translation import gettext as _

from tilannekuva.domain.errors import BadInput, RuleBroken
from tilannekuva.domain.rules.surveys import check_answer
from tilannekuva.places.models import Area
from tilannekuva.places.queries import areas_on_every_level

from ..drafts import SurveyRow
from .plain_csv import read_plain_csv

_NEEDED = ("area", "question", "answer", "count")
_WEIGHTS = ("weight", "weight_squares")
_LONGEST = {"question": 300, "answer": 120}


def read_survey(path: Path) -> tuple[list[SurveyRow], str]:
    """The rows of a CSV file, and the SHA-256 of its bytes. Comma or semicolon between the columns.

    `area` (code), `question`, `answer` and `count`: how many people of the area answered so. `weight`: the sum of
    their weights; without it everybody weighs 1. `weight_squares`: the sum of the squared weights; without it those
    who gave one answer are taken to weigh the same. Raises BadInput for the first row that is none, and for any
    other column: answers of one person have no place here.
    """
    table = read_plain_csv(
        path,
        check_columns=lambda columns: _check_columns(columns, path.name),
        too_large=_("Give answers added up by area."),
    )
    areas = {area.code: area for area in areas_on_every_level()}
    rows: list[SurveyRow] = []
    seen: set[tuple[int, str, str]] = set()
    for read in table.rows:
        row = _row(read.values, areas, read.where)
        key = (row.area.pk, row.question, row.answer)
        if key in seen:
            raise BadInput(
                _("This area, question and answer stand twice"), read.where, _("Add them up in one row.")
            )
        if rows and row.area.level != rows[0].area.level:
            raise BadInput(
                _("This area lies on another level than those before"),
                read.where,
                _("Give districts, or parts of districts, in one file."),
            )
        seen.add(key)
        rows.append(row)
    return rows, table.sha256


def _check_columns(columns: list[str], where: str) -> None:
    missing = [name for name in _NEEDED if name not in columns]
    others = [name for name in columns if name not in (*_NEEDED, *_WEIGHTS)]
    twice = len(set(columns)) < len(columns)
    if missing or others or twice or ("weight_squares" in columns and "weight" not in columns):
        raise BadInput(
            _("The columns are not area, question, answer and count"),
            where,
            _("Name these four; beside them weight, or weight and weight_squares, and no other."),
        )


def _row(record: Mapping[str, str], areas: Mapping[str, Area], where: str) -> SurveyRow:
    area = areas.get(record["area"])
    if area is None:
        raise BadInput(
            _("There is no area '%(code)s' today") % {"code": record["area"][:40]},
            where,
            _("Give the code of an area of the city."),
        )
    for name, longest in _LONGEST.items():
        if not 0 < len(record[name]) <= longest:
            raise BadInput(
                _("The column '%(name)s' is empty or longer than %(n)d characters")
                % {"name": name, "n": longest},
                where,
                _("Fill it in, or shorten it. Nothing of the file was stored."),
            )
    count = _number(record["count"], "count", where)
    weight = _number(record["weight"], "weight", where) if "weight" in record else count
    alike = weight**2 / count if count else 0.0
    squares = (
        _number(record["weight_squares"], "weight_squares", where) if "weight_squares" in record else alike
    )
    if count != math.floor(count):
        raise BadInput(_("The count is not a whole number"), where, _("Weights have a column of their own."))
    try:
        check_answer(n_answers=int(count), weight_sum=weight, weight_square_sum=squares)
    except RuleBroken as refused:
        raise BadInput(refused.told(_), where, _("Nothing of the file was stored.")) from refused
    return SurveyRow(area, record["question"], record["answer"], int(count), weight, squares)


def _number(text: str, column: str, where: str) -> float:
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise BadInput(
            _("The column '%(name)s' holds no number") % {"name": column},
            where,
            _("Write a number there. Nothing of the file was stored."),
        )
    return value

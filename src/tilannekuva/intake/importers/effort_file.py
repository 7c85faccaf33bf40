"""A file of hours of presence: one row for an area and a week."""

from __future__ import annotations

import datetime as dt
import math
import re
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from tilannekuva.domain.clock import today_on, week_of
from tilannekuva.domain.errors import BadInput, RuleBroken
from tilannekuva.domain.rules.coverage import check_effort
from tilannekuva.places.models import Area
from tilannekuva.places.queries import areas_today

from ..drafts import EffortRow
from .plain_csv import read_plain_csv

_COLUMNS = ("area", "week", "hours")
_ISO_WEEK = re.compile(r"(\d{4})-?W(\d{2})")


def read_effort(path: Path) -> list[EffortRow]:
    """The rows of a CSV file with the columns `area` (code), `week` and `hours`; comma or semicolon between them.

    A week is a day of it (2026-06-03) or its number (2026-W23). Hours may have a decimal point or, between
    semicolons, a comma. Raises BadInput for the first row that is none, and for any other column: hours are
    those of everybody together, and nobody's own.
    """
    table = read_plain_csv(
        path,
        check_columns=lambda columns: _check_columns(columns, path.name),
        too_large=_("Split it by year."),
    )
    areas = {area.code: area for area in areas_today()}
    rows, seen = [], set()
    for read in table.rows:
        row = _row(read.values, areas, read.where)
        key = (row.area.pk, row.week_starts_on)
        if key in seen:
            raise BadInput(
                _("This area and week stand twice"), read.where, _("Add their hours up in one row.")
            )
        seen.add(key)
        rows.append(row)
    return rows


def _check_columns(columns: list[str], where: str) -> None:
    if sorted(columns) != sorted(_COLUMNS):
        raise BadInput(
            _("The columns are not area, week and hours"), where, _("Name these three, and no other.")
        )


def _row(record: dict[str, str], areas: dict[str, Area], where: str) -> EffortRow:
    area = areas.get(record["area"])
    if area is None:
        raise BadInput(
            _("There is no area '%(code)s' today") % {"code": record["area"][:40]},
            where,
            _("Give the code of an area in which signals are placed."),
        )
    week_starts_on = _week(record["week"], where)
    try:
        hours = float(record["hours"].replace(",", "."))
    except ValueError:
        hours = math.nan
    try:
        check_effort(week_starts_on=week_starts_on, hours=hours, today_on=today_on(settings.TIME_ZONE))
    except RuleBroken as refused:
        raise BadInput(refused.told(_), where, _("Nothing of the file was stored.")) from refused
    return EffortRow(area, week_starts_on, hours)


def _week(text: str, where: str) -> dt.date:
    numbered = _ISO_WEEK.fullmatch(text)
    try:
        if numbered:
            return dt.date.fromisocalendar(int(numbered[1]), int(numbered[2]), 1)
        return week_of(dt.date.fromisoformat(text))
    except ValueError:
        raise BadInput(
            _("'%(text)s' is no week") % {"text": text[:20]},
            where,
            _("Write a day of it, such as 2026-06-03, or its number, such as 2026-W23."),
        ) from None

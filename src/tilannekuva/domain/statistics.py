"""Periods of statistics that others make: months, quarters and years, each known by its first day."""

from __future__ import annotations

import datetime as dt
import re
from enum import StrEnum

_MONTH = re.compile(r"(\d{4})[-/.]?(?:[Mm])?(\d{1,2})(?:[-/.]0?1)?(?: 00:00:00)?")
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/.](\d{4})")
_QUARTER = re.compile(r"(\d{4})[ /.-]?[QqKk]([1-4])")
_YEAR = re.compile(r"\d{4}")


class PeriodUnit(StrEnum):
    """How long the periods of a series are."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


def read_period(text: str) -> tuple[PeriodUnit, dt.date] | None:
    """The period that a text names, with its first day; None for what names none.

    Months as 2026-03, 2026M03, 202603, 3/2026 or 2026-03-01; quarters as 2026Q1, 2026-Q1 or 2026K1; years as 2026.
    """
    text = text.strip()
    if found := _QUARTER.fullmatch(text):
        return PeriodUnit.QUARTER, dt.date(int(found[1]), 3 * int(found[2]) - 2, 1)
    if _YEAR.fullmatch(text):
        return (PeriodUnit.YEAR, dt.date(int(text), 1, 1)) if int(text) >= 1 else None
    if found := _MONTH.fullmatch(text):
        year, month = int(found[1]), int(found[2])
    elif found := _MONTH_FIRST.fullmatch(text):
        year, month = int(found[2]), int(found[1])
    else:
        return None
    return (PeriodUnit.MONTH, dt.date(year, month, 1)) if year >= 1 and 1 <= month <= 12 else None


def period_after(unit: PeriodUnit, starts_on: dt.date) -> dt.date:
    """The first day of the next period."""
    n_months = {PeriodUnit.MONTH: 1, PeriodUnit.QUARTER: 3, PeriodUnit.YEAR: 12}[unit]
    month = starts_on.month - 1 + n_months
    return dt.date(starts_on.year + month // 12, month % 12 + 1, 1)


def period_text(unit: PeriodUnit, starts_on: dt.date) -> str:
    """`2026-03`, `2026 Q1`, `2026`: alike in all languages."""
    if unit is PeriodUnit.YEAR:
        return str(starts_on.year)
    if unit is PeriodUnit.QUARTER:
        return f"{starts_on.year} Q{(starts_on.month + 2) // 3}"
    return f"{starts_on:%Y-%m}"

"""Quarters of a year: the only periods of what is published, so that nobody subtracts one period from another."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

_CODE = re.compile(r"([0-9]{4})-Q([1-4])")


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """The quarter `number` (1 to 4) of a year; its code is that of ISO 8601-2, such as 2026-Q3."""

    year: int
    number: int

    @property
    def code(self) -> str:
        return f"{self.year}-Q{self.number}"

    @property
    def first_on(self) -> dt.date:
        return dt.date(self.year, 3 * self.number - 2, 1)

    @property
    def last_on(self) -> dt.date:
        return self.following.first_on - dt.timedelta(days=1)

    @property
    def following(self) -> Quarter:
        return Quarter(self.year + 1, 1) if self.number == 4 else Quarter(self.year, self.number + 1)

    @property
    def previous(self) -> Quarter:
        return Quarter(self.year - 1, 4) if self.number == 1 else Quarter(self.year, self.number - 1)

    @property
    def a_year_before(self) -> Quarter:
        return Quarter(self.year - 1, self.number)


def quarter_of(day_on: dt.date) -> Quarter:
    """The quarter in which a day lies."""
    return Quarter(day_on.year, (day_on.month + 2) // 3)


def quarter_of_code(code: str) -> Quarter | None:
    """The quarter of a code such as 2026-Q3; None for anything else."""
    found = _CODE.fullmatch(code)
    return Quarter(int(found[1]), int(found[2])) if found and found[1] > "0000" else None


def quarters_until(day_on: dt.date, n_quarters: int) -> tuple[Quarter, ...]:
    """The last quarters that were over at the end of a day, the oldest first."""
    newest = quarter_of(day_on + dt.timedelta(days=1)).previous
    found = [newest]
    while len(found) < n_quarters:
        found.append(found[-1].previous)
    return tuple(reversed(found))

"""How a file is to be read, as a person chose it: kept with an import, and for the next file of its kind."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from tilannekuva.domain.errors import RuleBroken
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.stream import Stream

from .gate import Outcome, judge
from .importers.columns import ColumnChoices
from .importers.date_order import DateOrder

LEAVE_OUT = "-"
"""In place of a kind: rows that name this value are not taken."""


@dataclass(frozen=True, slots=True)
class ReadingChoices:
    """What a person may choose; None or nothing where the program is to find it out.

    `columns`: column by role (`ColumnRole`, or "row_id", "period"); "" means "none". `kinds`: code of a kind, or
    `LEAVE_OUT`, by value of the file. `takes_identical`: rows without an id are taken although identical
    ones are in. `by_hand`: somebody has chosen, so that no saved mapping takes the place of it.
    `title`, `definition`, `extracted_on` (ISO): of statistics alone.
    """

    stream: str
    marking: str = Marking.AMBER
    columns: Mapping[str, str] = field(default_factory=dict)
    kinds: Mapping[str, str] = field(default_factory=dict)
    only_kind: str = ""
    time_zone: str = ""
    crs: str = ""
    date_order: str = ""
    takes_identical: bool = False
    by_hand: bool = False
    title: str = ""
    definition: str = ""
    extracted_on: str = ""

    @classmethod
    def of(cls, stored: Mapping[str, Any]) -> ReadingChoices:
        """As they were stored; what an older version stored beside them is left out."""
        known = {name: stored[name] for name in cls.__dataclass_fields__ if name in stored}
        return cls(**{"stream": Stream.OTHER, **known})

    def stored(self) -> dict[str, Any]:
        return asdict(self)

    def column_choices(self) -> ColumnChoices:
        """For `read_incidents`. One kind for all rows needs no column of kinds."""
        names = {role: self.columns.get(role) for role in ColumnChoices.__dataclass_fields__}
        choices = ColumnChoices(**names)
        return replace(choices, kind="") if self.only_kind else choices

    def order(self) -> DateOrder | None:
        return DateOrder(self.date_order) if self.date_order else None

    def texts(self) -> Iterable[str]:
        """Everything in them that a person or a file has written."""
        yield from map(column_words, self.columns.values())
        yield from self.kinds
        yield from (self.title, self.definition, self.time_zone, self.crs)


def check_choices(choices: ReadingChoices) -> None:
    """Names of columns and values of kinds come from a file: none of them may tell who somebody is (L-15)."""
    for text in choices.texts():
        if text and not may_be_shown(text):
            raise RuleBroken(
                "A name of a column or a kind tells who somebody is. Mend the file, and begin anew."
            )


def column_words(name: str) -> str:
    """The name of a column in words: case_id reads like an account of social media, and is none."""
    return name.replace("_", " ")


def may_be_shown(text: str) -> bool:
    """Whether the gate lets a short text of a file onto a page; what it asks about is the reader's to judge."""
    return judge(text).outcome is not Outcome.STOPS


def columns_sha256(columns: Iterable[str]) -> str:
    """Equal for files with the same columns, whatever their order."""
    return hashlib.sha256("\x1f".join(sorted(columns)).encode()).hexdigest()

"""Two districts of five areas each, and a survey in which one of them is uneasier."""

from __future__ import annotations

import datetime as dt
from typing import Any

from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.marking import Marking
from tilannekuva.intake.drafts import SurveyDraft, SurveyRow
from tilannekuva.places.models import Area

QUESTION = "Your own area late on a weekend evening"
SAFE, UNSAFE = "safe", "unsafe"


def area(code: str, parent: Area | None = None) -> Area:
    with unlocked():
        return Area.objects.create(
            code=code, names={"en": f"Area {code}"}, level="part" if parent else "district",
            is_finest=parent is not None, parent=parent, label_latitude=60.2, label_longitude=24.9, easting_m=0,
            northing_m=0, valid_from_on=dt.date(2020, 1, 1),
        )  # fmt: skip


def two_districts() -> list[Area]:
    """The parts, in the order of their codes: D10 to D14 and D20 to D24."""
    return [area(f"{code}{n}", parent) for code in ("D1", "D2") for parent in [area(code)] for n in range(5)]


def row(where: Area, answer: str, n: int, weight: float = 1.0) -> SurveyRow:
    """So many people who all weigh the same."""
    return SurveyRow(where, QUESTION, answer, n, n * weight, n * weight**2)


def draft(rows: list[SurveyRow], **changes: Any) -> SurveyDraft:
    given: dict[str, Any] = {
        "title": "Safety survey",
        "method": "By post, to 2,000 residents of 15 and over; two in five answered.",
        "from_on": dt.date(2025, 9, 1),
        "to_on": dt.date(2025, 10, 15),
        "marking": Marking.GREEN,
        "insecure": frozenset({UNSAFE}),
        "rows": tuple(rows),
        "file_sha256": "a" * 64,
    }
    return SurveyDraft(**given | changes)


def rows_of(areas: list[Area], unsafe: list[int], n: int = 40) -> list[SurveyRow]:
    """So many of `n` feel unsafe in each area."""
    return [
        row(where, answer, count)
        for where, n_unsafe in zip(areas, unsafe, strict=True)
        for answer, count in ((UNSAFE, n_unsafe), (SAFE, n - n_unsafe))
        if count
    ]

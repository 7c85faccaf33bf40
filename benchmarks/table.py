"""What a benchmark prints: a short table of what was measured, what others take for it, and what we aim at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

_HEAD = ("", "here", "reference", "times", "limit", "aim", "")


@dataclass(frozen=True, slots=True)
class Line:
    """One measurement. `at_most` or `at_least`: what we aim at, where we aim at anything.

    reference : what the best reference program takes for the same work, in the same unit; measured in the same run,
        or elsewhere, as the notes of the table say.
    limit : what a bare probe of the arithmetic takes on two quiet cores, elsewhere.
    """

    what: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None
    reference: float | None = None
    limit: float | None = None

    def cells(self) -> tuple[str, ...]:
        aim, met = "", ""
        if self.at_most is not None:
            aim, met = f"at most {_number(self.at_most)}", _verdict(self.value <= self.at_most)
        if self.at_least is not None:
            aim, met = f"at least {_number(self.at_least)}", _verdict(self.value >= self.at_least)
        times = "" if self.reference is None else f"{_number(self.reference / self.value)} x"
        return (
            self.what,
            f"{_number(self.value)} {self.unit}".strip(),
            self._beside(self.reference),
            times,
            self._beside(self.limit),
            aim,
            met,
        )

    def _beside(self, value: float | None) -> str:
        return "" if value is None else f"{_number(value)} {self.unit}".strip()


def show(title: str, lines: Sequence[Line], notes: Sequence[str] = ()) -> None:
    """Print the table of one benchmark; a column that nobody fills is left out."""
    rows = [line.cells() for line in lines]
    filled = [any(row[column] for row in rows) for column in range(len(_HEAD))]
    if filled[2] or filled[4]:
        rows.insert(0, _HEAD)
    # A program that is not installed leaves a table of notes alone.
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(len(_HEAD))]
    print(f"\n{title}")
    for row in rows:
        what, *numbers = (
            cell.ljust(width) if column in (0, 5, 6) else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
            if filled[column]
        )
        print("  " + "  ".join([what, *numbers]).rstrip())
    for note in notes:
        print(f"  {note}")


def _verdict(met: bool) -> str:
    return "ok" if met else "MISSED"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:,.3g}"

"""What a benchmark prints: a short table of what was measured, and what we aim at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One measurement. `at_most` or `at_least`: what we aim at, where we aim at anything."""

    what: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None

    def cells(self) -> tuple[str, str, str, str]:
        aim, met = "", ""
        if self.at_most is not None:
            aim, met = f"at most {_number(self.at_most)}", _verdict(self.value <= self.at_most)
        if self.at_least is not None:
            aim, met = f"at least {_number(self.at_least)}", _verdict(self.value >= self.at_least)
        return self.what, f"{_number(self.value)} {self.unit}".strip(), aim, met


def show(title: str, lines: Sequence[Line], notes: Sequence[str] = ()) -> None:
    """Print the table of one benchmark."""
    rows = [line.cells() for line in lines]
    # A program that is not installed leaves a table of notes alone.
    widths = [max((len(row[column]) for row in rows), default=0) for column in range(3)]
    print(f"\n{title}")
    for what, value, aim, met in rows:
        print(f"  {what:<{widths[0]}}  {value:>{widths[1]}}  {aim:<{widths[2]}}  {met}".rstrip())
    for note in notes:
        print(f"  {note}")


def _verdict(met: bool) -> str:
    return "ok" if met else "MISSED"


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:,.3g}"

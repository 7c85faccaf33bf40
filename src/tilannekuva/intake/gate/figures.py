"""How good the gate is on texts of which somebody has said what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from . import judge
from .verdict import ASKING, Outcome, PersonalData


@dataclass(frozen=True, slots=True)
class Sentence:
    """A text and the sorts of personal data that it holds; none for a text that should pass."""

    text: str
    classes: frozenset[PersonalData]


@dataclass(slots=True)
class Figures:
    """Counts by sort, and of texts that hold nothing.

    `holding` and `found` by sort; `empty` texts hold nothing: `stopped` and `asked` of them are false.
    """

    holding: dict[PersonalData, int] = field(default_factory=dict)
    found: dict[PersonalData, int] = field(default_factory=dict)
    empty: int = 0
    stopped: int = 0
    asked: int = 0

    def recall(self, personal_data: PersonalData) -> float:
        return self.found.get(personal_data, 0) / self.holding[personal_data]


def figures_of(sentences: Iterable[Sentence]) -> Figures:
    """A sort is found when the verdict names it; that the text is stopped for another one is no merit."""
    figures = Figures()
    for sentence in sentences:
        verdict = judge(sentence.text)
        if not sentence.classes:
            figures.empty += 1
            figures.stopped += verdict.outcome is Outcome.STOPS
            figures.asked += verdict.outcome is Outcome.ASKS
        for sort in sentence.classes:
            figures.holding[sort] = figures.holding.get(sort, 0) + 1
            figures.found[sort] = figures.found.get(sort, 0) + (sort in verdict.classes)
    return figures


def as_table(figures: Figures) -> Sequence[tuple[str, str, str]]:
    """Rows of what, how many of how many, and the share."""
    rows = []
    for sort in PersonalData:
        if sort in figures.holding:
            outcome = "asks" if sort in ASKING else "stops"
            found, holding = figures.found[sort], figures.holding[sort]
            rows.append((f"{sort} ({outcome})", f"{found} of {holding}", f"{found / holding:.3f}"))
    if figures.empty:
        for what, n in (("stopped in vain", figures.stopped), ("asked in vain", figures.asked)):
            rows.append((what, f"{n} of {figures.empty}", f"{n / figures.empty:.3f}"))
    return rows

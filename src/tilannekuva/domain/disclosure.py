"""Which counts may be shown to whom. Every shown count passes through here.

Policy only; the arithmetic of what is public is in `stats.protection`.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Audience(StrEnum):
    """For whom an edition is made."""

    ANALYSTS = "analysts"
    PARTNERS = "partners"


@dataclass(frozen=True, slots=True)
class PublicLimits:
    """Which counts of places are sensitive in public. Smaller than that, of fewer sources, or nearly all of one or two."""

    smallest_count: int
    fewest_sources: int = 3
    """As the city's statistics do: what one or two schools reported would tell of these schools (D-10)."""
    n_dominant: int = 2
    dominant_share: float = 0.9


@dataclass(frozen=True, slots=True)
class ShownCount:
    """A count as it may be shown: exact, or only the range in which it lies."""

    count: int | None
    low: int
    high: int

    @property
    def is_exact(self) -> bool:
        return self.count is not None

    def __str__(self) -> str:
        return str(self.count) if self.count is not None else f"{self.low}–{self.high}"


def shown_count(n: int, *, smallest: int) -> ShownCount:
    """`n` when it is 0 or at least `smallest`, else the range 1 to `smallest` - 1.

    `smallest` of 0 or 1 shows every count as it is. Partners may know that nothing was reported; what
    they may not learn is that it was one.
    """
    if n < 0:
        raise ValueError(f"a count cannot be negative: {n}")
    if n == 0 or n >= smallest:
        return ShownCount(count=n, low=n, high=n)
    return ShownCount(count=None, low=1, high=smallest - 1)


def smallest_count(audience: Audience, *, partners: int) -> int:
    """The smallest count that this audience sees as it is; `partners` is the city's setting."""
    return {Audience.ANALYSTS: 0, Audience.PARTNERS: partners}[audience]


def is_protected(smallest: int) -> bool:
    """Whether an audience with this smallest count sees ranges instead of small counts."""
    return smallest > 1


def shows_cells(*, sensitive: bool, smallest: int) -> bool:
    """Kinds that the city calls sensitive are shown by area alone, never by cell, where counts are protected."""
    return not (sensitive and is_protected(smallest))

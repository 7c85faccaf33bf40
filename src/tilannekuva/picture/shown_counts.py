"""Counts as an edition holds them: exact, or the range in which they lie."""

from __future__ import annotations

from collections.abc import Mapping

from tilannekuva.domain.disclosure import shown_count

Shown = int | list[int]


def as_shown(n: int, smallest: int) -> Shown:
    shown = shown_count(n, smallest=smallest)
    return shown.count if shown.count is not None else [shown.low, shown.high]


def added(first: Shown, second: Shown) -> Shown:
    """The sum of two shown counts. A range stays a range, so that no difference gives it away."""
    if isinstance(first, int) and isinstance(second, int):
        return first + second
    low_first, high_first = (first, first) if isinstance(first, int) else first
    low_second, high_second = (second, second) if isinstance(second, int) else second
    return [low_first + low_second, high_first + high_second]


def parts_as_shown(parts: Mapping[str, int], whole: Shown, smallest: int) -> dict[str, Shown]:
    """The parts of a whole. Where one of them must be a range all are, since the others would give it away."""
    shown = {name: as_shown(n, smallest) for name, n in parts.items()}
    if all(isinstance(n, int) for n in (whole, *shown.values())):
        return shown
    highest = whole if isinstance(whole, int) else whole[1]
    return {name: [1, highest] for name in parts}

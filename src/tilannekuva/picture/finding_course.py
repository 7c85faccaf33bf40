"""The course at a finding's places as an edition may hold it.

Where counts are protected, a week of a small place is shown as the class in which its count lies: from exact
counts beside it, a small one would follow by subtraction from a total that the edition tells elsewhere. Where even the
classes would leave a small count no other value, the course is not shown at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from tilannekuva.domain.disclosure import is_protected

from .shown_counts import Shown

_CLASS_STARTS = (1, 2, 4, 8, 16, 32, 64, 128)
"""In steps of the smallest count that may be shown: 1 to 4, 5 to 9, 10 to 19 and so on."""


def shown_course(
    course: Mapping[str, int],
    *,
    smallest: int,
    windows: Iterable[int],
    first_on: str,
    last_on: str,
) -> dict[str, Shown]:
    """First day of a period (ISO) -> its count, or the class it lies in; empty where nothing may be shown.

    `smallest`: the smallest count shown as it is. `windows`: over how many of the newest periods the edition
    tells totals; `first_on`, `last_on`: the days of the finding, whose total it tells too.
    """
    starts = sorted(course)
    counts = [course[start] for start in starts]
    if not is_protected(smallest) or not any(counts):
        return dict(zip(starts, counts, strict=True))
    shown = [_class_of(n, smallest) for n in counts]
    of_finding = [position for position in range(len(starts)) if _meets(starts, position, first_on, last_on)]
    spans = [of_finding, *_spans(len(counts), windows)]
    if any(_gives_away(counts, shown, span, smallest) for span in spans):
        return {}
    return dict(zip(starts, shown, strict=True))


def _class_of(n: int, smallest: int) -> Shown:
    if n == 0:
        return 0
    starts = [1, *(smallest * step for step in _CLASS_STARTS)]
    lowest = max(start for start in starts if start <= n)
    following = [start for start in starts if start > n]
    return [lowest, following[0] - 1 if following else n]


def _meets(starts: Sequence[str], position: int, first_on: str, last_on: str) -> bool:
    is_last = position + 1 == len(starts)
    return starts[position] <= last_on and (is_last or starts[position + 1] > first_on)


def _spans(n_periods: int, windows: Iterable[int]) -> list[list[int]]:
    """The periods of every total that is told or follows as the difference of two."""
    lengths = sorted({0, *(min(window, n_periods) for window in windows)})
    return [
        list(range(n_periods - longer, n_periods - shorter)) for shorter, longer in combinations(lengths, 2)
    ]


def _gives_away(counts: Sequence[int], shown: Sequence[Shown], span: Sequence[int], smallest: int) -> bool:
    """Whether the total of a span leaves one of its small counts no other value than its own."""
    ranges = [shown[position] for position in span]
    lows = [each if isinstance(each, int) else each[0] for each in ranges]
    highs = [each if isinstance(each, int) else each[1] for each in ranges]
    total = sum(counts[position] for position in span)
    return any(
        0 < counts[position] < smallest
        and max(low, total - (sum(highs) - high)) == min(high, total - (sum(lows) - low))
        for position, low, high in zip(span, lows, highs, strict=True)
    )

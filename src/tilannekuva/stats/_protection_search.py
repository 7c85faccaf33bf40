"""Secondary suppression in one nested table, and the intervals that it leaves.

Beneath a published total lie published places and hidden ones. Take from the total every published place that no
other published one holds: what is left, `rest`, is what the hidden finest places have together, and all that a reader
learns of them. So the count of a hidden place lies between `shown`, what is published inside it, and `shown + rest`;
unless all hidden finest places lie inside it, or none, in which case it can be told exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Judge = Callable[[NDArray[np.int64]], NDArray[np.bool_]]


def margin_of(counts: NDArray[np.int64], limit: int) -> NDArray[np.int64]:
    """How far to either side of a count that is sensitive for its sources the interval must reach."""
    return np.maximum(limit, -(-counts // 10))


@dataclass(frozen=True)
class Nest:
    """Which places lie directly in which; `n_leaves`: the finest are the first so many."""

    children: tuple[tuple[int, ...], ...]
    n_leaves: int

    @classmethod
    def of(cls, above: NDArray[np.int64], n_leaves: int) -> Nest:
        inside: list[list[int]] = [[] for _ in above]
        for place, higher in enumerate(above[:-1].tolist()):
            inside[higher].append(place)
        return cls(tuple(map(tuple, inside)), n_leaves)

    @property
    def root(self) -> int:
        return len(self.children) - 1


@dataclass
class _Group:
    """What is hidden beneath one total: `places` without another total between; `leaves` the finest of them.

    `shown`: published places in it that no other published one holds. `inside`: of each hidden place, how many of
    `leaves` and how much of `shown` lie in it. `rest`: what `leaves` have together.
    """

    places: list[int]
    leaves: list[int]
    shown: list[int]
    inside: dict[int, tuple[int, int]]
    rest: int = 0


class NestedTable:
    """One table while it is being protected; `hidden` only grows, so that the search ends."""

    def __init__(
        self,
        nest: Nest,
        parts: NDArray[np.int64],
        sensitive: NDArray[np.bool_],
        margin: NDArray[np.int64],
        judge: Judge,
    ) -> None:
        self.nest, self._parts, self._judge = nest, parts, judge
        self._counts: list[int] = parts.sum(axis=1).tolist()
        self._margin: list[int] = margin.tolist()
        self._sensitive: list[bool] = sensitive.tolist()
        self._limit = int(margin.min())
        self.hidden: list[bool] = list(self._sensitive)

    def protect(self) -> None:
        """Hide more until every group is safe; from the top down, since a total that goes joins two groups."""
        waiting = [self.nest.root]
        while waiting:
            total = waiting.pop()
            if not self.nest.children[total] or (self.hidden[total] and total != self.nest.root):
                continue
            group = self._group(total)
            more = self._to_hide(total, group)
            if more is None:
                waiting.extend(group.shown)
            elif more == total and total != self.nest.root:
                self.hidden[total] = True
                waiting = [self.nest.root]
            else:
                self.hidden[more] = True
                waiting.append(total)

    def write_intervals(self, low: NDArray[np.float64], high: NDArray[np.float64]) -> None:
        """Set the ends of the intervals of all hidden places; `low` and `high` hold the counts."""
        for total in range(self.nest.n_leaves, self.nest.root + 1):
            if self.hidden[total] and total != self.nest.root:
                continue
            group = self._group(total)
            for place in group.places:
                low[place], high[place] = self._interval(total, group, place)

    def _interval(self, total: int, group: _Group, place: int) -> tuple[float, float]:
        n_leaves, shown = group.inside[place]
        if not n_leaves:
            return shown, shown
        if self.hidden[total]:
            return shown, np.inf
        high = shown + group.rest
        return (high if n_leaves == len(group.leaves) else shown), high

    def _to_hide(self, total: int, group: _Group) -> int | None:
        """The next place to hide, `total` itself where nothing else is left; None when the group is safe."""
        for place in group.places:
            if not group.inside[place][0]:
                return self._smallest(self._shown_in(place))
        for place in group.places:
            if not self._sensitive[place]:
                continue
            low, high = self._interval(total, group, place)
            count = self._counts[place]
            small = count < self._limit
            if low > (0 if small else count - self._margin[place]):
                inside = self._shown_in(place)
                if self.hidden[total] or group.inside[place][0] < len(group.leaves):
                    return self._smallest(inside)
                # All that is hidden lies inside, so that the total tells it.
                return self._smallest([shown for shown in group.shown if shown not in inside], total)
            if high < (self._limit if small else count + self._margin[place]):
                return self._smallest(group.shown, total)
        if group.leaves and not self.hidden[total]:
            together = self._parts[group.leaves].sum(axis=0)
            if len(group.leaves) < 2 or bool(self._judge(together)):
                return self._smallest(group.shown, total)
        return None

    def _smallest(self, candidates: list[int], otherwise: int = -1) -> int:
        return min(candidates, key=lambda place: (self._counts[place], place), default=otherwise)

    def _shown_in(self, place: int) -> list[int]:
        """Published places inside a hidden one that no other published one holds."""
        return [shown for shown in self._walk(place) if not self.hidden[shown]]

    def _walk(self, place: int) -> Iterator[int]:
        """All places inside one, without those inside a published one."""
        for child in self.nest.children[place]:
            yield child
            if self.hidden[child]:
                yield from self._walk(child)

    def _group(self, total: int) -> _Group:
        group = _Group([], [], [], {})
        self._gather(total, group)
        group.rest = sum(self._counts[leaf] for leaf in group.leaves)
        if self.hidden[total]:
            group.places.append(total)
        else:
            del group.inside[total]
        return group

    def _gather(self, place: int, group: _Group) -> tuple[int, int]:
        n_leaves = shown = 0
        for child in self.nest.children[place]:
            if not self.hidden[child]:
                group.shown.append(child)
                shown += self._counts[child]
                continue
            group.places.append(child)
            if child < self.nest.n_leaves:
                group.leaves.append(child)
                group.inside[child] = (1, 0)
            else:
                self._gather(child, group)
            n_leaves += group.inside[child][0]
            shown += group.inside[child][1]
        group.inside[place] = (n_leaves, shown)
        return n_leaves, shown

"""The outline of several neighbouring shapes: the edges that belong to one of them only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import pairwise

Point = tuple[float, float]
# About a metre: corners of neighbours that differ by less are one corner.
_DECIMALS = 5


def outline(rings: Iterable[Sequence[Sequence[float]]]) -> list[list[Point]]:
    """Closed lines around the shapes whose rings (degrees) are given, without their common edges."""
    edges: dict[frozenset[Point], tuple[Point, Point] | None] = {}
    for ring in rings:
        corners = [(round(x, _DECIMALS), round(y, _DECIMALS)) for x, y, *_height in ring]
        for edge in pairwise(corners):
            key = frozenset(edge)
            edges[key] = None if key in edges else edge
    return _chained(edge for key, edge in edges.items() if edge is not None and len(key) == 2)


def _chained(edges: Iterable[tuple[Point, Point]]) -> list[list[Point]]:
    """Edges joined end to end, so that a dashed line keeps its rhythm."""
    ends_from: defaultdict[Point, list[Point]] = defaultdict(list)
    for start, end in edges:
        ends_from[start].append(end)
    lines = []
    for start, ends in ends_from.items():
        while ends:
            line = [start, ends.pop()]
            while ends_from.get(line[-1]):
                line.append(ends_from[line[-1]].pop())
            lines.append(line)
    return lines

"""What becomes public: protecting the counts of a large city, and how much of them can be told."""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from tilannekuva.stats import attack, protect_nested

from .table import Line, show
from .timing import timed
from .workloads import SEED

_AREAS, _DISTRICTS, _MAJOR = 150, 34, 8
_KINDS, _QUARTERS, _SOURCES = 20, 12, 8


def main() -> None:
    lines = []
    parent = parents()
    for name, mean in (("a mean of 1", 1.0), ("a mean of 5", 5.0), ("a mean of 30", 30.0)):
        counted = contributions(mean)
        seconds, result = timed(partial(protect_nested, counted, parent))
        told = float((~result.hidden).mean())
        small = result.sensitive & (result.counts < 10)
        assert (result.low[small] == 0).all()
        assert (result.high[small] >= 10).all()
        lines += [
            Line(f"150 areas, 20 kinds, 12 quarters, {name} a cell", seconds, "s", at_most=5),
            Line("  share of all counts that can be told", 100 * told, "%"),
        ]
    # One of the tables as the book does it: two linear programs for each count that is left out.
    result = protect_nested(contributions(5.0)[:1], parent)
    relations = np.zeros((_DISTRICTS + _MAJOR + 1, len(parent)))
    for place, higher in enumerate(parent[:-1]):
        relations[higher - _AREAS, place] = 1
    for row in range(len(relations)):
        relations[row, _AREAS + row] = -1
    seconds, (low, high) = timed(lambda: attack(result.counts[0], result.hidden[0], relations))
    np.testing.assert_allclose(low, result.low[0])
    np.testing.assert_allclose(high, result.high[0])
    lines.append(Line("the attack by linear programs, one of 240 tables", seconds, "s"))
    show(
        "Public release", lines, ["In every table the attack finds 0 to 10 or more for each count below 10."]
    )


def parents() -> list[int]:
    """Areas in districts, districts in major districts, these in the city."""
    districts = [_AREAS + area * _DISTRICTS // _AREAS for area in range(_AREAS)]
    major = [_AREAS + _DISTRICTS + district * _MAJOR // _DISTRICTS for district in range(_DISTRICTS)]
    return [*districts, *major, *([_AREAS + _DISTRICTS + _MAJOR] * _MAJOR), -1]


def contributions(mean: float) -> NDArray[np.int64]:
    rng = np.random.default_rng(SEED)
    shape = (_KINDS * _QUARTERS, _AREAS)
    level = rng.gamma(0.4, mean / 0.4, (*shape, 1))
    drawn: NDArray[np.int64] = rng.poisson(level * rng.dirichlet(np.ones(_SOURCES), shape))
    return drawn

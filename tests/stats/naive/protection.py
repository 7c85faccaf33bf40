"""What a reader can work out of nested tables, by the linear programs of the book; and which cells are sensitive."""

from collections.abc import Sequence
from itertools import product
from typing import Any

import numpy as np

from tilannekuva import stats


def relations_of(parent: Sequence[int]) -> Any:
    """One row for each place that others lie in: they add up to it."""
    rows = []
    for place in range(len(parent)):
        inside = [child for child, higher in enumerate(parent) if higher == place]
        if inside:
            row = np.zeros(len(parent))
            row[inside], row[place] = 1.0, -1.0
            rows.append(row)
    return np.array(rows).reshape(-1, len(parent))


def intervals(counts: Any, hidden: Any, parent: Sequence[int]) -> tuple[Any, Any]:
    """For one nested table, what the attack finds."""
    return stats.attack(counts, hidden, relations_of(parent))


def is_sensitive(parts: Sequence[int], limit: int, fewest: int, n_dominant: int, share: float) -> bool:
    """`parts`: what each source gave to one count."""
    total = sum(parts)
    largest = sum(sorted(parts, reverse=True)[:n_dominant])
    return total < limit or sum(part > 0 for part in parts) < fewest or largest >= share * total


def possible_values(
    counts: Sequence[int], hidden: Sequence[bool], relations: Any, most: int
) -> list[set[int]]:
    """By trying every table of whole numbers up to `most`: what each cell can be, given what is published."""
    unknown = [cell for cell, flag in enumerate(hidden) if flag]
    found: list[set[int]] = [set() for _ in counts]
    for tried in product(range(most + 1), repeat=len(unknown)):
        table = list(counts)
        for cell, value in zip(unknown, tried, strict=True):
            table[cell] = value
        if not (np.asarray(relations) @ table).any():
            for cell, value in enumerate(table):
                found[cell].add(value)
    return found

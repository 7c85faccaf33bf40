"""Every allocation, one by one."""

import itertools
from collections.abc import Iterator, Sequence

Table = Sequence[Sequence[float]]


def rows(capacity: int, n_needs: int) -> Iterator[tuple[int, ...]]:
    for units in itertools.product(range(capacity + 1), repeat=n_needs):
        if sum(units) <= capacity:
            yield units


def best(
    need: Sequence[float], capacity: Sequence[int], suitability: Table, *, presence: int = 0,
    previous: Table | None = None, continuity: float = 0.0, groups: Sequence[tuple[Sequence[int], int]] = (),
) -> float | None:  # fmt: skip
    """The most need that can be met; None when the limits clash."""
    found = None
    for units in itertools.product(*(rows(most, len(need)) for most in capacity)):
        by_need = [sum(column) for column in zip(*units, strict=True)]
        if any(u > 0 and s == 0 for row, fits in zip(units, suitability, strict=True)
               for u, s in zip(row, fits, strict=True)):  # fmt: skip
            continue
        if min(by_need) < presence or any(sum(by_need[n] for n in needs) > most for needs, most in groups):
            continue
        if previous is not None and any(
            sum(map(min, row, before)) < min(int(continuity * sum(before) + 1e-9), most)
            for row, before, most in zip(units, previous, capacity, strict=True)
        ):
            continue
        met = sum(
            min(amount, sum(row[n] * fits[n] for row, fits in zip(units, suitability, strict=True)))
            for n, amount in enumerate(need)
        )
        found = met if found is None else max(found, met)
    return found

"""How each place of a map looks: one hue by how far above the expected, greys by how many signals, or a hatch.

The same as `look` in `static/publication/js/map.js`, for maps that are drawn without a script.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from tilannekuva.picture.shown_counts import Shown, added
from tilannekuva.picture.words import STATE_OF_STEP

from .choice import Choice

Table = Mapping[str, Any]

# Where the greys change, in signals. The first step is as wide as the ranges that stand for protected counts, so
# that no grey says more than its range.
_FIRST_STEP = 5
_COUNT_STEPS = (1, 2, 4)
# The darkest grey begins at a half of the fullest place or above it.
_DARKEST = 2 * _COUNT_STEPS[-1]


def first_count_step(smallest_count: int) -> int:
    """Where the second grey begins at the least: no range that stands for a protected count is cut in two."""
    return max(_FIRST_STEP, smallest_count)


def count_steps(counts: Iterable[Shown], *, first: int) -> list[int]:
    """Where each of the greys begins, for places with so many signals: in steps of `first`, doubled as needed."""
    fullest = max((_most(shown) for shown in counts), default=0)
    while first * _DARKEST <= fullest:
        first *= 2
    return [1, *(first * factor for factor in _COUNT_STEPS)]


def area_part(edition: Table, choice: Choice) -> dict[str, Any]:
    """Area code -> [observed, expected, lower, upper, step] of the chosen kind.

    Of all phenomena: the signals of all concerns together, which are compared with nothing.
    """
    if choice.kind is not None:
        return _part(edition["area_levels"], choice.kind, choice)
    observed = _together(
        {code: level[0] for code, level in _part(edition["area_levels"], kind, choice).items()}
        for kind in concerns(edition)
    )
    return {code: [shown, None, None, None, None] for code, shown in observed.items()}


def cell_part(edition: Table, choice: Choice) -> dict[str, Shown]:
    """Cell code -> observed, of the chosen kind or of all concerns together."""
    if choice.kind is not None:
        return _part(edition["cells"], choice.kind, choice)
    return _together(_part(edition["cells"], kind, choice) for kind in concerns(edition))


def concerns(edition: Table) -> list[str]:
    """Codes of the kinds that are no strengths, in the order of the city."""
    return [kind["code"] for kind in edition["kinds"] if not kind["positive"]]


def looks_of(data: Table) -> dict[str, str]:
    """The look of each area, or of each cell where there are no areas, as `map_data` gives them.

    "blind", "unknown" (both hatched), the state of a level, or "count-0" to "count-3".
    """
    steps = data["count_steps"]
    if data["is_by_cell"]:
        return {code: _count_look(shown, steps) for code, shown in data["cells"].items()}
    looks = {}
    for code in data["names"]:
        level = data["areas"].get(code)
        if code in data["blind"]:
            looks[code] = "blind"
        elif level is None:
            looks[code] = "unknown"
        elif data["kind"] is None or data["group"] != "reported":
            looks[code] = _count_look(level[0], steps)
        else:
            state = STATE_OF_STEP[level[4]]
            looks[code] = "unknown" if state == "too_little" else state
    return looks


def _count_look(shown: Shown, steps: list[int]) -> str:
    reached = [position for position, start in enumerate(steps) if _least(shown) >= start]
    return f"count-{reached[-1]}" if reached else "unknown"


def _together(parts: Iterable[Mapping[str, Shown]]) -> dict[str, Shown]:
    sums: dict[str, Shown] = {}
    for part in parts:
        for code, shown in part.items():
            sums[code] = added(sums[code], shown) if code in sums else shown
    return sums


def _part(table: Table, kind: str, choice: Choice) -> dict[str, Any]:
    part: dict[str, Any] = table.get(kind, {}).get(choice.group.value, {}).get(str(choice.window), {})
    return part


def _least(shown: Shown) -> int:
    """A grey may say less than there is, never more than is known."""
    return shown if isinstance(shown, int) else shown[0]


def _most(shown: Shown) -> int:
    return shown if isinstance(shown, int) else shown[1]

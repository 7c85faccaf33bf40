"""The tables behind map and chart: what is drawn, in words and numbers, in alphabetical order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from tilannekuva.detection.sentences import cell_text
from tilannekuva.detection.words import STREAM_GROUPS, count_text, day_text, number_text
from tilannekuva.domain.alphabet import alphabetical
from tilannekuva.domain.city import name_in
from tilannekuva.picture.words import LEVEL_STATES, STATE_OF_STEP, STILL_COMING_IN

from .charts import trend_values
from .choice import Choice


def place_rows(edition: Mapping[str, Any], choice: Choice) -> list[dict[str, Any]]:
    """One row for each area with signals of the chosen kind; of each cell where there are no areas.

    Areas by name, never by number: they are not ranked. A cell has no name to look it up by: the fullest
    come first.
    """
    if choice.kind is None:
        return []
    group, window = choice.group.value, str(choice.window)
    if not edition["areas"]:
        cells = edition["cells"].get(choice.kind, {}).get(group, {}).get(window, {})
        return [
            _row(code, cell_text(code), [cells[code], None, None, None, None], False)
            for code in sorted(cells, key=lambda code: (-_most(cells[code]), code))
        ]
    levels = edition["area_levels"].get(choice.kind, {}).get(group, {}).get(window, {})
    rows = [
        _row(area["code"], name_in(area["names"], choice.language), levels[area["code"]], group == "reported")
        for area in edition["areas"]
        if area["code"] in levels
    ]
    return sorted(rows, key=lambda row: alphabetical(row["name"]))


def trend_rows(
    edition: Mapping[str, Any], kind: str, group: str, *, n_periods: int | None = None
) -> list[dict[str, str]]:
    """The table of a trend chart, the newest period first."""
    values = trend_values(dict(edition), kind, group=group, n_periods=n_periods)
    return [
        {
            "period": day_in_full(row["on"]),
            "group": str(STREAM_GROUPS[row["group"]]),
            "observed": _observed_text(row),
            "expected": expected_text(row["expected"], row["lower"], row["upper"]),
        }
        for row in reversed(values)
    ]


def _observed_text(row: Mapping[str, Any]) -> str:
    """The count of a period, and of one of which reports are still coming in what it will have been."""
    shown = count_text(row["count"] if row["count"] is not None else [row["low"], row["high"]])
    if "incoming" not in row:
        return shown
    final = expected_text(round(row["incoming"]), row["incoming_low"], row["incoming_high"])
    return str(STILL_COMING_IN) % {"count": shown, "final": final}


def day_in_full(text: str) -> str:
    """An ISO date with its year, as the active language writes it."""
    return day_text(dt.date.fromisoformat(text), year=True)


def in_span(edition: Mapping[str, Any], first_on: str, last_on: str) -> list[bool]:
    """For each period of an edition, whether it meets the days from `first_on` to `last_on` (ISO)."""
    starts = edition["period_starts"]
    ends = [*starts[1:], "9999-12-31"]
    return [start <= last_on and end > first_on for start, end in zip(starts, ends, strict=True)]


def expected_text(expected: float | None, lower: float | None, upper: float | None) -> str:
    """An expected count with its interval; a number never travels alone."""
    if expected is None or lower is None or upper is None:
        return "–"
    return f"{number_text(expected)} ({number_text(lower)}–{number_text(upper)})"


def _most(shown: int | list[int]) -> int:
    return shown if isinstance(shown, int) else shown[1]


def _row(code: str, name: str, level: Sequence[Any], is_compared: bool) -> dict[str, Any]:
    observed, expected, lower, upper, step = level
    state = STATE_OF_STEP[step] if is_compared else "not_compared"
    return {
        "code": code,
        "name": name or _("Unnamed place"),
        "observed": count_text(observed),
        "expected": expected_text(expected, lower, upper),
        "state": state,
        "state_word": str(LEVEL_STATES[state]),
    }

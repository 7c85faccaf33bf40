"""The charts: one Vega-Lite specification each, filled from an edition; browser and PDF draw the same."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.utils.formats import get_format

_FOLDER = Path(__file__).parent
_COURSE = ("expected", "lower", "upper")


def trend_chart(
    edition: dict[str, Any],
    kind: str,
    *,
    group: str = "reported",
    n_periods: int | None = None,
    width: int = 560,
    height: int = 150,
) -> dict[str, Any]:
    """The course of a kind: counts as dots, the expected as line and band, from zero.

    `group` is reported, discovered or all; `all` draws reported and discovered apart in one chart, for
    two streams are never one line. A count that may not be shown is a bar over the range it lies in.
    `n_periods`: only the newest ones. `width`, `height` in pixels. Numbers on the axis are written as in
    the active language; dates are numbers alone, which all languages write alike.
    """
    spec = _specification("trend.vl.json")
    spec["width"], spec["height"] = width, height
    spec["data"] = {"values": trend_values(edition, kind, group=group, n_periods=n_periods)}
    spec["config"]["locale"] = {"number": _number_locale()}
    return spec


def trend_values(
    edition: dict[str, Any], kind: str, *, group: str = "reported", n_periods: int | None = None
) -> list[dict[str, Any]]:
    """The rows behind the chart, and of the table beside it: one for each period and stream group."""
    groups = ("reported", "discovered") if group == "all" else (group,)
    starts = edition["period_starts"]
    first = 0 if n_periods is None else max(0, len(starts) - n_periods)
    values = []
    for name in groups:
        course = edition["courses"].get(kind, {}).get(name)
        if course is None:
            continue
        for period in range(first, len(starts)):
            shown = course["observed"][period]
            low, high = (shown, shown) if isinstance(shown, int) else shown
            row = {
                "on": starts[period],
                "group": name,
                "count": shown if isinstance(shown, int) else None,
                "low": low,
                "high": high,
            }
            row |= {part: course[part][period] if course[part] else None for part in _COURSE}
            values.append(row)
    return values


def _number_locale() -> dict[str, Any]:
    """Vega's form of the number format of the active language."""
    return {
        "decimal": get_format("DECIMAL_SEPARATOR"),
        "thousands": get_format("THOUSAND_SEPARATOR"),
        "grouping": [3],
        "currency": ["", ""],
    }


@cache
def _text(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def _specification(name: str) -> dict[str, Any]:
    specification: dict[str, Any] = json.loads(_text(name))
    return specification

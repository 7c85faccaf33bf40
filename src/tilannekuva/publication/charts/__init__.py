"""The charts: one Vega-Lite specification each, filled from an edition; browser and PDF draw the same."""

from __future__ import annotations

import datetime as dt
import json
from functools import cache
from itertools import count, pairwise
from math import ceil
from pathlib import Path
from typing import Any

from django.utils.formats import get_format
from django.utils.translation import get_language

_FOLDER = Path(__file__).parent
_COURSE = ("expected", "lower", "upper")
_STEPS_OF_AXIS = 4
_ROUND = (1, 2, 5)
_MONTHS_FOR_MONTHS = 2
_MONTH_STEPS = (1, 2, 3, 6, 12, 24)
_LABELS = 9

Span = tuple[str, str]


def trend_chart(
    edition: dict[str, Any],
    kind: str,
    *,
    group: str = "reported",
    n_periods: int | None = None,
    span: Span | None = None,
    width: int = 560,
    height: int = 150,
) -> dict[str, Any]:
    """The course of a kind: counts as dots, the expected as line and band, from zero.

    `group` is reported, discovered or all; `all` draws reported and discovered apart in one chart, for
    two streams are never one line. A count that may not be shown is a bar over the range it lies in.
    `n_periods`: only the newest ones. `span`: first and last day (ISO) of a finding, shaded. `width`,
    `height` in pixels. The axis counts in whole signals. Numbers on it are written as in the active
    language; dates are numbers alone, which all languages write alike.
    """
    values = trend_values(edition, kind, group=group, n_periods=n_periods)
    return course_chart(values, span=span, width=width, height=height)


def course_chart(
    values: list[dict[str, Any]], *, span: Span | None = None, width: int = 560, height: int = 150
) -> dict[str, Any]:
    """The chart of rows as `trend_values` makes them; `expected`, `lower` and `upper` may be None in all."""
    spec = _specification("trend.vl.json")
    spec["width"], spec["height"] = width, height
    spec["data"] = {"values": _in_the_middle(values)}
    spec["config"]["locale"] = {"number": _number_locale()}
    ticks = whole_ticks(max((top_of(row) for row in values), default=0))
    y = spec["encoding"]["y"]
    y["scale"]["domain"] = [0, ticks[-1]]
    y["axis"]["values"] = ticks
    spec["encoding"]["x"]["axis"] |= _time_axis(values)
    shading = next(layer for layer in spec["layer"] if "data" in layer)
    if span is None:
        spec["layer"].remove(shading)
    else:
        after_on = dt.date.fromisoformat(span[1]) + dt.timedelta(days=1)
        shading["data"]["values"] = [{"from": span[0], "to": after_on.isoformat()}]
    return spec


def _in_the_middle(values: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with the `middle` of their period, where their marks stand: a period is no moment.

    The newest period is taken to be as long as the one before it.
    """
    starts = sorted({dt.date.fromisoformat(row["on"]) for row in values})
    lengths = {start: following - start for start, following in pairwise(starts)}
    usual = lengths[starts[-2]] if len(starts) > 1 else dt.timedelta(days=1)

    def middle(day: dt.date) -> str:
        start_at = dt.datetime(day.year, day.month, day.day, tzinfo=dt.UTC)
        return (start_at + lengths.get(day, usual) / 2).isoformat()

    return [row | {"middle": middle(dt.date.fromisoformat(row["on"]))} for row in values]


def top_of(row: dict[str, Any]) -> float:
    """The highest that is drawn of a row of `trend_values`."""
    return max(row["high"], row["upper"] or 0, row.get("incoming_high", 0))


def whole_ticks(top: float) -> list[int]:
    """Ticks of an axis from zero to `top` or just above it, in steps of 1, 2 or 5 times a power of ten."""
    step = next(
        step
        for power in count()
        for step in (factor * 10**power for factor in _ROUND)
        if step * _STEPS_OF_AXIS >= top
    )
    return [step * position for position in range(max(1, ceil(top / step)) + 1)]


def _time_axis(values: list[dict[str, Any]]) -> dict[str, Any]:
    """Labels of which no two are alike: first days of months or, in a short course, days."""
    if not values:
        return {}
    days = [dt.date.fromisoformat(row["on"]) for row in values]
    n_months = (max(days) - min(days)).days / 30
    if n_months < _MONTHS_FOR_MONTHS:
        return {"tickCount": 5, "format": "%-d.%-m." if get_language() == "fi" else "%-d/%-m"}
    step = next(step for step in _MONTH_STEPS if n_months <= step * _LABELS or step == _MONTH_STEPS[-1])
    return {"tickCount": {"interval": "month", "step": step}}


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
            row |= _incoming(course, period - len(starts))
            values.append(row)
    return values


def _incoming(course: dict[str, Any], from_the_end: int) -> dict[str, float]:
    """What a period, counted back from the last as -1, will have been when all reports are in, if that is open."""
    incoming = course.get("incoming", [])
    known = incoming[from_the_end] if -from_the_end <= len(incoming) else None
    return dict(zip(("incoming", "incoming_low", "incoming_high"), known, strict=True)) if known else {}


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

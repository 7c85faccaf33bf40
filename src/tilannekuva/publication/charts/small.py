"""The small trend beside a sentence: dots, band and line in one SVG, small enough to stand in every row."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from xml.sax.saxutils import escape

_WIDTH, _HEIGHT, _MARGIN = 168, 40, 3

Point = tuple[float, float]


def small_trend_svg(values: Sequence[dict[str, Any]], *, title: str) -> str:
    """Rows of `charts.trend_values` as a small chart, or nothing where nothing was counted.

    `title` is read aloud in its place. The y axis begins at zero. A count that may not be shown is a bar
    over the range it lies in; so is what a newest count will have been when all reports are in. The colours come from the classes of picture.css; the attributes are for
    where no style sheet is.
    """
    if not any(row["high"] for row in values):
        return ""
    tops = [max(row["high"], row["upper"] or 0, row.get("incoming_high", 0)) for row in values]
    scale_y = (_HEIGHT - 2 * _MARGIN) / max(*tops, 1)
    step_x = (_WIDTH - 2 * _MARGIN) / max(len(values) - 1, 1)

    def at(position: int, value: float) -> Point:
        return (_MARGIN + position * step_x, _HEIGHT - _MARGIN - value * scale_y)

    known = [(i, row) for i, row in enumerate(values) if row["expected"] is not None]
    upper = [at(i, row["upper"]) for i, row in known]
    lower = [at(i, row["lower"]) for i, row in known]
    marks = "".join(
        _bar(at(i, row["low"]), at(i, row["high"])) if row["count"] is None else _dot(at(i, row["count"]))
        for i, row in enumerate(values)
    )
    marks += "".join(
        _bar(at(i, row["incoming_low"]), at(i, row["incoming_high"]))
        for i, row in enumerate(values)
        if "incoming" in row
    )
    return (
        f'<svg class="trend" viewBox="0 0 {_WIDTH} {_HEIGHT}" width="{_WIDTH}" height="{_HEIGHT}" role="img">'
        f"<title>{escape(title)}</title>"
        f'<path class="trend-band" fill="#bfd9ec" d="{_path([*upper, *reversed(lower)], closed=True)}"/>'
        f'<path class="trend-line" fill="none" stroke="#3d7ba6" '
        f'd="{_path([at(i, row["expected"]) for i, row in known])}"/>'
        f'<g class="trend-dots" fill="#1a1a1a">{marks}</g></svg>'
    )


def _path(points: Iterable[Point], *, closed: bool = False) -> str:
    text = "L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    return f"M{text}{'Z' if closed else ''}" if text else ""


def _dot(point: Point) -> str:
    return f'<circle cx="{point[0]:.1f}" cy="{point[1]:.1f}" r="1.5"/>'


def _bar(low: Point, high: Point) -> str:
    return (
        f'<rect x="{low[0] - 1:.1f}" y="{high[1]:.1f}" width="2" height="{max(low[1] - high[1], 1):.1f}" '
        f'opacity="0.45"/>'
    )

"""Words on a still map: numbers of findings, then names of areas as far as there is room."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from xml.sax.saxutils import escape

from .map_frame import MapFrame

_FINDING, _INK = "#9a3a00", "#3a3a3a"
_SIZE_PX = 9
# Of the size of the letters, as wide as one of them is in the mean.
_LETTER = 0.52
_ROUND_PX = 8

Box = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Name:
    """What is written, and about which longitude and latitude."""

    text: str
    at: tuple[float, float]


def place_names(view: MapFrame, findings: Iterable[Name], areas: Iterable[Name]) -> list[str]:
    """The words as SVG. A name that would cover another, or leave the map, stays away; a number never does."""
    taken: list[Box] = []
    parts: list[str] = []
    for number in findings:
        x, y = _free(view.pixels(number.at), taken, view.width)
        taken.append(_box(x, y, 2 * _ROUND_PX))
        parts.append(
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{_ROUND_PX}" fill="#ffffff" stroke="{_FINDING}" '
            f'stroke-width="1.5"/><text x="{x:.1f}" y="{y + 3.5:.1f}" text-anchor="middle" font-weight="700" '
            f'fill="#1a1a1a">{escape(number.text)}</text>'
        )
    for name in areas:
        x, y = view.pixels(name.at)
        box = _box(x, y, len(name.text) * _SIZE_PX * _LETTER + 4)
        inside = box[0] >= 0 and box[1] >= 0 and box[2] <= view.width and box[3] <= view.height
        if inside and not any(_meet(box, other) for other in taken):
            taken.append(box)
            parts.append(
                f'<text x="{x:.1f}" y="{y + 3:.1f}" text-anchor="middle" font-size="{_SIZE_PX}" fill="{_INK}" '
                f'stroke="#ffffff" stroke-width="2" stroke-opacity="0.7" paint-order="stroke">'
                f"{escape(name.text)}</text>"
            )
    return parts


def _free(at: tuple[float, float], taken: Iterable[Box], width: float) -> tuple[float, float]:
    """The place itself, or so far to the right of it that no other number is covered; then below, from the left."""
    x, y = at
    step = 2 * _ROUND_PX + 1
    while any(_meet(_box(x, y, 2 * _ROUND_PX), other) for other in taken):
        x += step
        if x + _ROUND_PX > width:
            x, y = at[0] % step + _ROUND_PX, y + step
    return x, y


def _box(x: float, y: float, width: float) -> Box:
    return x - width / 2, y - _ROUND_PX, x + width / 2, y + _ROUND_PX


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]

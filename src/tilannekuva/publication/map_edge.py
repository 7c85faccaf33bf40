"""What stands at the edge of a still map: degrees, and a bar of so many kilometres."""

from __future__ import annotations

from django.utils import formats
from django.utils.translation import gettext as _

from tilannekuva.detection.whereabouts_words import distance_text

from .map_frame import MapFrame, marks, round_length

_INK = "#4d4d4d"
_TICK_PX = 5
_LONGEST_BAR = 0.3  # of the width
_FROM_EDGE_PX = 10
_LOWEST_PX = 24  # below this the bar stands


def edge_marks(view: MapFrame) -> str:
    """Round degrees along the left and the upper edge, where no basemap says where one is."""
    parts = []
    longitudes, decimals = marks(view.west, view.east)
    for degrees in longitudes:
        x, _y = view.pixels((degrees, view.north))
        label = _degrees(degrees, decimals, _("%(degrees)s° E"), _("%(degrees)s° W"))
        parts.append(_tick(x, 0, x, _TICK_PX))
        if view.width * 0.14 < x < view.width * 0.9:
            parts.append(_word(x, _TICK_PX + 9, label, "middle"))
    latitudes, decimals = marks(view.south, view.north)
    for degrees in latitudes:
        _x, y = view.pixels((view.west, degrees))
        label = _degrees(degrees, decimals, _("%(degrees)s° N"), _("%(degrees)s° S"))
        parts.append(_tick(0, y, _TICK_PX, y))
        if 2 * _LOWEST_PX < y < view.height - 2 * _LOWEST_PX:
            parts.append(_word(_TICK_PX + 2, y + 3, label, "start"))
    return "".join(parts)


def scale_bar(view: MapFrame) -> str:
    """A bar in the lower left corner, as long as it says."""
    metres = round_length(view.width * _LONGEST_BAR * view.metres_in_pixel)
    length = metres / view.metres_in_pixel
    left, low = _FROM_EDGE_PX, view.height - _FROM_EDGE_PX
    return (
        f'<path d="M{left} {low - 4}V{low}H{left + length:.1f}V{low - 4}" fill="none" stroke="{_INK}" '
        f'stroke-width="1.4"/>' + _word(left + length / 2, low - 4, distance_text(metres), "middle")
    )


def _degrees(value: float, decimals: int, above: str, below: str) -> str:
    text = above if value >= 0 else below
    return text % {"degrees": formats.number_format(abs(value), decimal_pos=decimals)}


def _tick(x: float, y: float, to_x: float, to_y: float) -> str:
    return f'<path d="M{x:.1f} {y:.1f}L{to_x:.1f} {to_y:.1f}" stroke="{_INK}" stroke-width="1"/>'


def _word(x: float, y: float, text: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="9" fill="{_INK}">{text}</text>'

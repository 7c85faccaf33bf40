"""The frame of a still map: degrees to pixels, marks at its edge, and a bar that says how long a kilometre is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import ceil, cos, log10, radians

Ring = Sequence[Sequence[float]]

# A corner nearer to the last one than this is not seen on paper.
_NEAR_PX = 0.6
_METRES_IN_DEGREE = 111_320.0
_ROUND = (1, 2, 5, 10)
_TALLEST = 1.3  # of the width
# Around what must be inside, as a share of its longer side.
_AIR = 0.05
_SMALLEST_EXTENT = 0.01


class MapFrame:
    """Degrees to pixels: equirectangular about the middle, which at the size of a city is true to shape.

    `points` (longitude, latitude) that must be inside; `width` in pixels.
    """

    def __init__(self, points: Sequence[Sequence[float]], width: int) -> None:
        longitudes = [point[0] for point in points] or [0.0]
        latitudes = [point[1] for point in points] or [0.0]
        self._squeeze = cos(radians((min(latitudes) + max(latitudes)) / 2))
        extent_x = (max(longitudes) - min(longitudes)) * self._squeeze
        extent_y = max(latitudes) - min(latitudes)
        air = max(_AIR * max(extent_x, extent_y), _SMALLEST_EXTENT - max(extent_x, extent_y), 1e-6)
        extent_x, extent_y = extent_x + 2 * air, extent_y + 2 * air
        self.west, self.north = min(longitudes) - air / self._squeeze, max(latitudes) + air
        self._scale = min(width / extent_x, _TALLEST * width / extent_y)
        self.width = max(1, round(extent_x * self._scale))
        self.height = max(1, round(extent_y * self._scale))

    @property
    def east(self) -> float:
        return self.west + self.width / (self._squeeze * self._scale)

    @property
    def south(self) -> float:
        return self.north - self.height / self._scale

    @property
    def metres_in_pixel(self) -> float:
        return _METRES_IN_DEGREE / self._scale

    def pixels(self, point: Sequence[float]) -> tuple[float, float]:
        """Right and down from the upper left corner."""
        return (point[0] - self.west) * self._squeeze * self._scale, (self.north - point[1]) * self._scale

    def path(self, rings: Iterable[Ring]) -> str:
        """Closed paths through every corner."""
        return "".join("M" + "L".join(self._text(point) for point in ring) + "Z" for ring in rings)

    def thinned(self, line: Ring, *, close: bool = False) -> str:
        """A path through the corners that can be told apart; nothing when it lies outside the frame."""
        points = [self.pixels(point) for point in line]
        if not self._meets(points):
            return ""
        kept = [points[0]]
        for x, y in points[1:]:
            if abs(x - kept[-1][0]) + abs(y - kept[-1][1]) >= _NEAR_PX:
                kept.append((x, y))
        if len(kept) < 2:
            return ""
        return "M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in kept) + ("Z" if close else "")

    def _meets(self, points: Sequence[tuple[float, float]]) -> bool:
        xs, ys = [x for x, _y in points], [y for _x, y in points]
        return max(xs) >= 0 and min(xs) <= self.width and max(ys) >= 0 and min(ys) <= self.height

    def _text(self, point: Sequence[float]) -> str:
        x, y = self.pixels(point)
        return f"{x:.1f} {y:.1f}"


def round_length(most: float) -> float:
    """The longest of 1, 2 or 5 times a power of ten that is not above `most` (which is above 0)."""
    power = 10.0 ** ceil(log10(most) - 1)
    return max(factor * power for factor in _ROUND if factor * power <= most * (1 + 1e-9))


def marks(low: float, high: float, *, most: int = 4) -> tuple[list[float], int]:
    """Round degrees between two, at most so many, and with how many decimals they are told."""
    power = 10.0 ** (ceil(log10((high - low) / most)) - 1)
    step = next(factor * power for factor in _ROUND if factor * power >= (high - low) / most * (1 - 1e-9))
    decimals = max(0, ceil(-log10(step) - 1e-9))
    first = ceil(low / step - 1e-9)
    found = [round(position * step, decimals) for position in range(first, first + most + 1)]
    return [degrees for degrees in found if degrees <= high], decimals

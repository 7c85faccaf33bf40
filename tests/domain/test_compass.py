"""The way to a place, as the nearest of eight points of the compass."""

from __future__ import annotations

from math import cos, radians, sin

import pytest

from tilannekuva.domain.compass import Compass, compass_point


@pytest.mark.parametrize("off_degrees", [-22, 0, 22])
def test_each_point_is_told_for_the_eighth_about_it(off_degrees: int) -> None:
    for position, point in enumerate(Compass):
        angle = radians(45 * position + off_degrees)
        assert compass_point(sin(angle), cos(angle)) is point


def test_the_opposite_way_is_the_opposite_point() -> None:
    points = list(Compass)
    for position, point in enumerate(points):
        angle = radians(45 * position)
        assert compass_point(-sin(angle), -cos(angle)) is points[(position + 4) % 8], point

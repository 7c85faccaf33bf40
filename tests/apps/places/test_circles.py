"""Areas of which only a centre is known are drawn as circles of one size."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from tilannekuva.places.circles import circles_about
from tilannekuva.places.coordinates import to_metres
from tilannekuva.places.shapes import AreaShapes, shapes_from_centres

CRS = "EPSG:3067"


def shapes(latitude: list[float], longitude: list[float]) -> AreaShapes:
    codes = [f"c{idx}" for idx in range(len(latitude))]
    return shapes_from_centres(codes, np.array(latitude), np.array(longitude), CRS)


def metric(circle: dict[str, object]) -> shapely.Polygon:
    ring = np.array(circle["coordinates"][0])  # type: ignore[index]
    return shapely.Polygon(np.column_stack(to_metres(ring[:, 1], ring[:, 0], CRS)))


def test_circles_are_round_of_one_size_about_their_centres_and_do_not_touch() -> None:
    areas = shapes([60.17, 60.19, 60.21, 60.17], [24.94, 24.94, 24.94, 24.99])
    drawn = [metric(circle) for circle in circles_about(areas)]
    assert all(circle.is_valid and circle.exterior.is_ccw for circle in drawn)
    assert np.ptp([circle.area for circle in drawn]) < 0.01 * drawn[0].area
    for circle, easting, northing in zip(drawn, areas.easting_m, areas.northing_m, strict=True):
        assert circle.centroid.distance(shapely.Point(easting, northing)) < 5
        assert circle.area > 0.98 * np.pi * (circle.length / (2 * np.pi)) ** 2
    assert not any(one.intersects(other) for one in drawn for other in drawn if one is not other)


@pytest.mark.parametrize(
    ("latitude", "longitude"), [([60.17], [24.94]), ([60.17, 60.17], [24.94, 24.94])], ids=["one", "one spot"]
)
def test_one_place_is_still_a_circle(latitude: list[float], longitude: list[float]) -> None:
    assert metric(circles_about(shapes(latitude, longitude))[0]).area > 1000


def test_near_neighbours_in_a_wide_region_can_still_be_seen() -> None:
    areas = shapes([60.0, 60.0001, 65.0, 65.0001], [24.0, 24.0, 28.0, 28.0])
    assert metric(circles_about(areas)[0]).length / (2 * np.pi) > 4000

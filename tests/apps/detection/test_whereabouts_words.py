"""Where a finding lies, in words that nobody needs a code for."""

from __future__ import annotations

from typing import Any

import pytest
from django.utils import translation

from tilannekuva.detection.sentences import where_text
from tilannekuva.detection.whereabouts_words import degrees_text, distance_text, is_number, way_text

CELLS = [f"E{i}N{i}" for i in range(17)]


def whereabouts(**changes: Any) -> dict[str, Any]:
    place = {"latitude": 33.4442, "longitude": -111.9291, "distance_m": 3500, "compass": "north_east"}
    return {**place, **changes}


def where(names: list[str], radius_m: float | None, told: dict[str, Any] | None) -> str:
    with translation.override("en"):
        return where_text(names, CELLS, radius_m=radius_m, whereabouts=told, of_city=False)


def test_cells_are_told_by_the_way_their_centre_and_their_radius() -> None:
    assert (
        where([], 722.0, whereabouts())
        == "3.5 km north-east of the middle of the data (circle of 700 m around 33.444° N, 111.929° W)"
    )
    assert where([], 0.0, whereabouts()).endswith("(one grid cell at 33.444° N, 111.929° W)")


def test_an_area_known_by_number_is_told_with_the_way() -> None:
    assert where(["18"], None, whereabouts()) == "area 18, 3.5 km north-east of the middle of the data"
    assert where(["18", "19"], 550.0, whereabouts()) == (
        "area 18, area 19, 3.5 km north-east of the middle of the data "
        "(circle of 550 m around 33.444° N, 111.929° W)"
    )


def test_a_named_area_needs_no_way() -> None:
    assert where(["Itäkeskus"], 400.0, whereabouts()) == "Itäkeskus (circle of 400 m)"


def test_without_a_centre_what_is_known_is_told() -> None:
    assert where([], 700.0, None) == "17 grid cells (circle of 700 m)"
    assert where(["18"], None, None) == "area 18"


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({}, "33.444° N, 111.929° W"),
        ({"latitude": -33.4, "longitude": 18.5}, "33.400° S, 18.500° E"),
        ({"latitude": 0.0, "longitude": 0.0}, "0.000° N, 0.000° E"),
    ],
)
def test_degrees_have_three_decimals_and_a_side(changes: dict[str, float], told: str) -> None:
    with translation.override("en"):
        assert degrees_text(whereabouts(**changes)) == told


def test_the_way_names_the_city_where_it_is_known_and_nothing_where_there_is_none() -> None:
    with translation.override("en"):
        assert way_text(whereabouts(), of_city=True) == "3.5 km north-east of the middle of the city"
        assert way_text(whereabouts(distance_m=0), of_city=False) == "in the middle of the data"
        assert way_text(whereabouts(distance_m=None, compass=None), of_city=True) == ""
        assert way_text(None, of_city=True) == ""


def test_distances_are_no_more_exact_than_a_hundred_metres() -> None:
    with translation.override("en"):
        assert [distance_text(m) for m in (300, 2300, 11_000)] == ["300 m", "2.3 km", "11 km"]


def test_a_number_is_no_name() -> None:
    assert [is_number(name) for name in ("18", " 7 ", "18 B", "Itä", "")] == [True, True, False, False, False]

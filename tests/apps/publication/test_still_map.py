"""Maps that are drawn without a script: what must be inside is, the bar is as long as it says, degrees are round."""

from __future__ import annotations

import re
from math import cos, radians
from typing import Any
from xml.etree import ElementTree

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.web.edition_sample import GEOGRAPHY, edition
from tilannekuva.publication.map_frame import MapFrame, marks, round_length
from tilannekuva.publication.map_names import Name, place_names
from tilannekuva.publication.still_map import LOOKS, map_svg

AREAS = GEOGRAPHY["areas"]
POINTS = st.lists(st.tuples(st.floats(-170, 170), st.floats(-70, 70)), min_size=1, max_size=20)


def drawn(**changes: Any) -> str:
    with translation.override("en"):
        svg = map_svg(AREAS, **{"findings": edition()["findings"], "title": "A map", **changes})
    ElementTree.fromstring(svg)  # well-formed
    return svg


@given(POINTS)
def test_what_must_be_inside_is_inside_with_air_about_it(points: list[tuple[float, float]]) -> None:
    view = MapFrame(points, 400)
    assert view.width <= 401
    for point in points:
        x, y = view.pixels(point)
        assert 0 < x < view.width
        assert 0 < y < view.height


@given(st.floats(1, 1e6))
def test_a_length_is_round_and_the_longest_that_fits(most: float) -> None:
    length = round_length(most)
    assert length <= most * 1.000001 < 2.6 * length
    assert f"{length:.0e}"[0] in "125"


@given(st.floats(-80, 80), st.floats(0.001, 5))
def test_marks_are_round_inside_and_told_exactly(low: float, span: float) -> None:
    found, decimals = marks(low, low + span)
    assert 1 <= len(found) <= 5
    for degrees in found:
        assert low - 1e-6 <= degrees <= low + span
        assert round(degrees, decimals) == degrees


def test_the_bar_is_as_long_as_it_says() -> None:
    svg = drawn()
    bar = re.search(r'd="M10 (\d+)V\d+H([\d.]+)V', svg)
    assert bar is not None
    (told,) = re.findall(r">(\d+) km<", svg)
    width_px = float(re.search(r'viewBox="0 0 (\d+)', svg).group(1))  # type: ignore[union-attr]
    # The areas are 0.1 degrees wide, with a twentieth of air on each side.
    metres_px = 0.1 * 1.1 * 111_320 * cos(radians(60.225)) / width_px
    assert (float(bar.group(2)) - 10) * metres_px == pytest.approx(1000 * float(told), rel=0.02)


def test_degrees_stand_at_the_edge_where_no_basemap_says_where_one_is() -> None:
    assert "° E" in drawn()
    assert "° N" in drawn()
    assert "°" not in drawn(basemap={"sea": AREAS})


def test_areas_have_the_colour_of_their_look_and_findings_their_number() -> None:
    finding = edition()["findings"][0]
    svg = drawn(looks={"A1": "far_above", "A2": "unknown"}, numbers={finding["id"]: "1"})
    assert LOOKS["far_above"] in svg
    assert "url(#unknown)" in svg
    assert ">1</text>" in svg


def test_names_are_escaped_and_stay_away_where_there_is_no_room() -> None:
    assert "A &lt; B" in drawn(names={"A1": "A < B"})
    assert "x" * 200 not in drawn(names={"A1": "x" * 200})


@given(POINTS, st.integers(1, 40))
def test_every_number_stands_on_the_map_from_side_to_side_and_covers_no_other(
    points: list[tuple[float, float]], n_findings: int
) -> None:
    view = MapFrame(points, 400)
    svg = "".join(place_names(view, [Name(str(n), points[0]) for n in range(n_findings)], []))
    centres = [(float(x), float(y)) for x, y in re.findall(r'cx="([\d.-]+)" cy="([\d.-]+)"', svg)]
    assert len(centres) == n_findings
    assert all(0 <= x <= view.width for x, _y in centres)
    assert len({(round(x), round(y)) for x, y in centres}) == n_findings

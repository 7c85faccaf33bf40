"""Points find their area and cell: exactly, everywhere, and the same as a plain exact test would say."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from tilannekuva.domain.city import load_city
from tilannekuva.domain.errors import BadInput
from tilannekuva.places.areas_file import read_areas
from tilannekuva.places.arrays import PlaceArrays
from tilannekuva.places.coordinates import (
    check_axis_order,
    check_metric,
    choose_metric_crs,
    to_degrees,
    to_metres,
)
from tilannekuva.places.grid import Grid
from tilannekuva.places.placing import Placer, gather_places, match_codes
from tilannekuva.places.shapes import AreaShapes, shapes_from_centres, shapes_from_polygons

HELSINKI = load_city(Path(__file__).resolve().parents[3] / "cities" / "helsinki")
CITY_HALL = 60.1692, 24.9531
GRID = Grid(HELSINKI.crs, HELSINKI.cell_size_m, HELSINKI.cell_origin_m)


@pytest.fixture(scope="module")
def shapes() -> AreaShapes:
    return read_areas(HELSINKI.areas_file, crs=HELSINKI.crs)[0]


@pytest.fixture(scope="module")
def placer(shapes: AreaShapes) -> Placer:
    return Placer(shapes, HELSINKI.crs, HELSINKI.cell_size_m, HELSINKI.cell_origin_m)


def squares(*boxes_m: tuple[float, float, float, float]) -> AreaShapes:
    """Areas that are boxes in EPSG:3879, named A, B, C in order."""
    outlines = []
    for box in boxes_m:
        corners = shapely.get_coordinates(shapely.box(*box))
        latitude, longitude = to_degrees(corners[:, 0], corners[:, 1], HELSINKI.crs)
        outlines.append(shapely.Polygon(np.column_stack([longitude, latitude])))
    codes = [chr(ord("A") + idx) for idx in range(len(outlines))]
    names = [{"en": code} for code in codes]
    return shapes_from_polygons(codes, names, np.array(outlines, dtype=object), HELSINKI.crs)


def exact_area_idx(shapes: AreaShapes, easting: np.ndarray, northing: np.ndarray) -> np.ndarray:
    """The slow twin: the first polygon that holds the point, asked one after the other."""
    assert shapes.polygons is not None
    found = np.full(easting.size, -1)
    for idx in range(len(shapes) - 1, -1, -1):
        found[shapely.intersects_xy(shapes.polygons[idx], easting, northing)] = idx
    return found


def test_city_hall_falls_into_its_quarter(shapes: AreaShapes, placer: Placer) -> None:
    placed = placer.place(*([value] for value in CITY_HALL))
    assert shapes.names[placed.area_idx[0]]["fi"] == "Kruununhaka"
    assert HELSINKI.bounds.hold(*CITY_HALL)


@settings(max_examples=200, deadline=None)
@given(st.floats(59.9, 60.33), st.floats(24.74, 25.30))
def test_degrees_and_metres_go_there_and_back(latitude: float, longitude: float) -> None:
    """S-08: less than 0.1 m after a round trip."""
    easting, northing = to_metres([latitude], [longitude], "EPSG:3879")
    again = to_metres(*to_degrees(easting, northing, "EPSG:3879"), "EPSG:3879")
    assert np.hypot(again[0] - easting, again[1] - northing)[0] < 0.1


def test_placing_agrees_with_the_exact_test(shapes: AreaShapes, placer: Placer) -> None:
    box = shapes.bounds
    rng = np.random.default_rng(1)
    latitude = rng.uniform(box.south - 0.01, box.north + 0.01, 20_000)
    longitude = rng.uniform(box.west - 0.01, box.east + 0.01, 20_000)
    easting, northing = to_metres(latitude, longitude, HELSINKI.crs)
    expected = exact_area_idx(shapes, easting, northing)
    assert np.array_equal(placer.place(latitude, longitude).area_idx, expected)
    assert {-1, *range(len(shapes))} == set(np.unique(expected))


def test_placing_beside_borders_agrees_with_the_exact_test(shapes: AreaShapes, placer: Placer) -> None:
    """Where the table of tiles could be wrong: within metres of every corner of every outline."""
    corners = shapely.get_coordinates(shapes.polygons)
    near = corners + np.random.default_rng(2).normal(0, 5.0, corners.shape)
    latitude, longitude = to_degrees(near[:, 0], near[:, 1], HELSINKI.crs)
    expected = exact_area_idx(shapes, *to_metres(latitude, longitude, HELSINKI.crs))
    assert np.array_equal(placer.place(latitude, longitude).area_idx, expected)


def test_overlaps_holes_and_islands_are_placed_exactly() -> None:
    base_e, base_n = 25_496_000, 6_672_000
    whole = (base_e, base_n, base_e + 9_000, base_n + 9_000)
    inner = (base_e + 3_000, base_n + 3_000, base_e + 3_090, base_n + 3_090)
    beside = (base_e + 8_900, base_n + 100, base_e + 9_500, base_n + 700)
    shapes = squares(inner, whole, beside)
    placer = Placer(shapes, HELSINKI.crs, 250.0)
    rng = np.random.default_rng(3)
    easting = np.concatenate(
        [rng.uniform(base_e - 100, base_e + 9_700, 5_000), rng.uniform(*inner[::2], 500)]
    )
    northing = np.concatenate(
        [rng.uniform(base_n - 100, base_n + 9_200, 5_000), rng.uniform(*inner[1::2], 500)]
    )
    latitude, longitude = to_degrees(easting, northing, HELSINKI.crs)
    placed = placer.place(latitude, longitude)
    assert np.array_equal(placed.area_idx, exact_area_idx(shapes, easting, northing))
    assert set(placed.area_idx) == {-1, 0, 1, 2}


def test_points_without_coordinates_are_marked(placer: Placer) -> None:
    placed = placer.place([np.nan, 60.17, np.inf], [24.94, np.nan, 24.94])
    assert not placed.sound.any()
    assert (placed.area_idx == -1).all()


def test_no_points_is_no_error(placer: Placer) -> None:
    assert placer.place([], []).area_idx.size == 0


def test_cells_alone_are_placed_without_areas() -> None:
    placer = Placer(None, HELSINKI.crs, 250.0, HELSINKI.cell_origin_m)
    placed = placer.place([CITY_HALL[0]] * 2, [CITY_HALL[1]] * 2)
    places, cell_idx = gather_places(placer, placed)
    assert (places.n_areas, places.n_cells, cell_idx.tolist()) == (0, 1, [0, 0])
    assert places.cell_area_idx.tolist() == [-1]


def test_centres_place_no_point() -> None:
    shapes = shapes_from_centres(["a"], np.array([60.17]), np.array([24.94]), HELSINKI.crs)
    placed = Placer(shapes, HELSINKI.crs, 250.0).place([60.17], [24.94])
    assert placed.area_idx.tolist() == [-1]


def test_codes_find_their_area() -> None:
    shapes = shapes_from_centres(
        ["10001", "007"], np.array([60.1, 60.2]), np.array([24.9, 25.0]), "EPSG:3879"
    )
    assert match_codes(shapes, ["007", "7", "10001", ""]).tolist() == [1, -1, 0, -1]
    assert match_codes(shapes, []).size == 0


def test_gathered_cells_lead_every_point_back(placer: Placer) -> None:
    rng = np.random.default_rng(4)
    latitude, longitude = rng.uniform(60.15, 60.2, 1_000), rng.uniform(24.9, 25.0, 1_000)
    latitude[7] = np.nan
    placed = placer.place(latitude, longitude)
    places, cell_idx = gather_places(placer, placed)
    assert cell_idx[7] == -1
    sound = np.delete(np.arange(1_000), 7)
    easting, northing = to_metres(latitude[sound], longitude[sound], HELSINKI.crs)
    assert np.abs(places.cell_easting_m[cell_idx[sound]] - easting).max() <= 125
    assert np.abs(places.cell_northing_m[cell_idx[sound]] - northing).max() <= 125
    assert places.cell_codes == GRID.codes(*GRID.indices(places.cell_easting_m, places.cell_northing_m))


def test_a_border_cell_belongs_to_the_area_that_holds_most_of_it() -> None:
    e, n = 25_496_000, 6_671_999
    shapes = squares((e, n, e + 650, n + 1_000), (e + 650, n, e + 2_000, n + 1_000))
    placer = Placer(shapes, HELSINKI.crs, 250.0, HELSINKI.cell_origin_m)
    cell_e, cell_n, area_idx = placer.cells_of_areas()
    easting, _ = GRID.centres(cell_e, cell_n)
    # The border runs 150 m into the cell that begins at 500: more of it lies to the west.
    assert set(area_idx[easting < e + 750]) == {0}
    assert set(area_idx[easting > e + 750]) == {1}


def test_every_point_of_an_area_has_a_cell(placer: Placer) -> None:
    """L-17: 1,000 random points of the city fall into registered cells only."""
    cell_e, cell_n, _ = placer.cells_of_areas()
    registered = set(GRID.codes(cell_e, cell_n))
    rng = np.random.default_rng(5)
    box = placer.shapes.bounds  # type: ignore[union-attr]
    latitude, longitude = rng.uniform(box.south, box.north, 4_000), rng.uniform(box.west, box.east, 4_000)
    placed = placer.place(latitude, longitude)
    inside = np.flatnonzero(placed.area_idx >= 0)[:1_000]
    assert inside.size == 1_000
    assert set(GRID.codes(placed.cell_e[inside], placed.cell_n[inside])) <= registered


@given(st.integers(-5_000, 5_000), st.integers(-5_000, 5_000))
def test_a_cell_code_leads_back_to_its_cell(cell_e: int, cell_n: int) -> None:
    code = GRID.codes([cell_e], [cell_n])[0]
    assert GRID.indices_of(code) == (cell_e, cell_n)


def test_a_cell_holds_its_middle_and_its_lower_left_edge() -> None:
    assert GRID.codes(*GRID.indices([25_497_250.0], [6_674_499.0])) == ("E25497250N6674499",)
    assert GRID.codes(*GRID.indices([25_497_499.9], [6_674_748.9])) == ("E25497250N6674499",)
    assert GRID.codes(*GRID.indices([25_497_500.0], [6_674_499.0])) == ("E25497500N6674499",)


@pytest.mark.parametrize("code", ["", "25497250-6674499", "E25497251N6674499", "E1N"])
def test_a_wrong_cell_code_is_refused(code: str) -> None:
    with pytest.raises(BadInput):
        GRID.indices_of(code)


def test_a_cell_as_a_polygon_is_closed_and_counter_clockwise() -> None:
    ring = GRID.polygon_wgs84("E25497250N6674499")["coordinates"][0]  # type: ignore[index]
    assert ring[0] == ring[-1]
    assert shapely.LinearRing(ring).is_ccw
    easting, northing = to_metres([p[1] for p in ring[:4]], [p[0] for p in ring[:4]], HELSINKI.crs)
    assert np.allclose(easting, [25_497_250, 25_497_500, 25_497_500, 25_497_250], atol=1.0)
    assert np.allclose(northing, [6_674_499, 6_674_499, 6_674_749, 6_674_749], atol=1.0)


@pytest.mark.parametrize(
    ("latitude", "longitude", "crs"),
    [
        (60.2, 24.9, "EPSG:32635"),
        (-33.9, 151.2, "EPSG:32756"),
        (0.0, 180.0, "EPSG:32660"),
        (85, 0, "EPSG:5041"),
    ],
)
def test_the_metric_system_is_chosen_by_the_middle(latitude: float, longitude: float, crs: str) -> None:
    assert choose_metric_crs([latitude] * 3, [longitude] * 3) == crs
    check_metric(crs)


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:2263", "EPSG:99999", "nonsense"])
def test_a_system_without_metres_is_refused(crs: str) -> None:
    with pytest.raises(BadInput):
        check_metric(crs)


def test_exchanged_axes_are_named_with_the_place() -> None:
    with pytest.raises(
        BadInput, match=r"Latitude 24\.9 and longitude 60\.2: these look swapped for Helsinki"
    ):
        check_axis_order([24.9] * 3, [60.2] * 3, where="a.csv", bounds=HELSINKI.bounds, of="Helsinki")


def test_exchanged_axes_beyond_the_pole_need_no_place() -> None:
    with pytest.raises(BadInput, match="these look swapped"):
        check_axis_order([-120.5] * 3, [47.6] * 3, where="a.csv")


def test_metres_in_place_of_degrees_are_noticed() -> None:
    with pytest.raises(BadInput, match="look like metres"):
        check_axis_order([6_672_000.0], [25_496_000.0], where="a.csv")


def test_a_few_stray_points_do_not_condemn_a_file() -> None:
    latitude, longitude = [60.17] * 9 + [24.9], [24.94] * 9 + [60.2]
    check_axis_order(latitude, longitude, where="a.csv", bounds=HELSINKI.bounds, of="Helsinki")


def test_areas_and_grid_must_share_a_system(shapes: AreaShapes) -> None:
    with pytest.raises(ValueError, match="EPSG:3879"):
        Placer(shapes, "EPSG:32635", 250.0)


def test_place_arrays_cannot_be_changed_or_disagree() -> None:
    parts: dict[str, Any] = dict(
        area_codes=("a",), area_names=({"en": "A"},), area_easting_m=[1.0], area_northing_m=[2.0],
        cell_codes=("c", "d"), cell_easting_m=[1, 2], cell_northing_m=[1, 2], cell_area_idx=[0, -1],
    )  # fmt: skip
    places = PlaceArrays(**parts)
    assert (places.n_areas, places.n_cells) == (1, 2)
    with pytest.raises(ValueError, match="read-only"):
        places.cell_area_idx[0] = 5
    wrongs: list[dict[str, Any]] = [
        {"cell_codes": ("c", "c")},
        {"cell_area_idx": [0, 1]},
        {"cell_area_idx": [0, -2]},
        {"area_easting_m": []},
    ]
    for wrong in wrongs:
        with pytest.raises(ValueError, match=r"cell_|area_"):
            PlaceArrays(**(parts | wrong))


def test_the_grid_lies_on_the_population_squares() -> None:
    """Both published grids, from their raw corners: each square is one cell, to within a metre."""
    lines = (HELSINKI.folder / "grid_population.csv").read_text(encoding="utf-8").splitlines()[1:]
    codes = [line.split(",")[0] for line in lines]
    assert len(codes) == len(set(codes)) > 2_000
    for code in codes:
        GRID.indices_of(code)


@pytest.mark.parametrize("year", [2017, 2022])
def test_raw_population_squares_are_cells(reference_data: Path, year: int) -> None:
    path = reference_data / "helsinki_basemap" / f"population_grid_{year}.geojson"
    rings = [f["geometry"]["coordinates"][0][:4] for f in json.loads(path.read_text())["features"]]
    middle = np.array(rings).mean(axis=1)
    easting, northing = to_metres(middle[:, 1], middle[:, 0], HELSINKI.crs)
    cell_easting, cell_northing = GRID.centres(*GRID.indices(easting, northing))
    assert np.abs(easting - cell_easting).max() < 0.5
    assert np.abs(northing - cell_northing).max() < 0.5

"""Area files: what is understood, what is merged or mended and said so, and what is refused."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely

from tilannekuva.domain.city import load_city
from tilannekuva.domain.errors import BadInput
from tilannekuva.places.areas_file import read_areas

CITIES = Path(__file__).resolve().parents[3] / "cities"
HELSINKI = load_city(CITIES / "helsinki")


def square(west: float, south: float, size: float = 0.01) -> dict[str, Any]:
    ring = [
        [west, south],
        [west + size, south],
        [west + size, south + size],
        [west, south + size],
        [west, south],
    ]
    return {"type": "Polygon", "coordinates": [ring]}


def write(path: Path, *features: tuple[dict[str, Any], dict[str, Any] | None], **members: Any) -> Path:
    rows = [{"type": "Feature", "properties": p, "geometry": g} for p, g in features]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": rows, **members}), encoding="utf-8")
    return path


def test_codes_and_names_are_recognised(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.geojson",
        ({"ward_code": "W1", "ward_name": "North"}, square(24.9, 60.1)),
        ({"ward_code": "W2", "ward_name": "South"}, square(24.92, 60.1)),
    )
    shapes, notes = read_areas(path)
    assert shapes.codes == ("W1", "W2")
    assert shapes.names == ({"en": "North"}, {"en": "South"})
    assert shapes.crs == "EPSG:32635"
    assert any("'ward_code'" in note for note in notes)


def test_names_in_several_languages_are_kept(tmp_path: Path) -> None:
    properties = {"kokotunnus": "091", "nimi_fi": "Kallio", "nimi_sv": "Berghäll"}
    shapes, _ = read_areas(write(tmp_path / "a.geojson", (properties, square(24.9, 60.1))))
    assert shapes.names == ({"fi": "Kallio", "sv": "Berghäll"},)


def test_the_properties_can_be_given(tmp_path: Path) -> None:
    path = write(tmp_path / "a.geojson", ({"code": "x", "mark": 7.0, "title": "T"}, square(24.9, 60.1)))
    shapes, notes = read_areas(path, code="mark", name="title", language="fi")
    assert (shapes.codes, shapes.names, notes) == (("7",), ({"fi": "T"},), ())
    with pytest.raises(BadInput, match=r"'beat'.*code, mark, title"):
        read_areas(path, code="beat")


def test_areas_that_nothing_tells_apart_are_numbered(tmp_path: Path) -> None:
    path = write(tmp_path / "a.geojson", ({}, square(24.9, 60.1)), ({}, square(24.92, 60.1)))
    shapes, notes = read_areas(path)
    assert shapes.codes == ("1", "2")
    assert any("numbered" in note for note in notes)


def test_parts_under_one_code_are_merged_and_said(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.geojson",
        ({"code": "A", "name": "Isles"}, square(24.9, 60.1)),
        ({"code": "A", "name": "Isles"}, square(24.95, 60.1)),
        ({"code": "B", "name": "Shore"}, square(24.92, 60.1)),
    )
    shapes, notes = read_areas(path)
    assert shapes.codes == ("A", "B")
    assert shapely.get_num_geometries(shapes.polygons[0]) == 2  # type: ignore[index]
    assert "2 parts of A (Isles) were merged into one area." in notes


def test_one_code_with_two_names_is_refused_with_both(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.geojson",
        ({"code": "A", "name": "Isles"}, square(24.9, 60.1)),
        ({"code": "A", "name": "Shore"}, square(24.95, 60.1)),
    )
    with pytest.raises(BadInput, match=r"'A'.*'Isles', 'Shore'"):
        read_areas(path)


def test_a_polygon_that_crosses_itself_is_mended_and_said(tmp_path: Path) -> None:
    bow = {
        "type": "Polygon",
        "coordinates": [[[24.9, 60.1], [25.0, 60.2], [25.0, 60.1], [24.9, 60.2], [24.9, 60.1]]],
    }
    shapes, notes = read_areas(write(tmp_path / "a.geojson", ({"code": "A"}, bow)))
    assert shapely.is_valid(shapes.polygons).all()
    assert shapely.area(shapes.polygons)[0] > 1e6
    assert any("A was not valid (self-intersection) and was mended" in note for note in notes)


def test_an_outline_that_encloses_nothing_is_refused(tmp_path: Path) -> None:
    flat = {"type": "Polygon", "coordinates": [[[24.9, 60.1], [25.0, 60.1], [24.95, 60.1], [24.9, 60.1]]]}
    with pytest.raises(BadInput, match="A encloses nothing"):
        read_areas(write(tmp_path / "a.geojson", ({"code": "A"}, flat)))


def test_large_overlaps_are_said(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.geojson", ({"code": "A"}, square(24.9, 60.1)), ({"code": "B"}, square(24.905, 60.1))
    )
    assert any("overlap" in note and "A and B" in note for note in read_areas(path)[1])


def test_exchanged_axes_are_refused_with_the_place(tmp_path: Path) -> None:
    path = write(tmp_path / "a.geojson", ({"code": "A"}, square(60.1, 24.9)))
    with pytest.raises(
        BadInput, match=r"look swapped for Helsinki \(.*a\.geojson\)\. GeoJSON wants the longitude"
    ):
        read_areas(path, bounds=HELSINKI.bounds, of="Helsinki")


def test_exchanged_axes_beyond_the_pole_are_refused_without_a_place(tmp_path: Path) -> None:
    path = write(tmp_path / "a.geojson", ({"code": "A"}, square(33.4, -111.9)))
    with pytest.raises(BadInput, match=r"a\.geojson.*exchange the two numbers of every corner"):
        read_areas(path)


def test_metres_are_read_by_the_crs_member_and_refused_without(tmp_path: Path) -> None:
    ring = [
        [25_496_000, 6_672_000],
        [25_497_000, 6_672_000],
        [25_497_000, 6_673_000],
        [25_496_000, 6_672_000],
    ]
    geometry = {"type": "Polygon", "coordinates": [ring]}
    with pytest.raises(BadInput, match="look like metres"):
        read_areas(write(tmp_path / "a.geojson", ({"code": "A"}, geometry)))
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3879"}}
    shapes, _ = read_areas(write(tmp_path / "b.geojson", ({"code": "A"}, geometry), crs=crs), crs="EPSG:3879")
    assert shapely.area(shapes.polygons)[0] == pytest.approx(500_000, rel=1e-6)


def test_packed_files_are_read_as_they_are(tmp_path: Path) -> None:
    path = write(tmp_path / "a.geojson", ({"code": "A"}, square(24.9, 60.1)))
    packed = tmp_path / "b.geojson.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    assert read_areas(packed)[0].codes == ("A",)
    packed.write_bytes(packed.read_bytes()[:60])
    with pytest.raises(BadInput, match="gzip file is damaged"):
        read_areas(packed)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "empty"),
        ("{", "not valid JSON"),
        ('{"type": "Topology"}', "not GeoJSON"),
        ("[1, 2]", "not GeoJSON"),
        ('{"type": "FeatureCollection", "features": []}', "no areas"),
        ('{"type": "FeatureCollection", "features": [3]}', "No feature has an outline"),
        (
            '{"type": "Feature", "properties": {}, "geometry": {"type": "Point", "coordinates": [1, 2]}}',
            "Point",
        ),
        (
            '{"type": "Feature", "properties": {}, "geometry": {"type": "Polygon", "coordinates": [[1]]}}',
            "feature 1",
        ),
        (
            '{"type": "Feature", "geometry": {"type": "Polygon", "coordinates": [[[0, 0], [1, 0]]]}}',
            "feature 1",
        ),
    ],
)
def test_files_that_cannot_be_understood_get_one_message(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "a.geojson"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=said):
        read_areas(path)


def test_other_failures_say_what_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="no such file"):
        read_areas(tmp_path / "none.geojson")
    with pytest.raises(BadInput, match="folder"):
        read_areas(tmp_path)
    (tmp_path / "a.csv").write_bytes(b"code,latitude,longitude\n\xff,60,25\n")
    with pytest.raises(BadInput, match="byte 25 in line 2"):
        read_areas(tmp_path / "a.csv")


def test_features_without_outline_are_left_out_and_said(tmp_path: Path) -> None:
    path = write(tmp_path / "a.geojson", ({"code": "A"}, None), ({"code": "B"}, square(24.9, 60.1)))
    shapes, notes = read_areas(path)
    assert shapes.codes == ("B",)
    assert "Feature 1 has no outline and is left out." in notes


def test_lines_beside_polygons_are_dropped(tmp_path: Path) -> None:
    line = {"type": "LineString", "coordinates": [[24.9, 60.1], [24.91, 60.1]]}
    mixed = {"type": "GeometryCollection", "geometries": [square(24.9, 60.1), line]}
    shapes, _ = read_areas(write(tmp_path / "a.geojson", ({"code": "A"}, mixed)))
    assert shapes.geometries[0]["type"] == "Polygon"
    lines = {"type": "GeometryCollection", "geometries": [line]}
    with pytest.raises(BadInput, match="no polygon"):
        read_areas(write(tmp_path / "b.geojson", ({"code": "A"}, lines)))


def test_centres_keep_their_codes_as_written(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("\ufeffzip;lat;lon\r\n00100;60.17;24.94\r\n00530;60.18;24.95\r\n", encoding="utf-8")
    shapes, notes = read_areas(path)
    assert shapes.codes == ("00100", "00530")
    assert shapes.polygons is None
    assert shapes.latitude.tolist() == [60.17, 60.18]
    assert any("never by nearness" in note for note in notes)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code,latitude\na,60\n", "no column 'longitude'"),
        ("code,latitude,longitude\n", "no areas"),
        ("code,latitude,longitude\na,60,25\na,61,25\n", "Line 3 repeats the code 'a'"),
        ("code,latitude,longitude\na,sixty,25\n", "Line 2 holds no coordinate"),
        ("code,latitude,longitude\na,,25\n", "Line 2 holds no coordinate"),
        ("code,latitude,longitude\n,60,25\n", "Line 2 has no code"),
        ("code,latitude,longitude\na,60,25,9\n", "more fields"),
        ('code,latitude,longitude\n"a,60,25\n', "cannot be read as CSV"),
        ("code,latitude,longitude\na,-120,47\n", "look swapped"),
    ],
)
def test_centres_that_cannot_be_used_are_refused(tmp_path: Path, text: str, said: str) -> None:
    path = tmp_path / "a.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(BadInput, match=said):
        read_areas(path)


@pytest.mark.parametrize(("city", "n_areas"), [("helsinki", 148), ("blackpool", 21)])
def test_the_areas_of_the_cities_share_their_borders(city: str, n_areas: int) -> None:
    own = load_city(CITIES / city)
    shapes, _ = read_areas(own.areas_file, crs=own.crs, bounds=own.bounds, of=own.name("en"))
    outlines = np.array([shapely.geometry.shape(geometry) for geometry in shapes.geometries], dtype=object)
    assert len(shapes) == n_areas
    assert shapely.coverage_is_valid(outlines)
    assert own.bounds.hold(shapes.bounds.south, shapes.bounds.west)
    assert own.bounds.hold(shapes.bounds.north, shapes.bounds.east)
    labels = shapely.points(shapes.easting_m, shapes.northing_m)
    assert shapely.intersects(shapes.polygons, labels).all()


@pytest.mark.parametrize("city", ["helsinki", "blackpool"])
def test_geojson_leaves_in_rfc_7946_form(city: str) -> None:
    """S-08: longitude first, at most five decimals, outer rings counter-clockwise."""
    own = load_city(CITIES / city)
    for geometry in read_areas(own.areas_file, crs=own.crs)[0].geometries:
        for polygon in shapely.get_parts(shapely.geometry.shape(geometry)):
            assert polygon.exterior.is_ccw
        points = shapely.get_coordinates(shapely.geometry.shape(geometry))
        assert np.array_equal(points, np.round(points, 5))
        assert own.bounds.hold(points[0, 1], points[0, 0])


def test_city_files_stay_small() -> None:
    basemap = sum(path.stat().st_size for path in (CITIES / "helsinki" / "basemap").iterdir())
    assert basemap < 700_000
    assert HELSINKI.areas_file.stat().st_size < 350_000


@pytest.mark.parametrize("city", ["helsinki", "blackpool"])
def test_city_files_can_be_made_again(
    reference_data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, city: str
) -> None:
    """From the raw data, byte for byte."""
    monkeypatch.syspath_prepend(str(CITIES.parent))
    from tools.cities import __main__ as maker

    (tmp_path / "city.toml").write_bytes((CITIES / city / "city.toml").read_bytes())
    maker.MAKERS[city](reference_data, tmp_path)
    made = [path.relative_to(tmp_path) for path in tmp_path.rglob("*") if path.is_file()]
    assert len(made) > 3
    for path in made:
        assert (tmp_path / path).read_bytes() == (CITIES / city / path).read_bytes(), path

"""Makes cities/helsinki: areas with their upper levels, and population by area and by 250 m square."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import shapely

from tilannekuva.domain.city import City, load_city
from tilannekuva.places.areas_file import read_areas
from tilannekuva.places.grid import Grid

from .helsinki_basemap import make_basemap
from .writing import Feature, read_csv, read_geojson, reproject, write_csv, write_geojson

CRS = "EPSG:3879"
WGS84 = "EPSG:4326"

# Corners move by less than the width of a street; shared borders stay shared.
_SIMPLIFIED_M = 8.0

# The area statistics do not say their year; their total fits the turn of 2014/2015.
_AREA_STATISTICS_YEAR = 2014
_AREA_STATISTICS = "City of Helsinki, area statistics; year inferred"
_SQUARES = "HSY population grid"
_SUM_OF_SQUARES = "HSY population grid, newest figure of each square, shared by surface"


def make(source: Path, folder: Path) -> None:
    geography, basemap = source / "helsinki_geography", source / "helsinki_basemap"
    city = load_city(folder)
    squares = _newest_squares(basemap, Grid(city.crs, city.cell_size_m, city.cell_origin_m))
    features = _slim_areas(geography / "osa_alueet.geojson")
    write_geojson(folder / "areas.geojson", _with_label_points(features, squares))
    write_csv(folder / "areas_above.csv", ["level", "code", "parent", "name_fi", "name_sv"], _above(features))
    write_csv(
        folder / "grid_population.csv",
        ["cell_code", "year", "residents", "source"],
        [(code, year, residents, _SQUARES) for code, (year, residents, _) in sorted(squares.items())],
    )
    official = [
        (row["kokotunnus"], _AREA_STATISTICS_YEAR, row["population"], _AREA_STATISTICS)
        for row in read_csv(geography / "osa_alueet_population.csv")
        if row["population"]
    ]
    write_csv(
        folder / "population.csv",
        ["area_code", "year", "residents", "source"],
        sorted(official + _sums_by_area(city, squares)),
    )
    make_basemap(geography, basemap, folder / "basemap")


Squares = dict[str, tuple[int, int, tuple[float, float]]]
"""By cell code: year, residents, and the centre (easting, northing) of a square."""


def _newest_squares(basemap: Path, grid: Grid) -> Squares:
    """The newest published figure of each square.

    The grid of 2022 leaves out squares of fewer than 100 residents; for those the grid of 2017, which
    is complete, still stands. Either grid alone would misplace people: the newer one forgets sparse
    quarters, the older one knows nothing of the quarters built since.
    """
    squares: Squares = {}
    for year in (2017, 2022):
        features = read_geojson(basemap / f"population_grid_{year}.geojson")
        middles = shapely.centroid(reproject([shape for _, shape in features], WGS84, CRS))
        cell_e, cell_n = grid.indices(shapely.get_x(middles), shapely.get_y(middles))
        easting, northing = grid.centres(cell_e, cell_n)
        astray = np.hypot(shapely.get_x(middles) - easting, shapely.get_y(middles) - northing)
        if astray.max() > 1.0:
            raise ValueError(f"squares of {year} lie up to {astray.max():.1f} m beside the grid of city.toml")
        for idx, code in enumerate(grid.codes(cell_e, cell_n)):
            centre = (float(easting[idx]), float(northing[idx]))
            squares[code] = (year, int(features[idx][0]["residents"]), centre)
    return squares


def _slim_areas(path: Path) -> list[Feature]:
    features = read_geojson(path)
    metric = reproject([shape for _, shape in features], WGS84, CRS)
    slim = reproject(shapely.coverage_simplify(metric, _SIMPLIFIED_M), CRS, WGS84)
    return [(properties, shape) for (properties, _), shape in zip(features, slim, strict=True)]


def _upper_codes(properties: dict[str, str]) -> tuple[str, str]:
    """Codes of the basic and the major district: the official code cut after each level."""
    whole = properties["kokotunnus"]
    return whole[:7], whole[:4]


def _with_label_points(features: list[Feature], squares: Squares) -> list[Feature]:
    """Each area with the middle of its residents, so that a label or a circle never sits in open sea."""
    metric = reproject([shape for _, shape in features], WGS84, CRS)
    people = np.array([(*centre, residents) for _, residents, centre in squares.values()])
    points = shapely.points(people[:, 0], people[:, 1])
    labelled: list[Feature] = []
    for (properties, shape), area in zip(features, metric, strict=True):
        inside = shapely.contains(area, points)
        own: dict[str, object] = {
            "code": properties["kokotunnus"],
            "name_fi": properties["nimi_fi"],
            "name_sv": properties["nimi_sv"],
            "parent": _upper_codes(dict(properties))[0],
        }
        if inside.any():
            middle = shapely.Point(np.average(people[inside, :2], axis=0, weights=people[inside, 2]))
            if not area.contains(middle):
                middle = points[inside][np.argmin(shapely.distance(points[inside], middle))]
            degrees = reproject([middle], CRS, WGS84)[0]
            own["label_latitude"], own["label_longitude"] = round(degrees.y, 5), round(degrees.x, 5)
        labelled.append((own, shape))
    return labelled


def _above(features: list[Feature]) -> list[tuple[str, str, str, str, str]]:
    rows = set()
    for properties, _ in features:
        basic, major = _upper_codes(dict(properties))
        names = "peruspiiri_nimi", "suurpiiri_nimi"
        fi, sv = ([properties[f"{name}_{language}"] for name in names] for language in ("fi", "sv"))
        rows.add(("basic_district", basic, major, fi[0], sv[0]))
        rows.add(("major_district", major, "", fi[1], sv[1]))
    return sorted(rows, key=lambda row: (row[0] != "major_district", row[1]))


def _sums_by_area(city: City, squares: Squares) -> list[tuple[str, int, str, str]]:
    """The newest figures by area: each square gives to an area what it shares with it of its surface.

    Good to some per cent in an area of many squares; in the smallest ones off by a fifth and more, as
    people do not live evenly over a square.
    """
    shapes, _ = read_areas(city.areas_file, crs=city.crs)
    assert shapes.polygons is not None
    centres = np.array([centre for _, _, centre in squares.values()])
    half = city.cell_size_m / 2
    boxes = shapely.box(*(centres - half).T, *(centres + half).T)
    square, area = shapely.STRtree(shapes.polygons).query(boxes, predicate="intersects")
    shared = shapely.area(shapely.intersection(boxes[square], shapes.polygons[area])) / city.cell_size_m**2
    residents = np.array([residents for _, residents, _ in squares.values()])
    sums = np.rint(np.bincount(area, weights=residents[square] * shared, minlength=len(shapes)))
    return [
        (code, 2022, str(int(total)), _SUM_OF_SQUARES)
        for code, total in zip(shapes.codes, sums, strict=True)
        if total > 0
    ]

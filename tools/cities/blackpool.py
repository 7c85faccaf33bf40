"""Makes cities/blackpool: the 21 wards, their population, and the anti-social behaviour of 2022 there."""

from __future__ import annotations

import csv
import gzip
from pathlib import Path

import numpy as np
import shapely

from tilannekuva.domain.city import load_city
from tilannekuva.places.areas_file import read_areas
from tilannekuva.places.placing import Placer

from .writing import read_csv, read_geojson, reproject, write_csv, write_geojson

_WGS84, _CRS = "EPSG:4326", "EPSG:27700"
_FIRST, _LAST = "E05001643", "E05001663"

# The source says that the wards were simplified to about 30 m, each side of a border on its own.
_WIDEST_SLIT_M = 60.0

# The total of the 21 wards, 138,381, is that of the mid-2020 estimate of the Office for National Statistics.
_POPULATION_YEAR = 2020
_POPULATION_SOURCE = "Office for National Statistics; year inferred"


def make(source: Path, folder: Path) -> None:
    data = source / "lancashire_antisocial_behaviour_2022"
    wards = [each for each in read_geojson(data / "wards.geojson") if _is_ward(each[0]["ward_code"])]
    outlines = _without_seams([shape for _, shape in wards])
    write_geojson(
        folder / "areas.geojson",
        [
            ({"code": properties["ward_code"], "name_en": properties["ward_name"]}, outline)
            for (properties, _), outline in zip(wards, outlines, strict=True)
        ],
    )
    write_csv(
        folder / "population.csv",
        ["area_code", "year", "residents", "source"],
        [
            (row["gss_code"], _POPULATION_YEAR, row["population"], _POPULATION_SOURCE)
            for row in read_csv(data / "ward_population.csv")
            if _is_ward(row["gss_code"])
        ],
    )
    _write_incidents(data / "incidents.csv.gz", folder)


def _without_seams(outlines: list[shapely.Geometry]) -> np.ndarray:
    """The wards edge to edge: each was simplified alone, which left slits and overlaps of a few metres."""
    metric = reproject(outlines, _WGS84, _CRS)
    clean = shapely.coverage_clean(metric, gap_width=_WIDEST_SLIT_M)
    return reproject(clean, _CRS, _WGS84)


def _is_ward(code: str) -> bool:
    return _FIRST <= code <= _LAST


def _write_incidents(path: Path, folder: Path) -> None:
    city = load_city(folder)
    shapes, _ = read_areas(city.areas_file, crs=city.crs)
    placer = Placer(shapes, city.crs, city.cell_size_m, city.cell_origin_m)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    placed = placer.place([float(r["latitude"]) for r in rows], [float(r["longitude"]) for r in rows])
    write_csv(
        folder / "incidents.csv.gz",
        ["month", "longitude", "latitude"],
        [
            (row["month"], row["longitude"], row["latitude"])
            for row, area in zip(rows, placed.area_idx, strict=True)
            if area >= 0
        ],
    )

"""The places of a city folder as arrays, without a database: for simulations that keep nothing."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tilannekuva.domain.city import City
from tilannekuva.places.arrays import PlaceArrays
from tilannekuva.places.city_places import CELL_POPULATION, read_city_places, read_population
from tilannekuva.places.coordinates import to_metres


@dataclass(frozen=True, slots=True, eq=False)
class CityArrays:
    """Places, residents of each cell, and where the stations are (easting, northing in metres)."""

    places: PlaceArrays
    residents: NDArray[np.float64]
    stations_m: NDArray[np.float64]


def city_arrays(city: City) -> CityArrays:
    """Read areas and cells from the city's folder. Cells are in the order of their codes."""
    city_places = read_city_places(city)
    shapes, placer = city_places.levels[0][1], city_places.placer
    cell_e, cell_n, area_idx = city_places.cell_e, city_places.cell_n, city_places.cell_area_idx
    codes = placer.grid.codes(cell_e, cell_n)
    order = np.array(sorted(range(len(codes)), key=codes.__getitem__))
    easting, northing = placer.grid.centres(cell_e[order], cell_n[order])
    places = PlaceArrays(
        area_codes=shapes.codes,
        area_names=shapes.names,
        area_easting_m=shapes.easting_m,
        area_northing_m=shapes.northing_m,
        cell_codes=tuple(codes[idx] for idx in order),
        cell_easting_m=easting,
        cell_northing_m=northing,
        cell_area_idx=area_idx[order],
    )
    return CityArrays(places, residents_of(city, places), stations_of(city))


def residents_of(city: City, places: PlaceArrays) -> NDArray[np.float64]:
    """People living in each cell, by the newest figure there is; 0 where none is published."""
    newest: dict[str, tuple[int, int]] = {}
    for line in read_population(city.folder / CELL_POPULATION, "cell_code"):
        figure = (line.year, line.residents)
        newest[line.place_code] = max(newest.get(line.place_code, (0, 0)), figure)
    return np.array([newest.get(code, (0, 0))[1] for code in places.cell_codes], dtype=np.float64)


def stations_of(city: City) -> NDArray[np.float64]:
    """Stations of the basemap, if the city has them."""
    path = city.folder / "basemap" / "stations.geojson"
    if not path.exists():
        return np.empty((0, 2))
    points = [feature["geometry"]["coordinates"] for feature in json.loads(path.read_text())["features"]]
    easting, northing = to_metres([point[1] for point in points], [point[0] for point in points], city.crs)
    return np.column_stack([easting, northing])

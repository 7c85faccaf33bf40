"""The places of a city folder as plain values, ready to become rows."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import shapely

from tilannekuva.domain.city import City
from tilannekuva.domain.errors import BadInput

from .areas_file import read_areas
from .placing import Placer
from .shapes import AreaShapes, shapes_from_polygons
from .text_file import read_text

AREAS_ABOVE = "areas_above.csv"
AREA_POPULATION = "population.csv"
CELL_POPULATION = "grid_population.csv"


@dataclass(frozen=True, slots=True, eq=False)
class CityPlaces:
    """`levels` from the finest to the coarsest: (level code, areas of it). Cells as codes and indices.

    `cell_area_idx` points into the finest level. `notes` are those of reading the areas.
    """

    levels: tuple[tuple[str, AreaShapes], ...]
    placer: Placer
    cell_e: np.ndarray
    cell_n: np.ndarray
    cell_area_idx: np.ndarray
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PopulationLine:
    """One line of a population file."""

    place_code: str
    year: int
    residents: int
    source: str
    line: int


def read_city_places(city: City) -> CityPlaces:
    """Read the areas of a city folder and lay its grid over them. Raises `BadInput`."""
    shapes, notes = read_areas(
        city.areas_file,
        crs=city.crs,
        code="code",
        language=city.languages[0],
        bounds=city.bounds,
        of=city.name("en"),
    )
    if shapes.polygons is None:
        raise BadInput("The areas of a city need outlines", str(city.areas_file), "Give GeoJSON polygons.")
    placer = Placer(shapes, city.crs, city.cell_size_m, city.cell_origin_m)
    levels = _upper_levels(city, shapes)
    return CityPlaces(levels, placer, *placer.cells_of_areas(), notes)


def read_population(path: Path, code_column: str) -> Iterator[PopulationLine]:
    """The lines of a population file; none when the city has no such file. Raises `BadInput`."""
    if not path.exists():
        return
    for line, row in _read_rows(path, (code_column, "year", "residents", "source")):
        try:
            year, residents = int(row["year"]), int(row["residents"])
        except ValueError:
            raise BadInput(f"Line {line}: year and residents must be whole numbers", str(path)) from None
        if not 1900 <= year <= 2200 or residents < 0:
            raise BadInput(f"Line {line}: {residents} residents in the year {year}", str(path), "Mend it.")
        yield PopulationLine(row[code_column], year, residents, row["source"], line)


def _upper_levels(city: City, shapes: AreaShapes) -> tuple[tuple[str, AreaShapes], ...]:
    """The finest level as read, and above it what `areas_above.csv` names, dissolved from below."""
    names = list(city.area_level_names)
    levels = [(names[0], shapes)]
    path = city.folder / AREAS_ABOVE
    if len(names) == 1:
        return tuple(levels)
    rows = [row for _, row in _read_rows(path, ("level", "code", "parent"))]
    for level in names[1:]:
        levels.append(
            (level, _dissolved(levels[-1][1], [r for r in rows if r["level"] == level], city, path))
        )
    return tuple(levels)


def _dissolved(below: AreaShapes, rows: list[dict[str, str]], city: City, path: Path) -> AreaShapes:
    outlines = np.array([shapely.geometry.shape(g) for g in below.geometries], dtype=object)
    parents = np.array(below.parents)
    unknown = sorted(set(below.parents) - {row["code"] for row in rows})
    if unknown:
        raise BadInput(f"The area above, {unknown[0]!r}, is not described", str(path), "Add its line.")
    rows = [row for row in rows if row["code"] in set(below.parents)]
    return shapes_from_polygons(
        [row["code"] for row in rows],
        [_names(row, city) for row in rows],
        np.array([shapely.union_all(outlines[parents == row["code"]]) for row in rows], dtype=object),
        city.crs,
        parents=[row["parent"] for row in rows],
    )


def _names(row: Mapping[str, str], city: City) -> dict[str, str]:
    """Names in the languages that have one; readers of the others get the first."""
    names = {lang: row.get(f"name_{lang}", "") for lang in city.languages}
    return {lang: name for lang, name in names.items() if name} or {city.languages[0]: row["code"]}


def _read_rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(read_text(path), newline=""))
    missing = [column for column in columns if column not in (reader.fieldnames or ())]
    if missing:
        raise BadInput(f"There is no column {missing[0]}", str(path), f"It needs {', '.join(columns)}.")
    for line, row in enumerate(reader, start=2):
        if None in row or None in row.values():
            raise BadInput(f"Line {line} has not as many fields as the header", str(path), "Mend that line.")
        yield line, {column: value.strip() for column, value in row.items()}

"""Loading the areas, cells and residents of a city folder into rows. Twice is the same as once."""

from __future__ import annotations

import datetime as dt
import json
from dataclasses import asdict, dataclass

from django.db import transaction

from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.city import City
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.errors import BadInput
from tilannekuva.domain.rules.people import check_may_administer
from tilannekuva.domain.viewer import Viewer

from ..city_places import AREA_POPULATION, CELL_POPULATION, CityPlaces, read_city_places, read_population
from ..coordinates import to_degrees
from ..models import Area, AreaOutline, Cell, Population
from ..shapes import AreaShapes
from .delimitation import replace_areas

# The first delimitation that a city has holds for all time before: its history is placed in it.
FIRST_ON = dt.date(1900, 1, 1)

_ROWS_AT_ONCE = 2000


@dataclass(frozen=True, slots=True)
class PlacesLoaded:
    """What changed: rows added, areas that got a new outline or ended, and rows of population."""

    areas_added: int
    areas_replaced: int
    cells_added: int
    population_rows: int
    squares_outside: int
    """Squares of the population file that no area touches; they are left out."""


@transaction.atomic
def load_city_places(*, city: City, by: Viewer) -> PlacesLoaded:
    """Read the city folder into rows. All or nothing; raises `BadInput` with file and line.

    Raises `RuleBroken` when outlines change twice in one day.

    A changed outline ends the area as it was yesterday and begins it anew today, with a succession
    between the two. Names follow the folder. Cells are added and never removed: signals lie in them.
    """
    check_may_administer(by)
    places = read_city_places(city)
    with unlocked():
        areas_added = areas_replaced = 0
        # From the coarsest down, so that each area finds the one above it.
        for position, (level, shapes) in reversed(list(enumerate(places.levels))):
            added, replaced = _store_level(level, shapes, position == 0, today_on(city.time_zone))
            areas_added, areas_replaced = areas_added + added, areas_replaced + replaced
        cells_added = _store_cells(places)
        population_rows, squares_outside = _store_population(city)
    loaded = PlacesLoaded(areas_added, areas_replaced, cells_added, population_rows, squares_outside)
    record("places.loaded", by=by, object_type="city", object_id=city.code, detail=asdict(loaded))
    return loaded


def _store_level(level: str, shapes: AreaShapes, is_finest: bool, today: dt.date) -> tuple[int, int]:
    """Store the areas of one level. Returns how many are new and how many took the place of others."""
    above = {area.code: area for area in Area.objects.filter(valid_to_on__isnull=True)}
    outlines = dict(
        AreaOutline.objects.filter(area__level=level, area__valid_to_on__isnull=True).values_list(
            "area__code", "geometry"
        )
    )
    fresh: list[Area] = []
    fresh_outlines: list[str] = []
    for idx, code in enumerate(shapes.codes):
        geometry = json.dumps(shapes.geometries[idx], separators=(",", ":"))
        parent = above.get(shapes.parents[idx])
        row = above.get(code)
        if row is not None and outlines.get(code) == geometry:
            _follow_names(row, dict(shapes.names[idx]), parent)
            continue
        fresh.append(_area(level, shapes, idx, is_finest, parent, today if outlines else FIRST_ON))
        fresh_outlines.append(geometry)
    gone = [above[code] for code in outlines if code not in shapes.codes]
    n_replaced = replace_areas(fresh, fresh_outlines, gone, above, today)
    return len(fresh), n_replaced


def _area(
    level: str, shapes: AreaShapes, idx: int, is_finest: bool, parent: Area | None, valid_from_on: dt.date
) -> Area:
    return Area(
        code=shapes.codes[idx],
        names=dict(shapes.names[idx]),
        level=level,
        is_finest=is_finest,
        parent=parent,
        label_latitude=round(float(shapes.latitude[idx]), 5),
        label_longitude=round(float(shapes.longitude[idx]), 5),
        easting_m=round(float(shapes.easting_m[idx]), 1),
        northing_m=round(float(shapes.northing_m[idx]), 1),
        valid_from_on=valid_from_on,
    )


def _follow_names(row: Area, names: dict[str, str], parent: Area | None) -> None:
    if row.names != names or row.parent_id != (parent.pk if parent else None):
        row.names, row.parent = names, parent
        row.save(update_fields=["names", "parent"])


def _store_cells(places: CityPlaces) -> int:
    grid = places.placer.grid
    codes = grid.codes(places.cell_e, places.cell_n)
    easting, northing = grid.centres(places.cell_e, places.cell_n)
    latitude, longitude = to_degrees(easting, northing, grid.crs)
    corners = grid.corners_wgs84(places.cell_e, places.cell_n)[:, :4]
    area_codes = places.levels[0][1].codes
    areas = dict(Area.objects.finest().filter(valid_to_on__isnull=True).values_list("code", "pk"))
    area_ids = [areas[area_codes[idx]] for idx in places.cell_area_idx]
    stored = {code: (pk, area) for pk, code, area in Cell.objects.values_list("pk", "code", "area_id")}
    fresh = [
        Cell(
            code=code,
            easting_m=float(easting[idx]),
            northing_m=float(northing[idx]),
            latitude=round(float(latitude[idx]), 6),
            longitude=round(float(longitude[idx]), 6),
            area_id=area_ids[idx],
            corners=json.dumps(corners[idx].tolist(), separators=(",", ":")),
        )
        for idx, code in enumerate(codes)
        if code not in stored
    ]
    Cell.objects.bulk_create(fresh, batch_size=_ROWS_AT_ONCE)
    moved = [
        Cell(pk=stored[code][0], area_id=area_id)
        for code, area_id in zip(codes, area_ids, strict=True)
        if code in stored and stored[code][1] != area_id
    ]
    Cell.objects.bulk_update(moved, ["area"], batch_size=_ROWS_AT_ONCE)
    return len(fresh)


def _store_population(city: City) -> tuple[int, int]:
    areas = dict(Area.objects.filter(valid_to_on__isnull=True).values_list("code", "pk"))
    cells = dict(Cell.objects.values_list("code", "pk"))
    rows, outside = [], 0
    path = city.folder / AREA_POPULATION
    for each in read_population(path, "area_code"):
        if each.place_code not in areas:
            raise BadInput(
                f"Line {each.line}: no area has the code {each.place_code!r}", str(path), "Mend it."
            )
        area_id = areas[each.place_code]
        rows.append(Population(area_id=area_id, year=each.year, residents=each.residents, source=each.source))
    for each in read_population(city.folder / CELL_POPULATION, "cell_code"):
        cell_id = cells.get(each.place_code)
        if cell_id is None:
            outside += 1
            continue
        rows.append(Population(cell_id=cell_id, year=each.year, residents=each.residents, source=each.source))
    # Figures carry no history of their own: the file is the whole truth about them.
    Population.objects.all().delete()
    Population.objects.bulk_create(rows, batch_size=_ROWS_AT_ONCE)
    return len(rows), outside

"""A city folder becomes rows: all of it or nothing, twice the same as once, and history is kept."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import time_machine
from django.db import IntegrityError, transaction

from tilannekuva.accounts.models import Organisation
from tilannekuva.audit.locked import unlocked
from tilannekuva.audit.models import AuditEntry
from tilannekuva.domain.city import City, load_city
from tilannekuva.domain.duty import Duty
from tilannekuva.domain.errors import BadInput, LockedDoor, NotAllowed, RuleBroken
from tilannekuva.domain.viewer import NOBODY, system
from tilannekuva.places import queries
from tilannekuva.places.actions.loading import FIRST_ON, load_city_places
from tilannekuva.places.actions.responsibility import assign_responsibility, end_responsibility
from tilannekuva.places.areas_file import read_areas
from tilannekuva.places.models import Area, AreaOutline, AreaResponsibility, AreaSuccession, Cell, Population
from tilannekuva.places.place_rows import place_arrays
from tilannekuva.places.placing import Placer

CITIES = Path(__file__).resolve().parents[3] / "cities"
CONSOLE = system("console")

pytestmark = pytest.mark.django_db


@pytest.fixture
def city(tmp_path: Path) -> City:
    """Blackpool, in a folder that a test may change."""
    folder = tmp_path / "city"
    folder.mkdir()
    for name in ("city.toml", "areas.geojson", "population.csv"):
        shutil.copy(CITIES / "blackpool" / name, folder)
    return load_city(folder)


@pytest.fixture
def organisation() -> Organisation:
    with unlocked():
        return Organisation.objects.create(
            code="outreach", names={"en": "Outreach"}, kind="association", regime="general"
        )


def edit_areas(city: City, change: Any) -> None:
    document = json.loads(city.areas_file.read_text(encoding="utf-8"))
    change(document["features"])
    city.areas_file.write_text(json.dumps(document), encoding="utf-8")


def test_a_city_is_loaded_once_however_often(city: City) -> None:
    first = load_city_places(city=city, by=CONSOLE)
    before = {model: list(model.objects.values()) for model in (Area, AreaOutline, Cell)}
    second = load_city_places(city=city, by=CONSOLE)
    assert (first.areas_added, first.population_rows, first.squares_outside) == (21, 21, 0)
    assert first.cells_added == Cell.objects.count() > 500
    assert (second.areas_added, second.areas_replaced, second.cells_added) == (0, 0, 0)
    assert before == {model: list(model.objects.values()) for model in before}
    assert Population.objects.count() == 21
    assert AuditEntry.objects.filter(act="places.loaded").count() == 2


def test_helsinki_has_its_levels() -> None:
    helsinki = load_city(CITIES / "helsinki")
    loaded = load_city_places(city=helsinki, by=CONSOLE)
    assert loaded.areas_added == 148 + 34 + 8
    area = Area.objects.get(code="0917701457")
    assert area.name("sv") == "Östra centrum"
    assert area.parent is not None
    assert area.parent.parent is not None
    assert [area.parent.level, area.parent.parent.level] == ["basic_district", "major_district"]
    assert area.parent.parent.name("en") == "Itäinen"
    assert queries.area_names()["0917701457"]["fi"] == "Itäkeskus"
    assert queries.areas_today().count() == 148
    assert not Cell.objects.exclude(area__is_finest=True).exists()
    # Newer figures win over older ones: in 2014 hardly anybody lived there.
    assert queries.residents(["0912205335"]).get("0912205335", 0) > 1_000


def test_only_who_may_administer_loads(city: City) -> None:
    with pytest.raises(NotAllowed):
        load_city_places(city=city, by=NOBODY)
    assert not Area.objects.exists()


def test_an_error_in_the_last_file_stores_nothing(city: City) -> None:
    path = city.folder / "population.csv"
    path.write_text(path.read_text() + "E0,2020,5,somebody\n")
    with pytest.raises(BadInput, match=r"Line 23: no area has the code 'E0' \(.*population.csv\)"):
        load_city_places(city=city, by=CONSOLE)
    assert not Area.objects.exists()
    assert not Cell.objects.exists()
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    "line", ["E05001643,2020,many,x", "E05001643,20,5,x", "E05001643,2020,-1,x", "E05001643,2020"]
)
def test_wrong_figures_are_refused(city: City, line: str) -> None:
    path = city.folder / "population.csv"
    path.write_text(path.read_text() + line + "\n")
    with pytest.raises(BadInput, match="Line 23"):
        load_city_places(city=city, by=CONSOLE)


def test_names_follow_the_folder(city: City) -> None:
    load_city_places(city=city, by=CONSOLE)
    edit_areas(city, lambda features: features[0]["properties"].update(name_en="Renamed"))
    assert load_city_places(city=city, by=CONSOLE).areas_replaced == 0
    assert Area.objects.get(code="E05001643").name("en") == "Renamed"


def test_merged_areas_are_succeeded(city: City) -> None:
    with time_machine.travel("2025-04-28T12:00:00Z", tick=False):
        load_city_places(city=city, by=CONSOLE)
    first, second = read_areas(city.areas_file, crs=city.crs, code="code")[0].geometries[:2]

    def merge(features: list[dict[str, Any]]) -> None:
        coordinates = [first["coordinates"], second["coordinates"]]
        features[0]["geometry"] = {"type": "MultiPolygon", "coordinates": coordinates}
        del features[1]

    edit_areas(city, merge)
    population = (city.folder / "population.csv").read_text().splitlines()
    (city.folder / "population.csv").write_text("\n".join([population[0], *population[3:]]) + "\n")
    with time_machine.travel("2025-05-10T12:00:00Z", tick=False):
        loaded = load_city_places(city=city, by=CONSOLE)
        assert queries.areas_today().count() == 20
    assert (loaded.areas_added, loaded.areas_replaced) == (1, 2)
    new = Area.objects.get(code="E05001643", valid_to_on=None)
    assert new.valid_from_on == dt.date(2025, 5, 10)
    ended = Area.objects.filter(valid_to_on=dt.date(2025, 5, 9))
    assert {area.code for area in ended} == {"E05001643", "E05001644"}
    assert {area.valid_from_on for area in ended} == {FIRST_ON}
    pairs = AreaSuccession.objects.values_list("predecessor__code", "successor_id")
    assert set(pairs) == {("E05001643", new.pk), ("E05001644", new.pk)}
    assert not Cell.objects.filter(area__in=ended).exists()


def test_outlines_change_once_a_day(city: City) -> None:
    load_city_places(city=city, by=CONSOLE)
    for shift in (0.0001, 0.0002):
        geometry = json.loads(city.areas_file.read_text())["features"][0]["geometry"]
        geometry["coordinates"][0][1][0] += shift

        def move(features: list[dict[str, Any]], geometry: dict[str, Any] = geometry) -> None:
            features[0]["geometry"] = geometry

        edit_areas(city, move)
        if shift == 0.0001:
            load_city_places(city=city, by=CONSOLE)
    with pytest.raises(RuleBroken, match="today already"):
        load_city_places(city=city, by=CONSOLE)
    assert Area.objects.filter(code="E05001643").count() == 2


def test_rows_are_written_by_their_actions_only(city: City) -> None:
    load_city_places(city=city, by=CONSOLE)
    area = Area.objects.get(code="E05001643")
    with pytest.raises(LockedDoor):
        area.save()
    with pytest.raises(LockedDoor):
        Cell.objects.all().update(area=None)
    with pytest.raises(LockedDoor):
        Population.objects.all().delete()
    with pytest.raises(LockedDoor):
        AreaOutline.objects.bulk_create([])


@pytest.mark.parametrize("both", [True, False])
def test_residents_live_in_one_place(city: City, both: bool) -> None:
    load_city_places(city=city, by=CONSOLE)
    place = {"area": Area.objects.first(), "cell": Cell.objects.first()} if both else {}
    with pytest.raises(IntegrityError), transaction.atomic(), unlocked():
        Population.objects.create(year=2021, residents=1, source="x", **place)


def test_points_fall_into_registered_cells_only(city: City) -> None:
    """L-17: 1,000 random points; the stored table and the fast placer name the same cell."""
    load_city_places(city=city, by=CONSOLE)
    shapes, _ = read_areas(city.areas_file, crs=city.crs, code="code")
    placer = Placer(shapes, city.crs, city.cell_size_m, city.cell_origin_m)
    box, rng = shapes.bounds, np.random.default_rng(6)
    latitude, longitude = rng.uniform(box.south, box.north, 3_000), rng.uniform(box.west, box.east, 3_000)
    placed = placer.place(latitude, longitude)
    inside = np.flatnonzero(placed.area_idx >= 0)[:1_000]
    codes = placer.grid.codes(placed.cell_e[inside], placed.cell_n[inside])
    found = [queries.cell_at(latitude[idx], longitude[idx]) for idx in inside]
    assert len(found) == 1_000
    assert None not in found
    # Stored corners are rounded to a metre: a point that close to an edge may fall to the neighbour.
    same = [cell.code == code for cell, code in zip(found, codes, strict=True) if cell]
    assert sum(same) >= 980


def test_a_point_outside_has_no_cell(city: City) -> None:
    load_city_places(city=city, by=CONSOLE)
    assert queries.cell_at(53.8, -3.9) is None
    assert queries.cell_at(0.0, 0.0) is None


def test_no_point_has_two_cells(city: City) -> None:
    load_city_places(city=city, by=CONSOLE)
    cell = Cell.objects.exclude(area=None)[300]
    for longitude, latitude in json.loads(cell.corners):
        holding = [
            other.code
            for other in Cell.objects.all()
            if queries._holds(json.loads(other.corners), latitude, longitude)
        ]
        assert len(holding) <= 1


def test_arrays_hold_what_the_rows_hold(city: City) -> None:
    load_city_places(city=city, by=CONSOLE)
    places = place_arrays()
    assert places.area_codes == tuple(sorted(places.area_codes))
    assert places.n_cells == Cell.objects.count()
    for idx in (0, 100, places.n_cells - 1):
        cell = Cell.objects.select_related("area").get(code=places.cell_codes[idx])
        assert cell.area is not None
        assert places.area_codes[places.cell_area_idx[idx]] == cell.area.code
        assert (places.cell_easting_m[idx], places.cell_northing_m[idx]) == (cell.easting_m, cell.northing_m)


def test_the_map_gets_areas_and_the_cells_it_asks_for(city: City) -> None:
    load_city_places(city=city, by=CONSOLE)
    codes = [cell.code for cell in Cell.objects.all()[:3]]
    geography = queries.geography_geojson(codes)
    assert len(geography["areas"]["features"]) == 21
    assert [feature["properties"]["code"] for feature in geography["cells"]["features"]] == codes
    for feature in geography["cells"]["features"]:
        ring = feature["geometry"]["coordinates"][0]
        assert ring[0] == ring[-1]
        assert len(ring) == 5
        assert city.bounds.hold(ring[0][1], ring[0][0])
    assert geography["areas"]["features"][0]["properties"]["names"] == {"en": "Anchorsholme"}


def test_geography_needs_few_queries(city: City, django_assert_max_num_queries: Any) -> None:
    load_city_places(city=city, by=CONSOLE)
    with django_assert_max_num_queries(2):
        queries.geography_geojson([])


def test_a_responsibility_is_assigned_and_ended(city: City, organisation: Organisation) -> None:
    load_city_places(city=city, by=CONSOLE)
    area = queries.areas_today()[0]
    first_on = dt.date(2025, 1, 1)
    given = assign_responsibility(
        area=area, organisation=organisation, duty=Duty.CONTACT, valid_from_on=first_on, by=CONSOLE
    )
    assert queries.responsibilities_on(first_on) == {area.code: [("contact", "outreach")]}
    assert queries.responsibilities_on(dt.date(2024, 12, 31)) == {}
    end_responsibility(responsibility=given, valid_to_on=dt.date(2025, 6, 30), by=CONSOLE)
    assert queries.responsibilities_on(dt.date(2025, 7, 1)) == {}
    acts = AuditEntry.objects.filter(act__startswith="area.").values_list("act", flat=True)
    assert list(acts) == ["area.responsibility_assigned", "area.responsibility_ended"]


def test_a_responsibility_is_not_given_twice(city: City, organisation: Organisation) -> None:
    load_city_places(city=city, by=CONSOLE)
    given: dict[str, Any] = {
        "area": queries.areas_today()[0],
        "organisation": organisation,
        "duty": Duty.CONTACT,
        "by": CONSOLE,
    }
    assign_responsibility(valid_from_on=dt.date(2025, 1, 1), valid_to_on=dt.date(2025, 1, 31), **given)
    with pytest.raises(RuleBroken, match="already has the duty"):
        assign_responsibility(valid_from_on=dt.date(2025, 1, 31), **given)
    with pytest.raises(RuleBroken, match="cannot end"):
        assign_responsibility(valid_from_on=dt.date(2025, 3, 1), valid_to_on=dt.date(2025, 2, 1), **given)
    with pytest.raises(NotAllowed):
        assign_responsibility(valid_from_on=dt.date(2025, 3, 1), **(given | {"by": NOBODY}))
    assign_responsibility(valid_from_on=dt.date(2025, 2, 1), **given)
    assert AreaResponsibility.objects.count() == 2

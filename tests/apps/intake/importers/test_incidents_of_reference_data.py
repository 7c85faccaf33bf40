"""Published data sets are read without a word from a person."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from tilannekuva.domain.errors import BadInput
from tilannekuva.domain.stream import Stream
from tilannekuva.intake.importers.columns import ColumnChoices
from tilannekuva.intake.importers.incident_table import IncidentTable
from tilannekuva.intake.importers.incidents import read_incidents
from tilannekuva.intake.importers.rejections import Reason
from tilannekuva.places.areas_file import read_areas
from tilannekuva.places.placing import Placer, choose_metric_crs

CELL_SIZE_M = 250.0


def read(incidents: Path, areas: Path | None = None, **options: Any) -> IncidentTable:
    placer: Any = lambda latitude, longitude: Placer(  # noqa: E731
        None, choose_metric_crs(latitude, longitude), CELL_SIZE_M
    )
    if areas is not None:
        shapes, _ = read_areas(areas)
        placer = Placer(shapes, shapes.crs, CELL_SIZE_M)
    return read_incidents(
        incidents,
        placer=placer,
        default_stream=Stream.POLICE_CALL_OUT,
        as_of_on=dt.date(2026, 1, 1),
        **options,
    )


POINTS = {
    "chicago_aggravated_assaults_2010_2019/incidents.csv.gz": (
        148_636,
        ColumnChoices("occurred_local", "latitude", "longitude"),
    ),
    "charlottesville_incidents_2014_2019/incidents.csv.gz": (
        24_879,
        ColumnChoices("reported_local", "latitude", "longitude", "phenomenon_group"),
    ),
    "houston_crime_2010/incidents.csv.gz": (
        85_721,
        ColumnChoices("occurred_local", "latitude", "longitude", "offense"),
    ),
    "memphis_robberies_2019/incidents.csv.gz": (
        2_245,
        ColumnChoices("occurred_local", "latitude", "longitude", "offense_type"),
    ),
    "tempe_opioid_calls_2017_2024/incidents.csv.gz": (
        3_379,
        ColumnChoices("incident_date", "latitude", "longitude"),
    ),
    "swedish_police_events_2022_2025/events.csv.gz": (
        52_737,
        ColumnChoices("event_local", "latitude", "longitude", "type"),
    ),
    "lancashire_antisocial_behaviour_2022/incidents.csv.gz": (
        56_434,
        ColumnChoices("month", "latitude", "longitude"),
    ),
}


@pytest.mark.parametrize("name", POINTS)
def test_points_without_areas(reference_data: Path, name: str) -> None:
    n_rows, columns = POINTS[name]
    table = read(reference_data / name)
    assert (table.n_rows_read, table.columns, table.rejected.counts()) == (n_rows, columns, {})


@pytest.mark.parametrize(
    ("name", "areas", "n_outside"),
    [
        ("chicago_aggravated_assaults_2010_2019", "police_districts.geojson", 168),
        ("lancashire_antisocial_behaviour_2022", "wards.geojson", 94),
    ],
)
def test_points_in_areas(reference_data: Path, name: str, areas: str, n_outside: int) -> None:
    table = read(reference_data / name / "incidents.csv.gz", reference_data / name / areas)
    assert table.rejected.counts() == {Reason.PLACE_OUTSIDE: n_outside}
    assert (table.area_idx >= 0).all()


def test_the_districts_of_chicago_as_placed_and_as_written(reference_data: Path) -> None:
    folder = reference_data / "chicago_aggravated_assaults_2010_2019"
    files = folder / "incidents.csv.gz", folder / "police_districts.geojson"
    placed = read(*files)
    written = read(*files, overrides=ColumnChoices(area="district"))
    both = dict(zip(written.row.tolist(), written.area_idx.tolist(), strict=True))
    same = sum(both.get(row) == area for row, area in zip(placed.row.tolist(), placed.area_idx, strict=True))
    # The coordinates are moved to the street of the block, which is often the border of a district.
    assert same / len(placed) > 0.98


CODES = {
    ("satscan_nyc_fever_2001", "cases.csv", "locations.csv"): (
        194,
        ColumnChoices("date", None, None, None, "cases", "zip"),
    ),
    ("satscan_chicago_assaults_2019", "cases.csv", "locations.csv"): (
        13_990,
        ColumnChoices("date", None, None, None, "cases", "location"),
    ),
    ("satscan_charlottesville_2018_2019", "drug_cases.csv", "drug_locations.csv"): (
        111,
        ColumnChoices("date", None, None, None, "cases", "location"),
    ),
}


@pytest.mark.parametrize("files", CODES)
def test_codes_with_centres(reference_data: Path, files: tuple[str, str, str]) -> None:
    folder, cases, centres = files
    n_rows, columns = CODES[files]
    table = read(reference_data / folder / cases, reference_data / folder / centres)
    assert (len(table), table.columns, table.rejected.n_rejected) == (n_rows, columns, 0)
    assert (table.area_idx >= 0).all()


def test_metres_in_a_stated_system(reference_data: Path) -> None:
    path = reference_data / "near_repeat_chicago_arson_2016" / "events.csv"
    with pytest.raises(BadInput, match="look like metres"):
        read(path)
    table = read(path, crs="EPSG:26971")
    assert table.latitude is not None
    assert 41.6 < table.latitude.min() < table.latitude.max() < 42.1


@pytest.mark.parametrize(
    ("name", "areas", "what"),
    [
        ("berlin_crimes_2012_2019/area_year_counts.csv.gz", None, "years only"),
        (
            "satscan_new_mexico_brain_cancer/cases.csv.gz",
            "satscan_new_mexico_brain_cancer/locations.csv",
            "years only",
        ),
        ("knox_burkitt_uganda/events.csv", None, "No column of times was found"),
    ],
)
def test_what_has_no_days_or_months_is_refused(
    reference_data: Path, name: str, areas: str | None, what: str
) -> None:
    with pytest.raises(BadInput, match=what):
        read(reference_data / name, reference_data / areas if areas else None)

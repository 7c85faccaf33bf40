"""Where it happened: coordinates checked as a whole and row by row, codes, and what lies outside."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tilannekuva.domain.errors import BadInput
from tilannekuva.intake.importers.columns import ColumnChoices
from tilannekuva.intake.importers.incident_table import IncidentTable
from tilannekuva.intake.importers.rejections import NoRowTaken, Reason
from tilannekuva.places.areas_file import read_areas
from tilannekuva.places.coordinates import to_metres
from tilannekuva.places.placing import Placer, gather_places

Reader = Callable[..., IncidentTable]

HEADER = "date,latitude,longitude\n"
METRES = "date,y,x\n"
WEST, EAST = "60.17,24.92", "60.17,24.97"


def rows_of(*places: str) -> str:
    return "".join(f"2026-04-01,{place}\n" for place in places)


def test_every_way_to_have_no_place_is_listed(read: Reader) -> None:
    table = read(
        HEADER
        + rows_of(
            *(
                WEST,
                "0,0",
                ",",
                "NA,NA",
                "abc,24.9",
                "inf,24.9",
                "95,24.9",
                "60.17,224.9",
                "61,24.9",
                "60.17,",
                EAST,
            )
        )
    )
    assert list(table.rejected.items()) == [
        (3, Reason.PLACE_ZERO),
        (4, Reason.PLACE_MISSING),
        (5, Reason.PLACE_MISSING),
        (6, Reason.PLACE_UNREADABLE),
        (7, Reason.PLACE_UNREADABLE),
        (8, Reason.PLACE_LATITUDE),
        (9, Reason.PLACE_LONGITUDE),
        (10, Reason.PLACE_OUTSIDE),
        (11, Reason.PLACE_MISSING),
    ]
    assert table.area_idx.tolist() == [0, 1]
    assert table.rejected.counts()[Reason.PLACE_MISSING] == 3


def test_without_areas_no_point_lies_outside(read: Reader) -> None:
    table = read(HEADER + rows_of(WEST, "61.5,24.9"), placer=None)
    assert table.rejected.n_rejected == 0
    assert table.area_idx.tolist() == [-1, -1]
    assert table.placer is not None
    assert table.placed is not None
    places, cell_idx = gather_places(table.placer, table.placed)
    assert (places.n_cells, sorted(cell_idx.tolist())) == (2, [0, 1])


def test_swapped_columns_are_noticed_by_the_areas(read: Reader) -> None:
    with pytest.raises(BadInput, match=r"latitude 24\.92 and longitude 60\.17 look swapped") as refused:
        read(HEADER + rows_of("24.92,60.17", "24.97,60.17"))
    assert refused.value.next_step == "Give --lat 'longitude' --lon 'latitude'."
    mended = read(
        HEADER + rows_of("24.92,60.17", "24.97,60.17"),
        overrides=ColumnChoices(latitude="longitude", longitude="latitude"),
    )
    assert mended.area_idx.tolist() == [0, 1]


def test_one_stray_point_does_not_hide_that_the_columns_are_swapped(read: Reader) -> None:
    with pytest.raises(BadInput, match="look swapped"):
        read(HEADER + rows_of("24.92,60.17", "24.97,60.17", WEST))


def test_where_the_areas_may_be_wrong_both_files_and_both_cures_are_named(
    read: Reader, samples: Path, tmp_path: Path
) -> None:
    """Points and swapped areas fit as badly as areas and swapped points: only a person sees which is wrong."""
    areas = json.loads((samples / "areas.geojson").read_text())
    for feature in areas["features"]:
        rings = feature["geometry"]["coordinates"]
        feature["geometry"]["coordinates"] = [[[y, x] for x, y in ring] for ring in rings]
    swapped = tmp_path / "swapped.geojson"
    swapped.write_text(json.dumps(areas))
    shapes, _ = read_areas(swapped)
    with pytest.raises(BadInput, match="look swapped") as refused:
        read(HEADER + rows_of(WEST), placer=Placer(shapes, shapes.crs, 250.0), areas_file="swapped.geojson")
    assert "swapped.geojson" in refused.value.where
    assert refused.value.next_step.startswith(
        "If swapped.geojson is wrong: in GeoJSON the longitude comes first"
    )
    assert refused.value.next_step.endswith("Give --lat 'longitude' --lon 'latitude'.")


def test_swapped_columns_are_noticed_by_range_without_areas(read: Reader) -> None:
    with pytest.raises(BadInput, match="these look swapped"):
        read(HEADER + rows_of("-111.9,33.4", "-111.8,33.5"), placer=None)


def test_points_elsewhere_in_the_world_are_refused_with_their_box(read: Reader) -> None:
    with pytest.raises(
        BadInput, match=r"outside every area \(latitude 41\.79 to 41\.8, longitude"
    ) as refused:
        read(HEADER + rows_of("41.79,-87.62", "41.8,-87.6"))
    assert "--areas" in refused.value.next_step


def test_metres_need_a_coordinate_system(read: Reader) -> None:
    northing_easting = "6673000,25496000"
    with pytest.raises(BadInput, match="they look like metres") as refused:
        read(METRES + rows_of(northing_easting))
    assert "--crs EPSG:3879" in refused.value.next_step
    table = read(METRES + rows_of(northing_easting), crs="EPSG:3879")
    assert table.latitude is not None
    assert table.longitude is not None
    easting, northing = to_metres(table.latitude, table.longitude, "EPSG:3879")
    assert (round(float(northing[0])), round(float(easting[0]))) == (6673000, 25496000)
    assert any("converted from EPSG:3879" in note for note in table.notes)


@pytest.mark.parametrize(
    ("place", "crs", "what"),
    [
        (WEST, "EPSG:3879", "The coordinates are degrees, but --crs says EPSG:3879"),
        (WEST, "EPSG:999999", "'EPSG:999999' is not a known coordinate system"),
        ("25496000,6673000", "EPSG:3879", "look swapped"),
    ],
)
def test_a_coordinate_system_that_does_not_fit_is_refused(
    read: Reader, place: str, crs: str, what: str
) -> None:
    with pytest.raises(BadInput, match=what):
        read(METRES + rows_of(place), crs=crs)


def test_decimal_commas_where_commas_do_not_separate(read: Reader) -> None:
    assert read("date;lat;lon\n2026-04-01;60,17;24,92\n").area_idx.tolist() == [0]


@pytest.mark.parametrize("areas", ["placer", "centres"])
def test_codes_keep_their_zeros_and_unknown_ones_are_listed(
    read: Reader, areas: str, request: pytest.FixtureRequest
) -> None:
    content = "date,area\n2026-04-01,010\n2026-04-01,099\n2026-04-01,\n2026-04-01, 020 \n2026-04-01,10\n"
    table = read(content, placer=request.getfixturevalue(areas))
    assert table.area_idx.tolist() == [0, 1]
    assert list(table.rejected.items()) == [
        (3, Reason.AREA_UNKNOWN),
        (4, Reason.AREA_MISSING),
        (6, Reason.AREA_UNKNOWN),
    ]
    assert (table.placed, table.latitude) == (None, None)


def test_codes_that_lost_their_zeros_are_refused_with_the_reason(read: Reader) -> None:
    with pytest.raises(BadInput, match="lost their leading zeros"):
        read("date,area\n2026-04-01,10\n2026-04-01,20\n")
    with pytest.raises(BadInput, match="lost their leading zeros"):
        read("date,area\n2026-04-01,10\n", overrides=ColumnChoices(area="area"))


def test_where_codes_decide_a_row_without_coordinates_still_counts(read: Reader) -> None:
    content = "date,latitude,longitude,area\n2026-04-01,60.17,24.92,010\n2026-04-01,,,020\n"
    table = read(content, overrides=ColumnChoices(area="area"))
    assert table.area_idx.tolist() == [0, 1]
    assert table.rejected.n_rejected == 0
    assert table.placed is not None
    assert table.placed.sound.tolist() == [True, False]
    assert any(note.startswith("1 row without usable coordinates") for note in table.notes)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(st.lists(st.tuples(st.floats(60.1, 60.25), st.floats(24.8, 25.1)), min_size=1, max_size=20))
def test_reading_places_as_the_placer_does(
    read: Reader, placer: Placer, points: list[tuple[float, float]]
) -> None:
    latitude, longitude = np.array(points).T
    placed = placer.place(latitude, longitude)
    inside = placed.area_idx >= 0
    content = HEADER + rows_of(*(f"{lat!r},{lon!r}" for lat, lon in points))
    if not inside.any():
        with pytest.raises(BadInput, match="outside every area"):
            read(content)
        return
    table = read(content)
    assert table.area_idx.tolist() == placed.area_idx[inside].tolist()
    assert table.cell_e is not None
    assert table.cell_n is not None
    assert table.cell_e.tolist() == placed.cell_e[inside].tolist()
    assert table.cell_n.tolist() == placed.cell_n[inside].tolist()
    assert table.rejected.row.tolist() == (np.flatnonzero(~inside) + 2).tolist()


MIRRORED_WEST, MIRRORED_EAST = "24.92,60.17", "24.97,60.17"


def test_rows_inside_the_areas_only_when_exchanged_are_told_from_the_others(read: Reader) -> None:
    """Half of the rows: none is taken for what it is not, and each is named."""
    table = read(HEADER + rows_of(WEST, MIRRORED_WEST, EAST, "61.5,24.9", MIRRORED_EAST, WEST))
    assert list(table.rejected.items()) == [
        (3, Reason.PLACE_OUTSIDE_EXCHANGED),
        (5, Reason.PLACE_OUTSIDE),
        (6, Reason.PLACE_OUTSIDE_EXCHANGED),
    ]
    assert table.area_idx.tolist() == [0, 1, 0]


def test_without_areas_the_few_rows_that_mirror_the_many_are_rejected(read: Reader) -> None:
    table = read(HEADER + rows_of(*[WEST] * 5, MIRRORED_WEST, *[EAST] * 5), placer=None)
    assert list(table.rejected.items()) == [(7, Reason.PLACE_EXCHANGED)]


def test_without_areas_and_with_as_many_rows_on_both_sides_nothing_is_guessed(read: Reader) -> None:
    with pytest.raises(
        BadInput, match=r"nothing tells which part: rows at latitude 60\.17 north, longitude 24\.94 east: 2;"
    ) as refused:
        read(HEADER + rows_of(WEST, MIRRORED_WEST, EAST, MIRRORED_EAST), placer=None)
    assert "at latitude 24.94 north, longitude 60.17 east: 2" in refused.value.what
    assert "--areas" in refused.value.next_step


def test_a_place_that_is_its_own_mirror_image_is_never_called_exchanged(read: Reader) -> None:
    """Where latitude and longitude are alike, both readings are the same city."""
    table = read(HEADER + rows_of("30.1,30.5", "30.5,30.1", "30.2,30.4"), placer=None)
    assert table.rejected.n_rejected == 0


def test_a_latitude_beyond_the_pole_is_exchanged_where_the_others_say_so(read: Reader) -> None:
    table = read(HEADER + rows_of(*["-33.87,151.21"] * 3, "151.21,-33.87", "151.21,10"), placer=None)
    assert list(table.rejected.items()) == [(5, Reason.PLACE_EXCHANGED), (6, Reason.PLACE_LATITUDE)]


def test_metres_in_the_others_place_are_told_one_by_one(read: Reader) -> None:
    places = ["6673000,25496000", "6673100,25496100", "25496000,6673000"]
    table = read(METRES + rows_of(*places), crs="EPSG:3879", placer=None)
    assert list(table.rejected.items()) == [(4, Reason.PLACE_EXCHANGED)]


@pytest.mark.parametrize(
    ("place", "middle"),
    [
        (WEST, "latitude 60.17 north, longitude 24.92 east"),
        # All rows exchanged alike: nothing in the file shows it, so the reader is told where it lies.
        (MIRRORED_WEST, "latitude 24.92 north, longitude 60.17 east"),
        ("-33.9,-70.6", "latitude 33.90 south, longitude 70.60 west"),
    ],
)
def test_without_areas_the_middle_is_told(read: Reader, place: str, middle: str) -> None:
    assert any(middle in note for note in read(HEADER + rows_of(place, place), placer=None).notes)
    assert not any("The middle" in note for note in read(HEADER + rows_of(WEST)).notes)


def test_when_no_point_lies_in_an_area_every_row_is_in_the_list(read: Reader) -> None:
    with pytest.raises(NoRowTaken, match="Every point lies outside every area") as refused:
        read(HEADER + rows_of("41.79,-87.62", ",", "41.8,-87.6"))
    assert list(refused.value.rejected.items()) == [
        (2, Reason.PLACE_OUTSIDE),
        (3, Reason.PLACE_MISSING),
        (4, Reason.PLACE_OUTSIDE),
    ]

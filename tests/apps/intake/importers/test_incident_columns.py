"""Which column is which: by what a person said, by names of standing meaning, by content."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tilannekuva.domain.errors import BadInput
from tilannekuva.intake.importers.columns import KNOWN_NAMES, ColumnChoices, ColumnRole, plain_name
from tilannekuva.intake.importers.incident_table import IncidentTable
from tilannekuva.intake.importers.rejections import Reason
from tilannekuva.places.placing import Placer

Reader = Callable[..., IncidentTable]


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("occurred_local", "occurred"),
        ("Occurred (local)", "occurred"),
        ("OccurredAt", "occurred"),
        ("  Päivä ", "päivä"),
        ("Tapahtuma-aika", "tapahtuma_aika"),
        ("published_utc", "published"),
        ("LATITUDE", "latitude"),
        ("Zip Code", "zip_code"),
    ],
)
def test_names_are_compared_in_a_plain_form(name: str, plain: str) -> None:
    assert plain_name(name) == plain


def test_every_known_name_is_in_plain_form_and_stands_for_one_role() -> None:
    names = [name for known in KNOWN_NAMES.values() for name in known]
    assert [plain_name(name) for name in names] == names
    # A day of receipt stands for the time where the file has no other, and time comes first.
    alone = [name for role, known in KNOWN_NAMES.items() if role is not ColumnRole.RECEIVED for name in known]
    assert len(set(alone)) == len(alone)
    received = KNOWN_NAMES[ColumnRole.RECEIVED]
    assert len(set(received)) == len(received)
    assert set(received).isdisjoint(set(alone) - set(KNOWN_NAMES[ColumnRole.TIME]))


@pytest.mark.parametrize(
    "header",
    [
        "occurred_local,latitude,longitude,offense",
        "Aika,Lat,Lon,Ilmiötyyppi",
        "Händelsetid,Breddgrad,Längdgrad,Brottstyp",
        "timestamp,y,x,category",
        "published_utc,lat,lng,type",
        "incident_date,point_lat,point_lon,phenomenon_group",
    ],
)
def test_names_in_three_languages(read: Reader, header: str) -> None:
    table = read(header + "\n2026-04-01T13:00,60.17,24.92,theft\n")
    time, latitude, longitude, kind = header.split(",")
    assert table.columns == ColumnChoices(time, latitude, longitude, kind)
    assert (table.kinds, table.area_idx.tolist()) == (("theft",), [0])
    for name in header.split(","):
        assert any(f"is read from '{name}' (its name)" in note for note in table.notes)


def test_when_it_happened_comes_before_when_it_became_known(read: Reader) -> None:
    table = read("reported,latitude,longitude,occurred\n2026-04-09,60.17,24.92,2026-04-01\n")
    assert (table.columns.time, table.day.tolist()) == ("occurred", [20544])
    assert any("'reported' could serve as well (--time)" in note for note in table.notes)


def test_a_known_name_whose_content_does_not_fit_is_passed_over(read: Reader) -> None:
    table = read("date,latitude,longitude,reported\nTuesday,60.17,24.92,2026-04-01\n")
    assert table.columns.time == "reported"


def test_content_decides_where_one_column_of_dates_has_an_unknown_name(read: Reader) -> None:
    table = read("hetki,latitude,longitude\n2026-04-01,60.17,24.92\n")
    assert table.columns.time == "hetki"
    assert "Time is read from 'hetki' (the only column of dates)." in table.notes


def test_eight_digits_need_a_name_to_be_a_date(read: Reader) -> None:
    assert read("date,latitude,longitude\n20260401,60.17,24.92\n").day.tolist() == [20544]
    with pytest.raises(BadInput, match="No column of times was found"):
        read("case,latitude,longitude\n20260401,60.17,24.92\n")


def test_free_text_and_numbers_of_cases_are_no_kind(read: Reader) -> None:
    rows = "".join(f"2026-04-01,60.17,24.92,case {idx}\n" for idx in range(200))
    assert read("date,latitude,longitude,type\n" + rows).columns.kind is None


def test_a_person_has_the_last_word(read: Reader) -> None:
    content = "date,seen,latitude,longitude,kind,group\n2026-04-02,2026-04-01,60.17,24.92,a,b\n"
    table = read(content, overrides=ColumnChoices(time="seen", kind="GROUP"))
    assert (table.columns.time, table.columns.kind, table.kinds) == ("seen", "group", ("b",))
    assert "Time is read from 'seen' (as you said)." in table.notes
    table = read(content, overrides=ColumnChoices(kind=""))
    assert (table.columns.kind, table.kinds) == (None, ("sample",))


@pytest.mark.parametrize(
    ("content", "overrides", "what", "next_step"),
    [
        ("a,latitude,longitude\nx,60.17,24.92\n", None, "No column of times was found", "--time NAME"),
        (
            "a,b,latitude,longitude\n2026-04-01,2026-04-02,60.17,24.92\n",
            None,
            "Several columns could be the time ('a', 'b')",
            "--time NAME",
        ),
        (
            "date,Date,latitude,longitude\n2026-04-01,2026-04-02,60.17,24.92\n",
            None,
            "Several columns could be the time ('date', 'Date')",
            "--time NAME",
        ),
        (
            "date,latitude,longitude\n2026-04-01,60.17,24.92\n",
            ColumnChoices(kind="sort"),
            "There is no column 'sort'",
            "The columns are 'date', 'latitude', 'longitude'. Name the column: --kind NAME.",
        ),
        (
            "date,breite,länge\n2026-04-01,60.17,24.92\n",
            ColumnChoices(latitude="breite"),
            "'breite' needs a column of the longitude beside it",
            "--lon NAME",
        ),
        (
            "date,place\n2026-04-01,Kallio\n",
            None,
            "No column holds codes or names of the given areas",
            "The areas have codes such as '010', '020'",
        ),
    ],
)
def test_what_cannot_be_told_is_asked_with_the_columns_seen(
    read: Reader, content: str, overrides: ColumnChoices | None, what: str, next_step: str
) -> None:
    with pytest.raises(BadInput) as refused:
        read(content, overrides=overrides)
    assert refused.value.what == what
    assert next_step in refused.value.next_step
    assert "The columns are" in refused.value.next_step


def test_without_areas_a_place_needs_coordinates(read: Reader) -> None:
    with pytest.raises(BadInput, match="look like coordinates, but nothing tells which") as refused:
        read("date,p,q\n2026-04-01,60.1712,24.9213\n", placer=None)
    assert "--lat NAME --lon NAME" in refused.value.next_step
    with pytest.raises(BadInput, match="No columns of coordinates were found") as refused:
        read("date,district\n2026-04-01,010\n", placer=None)
    assert "If 'district' holds codes of areas, give the areas: --areas FILE." in refused.value.next_step
    with pytest.raises(BadInput, match="needs the areas"):
        read(
            "date,latitude,longitude,d\n2026-04-01,60.17,24.92,010\n",
            placer=None,
            overrides=ColumnChoices(area="d"),
        )


def test_a_column_of_codes_is_known_by_its_values(read: Reader, centres: Placer) -> None:
    table = read("date,wherever\n2026-04-01,020\n2026-04-01,010\n", placer=centres)
    assert (table.columns.area, table.area_idx.tolist()) == ("wherever", [1, 0])
    assert "Area is read from 'wherever' (its values are codes of the areas)." in table.notes


def test_a_column_of_names_is_known_by_its_values_in_whatever_letters(read: Reader, placer: Placer) -> None:
    assert placer.shapes is not None
    names = [next(iter(names.values())) for names in placer.shapes.names]
    content = f"date,wherever\n2026-04-01,{names[1].upper()}\n2026-04-01,{names[0]}\n2026-04-01,Nowhere\n"
    table = read(content)
    assert (table.columns.area, table.area_idx.tolist()) == ("wherever", [1, 0])
    assert "Area is read from 'wherever' (its values are names of the areas)." in table.notes
    assert table.rejected.counts() == {Reason.AREA_UNKNOWN: 1}


def test_of_two_columns_of_codes_the_better_name_wins_and_a_tie_is_asked(read: Reader) -> None:
    assert read("date,home,area\n2026-04-01,010,020\n").columns.area == "area"
    with pytest.raises(BadInput, match=r"Several columns hold codes of areas \('home', 'work'\)"):
        read("date,home,work\n2026-04-01,010,020\n")


def test_points_decide_the_area_unless_a_person_says_that_codes_do(read: Reader) -> None:
    content = "date,latitude,longitude,area\n2026-04-01,60.17,24.92,020\n"
    by_points = read(content)
    assert (by_points.columns.area, by_points.area_idx.tolist()) == (None, [0])
    assert any("--area-id 'area' lets it decide" in note for note in by_points.notes)
    by_codes = read(content, overrides=ColumnChoices(area="area"))
    assert by_codes.area_idx.tolist() == [1]
    assert by_codes.placed is not None


def test_points_cannot_decide_where_only_centres_of_areas_are_known(read: Reader, centres: Placer) -> None:
    content = "date,latitude,longitude,place\n2026-04-01,60.17,24.92,020\n"
    table = read(content, placer=centres)
    assert (table.columns.area, table.area_idx.tolist()) == ("place", [1])
    assert table.placed is not None
    with pytest.raises(BadInput, match="No column holds codes or names of the given areas"):
        read("date,latitude,longitude\n2026-04-01,60.17,24.92\n", placer=centres)


def test_no_column_plays_two_roles(read: Reader) -> None:
    with pytest.raises(BadInput, match="No column of times was found"):
        read("date,latitude,longitude\n2026-04-01,60.17,24.92\n", overrides=ColumnChoices(kind="date"))


def test_where_something_happened_is_no_kind(read: Reader) -> None:
    """A column of sorts of places would split one phenomenon into as many, each too small to stand out."""
    rows = [f"2026-03-{1 + row % 28:02},60.17,24.92,{('street', 'home')[row % 2]}" for row in range(60)]
    assert read("\n".join(["time,latitude,longitude,location_category", *rows])).columns.kind is None

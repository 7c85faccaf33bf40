"""The view of an edition: what every rendering of the picture says."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.template.loader import render_to_string

from tests.web.edition_sample import CITY, DRUG_TRADE, edition
from tilannekuva.domain.alphabet import alphabetical
from tilannekuva.domain.disclosure import Audience
from tilannekuva.domain.stream import StreamGroup
from tilannekuva.intake.importers.rejections import Reason
from tilannekuva.publication.charts import trend_chart, trend_values
from tilannekuva.publication.charts.small import small_trend_svg
from tilannekuva.publication.choice import Choice
from tilannekuva.publication.finding_view import finding_view, grouped
from tilannekuva.publication.map_data import map_data
from tilannekuva.publication.picture_view import picture_view

TODAY = dt.date(2026, 11, 23)
CHOICE = Choice(DRUG_TRADE, 4, StreamGroup.REPORTED, "en")


@pytest.mark.parametrize(
    ("today", "is_stale"), [(dt.date(2026, 11, 29), False), (dt.date(2026, 11, 30), True)]
)
def test_a_picture_is_stale_from_the_day_after_its_last(today: dt.date, is_stale: bool) -> None:
    assert picture_view(edition(), CHOICE, today=today)["head"]["is_stale"] is is_stale


def test_rows_say_observed_expected_and_state() -> None:
    rows = {row["code"]: row for row in picture_view(edition(), CHOICE, today=TODAY)["places"]}
    assert (rows["A1"]["observed"], rows["A1"]["expected"]) == ("16", "3.1 (1–7)")
    assert rows["A1"]["state_word"] == "Far above the expected"


def test_what_is_discovered_is_never_compared() -> None:
    choice = Choice(DRUG_TRADE, 4, StreamGroup.DISCOVERED, "en")
    view = picture_view(edition(), choice, today=TODAY)
    assert {row["state"] for row in view["places"]} == {"not_compared"}
    assert view["chosen"]["state"] == "not_compared"


def test_without_areas_the_table_lists_cells_with_the_fullest_first() -> None:
    shown = {**edition(), "areas": []}
    cells = {"C1": 7, "C2": [1, 4], "C3": 12, "C0": 7}
    shown["cells"] = {DRUG_TRADE: {"reported": {"4": cells}}}
    view = picture_view(shown, CHOICE, today=TODAY)
    assert view["is_by_cell"]
    assert [(row["code"], row["observed"]) for row in view["places"]] == [
        ("C3", "12"), ("C0", "7"), ("C1", "7"), ("C2", "1–4"),
    ]  # fmt: skip
    assert map_data(shown, CHOICE)["is_by_cell"]
    assert not map_data(edition(), CHOICE)["is_by_cell"]


@pytest.mark.parametrize(
    ("areas_as_of", "said"), [("2022-01-31", "As of 31 January 2022."), (None, "does not say from which day")]
)
def test_the_layer_of_areas_says_how_old_it_is(areas_as_of: str | None, said: str) -> None:
    view = picture_view(edition(areas_as_of=areas_as_of), CHOICE, today=TODAY)
    (about,) = [layer for layer in view["layers"] if layer["name"] == "Areas"]
    assert about["age_unknown"] is (areas_as_of is None)
    assert said in " ".join(render_to_string("publication/picture/about.html", {"view": view}).split())


def test_a_protected_count_is_a_range_everywhere() -> None:
    protected = edition(Audience.PARTNERS)
    observed = [row["count"] for row in trend_values(protected, DRUG_TRADE)]
    assert not {1, 2, 3, 4} & {count for count in observed if count is not None}
    rows = picture_view(protected, CHOICE, today=TODAY)["trend"]
    assert not {"1", "2", "3", "4"} & {row["observed"] for row in rows}


def test_the_greys_say_no_more_than_the_ranges() -> None:
    """Both ends of a protected range fall into one step of the legend (D-17)."""
    data = map_data(edition(Audience.PARTNERS), CHOICE)
    low, high = 1, edition(Audience.PARTNERS)["smallest_count"] - 1
    steps = data["count_steps"]
    assert sum(low >= step for step in steps) == sum(high >= step for step in steps)


def test_a_rejected_finding_is_not_shown() -> None:
    shown = edition()
    shown["findings"][0]["state"] = "rejected"
    assert picture_view(shown, CHOICE, today=TODAY)["findings"] == []
    assert map_data(shown, CHOICE)["findings"] == []


def test_the_small_trend_begins_at_zero_and_escapes_its_title() -> None:
    svg = small_trend_svg(trend_values(edition(), DRUG_TRADE), title="<b>")
    assert "<title>&lt;b&gt;</title>" in svg
    heights = [float(y) for y in re.findall(r'cy="([\d.]+)"', svg)]
    assert max(heights) == 37.0  # the period without signals lies on the axis
    assert svg.count("<circle") == 8


def test_the_chart_draws_two_streams_apart() -> None:
    values = trend_chart(edition(), DRUG_TRADE, group="all")["data"]["values"]
    assert {row["group"] for row in values} == {"reported", "discovered"}
    assert all(row["expected"] is None for row in values if row["group"] == "discovered")


def test_names_are_sorted_as_in_finnish_and_swedish() -> None:
    names = ["Öster", "Zett", "Ängen", "Åberg", "alppi"]
    assert sorted(names, key=alphabetical) == ["alppi", "Zett", "Åberg", "Ängen", "Öster"]
    assert sorted(["10", "2", "area 11", "area 9", "1"], key=alphabetical) == [
        "1",
        "2",
        "10",
        "area 9",
        "area 11",
    ]


def test_findings_of_one_kind_that_share_a_place_stand_together() -> None:
    def view(number: int, kind: str, places: set[str]) -> dict[str, Any]:
        return {"id": number, "kind": kind, "places": frozenset(places), "also": []}

    groups = grouped(
        [
            view(1, "a", {"x", "y"}),
            view(2, "b", {"x"}),
            view(3, "a", {"y", "z"}),
            view(4, "a", {"z"}),
            view(5, "a", {"w"}),
        ]
    )
    assert [(group["id"], [also["id"] for also in group["also"]]) for group in groups] == [
        (1, [3, 4]),
        (2, []),
        (5, []),
    ]


def _html(name: str, view: dict[str, Any], **more: Any) -> str:
    return " ".join(render_to_string(f"publication/picture/{name}.html", {"view": view, **more}).split())


ALL = Choice(None, 4, StreamGroup.REPORTED, "en")


def test_all_phenomena_stand_in_a_table_by_name() -> None:
    view = picture_view(edition(kinds=CITY.kinds), ALL, today=TODAY)
    names = [kind["name"] for kind in view["kinds_by_name"]]
    assert len(names) == len(CITY.kinds)
    assert names == sorted(names, key=alphabetical)
    row = next(kind for kind in view["kinds_by_name"] if kind["code"] == DRUG_TRADE)
    assert (row["observed"], row["expected"], row["state_word"]) == (
        "18",
        "5.2 (2–9)",
        "Far above the expected",
    )
    table = _html("places", view)
    assert table.count("data-kind-row") == len(CITY.kinds)
    assert '<td class="number" data-observed>18</td><td class="number" data-expected>5.2 (2–9)</td>' in table
    assert "data-kind-row" not in _html("places", picture_view(edition(), CHOICE, today=TODAY))


def test_what_the_map_outlines_stands_in_a_table() -> None:
    shown = edition()
    view = picture_view(shown, ALL, today=TODAY)
    table = _html("findings_table", view)
    assert 'Street drug trade, Östra</a> <span class="quiet">since 3 November 2026</span>' in table
    assert '<td class="number">12</td><td class="number">3.1 (1–7)</td>' in table
    shown["findings"][0]["state"] = "rejected"
    assert "data-found-row" not in _html("findings_table", picture_view(shown, ALL, today=TODAY))


def test_every_small_trend_leads_to_its_table() -> None:
    view = picture_view(edition(), CHOICE, today=TODAY)
    now = _html("now", view)
    assert now.count("<svg") == now.count("#trend-table") == 2


def test_whose_data_the_map_shows_is_told_in_the_readers_language() -> None:
    sources = {"attribution": "Areas: Sample town, CC BY 4.0"}
    told = _html("map_sources", {}, map_sources=sources)
    assert told == '<p class="map-sources">Data of the map: Areas: Sample town, CC BY 4.0</p>'
    assert _html("map_sources", {}, map_sources={"attribution": ""}) == ""


@pytest.mark.parametrize(
    ("today", "is_past"), [(dt.date(2026, 11, 29), False), (dt.date(2026, 11, 30), True)]
)
def test_a_picture_past_its_time_says_so_in_words_before_all_else(today: dt.date, is_past: bool) -> None:
    head = _html("head", picture_view(edition(), CHOICE, today=today))
    strip = head[head.index("<p") : head.index("</p>")]
    assert "Past its time." in strip
    assert "good until 29 November 2026" in strip
    assert (" hidden>" in strip) is not is_past


def test_rows_that_were_not_taken_are_told_with_their_reason() -> None:
    basis = {**edition()["basis"], "rejected": {str(Reason.TIME_MISSING): 1234}}
    told = _html("about", picture_view(edition(basis=basis), CHOICE, today=TODAY))
    assert "<dt>no time</dt><dd>1,234</dd>" in told
    assert "Rows not taken" not in _html("about", picture_view(edition(), CHOICE, today=TODAY))


def test_numbers_of_the_basis_are_written_as_numbers() -> None:
    basis = {**edition()["basis"], "n_signals": 148636, "seed": 20261122}
    rows = dict(picture_view(edition(basis=basis), CHOICE, today=TODAY)["basis"])
    assert rows["Signals read"] == "148,636"
    assert rows["Seed"] == "20261122"  # a name, not a number


def test_many_cells_without_names_are_told_by_their_number() -> None:
    shown = edition()
    entry = {**shown["findings"][0], "area_codes": [], "place_codes": [f"E{i}N{i}" for i in range(17)]}
    assert finding_view(shown, entry, "en", url="")["where"] == "17 grid cells"
    entry["place_codes"] = ["E1N1", "E2N2"]
    assert finding_view(shown, entry, "en", url="")["where"] == "cell E 1, N 1; cell E 2, N 2"


def test_a_grid_cell_is_told_by_its_corner_not_by_its_code() -> None:
    shown = edition() | {"areas": []}
    shown["cells"] = {CHOICE.kind: {"reported": {str(CHOICE.window): {"E25497250N6674499": 7}}}}
    [row] = picture_view(shown, CHOICE, today=TODAY)["places"]
    assert (row["code"], row["name"]) == ("E25497250N6674499", "cell E 25,497,250, N 6,674,499")


def test_a_picture_of_a_file_speaks_of_the_data_and_not_of_a_city() -> None:
    """Nobody knows whether a file holds a whole city; and the run that made it has no name to look up."""
    shown = edition(of_city=False, basis={**edition()["basis"], "run": "look"})
    view = picture_view(shown, CHOICE, today=TODAY)
    assert "days in the whole data." in view["findings"][0]["sentence"]
    assert ("Run", "Made from a file, not kept") in view["basis"]
    for part in ("now", "trend", "kinds_table", "map"):
        assert "city" not in _html(part, view)
        assert "city" in _html(part, picture_view(edition(), CHOICE, today=TODAY))


def test_editions_of_before_show_a_city() -> None:
    shown = edition()
    del shown["city"]["is_known"]
    assert picture_view(shown, CHOICE, today=TODAY)["of_city"]

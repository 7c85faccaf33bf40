"""The view of an edition: what every rendering of the picture says."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest

from tests.web.edition_sample import DRUG_TRADE, edition
from tilannekuva.domain.alphabet import alphabetical
from tilannekuva.domain.disclosure import Audience
from tilannekuva.domain.stream import StreamGroup
from tilannekuva.publication.charts import trend_chart, trend_values
from tilannekuva.publication.charts.small import small_trend_svg
from tilannekuva.publication.choice import Choice
from tilannekuva.publication.finding_view import grouped
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


def test_without_areas_the_table_lists_cells() -> None:
    rows = picture_view({**edition(), "areas": []}, CHOICE, today=TODAY)["places"]
    assert [row["code"] for row in rows] == ["C1"]


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
    steps = data["words"]["count_steps"]
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

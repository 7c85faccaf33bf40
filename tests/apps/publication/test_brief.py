"""The picture on paper: everything that the page says, also what does not fit on its first page."""

from __future__ import annotations

from typing import Any

import pytest

from tests.web.edition_sample import AS_OF, CITY, GEOGRAPHY, edition
from tilannekuva.intake.importers.rejections import Reason
from tilannekuva.publication.brief import render_pdf
from tilannekuva.publication.brief.content import brief_content
from tilannekuva.publication.drawing import FONT_FOLDER
from tilannekuva.publication.still_map import SEA

REJECTED = {str(Reason.TIME_MISSING): 3, str(Reason.PLACE_OUTSIDE): 1200}


def content(shown: dict[str, Any], geography: dict[str, Any] | None = None) -> dict[str, Any]:
    return brief_content(shown, geography or GEOGRAPHY, language="en")


def many_findings(n: int, **changes: Any) -> dict[str, Any]:
    """An edition with as many findings, each at another place unless changed."""
    shown = edition()
    [finding] = shown["findings"]
    shown["findings"] = [
        {
            **finding,
            "id": str(i),
            "area_codes": [f"X{i}"],
            "sentence": {"en": f"Finding number {i}."},
            **changes,
        }
        for i in range(n)
    ]
    return shown


def test_the_annex_holds_every_finding_that_the_first_page_leaves_out() -> None:
    brief = content(many_findings(11))
    assert len(brief["findings"]) == 8
    assert brief["findings_left_out"] == "3 further findings stand in the annex."
    assert [entry["sentence"] for entry in brief["every_finding"]] == [
        f"Finding number {i}." for i in range(11)
    ]
    assert content(many_findings(9))["findings_left_out"] == "1 further finding stands in the annex."
    assert content(many_findings(8))["findings_left_out"] == ""


def test_findings_of_one_thing_stand_together_and_each_in_the_annex() -> None:
    brief = content(many_findings(3, area_codes=["A1"]))
    [first] = brief["findings"]
    assert (first["sentence"], first["also"]) == (
        "Finding number 0.",
        "2 more looks noticed it: see the annex.",
    )
    assert len(brief["every_finding"]) == 3
    assert content(many_findings(1))["findings"][0]["also"] == ""


def test_what_people_decided_counts_also_under_an_open_finding_of_the_same_thing() -> None:
    shown = many_findings(2, area_codes=["A1"])
    shown["findings"][1]["state"] = "confirmed"
    assert "Confirmed by people: 1." in content(shown)["summary"]


@pytest.mark.parametrize("group", ["reported", "discovered"])
def test_the_caption_of_the_map_says_how_what_it_shows_came_about(group: str) -> None:
    shown = edition()
    for courses in shown["courses"].values():
        for other in set(courses) - {group}:
            courses[other]["observed"] = [0] * len(courses[other]["observed"])
    assert f", {group}, " in content(shown)["map_caption"]


def test_rows_that_were_not_taken_are_counted_by_reason() -> None:
    shown = edition(basis={**edition()["basis"], "n_rejected": 1203, "rejected": REJECTED})
    brief = content(shown)
    assert brief["rejected"] == [["outside every area", "1,200"], ["no time", "3"]]
    assert ["Rows not taken", "1,203"] in brief["basis"]
    assert content(edition())["rejected"] == []


def test_old_signals_and_the_last_good_day_are_told() -> None:
    shown = edition()
    shown["notes"].append("no_recent_signals")
    brief = content(shown)
    assert [note for note in brief["notes"] if note.startswith("No signal is as new as the period shown.")]
    assert (
        brief["good_until"] == "Good until 29 November 2026. After that day it shows what was, not what is."
    )
    assert ["Findings", "As of 22 November 2026, good until 29 November 2026."] in brief["basis"]


def test_the_annex_stands_in_the_order_of_names_not_of_codes() -> None:
    shown = edition(kinds=CITY.kinds)
    template = next(iter(shown["city_levels"].values()))
    shown["city_levels"] = dict.fromkeys(sorted(kind["code"] for kind in shown["kinds"]), template)
    names = [row[0] for row in content(shown)["annex"]["rows"]]
    assert names == sorted(names, key=str.casefold)
    by_code = [kind["names"]["en"] for kind in sorted(shown["kinds"], key=lambda kind: kind["code"])]
    assert names != by_code


def test_every_concern_above_the_expected_is_counted_not_only_those_with_a_chart() -> None:
    shown = edition(kinds=CITY.kinds)
    template = next(iter(shown["city_levels"].values()))
    concerns = [kind["code"] for kind in shown["kinds"] if not kind["positive"]]
    shown["city_levels"] = dict.fromkeys(concerns, template)
    assert len(concerns) > 5
    assert f"{len(concerns)} of {len(concerns)} phenomena are above the expected" in content(shown)["lead"]


def test_the_map_says_whose_data_it_shows_and_draws_the_sea() -> None:
    sea = {
        "type": "FeatureCollection",
        "features": [
            {"type": "Feature", "properties": {}, "geometry": GEOGRAPHY["areas"]["features"][0]["geometry"]}
        ],
    }
    brief = content(edition(), {**GEOGRAPHY, "basemap": {"sea": sea}})
    assert brief["map_sources"] == "Data of the map: Areas: Sample town, CC BY 4.0"
    assert f'fill="{SEA}"' in brief["map"]
    assert f'fill="{SEA}"' not in content(edition())["map"]
    assert content(edition(attributions=()))["map_sources"] == ""


@pytest.mark.skipif(not FONT_FOLDER.is_dir(), reason="the font is not there: run `make setup`")
def test_it_prints_the_same_bytes_from_the_same_edition() -> None:
    shown = many_findings(11)
    shown["basis"]["rejected"] = REJECTED
    pdf = render_pdf(shown, GEOGRAPHY, language="en")
    assert pdf.startswith(b"%PDF")
    assert render_pdf(shown, GEOGRAPHY, language="en") == pdf
    assert AS_OF.replace("-", "").encode() in pdf

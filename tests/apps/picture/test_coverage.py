"""An edition says who was heard, and of which areas nothing is known: the same on page, map, table and PDF."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from django.template.loader import render_to_string

from tests.web import edition_sample as sample
from tilannekuva.domain.disclosure import Audience
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.stream import StreamGroup
from tilannekuva.picture.composed_coverage import coverage_of
from tilannekuva.picture.edition_frame import CoverageFacts, EditionFrame
from tilannekuva.publication.brief.content import brief_content
from tilannekuva.publication.choice import Choice
from tilannekuva.publication.coverage_view import coverage_text
from tilannekuva.publication.map_data import map_data
from tilannekuva.publication.picture_view import picture_view

TODAY = dt.date(2026, 11, 23)


def told(coverage: CoverageFacts | None, *, area_windows: Any = None) -> dict[str, Any]:
    """The coverage of an edition of two areas with signals and a third from which nothing came."""
    analysis = sample.analysis()
    if area_windows is not None:
        analysis = replace(analysis, area_windows=area_windows)
    names = {**sample.AREAS, "A3": {"en": "Sauna Islands"}}
    frame = EditionFrame(
        city_code="x", city_names={"en": "X"}, languages=("en",), time_zone="UTC", kinds=sample.KINDS,
        area_names=names, attributions=(), simulated=False, audience=Audience.ANALYSTS, smallest_count=0,
        marking=Marking.AMBER, good_until_days=7, basis={}, coverage=coverage,
    )  # fmt: skip
    return coverage_of(analysis, frame)


@pytest.mark.req("F-17")
def test_an_area_without_reporters_and_signals_has_no_data() -> None:
    coverage = told(CoverageFacts(2, 1, frozenset()))["coverage"]
    assert coverage == {"expected": 2, "silent": 1, "blind": {"4": ["A3"], "8": ["A3"]}}


@pytest.mark.req("F-17")
def test_with_nobody_expected_every_area_without_signals_has_no_data() -> None:
    assert told(CoverageFacts(0, 0, frozenset()), area_windows=())["coverage"]["blind"]["4"] == [
        "A1",
        "A2",
        "A3",
    ]


def test_a_reporter_that_was_heard_makes_quiet_areas_quiet() -> None:
    coverage = told(CoverageFacts(1, 0, frozenset({"A1", "A2", "A3"})), area_windows=())["coverage"]
    assert coverage["blind"] == {"4": [], "8": []}


def test_a_signal_of_any_kind_or_stream_in_the_window_is_data() -> None:
    windows = tuple(
        replace(window, observed=1 if window.n_periods == 8 else 0)
        for window in sample.analysis().area_windows
        if window.area_code == "A1" and window.group is StreamGroup.DISCOVERED
    )
    blind = told(CoverageFacts(1, 1, frozenset()), area_windows=windows)["coverage"]["blind"]
    assert blind == {"4": ["A1", "A2", "A3"], "8": ["A2", "A3"]}


def test_of_a_file_nobody_knows_who_reports() -> None:
    assert told(None) == {}
    assert coverage_text(sample.edition()) == ""


@pytest.fixture
def edition() -> dict[str, Any]:
    shown = sample.edition()
    areas = [*shown["areas"], {"code": "A3", "names": {"en": "Sauna Islands"}}]
    blind = {"4": ["A3"], "8": []}
    return {**shown, "areas": areas, "coverage": {"expected": 9, "silent": 2, "blind": blind}}


@pytest.mark.req("F-17")
@pytest.mark.parametrize("kind", [None, sample.DRUG_TRADE])
def test_page_map_legend_and_table_say_no_data(edition: dict[str, Any], kind: str | None) -> None:
    choice = Choice(kind, 4, StreamGroup.REPORTED, "en")
    view, data = picture_view(edition, choice, today=TODAY), map_data(edition, choice)
    page = render_to_string(
        "publication/picture/body.html", {"view": view, "map_data": data, "map_sources": {}}
    )
    assert data["blind"] == ["A3"] == [row["code"] for row in view["blind"]]
    assert "2 of 9 expected reporters silent" in page
    table = page.split("data-blind aria", 1)[1]
    assert not table.split(">", 1)[0].endswith("hidden")
    assert "Sauna Islands" in table
    assert "No data: nobody who reports looks there" in page.split('data-legend="blind"', 1)[1]
    assert "A3" not in [row["code"] for row in view["places"]]


def test_where_all_is_known_nothing_is_said_of_it(edition: dict[str, Any]) -> None:
    choice = Choice(None, 8, StreamGroup.REPORTED, "en")
    view = picture_view(edition, choice, today=TODAY)
    page = render_to_string(
        "publication/picture/body.html",
        {"view": view, "map_data": map_data(edition, choice), "map_sources": {}},
    )
    assert '<ul class="legend-steps" data-legend="blind" hidden>' in page
    assert 'aria-labelledby="blind-heading" hidden>' in page


@pytest.mark.req("F-17")
def test_the_brief_says_the_same(edition: dict[str, Any]) -> None:
    content = brief_content(edition, {"areas": sample.GEOGRAPHY["areas"]}, language="en")
    assert content["coverage"] == "2 of 9 expected reporters silent"
    assert content["map_no_data"].startswith("1 area has no data")
    crossed = brief_content(
        {**edition, "coverage": {"expected": 9, "silent": 2, "blind": {"4": ["A1"], "8": []}}},
        {"areas": sample.GEOGRAPHY["areas"]},
        language="en",
    )
    assert "#blind" in crossed["map"]
    assert "#blind" not in content["map"]  # the shape of A3 is not among those given

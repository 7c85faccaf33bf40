"""The charts: whole signals on the axis, nothing drawn for nothing, the days of a finding marked."""

from __future__ import annotations

import datetime as dt
import itertools
import re
from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from tests.web.edition_sample import DRUG_TRADE, edition
from tilannekuva.domain.disclosure import Audience
from tilannekuva.publication.charts import trend_chart, trend_values, whole_ticks
from tilannekuva.publication.charts.small import small_trend_svg
from tilannekuva.publication.drawing import chart_svg
from tilannekuva.publication.finding_trend import finding_trend
from tilannekuva.publication.place_table import trend_rows


def labels(svg: str) -> list[str]:
    return re.findall(r"<text[^>]*>([^<]+)</text>", svg)


def with_counts(reported: int, discovered: int = 0) -> dict[str, Any]:
    shown = edition()
    for group, n in (("reported", reported), ("discovered", discovered)):
        course = shown["courses"][DRUG_TRADE][group]
        course["observed"] = [n] * len(course["observed"])
    for part in ("expected", "lower", "upper"):
        shown["courses"][DRUG_TRADE]["reported"][part] = []
    return shown


@given(st.floats(min_value=0, max_value=1e7))
def test_ticks_are_whole_begin_at_zero_and_reach_the_top(top: float) -> None:
    ticks = whole_ticks(top)
    assert ticks[0] == 0
    assert ticks[-1] >= top
    assert all(isinstance(tick, int) for tick in ticks)
    assert len({second - first for first, second in itertools.pairwise(ticks)}) == 1
    assert 2 <= len(ticks) <= 5


@pytest.mark.parametrize("n", [0, 1, 2, 3, 7])
def test_no_label_stands_twice_on_an_axis(n: int) -> None:
    told = labels(chart_svg(trend_chart(with_counts(n), DRUG_TRADE)))
    assert "0" in told
    assert len(told) == len(set(told))


def test_months_do_not_repeat_in_a_longer_course() -> None:
    shown = edition()
    shown["period_starts"] = [f"2026-{month:02d}-{day:02d}" for month in range(3, 7) for day in (1, 15)]
    told = [label for label in labels(chart_svg(trend_chart(shown, DRUG_TRADE))) if "/" in label]
    assert told[-3:] == ["04/2026", "05/2026", "06/2026"]
    assert len(told) == len(set(told))


def test_nothing_discovered_draws_no_triangle() -> None:
    some, none = (
        chart_svg(trend_chart(with_counts(5, n), DRUG_TRADE, group="all")).count("L") for n in (2, 0)
    )
    assert some > none
    assert chart_svg(trend_chart(with_counts(5, 0), DRUG_TRADE)).count("L") == none


def test_a_protected_count_of_what_is_discovered_is_drawn_as_a_range() -> None:
    partners = edition(Audience.PARTNERS)
    ranges = sum(
        isinstance(shown, list) for shown in partners["courses"][DRUG_TRADE]["discovered"]["observed"]
    )
    assert ranges > 0
    svg = chart_svg(trend_chart(partners, DRUG_TRADE, group="discovered"))
    assert svg.count('stroke-dasharray="2,2"') == ranges


def test_a_finding_is_marked_in_chart_and_table() -> None:
    shown = edition()
    trend = finding_trend(shown, shown["findings"][0])
    shading = [layer for layer in trend["chart"]["layer"] if "data" in layer]
    assert [layer["data"]["values"] for layer in shading] == [[{"from": "2026-11-03", "to": "2026-11-23"}]]
    assert [row["in_span"] for row in trend["rows"]] == [True, True, True, False, False, False, False, False]
    assert (trend["first"], trend["last"]) == ("3 November 2026", "22 November 2026")
    assert chart_svg(trend["chart"]).count('stroke-dasharray="4,3"') == 1
    assert 'stroke-dasharray="4,3"' not in chart_svg(trend_chart(shown, DRUG_TRADE))


def test_a_finding_that_began_long_ago_has_its_beginning_in_the_chart() -> None:
    shown = edition()
    shown["period_starts"] = sorted(
        {f"20{24 + i // 48}-{i % 48 // 4 + 1:02d}-{i % 4 * 7 + 1:02d}" for i in range(120)}
    )
    course = shown["courses"][DRUG_TRADE]["reported"]
    course |= {"observed": [1] * 120, "expected": [], "lower": [], "upper": []}
    long_ago = {
        **shown["findings"][0],
        "first_on": shown["period_starts"][40],
        "last_on": shown["period_starts"][45],
    }
    rows = finding_trend(shown, long_ago)["rows"]
    assert sum(row["in_span"] for row in rows) == 6
    assert len(rows) == 120 - 40 + 12


def _with_incoming(shown: dict[str, Any], incoming: list[list[float] | None]) -> dict[str, Any]:
    course = shown["courses"][DRUG_TRADE]
    reported = course["reported"] | {"incoming": incoming}
    return shown | {"courses": shown["courses"] | {DRUG_TRADE: course | {"reported": reported}}}


def test_what_is_still_coming_in_stands_at_the_newest_periods_alone() -> None:
    shown = _with_incoming(edition(), [None, [8.6, 7.0, 23.0]])
    values = trend_values(shown, DRUG_TRADE)
    assert [row["on"] for row in values if "incoming" in row] == [shown["period_starts"][-1]]
    assert (values[-1]["incoming"], values[-1]["incoming_low"], values[-1]["incoming_high"]) == (
        8.6,
        7.0,
        23.0,
    )
    spec = trend_chart(shown, DRUG_TRADE)
    assert spec["encoding"]["y"]["scale"]["domain"][1] >= 23
    plain = trend_values(edition(), DRUG_TRADE)
    n_bars, n_plain = (small_trend_svg(rows, title="x").count("<rect") for rows in (values, plain))
    assert n_bars == n_plain + 1


def test_the_table_tells_the_count_so_far_and_in_the_end() -> None:
    shown = _with_incoming(edition(), [[8.6, 7.0, 11.0]])
    with translation.override("en"):
        newest, before, *_rest = trend_rows(shown, DRUG_TRADE, "reported")
    assert newest["observed"] == "6 so far, in the end 9 (7–11)"
    assert before["observed"] == "2"


def test_a_count_stands_in_the_middle_of_its_period() -> None:
    values = trend_chart(edition(), DRUG_TRADE)["data"]["values"]
    for row in values:
        assert dt.datetime.fromisoformat(row["middle"]) - dt.datetime.fromisoformat(row["on"]).replace(
            tzinfo=dt.UTC
        ) == dt.timedelta(days=3.5)
    months = edition() | {"period_starts": [f"2026-{month:02d}-01" for month in range(1, 9)]}
    february = trend_chart(months, DRUG_TRADE)["data"]["values"][1]
    assert february["middle"].startswith("2026-02-15")

"""The pages of the public picture: the whole city, and one area. Plain words, and a table for everything."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.formats import number_format

from tilannekuva.domain.city import name_in, text_in
from tilannekuva.domain.quarter import Quarter

from .told import CITY_LEVEL, Place, Told
from .words import TREND_WORDS, quarter_text

N_QUARTERS_SHOWN = 5
"""The newest, and those of a year before it: what the words for a change compare."""

AreaUrl = Callable[[str], str]


def head_of(told: Told, *, published_on: dt.date, today: dt.date) -> dict[str, Any]:
    """Age, good until, whose data: what every public page of a release tells."""
    newest = told.newest
    return {
        "city": name_in(told.content["city"]["names"], told.language),
        "newest": quarter_text(newest) if newest else "",
        "counted_until": newest.last_on if newest else None,
        "published_on": published_on,
        "good_until": told.good_until_on,
        "is_stale": today > told.good_until_on,
        "smallest_count": told.smallest_count,
        "lead": told.content["lead"].get(told.language.split("-")[0], ""),
        "attributions": [text_in(text, told.language) for text in told.content["attributions"]],
    }


def city_view(told: Told, *, area_url: AreaUrl) -> dict[str, Any]:
    """What is seen in the whole city, and the areas to choose from, by name."""
    lines = _kind_lines(told, told.places[told.city_code])
    return {
        "strengths": _grouped(lines, positive=True),
        "concerns": _grouped(lines, positive=False),
        "levels": [
            {
                "name": told.level_name(level),
                "areas": [_link(place, area_url) for place in told.by_name(level)],
            }
            # From the largest areas to the smallest: somebody who knows only the larger one finds it first.
            for level in reversed(told.levels)
            if told.by_name(level)
        ],
    }


def area_view(told: Told, code: str, *, area_url: AreaUrl) -> dict[str, Any]:
    """One area: what is told of it, and where that is nothing, of the areas around it."""
    place = told.places[code]
    lines = _kind_lines(told, place)
    return {
        "code": code,
        "name": place.name,
        "level": told.level_name(place.level),
        "has_reporters": place.has_reporters,
        "strengths": _grouped(lines, positive=True),
        "concerns": _grouped(lines, positive=False),
        "around": [_link(each, area_url) for each in told.around(code) if each.level != CITY_LEVEL],
        "inside": [_link(each, area_url) for each in told.inside(code)],
        "courses": [_course(told, line["code"], line["name"], code) for line in lines if line["is_told"]],
        "quarters": [quarter_text(quarter) for quarter in _shown_quarters(told)],
    }


def kind_table(
    told: Told, kind: str, quarter: Quarter, level: str, *, area_url: AreaUrl
) -> list[dict[str, Any]]:
    """What the map of a kind shows, area by area, by name."""
    return [
        {
            **_link(place, area_url),
            "count": _number(told.count(quarter, kind, place.code)),
            "trend": _trend_text(told, quarter, kind, place.code),
            "has_reporters": place.has_reporters,
        }
        for place in told.by_name(level)
    ]


def _kind_lines(told: Told, place: Place) -> list[dict[str, Any]]:
    quarter = told.newest
    if quarter is None:
        return []
    return [_kind_line(told, kind, place, quarter) for kind in told.kinds]


def _grouped(lines: list[dict[str, Any]], *, positive: bool) -> dict[str, list[dict[str, Any]]]:
    """What is told here, what only of a larger area, and what not at all."""
    wanted = [line for line in lines if line["positive"] == positive]
    return {
        "told": [line for line in wanted if line["is_told"]],
        "around": [line for line in wanted if line["around"]],
        "untold": [line for line in wanted if not (line["is_told"] or line["around"])],
    }


def _kind_line(told: Told, kind: Mapping[str, Any], place: Place, quarter: Quarter) -> dict[str, Any]:
    code = kind["code"]
    count = told.count(quarter, code, place.code)
    line: dict[str, Any] = {
        "code": code,
        "name": told.name(kind),
        "definition": name_in(kind["definitions"], told.language),
        "positive": kind["positive"],
        "count": _number(count),
        "is_told": count is not None,
        "trend": _trend_text(told, quarter, code, place.code),
        "around": "",
    }
    if count is None:
        for larger in told.around(place.code):
            shown = told.count(quarter, code, larger.code)
            if shown is not None:
                line |= {"around": larger.name, "count": _number(shown)}
                line["trend"] = _trend_text(told, quarter, code, larger.code)
                break
    return line


def _course(told: Told, kind: str, name: str, place: str) -> dict[str, Any]:
    counts = [told.count(quarter, kind, place) for quarter in _shown_quarters(told)]
    return {"name": name, "counts": [_number(count) for count in counts]}


def _shown_quarters(told: Told) -> tuple[Quarter, ...]:
    return told.quarters[-N_QUARTERS_SHOWN:]


def _trend_text(told: Told, quarter: Quarter, kind: str, place: str) -> str:
    trend = told.trend(quarter, kind, place)
    return str(TREND_WORDS[trend]) if trend is not None else ""


def _number(count: int | None) -> str:
    return "" if count is None else number_format(count, force_grouping=True)


def _link(place: Place, area_url: AreaUrl) -> dict[str, str]:
    return {"code": place.code, "name": place.name, "url": area_url(place.code)}

"""Under a chart stands what its marks mean; where the band is missing, why."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.web.edition_sample import AS_OF, DRUG_TRADE, edition
from tilannekuva.domain.stream import StreamGroup
from tilannekuva.publication.chart_words import has_band, marks_text
from tilannekuva.publication.choice import Choice
from tilannekuva.publication.picture_view import picture_view


def without_band() -> dict[str, Any]:
    told = edition()
    for groups in told["courses"].values():
        for course in groups.values():
            for part in ("expected", "lower", "upper"):
                course[part] = [None] * len(course[part])
    return told


@pytest.mark.parametrize("with_discovered", [True, False])
def test_a_missing_band_is_explained_and_a_drawn_one_named(with_discovered: bool) -> None:
    drawn = marks_text(edition(), with_discovered=with_discovered)
    missing = marks_text(without_band(), with_discovered=with_discovered)
    assert "Line and band: expected" in drawn
    assert "There is no line and band" not in drawn
    assert "There is no line and band" in missing
    assert "Line and band: expected" not in missing
    assert ("triangles" in drawn) is with_discovered


def test_the_page_says_it_beside_its_chart() -> None:
    told = without_band()
    assert not has_band(told)
    choice = Choice(DRUG_TRADE, 4, StreamGroup.REPORTED, "en")
    view = picture_view(told, choice, today=dt.date.fromisoformat(AS_OF))
    assert "There is no line and band" in view["chart_marks"]

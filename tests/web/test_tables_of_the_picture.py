"""Map and charts of the pages are also tables; a finding is shown in the course of its phenomenon."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.test import Client

from tests.web.edition_sample import AS_OF, CITY, DRUG_TRADE
from tilannekuva.domain import clock
from tilannekuva.domain.city import text_in


def _page(person: Any, address: str) -> str:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client.get(address).content.decode()


def test_without_a_choice_the_table_shows_all_phenomena(sample_finding: Any, bob: Any) -> None:
    page = _page(bob, "/")
    assert page.count("data-kind-row") == len(CITY.kinds)
    assert page.count("data-found-row") == 1
    chosen = _page(bob, f"/?kind={DRUG_TRADE}")
    assert "data-kind-row" not in chosen
    assert chosen.count("data-area=") == 2


def test_a_finding_is_marked_in_the_course_of_its_phenomenon(sample_finding: Any, bob: Any) -> None:
    page = _page(bob, f"/findings/{sample_finding.public_id}/")
    inside = re.search(r'<script id="trend-chart" type="application/json">(.*?)</script>', page, re.DOTALL)
    assert inside is not None
    [shading] = [layer["data"]["values"] for layer in json.loads(inside.group(1))["layer"] if "data" in layer]
    assert shading == [{"from": "2026-11-03", "to": "2026-11-23"}]
    assert "from 3 November 2026 to 22 November 2026" in page
    # In the course of its own places, and in that of the whole city.
    assert page.count('<tr class="is-chosen">') == 2 * 3


@pytest.mark.parametrize(("days", "is_past"), [(7, False), (8, True)])
def test_every_page_of_an_edition_past_its_time_says_so(
    sample_finding: Any, bob: Any, monkeypatch: pytest.MonkeyPatch, days: int, is_past: bool
) -> None:
    from tilannekuva.web.pages import findings, kinds, picture

    today = dt.date.fromisoformat(AS_OF) + dt.timedelta(days=days)
    for module in (findings, kinds, picture):
        assert module.today_on is clock.today_on
        monkeypatch.setattr(module, "today_on", lambda _zone: today)
    for address in ("/", f"/kinds/{DRUG_TRADE}/", f"/findings/{sample_finding.public_id}/"):
        strip = re.search(r'<p class="picture-past"[^>]*>', _page(bob, address))
        assert strip is not None
        assert (" hidden" not in strip.group(0)) is is_past


def test_whose_data_the_map_shows_stands_below_it(sample_finding: Any, bob: Any) -> None:
    for address in ("/", f"/kinds/{DRUG_TRADE}/", f"/findings/{sample_finding.public_id}/"):
        page = _page(bob, address)
        told = page.index('<p class="map-sources">Data of the map: ')
        assert told > page.index('id="map-canvas"')
        assert text_in(CITY.attributions[0], "en") in page[told:]

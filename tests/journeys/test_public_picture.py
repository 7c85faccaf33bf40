"""R9: a resident without an account, on a phone, by keyboard, in three languages, reads and reports."""

from __future__ import annotations

import re
import urllib.request
import xml.etree.ElementTree as ET
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import NARROW, WIDE

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.mark.req("R9")
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_from_the_city_to_my_area_by_keyboard(demo_city: str, visits: Any, viewport: dict[str, int]) -> None:
    resident = visits(demo_city, viewport)
    resident.open("/public/")
    page = resident.page
    assert resident.fits_the_screen()
    headings = page.locator("h1, h2, h3").evaluate_all("all => all.map(each => Number(each.tagName[1]))")
    assert headings[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(headings))
    page.get_by_label("My area").focus()
    page.keyboard.type("Kalli")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/public/areas/**")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Kallio")
    expect(page.get_by_role("heading", name="What is good")).to_be_visible()
    assert resident.fits_the_screen()
    feed = page.get_by_role("link", name=re.compile("Feed of this area")).get_attribute("href")
    with urllib.request.urlopen(demo_city + str(feed)) as answer:
        entries = list(ET.fromstring(answer.read()).iter(f"{ATOM}entry"))
    assert len(entries) == 1


@pytest.mark.req("R9")
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_map_has_a_table_that_says_the_same(
    demo_city: str, visits: Any, viewport: dict[str, int]
) -> None:
    resident = visits(demo_city, viewport, java_script_enabled=False)
    resident.open("/public/")
    page = resident.page
    page.get_by_label("What", exact=True).select_option("damage")
    page.get_by_role("button", name="Show", exact=True).click()
    picture = page.locator(".public-map img")
    expect(picture).to_have_attribute("alt", re.compile("The table says the same"))
    rows = page.locator(".public-table tbody tr")
    assert rows.count() == 34
    counts = [int(text) for text in re.findall(r"\b\d+\b", " ".join(rows.locator("td").all_inner_texts()))]
    assert counts
    assert min(counts) >= 10
    expect(rows.filter(has_text="Östersundom")).to_contain_text("No data")
    assert resident.fits_the_screen()


@pytest.mark.req("L-36")
@pytest.mark.parametrize("language", ["fi", "sv", "en"])
def test_the_page_speaks_three_languages(demo_city: str, visits: Any, language: str) -> None:
    resident = visits(demo_city, NARROW)
    resident.open("/public/")
    resident.page.locator(f'.site-languages button[value="{language}"]').click()
    expect(resident.page.locator("html")).to_have_attribute("lang", language)
    words = {"fi": "keksitty esimerkki", "sv": "påhittat exempel", "en": "invented example"}
    expect(resident.page.locator(".lead").first).to_contain_text(words[language])
    assert resident.fits_the_screen()


@pytest.mark.req("R9")
def test_a_safe_place_is_reported_and_answered_without_an_account(demo_city: str, visits: Any) -> None:
    resident = visits(demo_city, NARROW)
    resident.open("/public/")
    page = resident.page
    page.get_by_role("link", name="Report a good or an unsafe place").click()
    page.get_by_label("Safe place", exact=True).check()
    page.get_by_label("Where").select_option(index=3)
    page.get_by_role("button", name="Send").click()
    code = page.locator(".public-code").inner_text()
    assert resident.fits_the_screen()
    page.get_by_role("link", name="See the answer").click()
    page.get_by_label("Code of the signal").fill(code)
    page.keyboard.press("Enter")
    expect(page.locator(".answer-state")).to_contain_text("Received")
    assert code not in page.url

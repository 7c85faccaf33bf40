"""The demo city, from its front door to a decision on a finding."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import NARROW, WIDE


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_picture_shows_map_phenomena_and_findings(
    demo_city: str, visits: Any, viewport: dict[str, int]
) -> None:
    visit = visits(demo_city, viewport)
    visit.sign_in_as("Alva Analyytikko")
    page = visit.page
    assert "Helsinki" in page.get_by_role("heading", level=1).inner_text()
    assert page.get_by_text("Simulated: nothing shown here happened.").is_visible()
    assert visit.fits_the_screen()
    if viewport is NARROW:
        page.get_by_role("link", name="Map", exact=True).click()
    page.wait_for_selector("[data-map][data-ready]")
    page.select_option("select[name=kind]", "street_drug_trade")
    page.wait_for_url("**kind=street_drug_trade**")
    page.locator("#trend-heading").scroll_into_view_if_needed()  # charts are drawn when they are seen
    page.wait_for_selector("[data-chart] svg")
    # The address alone opens the same view.
    again = visits(demo_city, viewport, storage_state=page.context.storage_state())
    again.page.goto(page.url)
    assert again.page.locator("select[name=kind]").input_value() == "street_drug_trade"
    assert again.page.locator("#table tbody tr").count() > 3


@pytest.mark.parametrize(
    "path", ["/kinds/street_drug_trade/#table", "/?kind=street_drug_trade#table", "/#table"]
)
def test_tables_fit_a_narrow_screen(demo_city: str, visits: Any, path: str) -> None:
    visit = visits(demo_city, NARROW)
    visit.sign_in_as("Nina Nuorisotyö")
    visit.open(path)
    assert visit.fits_the_screen()
    cells = visit.page.locator("#table th:visible, #table td:visible")
    assert cells.count() > 20
    edge = visit.page.evaluate("document.getElementById('table').getBoundingClientRect().right")
    right_edges = cells.evaluate_all("cells => cells.map((cell) => cell.getBoundingClientRect().right)")
    assert max(right_edges) <= edge + 0.5
    assert cells.evaluate_all("cells => cells.every((cell) => cell.scrollWidth <= cell.clientWidth)")


def test_every_small_trend_leads_to_its_table(demo_city: str, visits: Any) -> None:
    visit = visits(demo_city)
    visit.sign_in_as("Alva Analyytikko")
    page = visit.page
    assert page.locator("[data-kind-row]").count() == page.locator("li.kind").count()
    page.locator('li.kind[data-kind="street_drug_trade"]').get_by_role(
        "link", name="Trend as a table"
    ).click()
    page.wait_for_selector("#trend-table[open]")
    assert page.locator("[data-trend-rows] tr").count() == 104


def test_a_finding_shows_when_it_was_in_the_course_of_its_phenomenon(demo_city: str, visits: Any) -> None:
    visit = visits(demo_city)
    visit.sign_in_as("Alva Analyytikko")
    page = visit.page
    page.get_by_role("link", name="Open and decide").first.click()
    for chart in ('[data-chart="own-trend-chart"]', '[data-chart=""]'):
        page.locator(chart).scroll_into_view_if_needed()
        page.wait_for_selector(f"{chart} svg")
    page.locator("#trend-table > summary").click()
    assert page.locator("[data-trend-rows] tr.is-chosen").count() >= 1
    assert page.get_by_text("The days of the finding are shaded").is_visible()


def test_an_analyst_decides_on_a_finding_and_takes_it_back(demo_city: str, visits: Any) -> None:
    visit = visits(demo_city)
    visit.sign_in_as("Alva Analyytikko")
    page = visit.page
    sentence = page.locator(".finding-sentence").first.inner_text()
    page.get_by_role("link", name="Open and decide").first.click()
    assert page.locator(".finding-sentence").inner_text() == sentence
    page.get_by_label("Several sources agree").check()
    page.get_by_role("button", name="Confirm").click()
    assert page.get_by_text("Several sources agree").is_visible()
    page.get_by_role("button", name="Take the decision back").click()
    assert page.get_by_role("button", name="Confirm").is_visible()


def test_page_and_files_say_the_same(demo_city: str, visits: Any) -> None:
    visit = visits(demo_city)
    visit.sign_in_as("Pirjo Pormestari")
    language = visit.page.locator("html").get_attribute("lang")
    # Findings of the same thing stand together, folded, so their order is another.
    sentences = visit.page.locator("#findings .finding-sentence").all_text_contents()
    edition = visit.page.request.get(demo_city + "/picture.json").json()
    assert sorted(sentences) == sorted(finding["sentence"][language] for finding in edition["findings"])
    pdf = visit.page.request.get(demo_city + "/picture.pdf")
    assert pdf.body().startswith(b"%PDF")


def test_a_reporter_sees_small_counts_protected_and_decides_nothing(demo_city: str, visits: Any) -> None:
    visit = visits(demo_city, NARROW)
    visit.sign_in_as("Nina Nuorisotyö")
    visit.open("/?kind=street_drug_trade#table")
    counts = visit.page.locator("#table tbody td:nth-of-type(1)").all_inner_texts()
    assert counts
    assert not {"1", "2", "3", "4"} & {count.strip() for count in counts}
    assert visit.page.get_by_role("link", name="Avaa ja päätä").count() == 0  # Nina reads Finnish


def test_the_keyboard_alone_reaches_a_finding(demo_city: str, visits: Any) -> None:
    visit = visits(demo_city)
    visit.sign_in_as("Alva Analyytikko")
    page = visit.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip-link"
    for _ in range(250):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Open and decide":
            break
    page.keyboard.press("Enter")
    page.wait_for_url("**/findings/**")


@pytest.mark.parametrize(("language", "word"), [("fi", "Ilmiötyypit"), ("sv", "Fenomentyper")])
def test_the_city_speaks_its_languages(demo_city: str, visits: Any, language: str, word: str) -> None:
    visit = visits(demo_city)
    visit.sign_in_as("Alva Analyytikko")
    visit.page.locator(f"button[name=language][value={language}]").click()
    assert visit.page.locator("html").get_attribute("lang") == language
    assert visit.page.get_by_role("heading", name=word, exact=True).is_visible()


def test_the_address_that_the_demo_prints_opens_the_picture(demo_city: str, visits: Any) -> None:
    visit = visits(demo_city)
    visit.open("/demo/")
    visit.page.wait_for_selector("[data-picture]")
    assert visit.page.get_by_text("Simulated: nothing shown here happened.").is_visible()
    visit.page.get_by_role("button", name="Be somebody else").click()
    assert visit.page.get_by_role("heading", name="Be a person of the demo city").is_visible()


def test_hours_of_presence_and_a_statistic_are_there(demo_city: str, visits: Any) -> None:
    visit = visits(demo_city, NARROW)
    visit.sign_in_as("Kaisa Koordinaattori")
    visit.open("/effort/")
    assert visit.page.locator("table tbody tr").count() > 10
    assert visit.fits_the_screen()
    visit.open("/statistics/")
    visit.page.get_by_role("link", name="Damage").first.click()
    visit.page.get_by_text("Simulated: nobody counted this.").first.wait_for()
    assert visit.page.locator("table tbody tr").count() > 10
    assert visit.fits_the_screen()

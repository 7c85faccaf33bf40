"""Reporting: a youth worker in a metro station, one hand on a phone (R1); a week without anything to report (R2)."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import NARROW, WIDE

SIZES = pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
SMALLEST_TARGET_PX = 44
MOST_PRESSES = 6  # the link, what, where, how sure, how one knows, send; when is filled in
PRESSES = """() => {
  self.presses = 0;
  addEventListener("pointerdown", () => { self.presses += 1; }, true);
}"""


@SIZES
def test_from_the_link_to_received(demo_city: str, visits: Any, viewport: dict[str, int]) -> None:
    visit = visits(
        demo_city, viewport, locale="fi-FI",
        geolocation={"latitude": 60.21, "longitude": 25.08}, permissions=["geolocation"],
    )  # fmt: skip
    visit.sign_in_as("Nina Nuorisotyö")
    page = visit.page
    page.get_by_role("link", name="Ilmoita").click()
    presses = 1
    page.wait_for_selector("[data-report]")
    page.evaluate(PRESSES)
    assert visit.fits_the_screen()
    page.locator('label:has(input[name="form-0-kind"][value="street_drug_trade"])').click()
    page.locator("[data-here]").click()
    expect(page.locator('input[name="form-0-latitude"]')).not_to_have_value("")
    page.locator('label:has(input[name="form-0-sureness"][value="sure"])').click()
    page.locator('label:has(input[name="form-0-observation"][value="own"])').click()
    presses += page.evaluate("self.presses") + 1
    page.get_by_role("button", name="Lähetä").click()
    page.wait_for_url("**/report/received/**")
    assert presses <= MOST_PRESSES
    assert page.locator(".report-code").count() == 1
    assert visit.fits_the_screen()


@SIZES
def test_everything_that_is_touched_is_as_large_as_a_thumb(
    demo_city: str, visits: Any, viewport: dict[str, int]
) -> None:
    visit = visits(demo_city, viewport)
    visit.sign_in_as("Nina Nuorisotyö")
    visit.open("/report/")
    page = visit.page
    page.locator(".report-more > summary").click()
    touched = "[data-report] :is(label:has(input), button, select, textarea, summary, input[type=date], input[type=number])"
    small = page.locator(touched).evaluate_all(
        "(all, least) => all.filter((one) => one.checkVisibility()).map((one) => [one.getBoundingClientRect().height, "
        "one.textContent.trim()]).filter(([height]) => height < least)",
        SMALLEST_TARGET_PX,
    )
    assert small == []


def test_the_words_are_explained_when_asked(demo_city: str, visits: Any) -> None:
    visit = visits(demo_city, NARROW)
    visit.sign_in_as("Nina Nuorisotyö")
    visit.open("/report/")
    meaning = visit.page.get_by_text("Drugs are sold, bought or passed on outdoors")
    expect(meaning).to_be_hidden()
    visit.page.get_by_text("What do these words mean?").click()
    expect(meaning).to_be_visible()
    assert visit.fits_the_screen()
    for title in ("What was seen", "What people talk about", "What makes a place safer"):
        expect(visit.page.locator(".report-group", has_text=title)).to_be_visible()


def test_a_touch_on_the_map_and_several_events(demo_city: str, visits: Any) -> None:
    visit = visits(demo_city, NARROW, locale="fi-FI")
    visit.sign_in_as("Nina Nuorisotyö")
    visit.open("/report/")
    page = visit.page
    page.locator('input[name="form-0-kind"][value="damage"]').check()
    page.locator("[data-open-map]").click()
    page.wait_for_selector("[data-report-map][data-ready]")
    page.locator("[data-report-map] canvas").click(position={"x": 170, "y": 150})
    page.locator('input[name="form-0-sureness"][value="unsure"]').check()
    page.locator('input[name="form-0-observation"][value="heard"]').check()
    page.locator("button[name=another]").click()
    assert page.locator('input[name="form-1-observation"][value="heard"]').is_checked()
    assert page.locator('input[name="form-1-kind"]:checked').count() == 0
    place = page.locator('input[name="form-0-latitude"]').input_value()
    assert page.locator('input[name="form-1-latitude"]').input_value() == place
    page.locator('input[name="form-1-kind"][value="threat"]').check()
    page.get_by_role("button", name="Lähetä").click()
    page.wait_for_url("**/report/received/**")
    assert page.locator(".report-code").count() == 2
    # Whoever goes back does not send the same once more under another id.
    page.go_back()
    page.wait_for_selector("[data-report]")
    assert page.locator('input[name="form-0-kind"]:checked').count() == 0


def test_without_a_program_in_the_page(demo_city: str, visits: Any) -> None:
    visit = visits(demo_city, NARROW, java_script_enabled=False)
    visit.open("/")
    page = visit.page
    page.get_by_role("button", name="Nina Nuorisotyö").click()
    visit.open("/report/")
    page.locator('input[name="form-0-kind"][value="safe_place"]').check()
    page.locator('select[name="form-0-area"]').select_option(index=3)
    page.locator('input[name="form-0-sureness"][value="sure"]').check()
    page.locator('input[name="form-0-observation"][value="own"]').check()
    page.get_by_role("button", name="Add another event").click()
    page.locator('input[name="form-1-kind"][value="strength"]').check()
    page.get_by_role("button", name="Send", exact=True).click()
    page.wait_for_url("**/report/received/**")
    assert page.locator(".report-code").count() == 2


@SIZES
def test_nothing_to_report_and_taking_it_back(demo_city: str, visits: Any, viewport: dict[str, int]) -> None:
    visit = visits(demo_city, viewport)
    visit.sign_in_as("Rolf Rektor")
    visit.open("/report/")
    page = visit.page
    page.get_by_role("button", name="Nothing to report this week").click()
    page.get_by_text("That nothing was seen is worth knowing too.").wait_for()
    assert visit.fits_the_screen()
    page.get_by_role("button", name="Take that back").click()
    expect(page.get_by_role("button", name="Nothing to report this week")).to_be_visible()


@SIZES
def test_a_place_is_found_by_its_name_with_keys_alone(
    demo_city: str, visits: Any, viewport: dict[str, int]
) -> None:
    visit = visits(demo_city, viewport, locale="fi-FI")
    visit.sign_in_as("Nina Nuorisotyö")
    visit.open("/report/")
    page = visit.page
    find, area = page.locator("[data-find] input").first, page.locator('select[name="form-0-area"]')
    find.focus()
    page.keyboard.type("ITAKES")  # neither small letters nor dots are asked for
    offered = page.locator("[data-find] [role=option]")
    expect(offered.first).to_be_visible()
    assert all("itäkes" in name.casefold() for name in offered.all_inner_texts())
    page.keyboard.press("Enter")
    expect(area.locator("option:checked")).to_contain_text("Itäkes")
    expect(offered).to_have_count(0)
    page.keyboard.type("zzz")
    expect(page.locator("[data-find] [role=status]").first).not_to_be_empty()
    assert visit.fits_the_screen()
    # By thumb, and once more in a further event.
    page.locator("button[name=another]").click()
    second = page.locator("[data-find] input").nth(1)
    second.fill("pasila")
    page.locator("[data-find]").nth(1).locator("[role=option]").first.click()
    expect(page.locator('select[name="form-1-area"] option:checked')).to_contain_text("asila")
    expect(area.locator("option:checked")).to_contain_text("Itäkes")

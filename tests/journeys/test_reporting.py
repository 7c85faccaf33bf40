"""Reporting: a youth worker in a metro station, one hand on a phone."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import NARROW, WIDE


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_from_the_link_to_received(demo_city: str, visits: Any, viewport: dict[str, int]) -> None:
    visit = visits(
        demo_city, viewport, locale="fi-FI",
        geolocation={"latitude": 60.21, "longitude": 25.08}, permissions=["geolocation"],
    )  # fmt: skip
    visit.sign_in_as("Nina Nuorisotyö")
    page = visit.page
    page.get_by_role("link", name="Ilmoita").click()
    assert visit.fits_the_screen()
    # Four touches beside the way in and "send": what, where, how sure, how one knows. When is filled in.
    page.locator('input[name="form-0-kind"][value="street_drug_trade"]').check()
    page.locator("[data-here]").click()
    page.wait_for_function("document.querySelector('[name=\"form-0-latitude\"]').value !== ''")
    page.locator('input[name="form-0-sureness"][value="sure"]').check()
    page.locator('input[name="form-0-observation"][value="own"]').check()
    page.get_by_role("button", name="Lähetä").click()
    page.wait_for_url("**/report/received/**")
    assert page.locator(".report-code").count() == 1
    assert visit.fits_the_screen()


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
    page.locator('input[name="form-1-kind"][value="threat"]').check()
    page.get_by_role("button", name="Lähetä").click()
    page.wait_for_url("**/report/received/**")
    assert page.locator(".report-code").count() == 2

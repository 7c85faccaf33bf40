"""An outreach worker whose clients are no informants (R3): reported through a partner, withdrawn by the code alone."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import NARROW, WIDE


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_reported_for_a_source_and_withdrawn_by_it(
    demo_city: str, visits: Any, viewport: dict[str, int]
) -> None:
    keeper = visits(demo_city, viewport)
    keeper.open("/sign-in/")
    keeper.page.get_by_role("button", name="Yrjö Ylläpitäjä").click()
    keeper.page.wait_for_load_state()
    keeper.open("/organisations/youth_services/")
    button = keeper.page.get_by_role("button", name="Let it vouch for sources")
    if button.count():
        button.click()
    expect(keeper.page.get_by_text("This organisation may vouch for sources.")).to_be_visible()
    assert keeper.fits_the_screen()

    reporter = visits(demo_city, viewport)
    reporter.sign_in_as("Nina Nuorisotyö")
    reporter.open("/report/")
    page = reporter.page
    page.locator('label:has(input[name="form-0-kind"][value="street_drug_trade"])').click()
    page.locator('select[name="form-0-area"]').select_option(index=3)
    page.locator('label:has(input[name="form-0-sureness"][value="sure"])').click()
    page.locator('label:has(input[name="form-0-observation"][value="own"])').click()
    page.get_by_label("Yes: shown as a partner, without our name").check()
    assert reporter.fits_the_screen()
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/report/protected/")
    code = page.locator(".report-code").inner_text()
    assert reporter.fits_the_screen()
    reporter.open("/report/own/")
    assert code not in page.content()

    source = visits(demo_city, viewport)
    source.open("/answer/")
    source.page.get_by_label("Code of the signal").fill(code)
    source.page.keyboard.press("Enter")
    source.page.get_by_role("button", name="Withdraw this signal").click()
    assert source.fits_the_screen()
    source.page.get_by_role("button", name="Withdraw for good").click()
    expect(source.page.locator(".answer-state")).to_contain_text("Withdrawn")
    assert source.fits_the_screen()

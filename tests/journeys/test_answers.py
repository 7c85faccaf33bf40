"""The answer to a reporter: by its code alone, on a device that nobody has signed in on (R1)."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import NARROW, WIDE


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_from_the_receipt_to_the_answer(demo_city: str, visits: Any, viewport: dict[str, int]) -> None:
    reporter = visits(demo_city, viewport)
    reporter.sign_in_as("Nina Nuorisotyö")
    reporter.open("/report/")
    page = reporter.page
    page.locator('label:has(input[name="form-0-kind"][value="street_drug_trade"])').click()
    page.locator('select[name="form-0-area"]').select_option(index=3)
    page.locator('label:has(input[name="form-0-sureness"][value="sure"])').click()
    page.locator('label:has(input[name="form-0-observation"][value="own"])').click()
    page.get_by_role("button", name="Send").click()
    page.wait_for_url("**/report/received/**")
    code = page.locator(".report-code").inner_text()

    somebody = visits(demo_city, viewport)
    somebody.open("/answer/")
    page = somebody.page
    assert somebody.fits_the_screen()
    page.get_by_label("Code of the signal").fill("2345 6789 BCDF")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("No signal has this code")
    page.get_by_label("Code of the signal").fill(code.lower())
    page.keyboard.press("Enter")
    expect(page.locator(".answer-state")).to_contain_text("Received")
    expect(page.get_by_text("An answer is promised within 14 days")).to_be_visible()
    assert code not in page.url
    assert somebody.fits_the_screen()

    reporter.open("/report/own/")
    expect(reporter.page.locator(".own-signal").first).to_contain_text(
        "It is stored. Nobody has looked at it yet."
    )
    assert reporter.fits_the_screen()

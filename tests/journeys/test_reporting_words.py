"""Words of one's own: about one person they leave nothing behind; what the gate asks about is reviewed (R1, L-12)."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import NARROW, WIDE, Visit

SIZES = pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
CANARY = "zyzzyva"
STORED = """async () => {
  const told = [{...localStorage}, {...sessionStorage}];
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((done) => { indexedDB.open(name).onsuccess = (e) => done(e.target.result); });
    for (const store of ["drafts", "keys"]) {
      told.push(await new Promise((done) => { database.transaction(store).objectStore(store).count().onsuccess = (e) => done(`${store} ${e.target.result}`); }));
    }
    database.close();
  }
  return JSON.stringify(told);
}"""


def fill(page: Any) -> None:
    page.locator('input[name="form-0-kind"][value="damage"]').check()
    page.locator('select[name="form-0-area"]').select_option(index=5)
    page.locator('input[name="form-0-sureness"][value="sure"]').check()
    page.locator('input[name="form-0-observation"][value="own"]').check()
    page.locator(".report-more > summary").click()


def send(visit: Visit) -> None:
    visit.page.get_by_role("button", name="Send", exact=True).click()


def expected_refusals(visit: Visit) -> None:
    """A refusal is an answer of 422, which the browser writes into its console."""
    visit.complaints[:] = [told for told in visit.complaints if "422" not in told]


@pytest.mark.req("L-12")
@SIZES
def test_about_one_child_leaves_nothing_behind(demo_city: str, visits: Any, viewport: dict[str, int]) -> None:
    visit = visits(demo_city, viewport)
    visit.sign_in_as("Nina Nuorisotyö")
    visit.open("/report/own/")
    n_before = visit.page.locator(".own-signal").count()
    visit.open("/report/")
    page = visit.page
    sent: list[str] = []
    page.on("request", lambda request: sent.append(f"{request.url} {request.post_data or ''}"))
    fill(page)
    expect(page.locator("textarea")).to_be_hidden()
    page.locator('input[name="form-0-is_about_one"][value="no"]').check()
    page.locator("textarea").fill(f"A pupil {CANARY} looked afraid")
    page.locator("[data-said]", has_text="Kept on this device").wait_for()
    page.locator('input[name="form-0-is_about_one"][value="yes"]').check()
    channels = page.locator(".report-about-one")
    for name in ("Child welfare notification", "Emergency Response Centre", "Police"):
        expect(channels.get_by_text(name, exact=True)).to_be_visible()
    expect(channels.locator('a[href="tel:112"]')).to_be_visible()
    expect(page.locator("textarea")).to_have_value("")
    expect(page.get_by_role("button", name="Send", exact=True)).to_be_hidden()
    assert visit.fits_the_screen()
    page.wait_for_timeout(1000)  # longer than it takes to keep a draft
    assert [told for told in sent if CANARY in told or "/report/" in told] == []
    assert '"drafts 0","keys 0"' in page.evaluate(STORED)
    visit.open("/report/own/")
    assert page.locator(".own-signal").count() == n_before


@pytest.mark.req("L-13")
@SIZES
def test_a_name_and_a_number_are_marked_and_taken_out(
    demo_city: str, visits: Any, viewport: dict[str, int]
) -> None:
    visit = visits(demo_city, viewport)
    visit.sign_in_as("Nina Nuorisotyö")
    visit.open("/report/")
    page = visit.page
    fill(page)
    page.locator('input[name="form-0-is_about_one"][value="no"]').check()
    page.locator("textarea").fill("Matti Virtanen myy, soita 040 123 4567. Valot pimeinä")
    send(visit)
    page.wait_for_selector(".report-refused")
    assert page.locator("mark").all_inner_texts() == ["Matti Virtanen", "040 123 4567"]
    assert visit.fits_the_screen()
    page.locator(".report-elsewhere summary").click()
    expect(page.locator('.report-elsewhere a[href="tel:112"]')).to_be_visible()
    page.get_by_role("button", name="Take the marked words out").click()
    page.wait_for_selector("[data-report]")
    expect(page.locator("textarea")).to_have_value("… myy, soita …. Valot pimeinä")
    send(visit)
    page.wait_for_url("**/report/received/**")
    expected_refusals(visit)


@SIZES
def test_what_the_gate_asks_about_is_reviewed_by_another(
    demo_city: str, visits: Any, viewport: dict[str, int]
) -> None:
    visit = visits(demo_city, viewport)
    visit.sign_in_as("Nina Nuorisotyö")
    visit.open("/report/")
    page = visit.page
    fill(page)
    page.locator('input[name="form-0-is_about_one"][value="no"]').check()
    page.locator("textarea").fill(f"Matti Virtanen {CANARY} on kioskin nimi")
    send(visit)
    page.wait_for_selector(".report-refused")
    page.locator('select[name="form-0-text_reason"]').select_option("name_of_a_place")
    send(visit)
    page.wait_for_url("**/report/received/**")
    code = page.locator(".report-code").inner_text()
    visit.open("/report/own/")
    assert "wait for review" in page.locator(".own-signal", has_text=code).inner_text()
    expected_refusals(visit)

    reviewer = visits(demo_city, viewport)
    reviewer.sign_in_as("Veera Vastaava")
    reviewer.page.get_by_role("link", name="Words").click()
    line = reviewer.page.locator(".own-signal", has_text=CANARY)
    assert line.locator("mark").inner_text() == "Matti Virtanen"
    assert reviewer.fits_the_screen()
    line.get_by_role("button", name="Keep the words").click()
    reviewer.page.get_by_text("Kept: whoever reads the signal").wait_for()
    visit.open("/report/own/")
    line = page.locator(".own-signal", has_text=code)
    assert "were reviewed and can be read" in line.inner_text()

    line.get_by_role("button", name="Withdraw").click()
    page.get_by_role("button", name="Withdraw for good").click()
    page.get_by_text("Withdrawn. It counts no longer").wait_for()
    assert "counts nowhere" in page.locator(".own-signal", has_text=code).inner_text()

"""The analysis group judges a phenomenon: evidence, scales, a differing view, a new version that shows its changes."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from .conftest import NARROW, WIDE, Visit

# Each screen takes a phenomenon of its own: one that the demo follows, and one that is opened here.
SCREENS = [pytest.param(WIDE, False, id="wide"), pytest.param(NARROW, True, id="narrow")]
PARTS = (
    "observed",
    "judgement",
    "confidence_basis",
    "assumptions",
    "other_explanation",
    "would_change",
)


def signed_in(visits: Any, base: str, screen: dict[str, int], name: str) -> Visit:
    visit: Visit = visits(base, screen)
    visit.open("/")
    visit.page.get_by_role("button", name=name).click()
    visit.page.locator("button[name=language][value=en]").click()
    visit.page.wait_for_load_state()
    return visit


@pytest.mark.req("L-07", "S-06", "S-07")
@pytest.mark.parametrize(("screen", "opens"), SCREENS)
def test_a_phenomenon_is_judged_signed_and_judged_anew(
    demo_city: str, visits: Any, screen: dict[str, int], opens: bool
) -> None:
    alva = signed_in(visits, demo_city, screen, "Alva Analyytikko")
    veera = signed_in(visits, demo_city, screen, "Veera Vastaava")
    page = alva.page
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Phenomena").click()
    assert alva.fits_the_screen()
    if opens:
        page.get_by_role("link", name="Open a phenomenon").click()
        page.get_by_label("What").select_option("street_drug_trade")
        page.get_by_role("button", name="Open", exact=True).click()
        page.get_by_text("The phenomenon is open").wait_for()
    else:
        page.get_by_role("link", name="Violence among young people in groups").click()
    page.wait_for_url("**/phenomena/*-*/")
    assert alva.fits_the_screen()
    phenomenon = page.url.removeprefix(demo_city)

    # A draft without confidence and evidence cannot be published.
    page.get_by_role("button", name="Assess it").click()
    for part in PARTS:
        page.locator(f"[name={part}]").fill("Seen by several partners in the evening.")
    page.locator("[name=counter_evidence_none]").check()
    page.locator("[name=severity]").select_option("serious")
    page.locator("[name=trend]").select_option("rising")
    page.locator("[name=likelihood]").select_option("likely")
    until = dt.date.today() + dt.timedelta(days=60)
    page.locator("[name=good_until]").fill(until.isoformat())
    assert alva.fits_the_screen()
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_role("button", name="Publish").click()
    page.get_by_role("alert").get_by_text("not whole yet").wait_for()
    alva.complaints.clear()  # the browser tells of the refusal too
    missing = page.locator("section", has=page.locator("#missing-heading")).inner_text()
    assert "Confidence" in missing
    assert "Evidence" in missing

    # Whole now; another organisation differs before it is published.
    page.get_by_role("link", name="Write on").click()
    page.locator("[name=confidence]").select_option("moderate")
    page.locator("input[type=checkbox][name^=evidence-]").first.check()
    page.get_by_role("button", name="Save the draft").click()
    page.get_by_text("The draft is saved").wait_for()
    assert alva.fits_the_screen()
    veera.open(page.url.removeprefix(demo_city))
    veera.page.get_by_label("differs", exact=True).check()
    veera.page.get_by_label("In what it differs").fill("It moves to the yards in the evening.")
    veera.page.get_by_role("button", name="Sign").click()
    veera.page.get_by_text("is recorded").wait_for()
    assert veera.fits_the_screen()
    page.reload()
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("The assessment is in force").wait_for()

    # The picture says what people judge, how sure apart, and who differs; to readers of the picture as well.
    for visit in (alva, veera):
        visit.open(phenomenon)
        text = visit.page.locator("main").inner_text()
        assert "People assess: Likely (55–80 %) that it grows" in text
        assert "Confidence: Moderate." in text
        assert "It moves to the yards in the evening." in text

    # A new version shows what is new in it.
    page.get_by_role("button", name="Write a new version").click()
    page.locator("[name=likelihood]").select_option("unlikely")
    page.get_by_role("button", name="Save the draft").click()
    changes = page.locator("section", has=page.locator("#changes-heading"))
    assert "Likely (55–80 %)" in changes.locator("del").inner_text()
    assert "Unlikely (20–45 %)" in changes.locator("ins").inner_text()
    assert alva.fits_the_screen()

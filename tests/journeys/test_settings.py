"""Two people change what stands out and what can be reported, and whoever comes later reads why."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import NARROW, WIDE, Visit

# One screen after the other, in the same city: each takes a setting and a kind of its own.
SCREENS = [
    pytest.param(WIDE, "thresholds.alarm_alpha", "0.02", "1 %", "2 %", "bicycle_theft", id="wide"),
    pytest.param(NARROW, "thresholds.scan_min_cases", "7", "5", "7", "boat_theft", id="narrow"),
]


def signed_in(visits: Any, base: str, screen: dict[str, int], name: str) -> Visit:
    visit: Visit = visits(base, screen)
    visit.open("/")
    visit.page.get_by_role("button", name=name).click()
    visit.page.locator("button[name=language][value=en]").click()
    visit.page.wait_for_load_state()
    return visit


def accept(visit: Visit, key: str) -> None:
    visit.open(f"/settings/{key}/" if key else "/settings/")
    assert visit.fits_the_screen()
    visit.page.get_by_role("button", name="Put into force").click()
    visit.page.get_by_text("In force. Whoever looks from now on").wait_for()


@pytest.mark.req("C-08")
@pytest.mark.parametrize(("screen", "key", "value", "was", "becomes", "code"), SCREENS)
def test_a_threshold_by_two_people_a_new_kind_and_its_history(
    demo_city: str,
    visits: Any,
    screen: dict[str, int],
    key: str,
    value: str,
    was: str,
    becomes: str,
    code: str,
) -> None:
    kaisa = signed_in(visits, demo_city, screen, "Kaisa Koordinaattori")
    admin = signed_in(visits, demo_city, screen, "Yrjö Ylläpitäjä")
    partner = signed_in(visits, demo_city, screen, "Veera Vastaava")  # of another organisation
    page = kaisa.page

    # A threshold: proposed, not in force, agreed to by another person.
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Settings").click()
    page.wait_for_url("**/settings/")
    assert kaisa.fits_the_screen()
    page.locator(f'a[href="/settings/{key}/"]').click()
    page.get_by_label("New value").fill(value)
    page.get_by_label("Why it changes").fill("Tried with the analysts")
    assert kaisa.fits_the_screen()
    page.get_by_role("button", name="Propose it").click()
    page.get_by_text("until then nothing changes").wait_for()
    row = page.locator("tr").filter(has=page.locator(f'a[href="/settings/{key}/"]'))
    assert was in row.inner_text()
    assert page.get_by_role("button", name="Put into force").count() == 0
    accept(admin, key)
    kaisa.open(f"/settings/{key}/")
    history = page.locator("section.panel").filter(has_text="In force").inner_text()
    assert becomes in history
    assert "Tried with the analysts" in history
    assert "Yrjö Ylläpitäjä (Administrator, City Safety Unit)" in history

    # A new kind, looked at first, then chosen on the report page.
    kaisa.open("/settings/new-kind/")
    name = code.replace("_", " ").capitalize()
    page.get_by_label("Code", exact=True).fill(code)
    for language in ("fi", "sv", "en"):
        page.locator(f"[name=names_{language}]").fill(name)
        page.locator(f"[name=definitions_{language}]").fill(f"{name} from a yard or a street.")
    page.locator("[name=iccs]").fill("0502")
    page.get_by_label("Why it changes").fill("Many reports of them in spring")
    page.get_by_role("button", name="Show it first").click()
    page.get_by_role("heading", name="This is how it would read").wait_for()
    assert kaisa.fits_the_screen()
    page.get_by_role("button", name="Propose it").click()
    page.get_by_role("heading", name=f"New kind: {name}").wait_for()
    kaisa.open("/report/")
    assert page.get_by_text(name, exact=True).count() == 0
    admin.open("/settings/")
    admin.page.get_by_text("Somebody of another organisation puts it into force.").wait_for()
    accept(partner, "")
    kaisa.open("/report/")
    assert page.locator(f"input[name$=kind][value={code}]").count() == 1

    # Retired again: nobody chooses it, and it stays readable.
    kaisa.open(f"/settings/kinds.{code}/")
    page.get_by_label("No longer in use").check()
    page.get_by_label("Why it changes").fill("Counted as theft after all")
    page.get_by_role("button", name="Propose it").click()
    page.get_by_text("until then nothing changes").wait_for()
    accept(partner, f"kinds.{code}")
    kaisa.open("/report/")
    assert page.locator(f"input[name$=kind][value={code}]").count() == 0
    kaisa.open(f"/settings/kinds.{code}/")
    assert page.get_by_role("heading", name=f"{name} (no longer in use)", level=1).is_visible()
    assert page.locator("section.panel").filter(has_text="In force").count() == 2
    assert kaisa.fits_the_screen()

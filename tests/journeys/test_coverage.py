"""Before the weekly meeting: who is silent, one press that reminds, and areas of which nothing is known."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import NARROW, WIDE


@pytest.mark.req("F-17")
@pytest.mark.parametrize("screen", [WIDE, NARROW], ids=["wide", "narrow"])
def test_from_the_inbox_to_a_reminder(demo_city: str, visits: Any, screen: dict[str, int]) -> None:
    visit = visits(demo_city, screen)
    visit.sign_in_as("Kaisa Koordinaattori")
    page = visit.page
    page.locator("button[name=language][value=en]").click()
    visit.open("/inbox/")
    page.locator("#silent").get_by_role("link").click()
    page.wait_for_url("**/coverage/")
    assert visit.fits_the_screen()
    assert page.get_by_text("1 of 6 expected reporters silent").is_visible()
    silent = page.get_by_role("row").filter(has_text="Outreach Association")
    reminded = silent.get_by_text("Reminded on")
    if screen == WIDE:
        silent.get_by_role("button", name="Remind").click()
        page.get_by_text("Reminded. Its reporters see it").wait_for()
    assert reminded.is_visible() or screen != WIDE
    assert page.get_by_role("button", name="Remind").count() == (0 if reminded.count() else 1)


@pytest.mark.req("F-17")
@pytest.mark.parametrize("screen", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_map_says_no_data_where_nobody_looks(demo_city: str, visits: Any, screen: dict[str, int]) -> None:
    visit = visits(demo_city, screen)
    visit.sign_in_as("Kaisa Koordinaattori")
    page = visit.page
    page.locator("button[name=language][value=en]").click()
    visit.open("/#table")
    assert page.get_by_text("1 of 6 expected reporters silent").is_visible()
    area = page.locator("[data-blind-rows] a").first
    area.scroll_into_view_if_needed()
    area.click()
    drawer = page.locator("[data-drawer]")
    drawer.get_by_text("No data: nobody who reports looks here").wait_for()
    assert drawer.get_by_text(str(area.text_content())).is_visible()
    assert page.locator('[data-legend="blind"]').is_visible()


@pytest.mark.req("L-32")
def test_a_reporter_sees_the_own_line_and_answers_a_question_by_thumb(demo_city: str, visits: Any) -> None:
    asking = visits(demo_city, WIDE)
    asking.sign_in_as("Alva Analyytikko")
    asking.open("/needs/new/")
    questions = {
        "fi": "Missä valot ovat rikki?",
        "sv": "Var är belysningen trasig?",
        "en": "Where are lights broken?",
    }
    for language, question in questions.items():
        asking.page.locator(f"[name=question_{language}]").fill(question)
    asking.page.locator("main form button[type=submit]").click()
    asking.page.wait_for_url("**/needs/")

    visit = visits(demo_city, NARROW)
    visit.sign_in_as("Nina Nuorisotyö")
    page = visit.page
    page.locator("button[name=language][value=en]").click()
    visit.open("/coverage/")
    assert visit.fits_the_screen()
    assert page.get_by_text("Youth Services").is_visible()
    assert page.get_by_text("Police").count() == 0
    visit.open("/report/")
    chosen = page.get_by_label("We want to know")
    chosen.select_option(label="Where are lights broken?")
    assert visit.fits_the_screen()
    visit.open("/needs/")
    assert page.get_by_role("heading", name="Where are lights broken?").is_visible()
    assert page.get_by_text("Signals that answer it: 0").is_visible()
    assert visit.fits_the_screen()

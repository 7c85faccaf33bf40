"""The inbox before the weekly meeting: gone through by keys alone, and by thumb, with and without script."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import NARROW, WIDE

STEPS = 40


def _press(page: Any, *keys: str) -> None:
    """Keys one after the other; the last one takes a step, and the page comes back."""
    for key in keys[:-1]:
        page.keyboard.press(key)
    with page.expect_navigation():
        page.keyboard.press(keys[-1])


def _focused_line(page: Any) -> str:
    return str(
        page.evaluate("document.activeElement.matches('[data-line]') ? document.activeElement.id : ''")
    )


def _open_page_with(visit: Any, address: str, selector: str) -> None:
    """Leaf through the list until something stands on its page."""
    for number in range(1, 20):
        visit.open(address.format(page=number))
        if visit.page.locator(selector).count():
            return
    pytest.fail(f"{selector} is on no page")


def test_forty_signals_by_keys_alone(demo_city: str, visits: Any) -> None:
    visit = visits(demo_city, WIDE)
    visit.sign_in_as("Alva Analyytikko")
    page = visit.page
    visit.open("/inbox/")
    assert visit.fits_the_screen()
    page.keyboard.press("j")
    seen = set()
    for number in range(STEPS):
        line = _focused_line(page)
        assert line
        assert line not in seen  # one goes on with the next signal
        seen.add(line)
        _press(page, *(("c", "2"), ("n", "2"), ("d", "2"))[number % 3])
        assert page.locator(f"#{line}").count() == 0
        assert page.locator("[data-undo]").first.is_visible()
    assert page.locator(".inbox-done li").count() == 5


def test_join_split_pass_on_and_undo_by_keys(demo_city: str, visits: Any) -> None:
    visit = visits(demo_city, WIDE)
    visit.sign_in_as("Alva Analyytikko")
    page = visit.page
    visit.open("/inbox/?waits=joining&organisation=police")
    n_lines = page.locator("[data-block]").first.locator("[data-line]").count()
    line = page.locator("[data-line]").first.get_attribute("id")
    page.keyboard.press("j")
    _press(page, "l")
    assert page.locator(f"#{line}").count() == 0  # among the proposals no longer
    _open_page_with(visit, f"/inbox/?organisation=police&page={{page}}#{line}", f"#{line}")
    group = page.locator("[data-block]", has=page.locator(f"#{line}"))
    assert group.locator(".inbox-group li").count() == n_lines
    assert group.locator("[name=group]").count() == 1  # a line of its own, by which all are judged at once
    # Splitting and undoing it.
    page.locator(f"#{line}").focus()
    _press(page, "s")
    assert page.locator(".inbox-group", has=page.locator(f"#{line}")).count() == 0
    _press(page, "u")
    assert page.locator(".inbox-group", has=page.locator(f"#{line}")).count() == 1
    # Passing on: keys to the fields, and Enter on the button.
    page.locator(f"#{line}").focus()
    page.keyboard.press("p")
    for _field in range(3):
        page.keyboard.press("Tab")
    while page.evaluate("document.activeElement.value") != "pass_on":
        page.keyboard.press("Tab")
    _press(page, "Enter")
    assert "Police" in page.locator("#passed-on li").last.inner_text()
    _press(page, "u")
    assert page.locator(f"#{line}").count() == 1
    _press(page, "u")  # and the joining
    assert page.locator(".inbox-group", has=page.locator(f"#{line}")).count() == 0


def test_keys_leave_what_is_typed_alone_and_escape_leaves_nothing_chosen(demo_city: str, visits: Any) -> None:
    visit = visits(demo_city, WIDE)
    visit.sign_in_as("Alva Analyytikko")
    page = visit.page
    visit.open("/inbox/")
    page.keyboard.press("j")
    page.keyboard.press("c")
    assert page.locator("[data-line]:checked").count() == 1
    page.keyboard.press("Escape")
    assert page.locator("[data-line]:checked").count() == 0
    assert _focused_line(page)
    page.keyboard.press("x")
    page.keyboard.press("j")
    page.keyboard.press("x")
    assert page.locator("[data-line]:checked").count() == 2
    page.keyboard.press("?")
    assert page.locator("[data-keys] dl").is_visible()
    page.locator("#choice-kind").focus()
    page.keyboard.press("d")
    assert page.locator("[data-panel='d'][open]").count() == 0
    # They can be switched off, and stay so.
    page.locator("[data-keys-on]").uncheck()
    visit.open("/inbox/")
    page.keyboard.press("j")
    assert not _focused_line(page)
    page.locator("[data-keys] summary").click()
    page.locator("[data-keys-on]").check()
    page.keyboard.press("j")
    assert _focused_line(page)


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_by_thumb_on_a_small_screen(demo_city: str, visits: Any, script: bool) -> None:
    """Asked by one organisation, answered by another, with and without script."""
    visit = visits(demo_city, NARROW)
    visit.sign_in_as("Alva Analyytikko")
    state = visit.page.context.storage_state()
    visit = visits(demo_city, NARROW, java_script_enabled=script, storage_state=state)
    page = visit.page
    visit.open("/inbox/?organisation=residents")
    assert visit.fits_the_screen()
    assert not page.locator(".inbox-bar").is_visible()
    line = page.locator("[data-line]").first
    what = page.locator(".inbox-line strong").first.inner_text()
    line.check()
    page.locator("[data-panel='p'] summary").click()
    assert visit.fits_the_screen()
    page.locator("select[name=receiver]").select_option("police")
    page.locator("button[value=pass_on]").click()
    page.wait_for_load_state()
    assert what in page.locator(".inbox-last").inner_text()
    other = visits(demo_city, NARROW)
    other.sign_in_as("Petri Poliisi")
    other.open("/inbox/")
    assert other.fits_the_screen()
    other.page.locator("#mine summary").first.click()
    with other.page.expect_navigation():
        other.page.locator("#mine details[open] button").first.click()
    visit.open("/inbox/")
    assert page.locator("#answered-heading").is_visible()
    page.locator("#answered-heading + ul a").first.click()
    page.wait_for_load_state()
    assert visit.fits_the_screen()
    assert page.locator(".inbox-done li").count() >= 2

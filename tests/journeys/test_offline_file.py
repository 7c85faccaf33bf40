"""The offline file in a real browser: it draws, filters and keeps its choice in the address, and asks for nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.web.edition_sample import AS_OF, DRUG_TRADE, DRUG_USE, GEOGRAPHY, edition
from tilannekuva.publication.files import write_picture
from tilannekuva.publication.map_looks import count_steps

CHOICE = f"#part=map&kind={DRUG_TRADE}&period=8&stream=all"
Open = Callable[..., Any]
OUTSIDE = """cells => cells
    .filter((cell) => cell.getBoundingClientRect().right > cell.closest("section").getBoundingClientRect().right + 0.5
      || cell.scrollWidth > cell.clientWidth)
    .map((cell) => cell.textContent)"""


@pytest.fixture(scope="module")
def picture_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("picture")
    write_picture(edition(languages=("fi", "sv", "en")), GEOGRAPHY, folder, "en", pdf=False)
    return folder / "picture.html"


@pytest.fixture
def opened(picture_file: Path, browser: Any) -> Iterator[Open]:
    """Opens the file at a fragment, on a day; at the end it may have complained or asked for nothing."""
    complaints: list[str] = []
    requests: list[str] = []
    contexts = []

    def open_file(fragment: str = "", *, width: int = 1440, today: str = AS_OF) -> Any:
        context = browser.new_context(viewport={"width": width, "height": 800}, locale="en-GB")
        contexts.append(context)
        page = context.new_page()
        page.clock.set_fixed_time(f"{today}T12:00:00")
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type == "error" else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: requests.append(request.url))
        page.goto(picture_file.as_uri() + fragment)
        return page

    yield open_file
    for context in contexts:
        context.close()
    assert complaints == []
    assert [url for url in requests if not url.startswith(("file:", "blob:", "data:"))] == []


def _is_seen(page: Any, selector: str) -> bool:
    """Whether a part of it lies inside the window, the element being shown at all."""
    box = page.locator(selector).bounding_box()
    height = page.viewport_size["height"]
    return box is not None and box["y"] < height * 0.6 and box["y"] + box["height"] > 0


@pytest.mark.parametrize("width", [1440, 360])
def test_it_opens_filters_and_fits(opened: Open, width: int) -> None:
    page = opened("#map", width=width)
    page.wait_for_selector("[data-map][data-ready]")
    page.select_option("select[name=kind]", DRUG_TRADE)
    page.wait_for_selector("[data-chart] svg")
    assert page.locator("[data-place-rows] tr").count() == 2
    assert page.locator("[data-place-rows] th").first.text_content() == "Alku"
    page.select_option("select[name=period]", "8")
    sentence = edition()["city_levels"][DRUG_TRADE]["reported"]["8"]["sentence"]["en"]
    page.get_by_text(sentence).first.wait_for(state="attached")
    assert page.locator(f'li[data-kind="{DRUG_TRADE}"] [data-sentence]').text_content() == sentence
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_the_choice_stands_in_the_address_and_the_address_opens_it(opened: Open) -> None:
    page = opened()
    page.select_option("select[name=kind]", DRUG_TRADE)
    page.select_option("select[name=period]", "8")
    page.select_option("select[name=stream]", "all")
    page.wait_for_url(f"**#kind={DRUG_TRADE}&period=8&stream=all")
    again = opened(CHOICE)
    assert [again.locator(f"select[name={name}]").input_value() for name in ("kind", "period", "stream")] == [
        DRUG_TRADE, "8", "all",
    ]  # fmt: skip
    assert again.locator("[data-chosen-part]").first.text_content() == "Reported and discovered · 8 weeks"
    # All of 8 weeks: 20 reported and 1 discovered in Östra.
    assert "21" in again.locator("[data-place-rows] tr").nth(1).text_content()


def test_back_goes_to_the_choice_before(opened: Open) -> None:
    page = opened()
    page.select_option("select[name=kind]", DRUG_TRADE)
    page.select_option("select[name=kind]", DRUG_USE)
    page.wait_for_url(f"**kind={DRUG_USE}**")
    page.go_back()
    page.wait_for_selector(f'li.kind.is-chosen[data-kind="{DRUG_TRADE}"]', state="attached")
    assert page.locator("select[name=kind]").input_value() == DRUG_TRADE
    page.go_back()
    page.wait_for_selector("[data-kind-row]")
    assert page.locator("select[name=kind]").input_value() == ""


def test_what_the_file_does_not_hold_is_told(opened: Open) -> None:
    page = opened("#kind=unheard_of&period=5")
    told = page.locator("[data-unlisted]").inner_text()
    assert "“unheard_of” is not among the phenomena" in told
    assert "“5” is not among the periods" in told
    assert page.locator("select[name=kind]").input_value() == ""
    assert page.locator("select[name=period]").input_value() == "4"


def test_another_language_keeps_the_choice(opened: Open) -> None:
    page = opened(CHOICE)
    page.get_by_role("link", name="Suomi").click()
    page.wait_for_selector("html[lang=fi]")
    assert "language=fi" in page.url
    assert page.locator("select[name=kind]").input_value() == DRUG_TRADE
    assert page.get_by_role("heading", name="Ilmiöt").is_visible()
    assert "Mallila" in page.title()
    page.go_back()
    page.wait_for_selector("html[lang=en]")
    assert opened(CHOICE + "&language=sv").locator("html").get_attribute("lang") == "sv"


@pytest.mark.parametrize("width", [1440, 360])
def test_a_phenomenon_chosen_far_down_brings_the_map_into_view(opened: Open, width: int) -> None:
    page = opened("#now", width=width)
    page.evaluate("document.querySelector('.kinds').style.paddingTop = '4000px'")
    link = page.locator("li.kind [data-choose-kind]").nth(0)
    kind = page.locator("li.kind").nth(0).get_attribute("data-kind")
    link.scroll_into_view_if_needed()
    link.click()
    page.wait_for_selector("[data-map][data-ready]")
    assert _is_seen(page, "[data-map]")
    assert f"part=map&kind={kind}" in page.url


def test_a_choice_made_in_the_filter_leaves_the_page_where_it_is(opened: Open) -> None:
    page = opened("#map")
    page.wait_for_selector("[data-map][data-ready]")
    page.evaluate("window.scrollTo(0, 0)")
    page.select_option("select[name=kind]", DRUG_TRADE)
    page.wait_for_selector("[data-chart] svg")
    assert page.evaluate("window.scrollY") == 0


@pytest.mark.parametrize("width", [1440, 360])
def test_labels_of_the_chart_are_large_enough_to_read(opened: Open, width: int) -> None:
    page = opened(CHOICE, width=width)
    heights = page.locator("[data-chart] svg text").evaluate_all(
        "labels => labels.filter((label) => label.textContent).map((label) => label.getBoundingClientRect().height)"
    )
    assert len(heights) > 4
    assert min(heights) >= 11


@pytest.mark.parametrize("language", ["en", "fi", "sv"])
def test_no_column_of_a_table_leaves_a_narrow_screen(opened: Open, language: str) -> None:
    for choice in (f"&kind={DRUG_TRADE}", "&kind="):
        page = opened(f"#part=table&language={language}{choice}", width=360)
        # As long as names get in Finnish.
        page.locator("#table th[scope=row]:visible").evaluate_all(
            "heads => heads.forEach((head) => { head.textContent = 'Pitäjänmäenyritysalueella'; })"
        )
        cells = page.locator("#table th:visible, #table td:visible")
        assert cells.count() > 6
        assert cells.evaluate_all(OUTSIDE) == []


def test_the_map_and_every_small_trend_are_also_tables(opened: Open) -> None:
    page = opened()
    kinds = page.locator("[data-kind-row]")
    assert kinds.count() == 2
    assert kinds.filter(has_text="Street drug trade").locator("td").all_inner_texts()[:2] == [
        "18",
        "5.2 (2–9)",
    ]
    page.select_option("select[name=period]", "8")
    page.wait_for_url("**period=8**")
    assert kinds.first.locator("[data-observed]").inner_text() == "22"
    page.get_by_role("link", name="Trend as a table").first.click()
    page.wait_for_selector("#trend-table[open]")
    assert page.locator("[data-trend-rows] tr").count() == 8
    assert page.locator("[data-found-row]").count() == 1


@pytest.mark.parametrize(("today", "is_past"), [("2026-11-29", False), ("2026-11-30", True)])
def test_it_says_on_the_readers_own_day_when_it_is_past_its_time(
    opened: Open, today: str, is_past: bool
) -> None:
    page = opened(today=today)
    assert page.get_by_text("Past its time.").is_visible() is is_past
    assert page.locator(".picture-head.is-stale").count() == is_past


def test_what_is_chosen_on_the_map_stays_open(opened: Open) -> None:
    page = opened(f"#part=table&kind={DRUG_TRADE}")
    page.locator("[data-area=A1]").click()
    page.wait_for_url("**part=map**")
    assert page.locator("[data-drawer]").is_visible()
    assert "Far above the expected" in page.locator("[data-drawer]").inner_text()


def test_the_map_of_all_phenomena_counts_and_tells_degrees_and_lengths(opened: Open) -> None:
    page = opened("#map")
    page.wait_for_selector("[data-map][data-ready]")
    assert page.locator(".map-mark-top").count() >= 1
    assert page.locator(".map-mark-left").count() >= 1
    assert "km" in page.locator(".maplibregl-ctrl-scale").inner_text()
    assert page.locator(".map-finding").first.inner_text() == "12 seen, 3.1 expected"
    steps = page.locator("[data-count-step]").all_inner_texts()
    assert steps == [f"from {n}" for n in count_steps([2 * 16, 2 * 6], first=5)]


def test_the_script_counts_as_the_file_was_made(opened: Open) -> None:
    page = opened()
    for counts in ([], [3], [39], [40], [79, 80], [5000]):
        assert page.evaluate(
            "counts => tilannekuva.offlineSlice.countSteps(counts, 5)", counts
        ) == count_steps(counts, first=5)
    assert page.evaluate("tilannekuva.offlineSlice.added([1, 4], 3)") == [4, 7]
    assert page.evaluate("tilannekuva.offlineSlice.added(1, 4)") == 5


@pytest.mark.parametrize("width", [1440, 360])
def test_what_waits_and_what_is_above_stands_on_the_first_screen(opened: Open, width: int) -> None:
    page = opened(width=width)
    lead = page.locator(".picture-lead")
    assert "awaits a decision" in lead.inner_text()
    box = lead.bounding_box()
    assert box["y"] + box["height"] < 400
    assert box["y"] < page.locator("[data-filters]").bounding_box()["y"]


def test_on_paper_all_parts_stand_and_the_map_is_as_wide_as_the_paper(opened: Open) -> None:
    page = opened("#now", width=1440)
    page.wait_for_selector("[data-map][data-ready]")
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 700, "height": 990})
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    for part in (".picture-now", "[data-map]", ".picture-findings", ".picture-places"):
        assert page.locator(part).is_visible(), part
    assert page.locator("[data-map] canvas").bounding_box()["width"] <= 700
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")


def test_without_a_script_the_file_has_a_still_map_and_the_way_to_the_table(
    picture_file: Path, browser: Any
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(picture_file.as_uri())
    assert page.locator(".still-map svg").is_visible()
    assert not page.locator("[data-map]").is_visible()
    assert page.get_by_role("link", name="The table says the same").first.get_attribute("href") == "#table"
    context.close()

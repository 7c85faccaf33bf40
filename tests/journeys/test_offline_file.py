"""The offline file in a real browser: it draws, it filters, and it asks for nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.web.edition_sample import DRUG_TRADE, GEOGRAPHY, edition
from tilannekuva.publication.files import write_picture


@pytest.fixture(scope="module")
def picture_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("picture")
    write_picture(edition(), GEOGRAPHY, folder, "en", pdf=False)
    return folder / "picture.html"


@pytest.mark.parametrize("width", [1440, 360])
def test_it_opens_filters_and_asks_for_nothing(picture_file: Path, browser: Any, width: int) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800})
    complaints: list[str] = []
    requests: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", lambda request: requests.append(request.url))
    page.goto(picture_file.as_uri() + "#map")
    page.wait_for_selector("[data-map][data-ready]")
    page.select_option("select[name=kind]", DRUG_TRADE)
    assert page.locator("[data-place-rows] tr").count() == 2
    assert page.locator("[data-place-rows] th").first.text_content() == "Alku"
    assert page.locator("[data-chart] svg").count() == 1
    page.select_option("select[name=period]", "8")
    sentence = page.locator(f'li[data-kind="{DRUG_TRADE}"] [data-sentence]').text_content()
    assert sentence == edition()["city_levels"][DRUG_TRADE]["reported"]["8"]["sentence"]["en"]
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []
    assert [url for url in requests if not url.startswith(("file:", "blob:", "data:"))] == []

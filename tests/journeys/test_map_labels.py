"""Labels of findings on the map: none covers another, and one that was left out shows when there is room or it is chosen."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from tests.web.edition_sample import GEOGRAPHY, edition
from tilannekuva.publication.files import write_picture

SHOWN = "document.querySelectorAll('.map-finding:not([hidden])').length"
OVERLAPS = """() => {
  const boxes = [...document.querySelectorAll(".map-finding:not([hidden]), .map-name:not([hidden])")]
    .map((node) => node.getBoundingClientRect());
  return boxes.filter((one, i) => boxes.slice(i + 1).some((other) =>
    one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom)).length;
}"""
N_TOGETHER = 3


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A picture with three findings in neighbouring cells, and one of the whole area."""
    shown, geography = edition(languages=("en",)), deepcopy(GEOGRAPHY)
    [entry], [cell] = shown["findings"], geography["cells"]["features"]
    shown["findings"], geography["cells"]["features"] = [entry], []
    for number in range(N_TOGETHER):
        code, beside = f"C{number}", deepcopy(cell)
        beside["properties"]["code"] = code
        [ring] = beside["geometry"]["coordinates"]
        beside["geometry"]["coordinates"] = [[[x + 0.004 * number, y] for x, y in ring]]
        geography["cells"]["features"].append(beside)
        shown["findings"].append(entry | {"id": f"in-{code}", "place": "cell", "place_codes": [code]})
    folder = tmp_path_factory.mktemp("crowded")
    write_picture(shown, geography, folder, "en", pdf=False)
    return folder / "picture.html"


@pytest.mark.parametrize("width", [1440, 360])
def test_no_label_covers_another_and_none_is_lost(crowded: Path, browser: Any, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    page.goto(crowded.as_uri() + "#map")
    page.wait_for_selector("[data-map][data-ready]")
    n_shown = page.evaluate(SHOWN)
    assert 1 <= n_shown < N_TOGETHER + 1
    assert page.evaluate(OVERLAPS) == 0
    # A finding that was left out is chosen: it comes, and what it would cover goes.
    hidden = page.evaluate("[...document.querySelectorAll('.map-finding')].findIndex((node) => node.hidden)")
    ids = page.evaluate(
        "JSON.parse(document.getElementById('map-data').textContent).findings.map((one) => one.id)"
    )
    chosen = page.locator(".map-finding").nth(hidden)
    if width < 1000:
        page.evaluate("location.hash = 'findings'")
    for folded in page.locator(".picture-findings details:not([open]) > summary").all():
        if folded.is_visible():
            folded.click()
    page.locator(f'[data-show-finding="{ids[hidden]}"]').click()
    page.wait_for_function("(node) => !node.hidden", arg=chosen.element_handle())
    assert page.evaluate(OVERLAPS) == 0
    # With room for all of them all are there.
    for _press in range(4):
        page.evaluate("document.querySelector('.maplibregl-ctrl-zoom-in').click()")
        page.wait_for_timeout(100)
    page.wait_for_function(f"{SHOWN} === {N_TOGETHER + 1}")
    assert page.evaluate(OVERLAPS) == 0
    context.close()

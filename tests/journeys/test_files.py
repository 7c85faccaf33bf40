"""Files: a school brings in what its own system holds (R2), an analyst a statistic (R4)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.apps.intake.importers.workbooks import workbook

from .conftest import NARROW, WIDE

SIZES = pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
AREA, OTHER = "0911101010", "0911101020"
PATIENCE_MS = 90_000


def hand_in(visit: Any, name: str, content: bytes, *, source: str, tells: str = "signals") -> None:
    visit.open("/import/")
    page = visit.page
    page.locator(f'input[name="tells"][value="{tells}"]').check()
    page.set_input_files('input[type="file"]', {"name": name, "mimeType": "text/plain", "buffer": content})
    page.fill('input[name="source"]', source)
    page.get_by_role("button", name="Read the file").click()
    page.wait_for_selector('[data-phase="read"], [data-phase="refused"]', timeout=PATIENCE_MS)


def take_in(page: Any) -> None:
    page.get_by_role("button", name="rows in").click()
    page.wait_for_selector('[data-phase="done"]', timeout=PATIENCE_MS)


@SIZES
def test_a_school_brings_in_its_own_system_and_only_what_is_new(
    demo_city: str, visits: Any, viewport: dict[str, int]
) -> None:
    source = f"system-{viewport['width']}"
    visit = visits(demo_city, viewport)
    visit.sign_in_as("Rolf Rektor")
    page = visit.page
    day = dt.date(2026, 3, 1)
    rows: list[list[Any]] = [["id", "day", "area", "kind", "remark"]]
    rows += [[f"a{i}", day + dt.timedelta(days=i), (AREA, OTHER)[i % 2], "ilkivaltaa", "x"] for i in range(8)]
    rows += [["a8", None, AREA, "ilkivaltaa", "x"]]
    hand_in(visit, "x.xlsx", workbook(rows), source=source)
    expect(page.get_by_text("1 kind of the file is not in the vocabulary")).to_be_visible()
    assert visit.fits_the_screen()
    page.locator('select[name="kind_of_value_0"]').select_option("damage")
    page.get_by_role("button", name="Read it like this").click()
    page.get_by_role("button", name="Take 8 rows in").wait_for(timeout=PATIENCE_MS)
    expect(page.get_by_text("no time: 1")).to_be_visible()
    expect(page.get_by_role("heading", name="Who sees what")).to_be_visible()
    assert visit.fits_the_screen()
    take_in(page)
    # The next file repeats the last one, and is read in the same way.
    rows.append(["b1", day, AREA, "ilkivaltaa", "x"])
    rows.append(["b2", day, OTHER, "ilkivaltaa", "x"])
    hand_in(visit, "x.xlsx", workbook(rows), source=source)
    expect(page.get_by_role("button", name="Take 2 rows in")).to_be_visible()
    expect(page.get_by_text("(8 of them are in already)")).to_be_visible()
    take_in(page)
    assert visit.fits_the_screen()


@SIZES
def test_an_analyst_brings_in_a_statistic(demo_city: str, visits: Any, viewport: dict[str, int]) -> None:
    visit = visits(demo_city, viewport)
    visit.sign_in_as("Alva Analyytikko")
    page = visit.page
    lines = ["area;month;count"]
    lines += [f"{area};2025-{month:02d};{month}" for area in (AREA, OTHER) for month in range(1, 13)]
    title = f"Damage by month {viewport['width']}"
    hand_in(visit, "x.csv", "\n".join(lines).encode(), source="statistics", tells="statistics")
    page.fill('[name="title"]', title)
    page.fill('[name="definition"]', "Reported offences by place of the act.")
    page.fill('[name="extracted_on"]', "2026-02-01")
    page.get_by_role("button", name="Read it like this").click()
    page.get_by_role("button", name="Take 24 rows in").wait_for(timeout=PATIENCE_MS)
    assert visit.fits_the_screen()
    take_in(page)
    page.get_by_role("link", name="Look at the series").click()
    expect(page.locator("[data-chart] svg")).to_be_visible()
    assert visit.fits_the_screen()
    page.locator('select[name="area"]').select_option(AREA)
    page.get_by_role("button", name="Show").click()
    with page.expect_download() as downloaded:
        page.get_by_role("link", name="as CSV").click()
    text = Path(downloaded.value.path()).read_text("utf-8")
    assert text.count(f",{AREA},") == 12
    assert f"# Filter,area={AREA}" in text
    assert OTHER not in text
    visit.open("/statistics/")
    expect(page.get_by_role("link", name=title)).to_be_visible()
    assert visit.fits_the_screen()

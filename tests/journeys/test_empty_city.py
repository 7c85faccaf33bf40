"""A real, empty city: from `init` to the first invited colleague."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from .conftest import served, tilannekuva

PASSWORD = "three grey herons at dawn"


def test_the_first_administrator_finds_the_way(tmp_path: Path, visits: Any) -> None:
    home = tmp_path / "blackpool"
    said = tilannekuva(
        "init", "--city", "cities/blackpool", "--home", home,
        "--administrator", "ada@example.invalid", "--name", "Ada Administrator",
    )  # fmt: skip
    [path] = re.findall(r"http://localhost:8000(/invitation/\S+)", said)
    with served("serve", "--home", home, "--no-worker") as base:
        visit = visits(base)
        page = visit.page
        visit.open("/sign-in/")
        assert page.get_by_role("button", name="Analyst").count() == 0  # no demo people here

        visit.open(path)
        for password in page.locator("input[type=password]").all():
            password.fill(PASSWORD)
        page.locator("main button[type=submit]").click()
        page.get_by_label("E-mail").fill("ada@example.invalid")
        page.get_by_label("Password", exact=True).fill(PASSWORD)
        page.locator("main button[type=submit]").click()
        assert page.get_by_role("heading", level=1).inner_text() == "The situational picture of Blackpool"
        assert page.locator("[aria-current=step]").count() == 1

        page.get_by_role("link", name="People").first.click()
        assert page.get_by_text("Ada Administrator").first.is_visible()
        assert visit.fits_the_screen()

        # The invitation worked once: whoever finds the address later finds a closed door.
        stranger = visits(base)
        stranger.open(path)
        assert stranger.page.locator("input[type=password]").count() == 0
        stranger.complaints.clear()  # the browser itself reports the status of the refused page

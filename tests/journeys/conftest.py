"""Journeys: a person's way through the running product, in a real browser.

Run with `make test-journeys`. They need Chromium; TILANNEKUVA_BROWSER may name its program, and then a
missing one is a failure, not a skip.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

CHECKOUT = Path(__file__).parents[2]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # The map is drawn without a graphics card.
    "--use-gl=angle",
    "--use-angle=swiftshader",
    "--enable-unsafe-swiftshader",
]
WIDE, NARROW = {"width": 1440, "height": 900}, {"width": 360, "height": 740}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.enable_socket)  # to the server that the journey started itself


def chromium() -> str:
    """The program of the browser; without one the journeys are skipped, or fail where one is named."""
    named = os.environ.get("TILANNEKUVA_BROWSER")
    found = shutil.which(named or "chromium") or (None if named else shutil.which("google-chrome"))
    if found is None:
        if named:
            pytest.fail(f"TILANNEKUVA_BROWSER names {named}, which is not on this machine")
        pytest.skip("there is no Chromium on this machine")
    return found


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    found = chromium()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=ARGUMENTS)
        yield browser
        browser.close()


@dataclass
class Visit:
    """A page of the browser and everything it complained about."""

    page: Any
    base: str
    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(self.base + path)

    def sign_in_as(self, name: str) -> None:
        """One click, in the demo only."""
        self.open("/")
        self.page.get_by_role("button", name=name).click()
        self.page.wait_for_selector("[data-picture]")

    def fits_the_screen(self) -> bool:
        return bool(
            self.page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
        )


@pytest.fixture
def visits(browser: Any) -> Iterator[Any]:
    """Opens visits to a server; at the end none may have complained or asked anybody else for anything."""
    opened: list[Visit] = []

    def visit(base: str, viewport: dict[str, int] = WIDE, **options: Any) -> Visit:
        context = browser.new_context(viewport=viewport, **{"locale": "en-GB", **options})
        new = Visit(context.new_page(), base)
        new.page.on(
            "console",
            lambda message: new.complaints.append(message.text) if message.type == "error" else None,
        )
        new.page.on("pageerror", lambda error: new.complaints.append(str(error)))
        new.page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((base, "blob:", "data:"))
                else new.strangers.append(request.url)
            ),
        )
        opened.append(new)
        return new

    yield visit
    for visited in opened:
        visited.page.context.close()
    assert [visited.complaints for visited in opened if visited.complaints] == []
    assert [visited.strangers for visited in opened if visited.strangers] == []


def tilannekuva(*words: str | Path, timeout: float = 300) -> str:
    """Run the command as a person would; return what it printed."""
    done = subprocess.run(
        [sys.executable, "-m", "tilannekuva", *map(str, words)],
        cwd=CHECKOUT,
        capture_output=True,
        text=True,
        timeout=timeout,
        env=_environment(),
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return re.sub(r"\x1b\[[0-9;]*m", "", done.stdout)


@contextmanager
def served(*words: str | Path) -> Iterator[str]:
    """The address of a server started by a verb of the command; it is stopped at the end."""
    port = _free_port()
    server = subprocess.Popen(
        [sys.executable, "-m", "tilannekuva", *map(str, words), "--port", str(port)],
        cwd=CHECKOUT,
        env=_environment(),
    )
    base = f"http://localhost:{port}"
    try:
        _wait_for(base, server)
        yield base
    finally:
        server.terminate()
        server.wait(timeout=20)


class MortalServer:
    """A server that a journey kills as a power cut would, and starts again at the same address."""

    def __init__(self, home: Path) -> None:
        self.home, self.port = home, _free_port()
        self.base = f"http://localhost:{self.port}"
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tilannekuva", "demo", "--home", str(self.home), "--port", str(self.port)],
            cwd=CHECKOUT,
            env=_environment(),
            start_new_session=True,  # so that it dies with all its workers
        )
        _wait_for(self.base, self.process)

    def kill(self) -> None:
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=20)


def _environment() -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k not in ("DJANGO_SETTINGS_MODULE", "TILANNEKUVA_HOME")}
    return {**kept, "COLUMNS": "200"}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(base: str, server: subprocess.Popen[bytes], seconds: float = 60) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        assert server.poll() is None, "the server stopped before it answered"
        try:
            urllib.request.urlopen(base + "/sign-in/", timeout=5)
            return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"{base} did not answer within {seconds} seconds")


@pytest.fixture(scope="session")
def demo_homes(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """The demo city of Helsinki, built once, and a copy for a journey that is not kind to its server."""
    home = tmp_path_factory.mktemp("journeys") / "demo"
    tilannekuva("demo", "--home", home, "--build-only")
    return home, Path(shutil.copytree(home, home.with_name("copy")))


@pytest.fixture(scope="session")
def demo_city(demo_homes: tuple[Path, Path]) -> Iterator[str]:
    """The demo city, served with the command that `make demo` runs."""
    with served("demo", "--home", demo_homes[0]) as base:
        yield base

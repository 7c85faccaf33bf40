"""The server dies between sending and receipt: the report is neither lost nor doubled (R-03, R-19)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from .conftest import NARROW, MortalServer
from .test_reporting_offline import (
    CANARY,
    DRAFTS,
    fill,
    open_report,
    own_reports,
    received,
    said,
    send,
    signed_in,
)


@pytest.fixture(scope="module")
def server(demo_homes: tuple[Path, Path]) -> Iterator[MortalServer]:
    mortal = MortalServer(demo_homes[1])
    yield mortal
    mortal.kill()


@pytest.mark.req("R-03")
@pytest.mark.req("R-19")
@pytest.mark.parametrize("dies", ["before it is stored", "after it is stored"])
def test_a_report_whose_server_dies_is_sent_once(server: MortalServer, browser: Any, dies: str) -> None:
    context = browser.new_context(viewport=NARROW, locale="en-GB", service_workers="block")
    context.new_page()
    page = signed_in(context, server.base)
    before = own_reports(page, server.base)
    open_report(page, server.base)

    def die(route: Any) -> None:
        if route.request.method != "POST":
            route.continue_()
            return
        if dies == "after it is stored":
            assert route.fetch().status == 200
        server.kill()
        route.abort()

    context.route("**/report/send/", die)
    fill(page, CANARY)
    send(page)
    said(page, "there is no network")
    assert page.evaluate(DRAFTS) == 1
    context.unroute_all()
    server.start()
    send(page)
    received(page)
    assert page.evaluate(DRAFTS) == 0
    assert own_reports(page, server.base) == before + 1
    context.close()

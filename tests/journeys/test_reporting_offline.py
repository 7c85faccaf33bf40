"""Reporting without a network: kept, visibly not sent, its writer's own, gone once a receipt has come (R1, C-39)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from .conftest import ARGUMENTS, NARROW, WIDE, chromium

NINA, VEERA, POLICE = "Nina Nuorisotyö", "Veera Vastaava", "Petri Poliisi"
CANARY = "Valot zyzzyva pimeinä"
# Everything that the storage of this address holds, as bytes: values of IndexedDB, caches and web storage.
DUMP = """async () => {
  const text = (bytes) => new TextDecoder("latin1").decode(bytes);
  const pages = [];
  const told = [JSON.stringify({...localStorage}), JSON.stringify({...sessionStorage})];
  for (const { name } of await indexedDB.databases()) {
    const database = await new Promise((done) => { indexedDB.open(name).onsuccess = (e) => done(e.target.result); });
    for (const store of database.objectStoreNames) {
      const rows = await new Promise((done) => { database.transaction(store).objectStore(store).getAll().onsuccess = (e) => done(e.target.result); });
      for (const row of rows) {
        told.push(`${store} ${JSON.stringify(row)}`);
        if (row.sealed) told.push(text(row.sealed));
        if (row.extractable !== undefined) told.push(`extractable ${row.extractable}`);
      }
    }
    database.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const asked of await cache.keys()) {
      told.push(new URL(asked.url).pathname);
      const answer = await cache.match(asked);
      if ((answer.headers.get("Content-Type") || "").startsWith("text/html")) pages.push(await answer.text());
    }
  }
  return [told.join("\\n"), pages.join("\\n")];
}"""
DRAFTS = """async () => {
  if (!(await indexedDB.databases()).length) return 0;
  const database = await new Promise((done) => { indexedDB.open("tilannekuva-reports").onsuccess = (e) => done(e.target.result); });
  const n = await new Promise((done) => { database.transaction("drafts").objectStore("drafts").count().onsuccess = (e) => done(e.target.result); });
  database.close();
  return n;
}"""

Device = Callable[..., Any]


@pytest.fixture
def device(browser: Any, tmp_path: Path) -> Iterator[Device]:
    """Opens the browser of one device, whose storage outlives its closing, at the width of a phone."""
    opened: list[Any] = []

    def open_browser(viewport: dict[str, int] = NARROW) -> Any:
        context = browser.browser_type.launch_persistent_context(
            str(tmp_path / "device"),
            executable_path=chromium(),
            args=ARGUMENTS,
            viewport=viewport,
            locale="en-GB",
        )
        opened.append(context)
        return context

    yield open_browser
    for context in opened:
        context.close()


def signed_in(context: Any, base: str, name: str = NINA) -> Any:
    page = context.pages[0]
    page.goto(base + "/")
    page.get_by_role("button", name=name).click()
    page.wait_for_selector("[data-picture]")
    open_report(page, base)
    return page


def open_report(page: Any, base: str) -> None:
    page.goto(base + "/report/")
    page.wait_for_selector("[data-report]")


def until(page: Any, asked: str, answer: object) -> None:
    """Asks the page again and again, for ten seconds: it may not evaluate text by itself."""
    for _ in range(100):
        if page.evaluate(asked) == answer:
            return
        page.wait_for_timeout(100)
    assert page.evaluate(asked) == answer


def ready_for_no_network(page: Any) -> None:
    """The page is kept on the device: what a reporter has who opened it once before."""
    page.evaluate("navigator.serviceWorker.ready")
    until(page, "caches.match('/report/offline/').then(Boolean)", True)


def fill(page: Any, words: str = "") -> None:
    page.locator('input[name="form-0-kind"][value="street_drug_trade"]').check()
    page.locator('select[name="form-0-area"]').select_option(index=3)
    page.locator('input[name="form-0-sureness"][value="sure"]').check()
    page.locator('input[name="form-0-observation"][value="own"]').check()
    if words:
        page.locator(".report-more > summary").first.click()
        page.locator('input[name="form-0-is_about_one"][value="no"]').check()
        page.locator('textarea[name="form-0-text"]').fill(words)


def send(page: Any) -> None:
    page.get_by_role("button", name="Send", exact=True).click()


def said(page: Any, part: str) -> None:
    page.locator("[data-said].is-unsent", has_text=part).wait_for()


def unsent(page: Any, n: int) -> None:
    expect(page.locator("[data-count]")).to_have_text(str(n))


def received(page: Any) -> str:
    page.wait_for_url("**/report/received/**")
    assert page.locator(".report-code").count() == 1
    return str(page.locator(".report-code").inner_text())


def own_reports(page: Any, base: str) -> int:
    page.goto(base + "/report/own/")
    return int(page.locator(".own-signal").count())


@pytest.mark.req("R-17")
@pytest.mark.req("R-18")
@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_written_without_a_network_and_sent_another_day(
    demo_city: str, device: Device, viewport: dict[str, int]
) -> None:
    context = device(viewport)
    page = signed_in(context, demo_city)
    before = own_reports(page, demo_city)
    open_report(page, demo_city)
    ready_for_no_network(page)
    context.set_offline(True)
    page.goto(demo_city + "/report/")
    assert page.get_by_text("No network. You can write now").is_visible()
    assert NINA not in page.content()
    fill(page, CANARY)
    send(page)
    said(page, "Not sent: there is no network.")
    context.close()

    context = device(viewport)
    context.set_offline(True)
    page = context.pages[0]
    page.goto(demo_city + "/report/")
    unsent(page, 1)
    page.locator("[data-act=open]").click()
    expect(page.locator("textarea")).to_have_value(CANARY)
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    context.clear_cookies()  # the session ended meanwhile
    context.set_offline(False)
    send(page)
    said(page, "you are signed out")
    page.get_by_role("link", name="Sign in", exact=True).click()
    page.get_by_role("button", name=NINA).click()
    open_report(page, demo_city)
    unsent(page, 1)
    page.locator("[data-act=open]").click()
    expect(page.locator("textarea")).to_have_value(CANARY)
    send(page)
    received(page)
    assert page.evaluate(DRAFTS) == 0
    assert own_reports(page, demo_city) == before + 1


@pytest.mark.req("C-39")
def test_on_the_device_it_is_encrypted_and_nothing_else_is_kept(demo_city: str, device: Device) -> None:
    page = signed_in(device(), demo_city)
    ready_for_no_network(page)
    fill(page, CANARY)
    page.locator("[data-said]", has_text="Kept on this device").wait_for()
    kept, pages = page.evaluate(DUMP)
    assert page.evaluate(DRAFTS) == 1
    assert "extractable false" in kept
    for told in ("zyzzyva", "street_drug_trade", "form-0", "Nina"):
        assert told not in kept, told
    for told in ("zyzzyva", "Nina", "/inbox/", "/report/own/"):
        assert told not in pages, told
    assert re.findall(r'<input[^>]*name="form-0-[^>]* checked', pages) == []  # no answer of the writer
    addresses = [line for line in kept.splitlines() if line.startswith("/")]
    assert [address for address in addresses if not address.startswith("/static/")] == ["/report/offline/"]


@pytest.mark.req("R-20")
def test_no_file_of_the_browser_holds_what_was_written(
    demo_city: str, device: Device, tmp_path: Path
) -> None:
    """Not what a page can ask its storage for, but every byte that the browser left on the disk."""
    context = device()
    page = signed_in(context, demo_city)
    ready_for_no_network(page)
    fill(page, CANARY)
    page.locator("[data-said]", has_text="Kept on this device").wait_for()
    assert page.evaluate(DRAFTS) == 1
    context.close()
    files = [path for path in (tmp_path / "device").rglob("*") if path.is_file()]
    assert any("IndexedDB" in str(path) for path in files)
    for written in (b"zyzzyva", "zyzzyva".encode("utf-16-le")):
        assert [path.name for path in files if written in path.read_bytes()] == []


@pytest.mark.req("C-39")
def test_after_three_days_or_a_sign_out_it_is_gone(demo_city: str, device: Device) -> None:
    context = device()
    page = signed_in(context, demo_city)
    fill(page, CANARY)
    page.locator("[data-said]", has_text="Kept on this device").wait_for()
    later = context.new_page()
    for hours, n_kept in ((71, 1), (73, 0)):
        later.clock.set_fixed_time(dt.datetime.now(tz=dt.UTC) + dt.timedelta(hours=hours))
        open_report(later, demo_city)
        until(later, DRAFTS, n_kept)
        expect(later.locator("[data-count]")).to_have_text(str(n_kept))
    later.close()
    page.locator('input[name="form-0-sureness"][value="unsure"]').check()
    page.wait_for_timeout(900)
    assert page.evaluate(DRAFTS) == 1
    page.get_by_role("button", name="Be somebody else").click()
    page.wait_for_load_state()
    until(page, DRAFTS, 0)


@pytest.mark.req("R-18")
def test_somebody_else_on_the_device_neither_sees_nor_sends_it(demo_city: str, device: Device) -> None:
    context = device()
    page = signed_in(context, demo_city)
    fill(page, CANARY)
    page.locator("[data-said]", has_text="Kept on this device").wait_for()
    context.clear_cookies()  # the session ended by itself
    other = context.new_page()
    other.goto(demo_city + "/")
    other.get_by_role("button", name=VEERA).click()
    open_report(other, demo_city)
    other.wait_for_timeout(500)
    assert other.locator("[data-drafts]").is_hidden()
    assert "zyzzyva" not in other.content()
    send(page)  # the page that Nina left open
    said(page, "somebody else is signed in now")
    assert page.evaluate(DRAFTS) == 1


@pytest.mark.req("R-19")
@pytest.mark.parametrize("at", ["greeting", "receipt"])
@pytest.mark.parametrize(
    "answer",
    [
        {"status": 200, "content_type": "text/html", "body": "<title>Wi-Fi</title>Welcome! Accept our terms."},
        {"status": 200, "content_type": "application/json", "body": '{"status": "ok"}'},
        {"status": 200, "content_type": "application/json", "body": '{"type": "tilannekuva.rec'},
        {"status": 200, "content_type": "application/json",
         "body": '{"type": "tilannekuva.receipt", "report": "x", "sha256": "y", "address": "/report/own/"}'},
        {"status": 302, "headers": {"Location": "/sign-in/"}, "body": ""},
        {"status": 404, "content_type": "text/html", "body": "Not found"},
        {"status": 502, "content_type": "text/html", "body": "Bad gateway"},
    ],
    ids=["portal", "other-json", "cut", "other-receipt", "redirect", "not-found", "bad-gateway"],
)  # fmt: skip
def test_what_something_in_between_answers_is_no_receipt(
    demo_city: str, browser: Any, answer: dict[str, Any], at: str
) -> None:
    context = browser.new_context(viewport=NARROW, locale="en-GB", service_workers="block")
    page = signed_in_new(context, demo_city)
    method = {"greeting": "GET", "receipt": "POST"}[at]
    context.route(
        "**/report/send/",
        lambda route: route.fulfill(**answer) if route.request.method == method else route.continue_(),
    )
    fill(page)
    send(page)
    said(page, "answered in its place")
    assert page.evaluate(DRAFTS) == 1
    context.unroute_all()
    send(page)
    received(page)
    assert page.evaluate(DRAFTS) == 0
    context.close()


def signed_in_new(context: Any, base: str, name: str = NINA) -> Any:
    context.new_page()
    return signed_in(context, base, name)


@pytest.mark.req("R-19")
@pytest.mark.req("R-03")
def test_an_answer_that_is_lost_after_it_was_stored(demo_city: str, browser: Any) -> None:
    context = browser.new_context(viewport=NARROW, locale="en-GB", service_workers="block")
    page = signed_in_new(context, demo_city)
    before = own_reports(page, demo_city)
    open_report(page, demo_city)

    def lose(route: Any) -> None:
        if route.request.method == "POST":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    context.route("**/report/send/", lose)
    fill(page)
    send(page)
    said(page, "there is no network")
    context.unroute_all()
    send(page)
    received(page)
    assert own_reports(page, demo_city) == before + 1
    context.close()


@pytest.mark.req("R-20")
def test_rights_that_were_lost_meanwhile(demo_city: str, browser: Any) -> None:
    context = browser.new_context(viewport=NARROW, locale="en-GB", service_workers="block")
    page = signed_in_new(context, demo_city)
    fill(page, CANARY)
    page.locator("[data-said]", has_text="Kept on this device").wait_for()
    refusal = '{"type": "tilannekuva.refusal", "why": "rights"}'
    context.route(
        "**/report/send/",
        lambda route: route.fulfill(status=403, content_type="application/json", body=refusal),
    )
    send(page)
    said(page, "you may no longer report")
    assert page.evaluate(DRAFTS) == 0
    context.close()


@pytest.mark.req("C-39")
def test_police_keep_nothing_on_the_device(demo_city: str, device: Device) -> None:
    context = device()
    page = signed_in(context, demo_city, POLICE)
    fill(page, CANARY)
    page.wait_for_timeout(900)
    assert page.evaluate(DRAFTS) == 0
    assert page.evaluate("navigator.serviceWorker.getRegistrations().then((all) => all.length)") == 0
    assert "zyzzyva" not in "".join(page.evaluate(DUMP))
    context.set_offline(True)
    send(page)
    said(page, "Your organisation keeps nothing on devices")
    context.set_offline(False)
    send(page)
    received(page)

"""Sendings take turns in a process; what is read, and files, wait for nobody."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from tilannekuva.web.turns import LARGEST_BYTES, TurnsMiddleware

_SOON_S = 0.2
_LONG_S = 10.0


class Held:
    """An application that is busy until it is let go, and tells how many are in it."""

    def __init__(self) -> None:
        self.entered = threading.Semaphore(0)
        self.let_go = threading.Event()

    def __call__(self, request: HttpRequest) -> HttpResponse:
        self.entered.release()
        self.let_go.wait(_LONG_S)
        return HttpResponse()


@pytest.fixture
def held() -> Iterator[Held]:
    app = Held()
    turns = TurnsMiddleware(app)
    threading.Thread(target=turns, args=(small_sending(),)).start()
    assert app.entered.acquire(timeout=_LONG_S)
    yield app
    app.let_go.set()


def small_sending() -> HttpRequest:
    return RequestFactory().post(
        "/report/send/", "kind=damage", content_type="application/x-www-form-urlencoded"
    )


def begin(app: Held, request: HttpRequest) -> threading.Thread:
    thread = threading.Thread(target=TurnsMiddleware(app), args=(request,))
    thread.start()
    return thread


def test_a_second_sending_waits_until_the_first_is_answered(held: Held) -> None:
    second = begin(held, small_sending())
    assert not held.entered.acquire(timeout=_SOON_S)
    held.let_go.set()
    assert held.entered.acquire(timeout=_LONG_S)
    second.join()


@pytest.mark.parametrize(
    "sent",
    [
        RequestFactory().get("/report/"),
        RequestFactory().post("/sign-in/", {"login": "a", "password": "b"}),
        RequestFactory().post("/import/", {"file": "a file's rows"}),
        RequestFactory().post("/no-such-page/", {"a": "b"}),
        RequestFactory().post("/report/send/", "x" * (LARGEST_BYTES + 1), content_type="application/json"),
    ],
    ids=["a page", "a sign-in", "a file", "no page", "a large sending"],
)
def test_what_is_no_report_waits_for_nobody(held: Held, sent: HttpRequest) -> None:
    begin(held, sent)
    assert held.entered.acquire(timeout=_LONG_S)


@pytest.mark.parametrize(
    "address", ["/report/", "/report/send/", "/api/v1/reports", "/api/open311/v2/requests.json"]
)
def test_every_way_by_which_reports_come_in_takes_turns(held: Held, address: str) -> None:
    second = begin(
        held, RequestFactory().post(address, "a=b", content_type="application/x-www-form-urlencoded")
    )
    assert not held.entered.acquire(timeout=_SOON_S)
    held.let_go.set()
    second.join()


def test_a_sending_is_read_whole_before_its_turn_begins() -> None:
    """A phone that sends slowly waits for its own network, and nobody waits for the phone."""
    read: list[bool] = []
    request = small_sending()
    TurnsMiddleware(lambda each: (read.append(hasattr(each, "_body")), HttpResponse())[1])(request)
    assert read == [True]


def test_a_turn_ends_when_the_application_fails() -> None:
    def failing(_request: HttpRequest) -> HttpResponse:
        raise RuntimeError

    for _time in range(2):
        with pytest.raises(RuntimeError):
            TurnsMiddleware(failing)(small_sending())

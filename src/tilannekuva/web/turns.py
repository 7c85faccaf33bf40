"""One report at a time in a process: waiting for one's turn is fair and cheap here, at the database neither.

Threads that work on the same interpreter take it from each other in the middle of a transaction, and SQLite lets
those who wait for its lock sleep for longer and longer. So a turn spans all that is done for a report, from the
session to the receipt. Whoever reads a page, signs in or decides waits for nobody, and keeps nobody waiting.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import Resolver404, resolve

from .middleware import Next, is_of_the_api

LARGEST_BYTES = 100_000
"""What a report of twenty signals with words stays under. What is larger is read and judged out of turn."""

View = TypeVar("View", bound=Callable[..., Any])

_TURN = threading.Lock()


def takes_turns(view: View) -> View:
    """Declare that reports come in by this view. Those of the interface for programs need not say so."""
    view.takes_turns = True  # type: ignore[attr-defined]  # as `open_to` declares its door
    return view


class TurnsMiddleware:
    """Stands before the session, which is a part of the work."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not (request.method == "POST" and _is_small(request) and _is_a_report(request)):
            return self.get_response(request)
        _read_whole(request)
        with _TURN:
            return self.get_response(request)


def _read_whole(request: HttpRequest) -> None:
    """Before the turn begins: a phone that sends slowly waits for its network, and nobody waits for the phone."""
    _body = request.body


def _is_small(request: HttpRequest) -> bool:
    length = request.META.get("CONTENT_LENGTH") or ""
    return length.isdecimal() and int(length) <= LARGEST_BYTES


def _is_a_report(request: HttpRequest) -> bool:
    try:
        match = resolve(request.path_info)
    except Resolver404:
        return False
    return getattr(match.func, "takes_turns", False) or is_of_the_api(match)

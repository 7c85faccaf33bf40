"""One small sending at a time in a process: waiting for one's turn is fair and cheap here, at the database neither.

Threads that work on the same interpreter take it from each other in the middle of a transaction, and SQLite lets
those who wait for its lock sleep for longer and longer. Pages that are read, and files, wait for nobody.
"""

from __future__ import annotations

import threading

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from .middleware import Next

LARGEST_BYTES = 100_000
"""What a report of twenty signals with words stays under."""

_TURN = threading.Lock()


class TurnsMiddleware:
    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not _is_small_sending(request):
            return self.get_response(request)
        request.body  # noqa: B018 - read before the turn begins: a slow phone holds up nobody
        with _TURN:
            return self.get_response(request)


def _is_small_sending(request: HttpRequest) -> bool:
    if request.method != "POST" or request.content_type == "multipart/form-data":
        return False
    length = request.META.get("CONTENT_LENGTH") or ""
    return length.isdecimal() and int(length) <= LARGEST_BYTES

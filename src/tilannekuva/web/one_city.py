"""One request sees one state of the settings, and asks for it once."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from tilannekuva.project.city import one_city


class OneCityMiddleware:
    """A setting that changes while a page is made shows on the next one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with one_city():
            return self.get_response(request)

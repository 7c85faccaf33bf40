"""Who asks, whether the door is open to them, and what a browser may keep."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.contrib.auth import logout
from django.contrib.auth.views import redirect_to_login
from django.db import DatabaseError, transaction
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import ResolverMatch
from django.utils.translation import gettext as _

from tilannekuva.accounts.models import Person
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.audit.actions import record
from tilannekuva.domain.clock import now_at
from tilannekuva.domain.errors import NotAllowed
from tilannekuva.domain.viewer import NOBODY, Viewer

from .doors import Opening, lets_in, opening_of

logger = logging.getLogger(__name__)

TYPED = "application/json"
"""What a program in the page accepts, and nothing else: answers that say what they are."""

Next = Callable[[HttpRequest], HttpResponseBase]

LONGEST_SESSION_S = 10 * 3600
"""Ten hours: a working day, after which everybody signs in anew, however busy (C-06)."""

SIGNED_IN_AT = "signed_in_at"
LAST_LOOK_AT = "last_look_at"
_LOOKS_COUNT_AFTER_S = 60

_SENSORS = (
    "accelerometer",
    "camera",
    "display-capture",
    "geolocation",
    "gyroscope",
    "magnetometer",
    "microphone",
    "midi",
    "payment",
    "serial",
    "usb",
)


def permissions_policy(*allowed: str) -> str:
    """What a page may ask of the device: nothing, but for what is named."""
    return ", ".join(f"{sensor}={'(self)' if sensor in allowed else '()'}" for sensor in _SENSORS)


class ViewerMiddleware:
    """Sets `request.viewer`, afresh at every request, so that a changed right works at once (C-13)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.user.is_authenticated:
            if self._is_too_old(request):
                logout(request)
                if request.headers.get("Accept") != TYPED:
                    return redirect("account_login")
            else:
                self._note_look(request)
        request.viewer = _viewer_of(request)  # type: ignore[attr-defined]
        return self.get_response(request)

    @staticmethod
    def _is_too_old(request: HttpRequest) -> bool:
        now_s = int(now_at().timestamp())
        return now_s - int(request.session.setdefault(SIGNED_IN_AT, now_s)) > LONGEST_SESSION_S

    @staticmethod
    def _note_look(request: HttpRequest) -> None:
        """Put off the end of an idle session, which its last change decides."""
        now_s = int(now_at().timestamp())
        if now_s - int(request.session.get(LAST_LOOK_AT, 0)) >= _LOOKS_COUNT_AFTER_S:
            request.session[LAST_LOOK_AT] = now_s


class DoorMiddleware:
    """Deny by default: a view opens only to those whom its door names (C-09).

    Who may not come in gets the answer that an unknown address gets. What was shown leaves a trace in
    the audit; when the trace cannot be written, nothing is shown (N-11).
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        match = request.resolver_match
        opening = opening_of(match.func) if match else None
        if response.status_code == 405 and request.method == "GET":
            # A form was sent here, and its address was opened again.
            refusal = render(request, "405.html", status=405)
            refusal["Allow"] = response["Allow"]
            return refusal
        if opening is None or not opening.leaves_trace or response.status_code != 200:
            return response
        try:
            _leave_trace(request)
        except DatabaseError:
            logger.exception("the audit could not be written")
            return HttpResponse(status=503)
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        opening = opening_of(view)
        if request.resolver_match is not None and is_of_the_api(request.resolver_match):
            return None
        if opening is None:
            logger.error("%s names no door and stays shut", getattr(view, "__qualname__", view))
            raise Http404
        return _turned_away(request, opening)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponseBase | None:
        if isinstance(error, NotAllowed):
            return render(request, "404.html", status=404)
        return None


class NoStoreMiddleware:
    """Pages are not kept by a browser or a proxy, and ask for no sensor of the device unless they say so (C-17)."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", permissions_policy())
        response["Cache-Control"] = "no-store"
        match = request.resolver_match
        if match and match.url_name == "account_logout" and request.method == "POST":
            response["Clear-Site-Data"] = '"cache", "storage"'
        return response


def is_of_the_api(match: ResolverMatch) -> bool:
    """Its operations ask for a key themselves, every one of them; a test walks them."""
    return match.namespaces[:1] == ["api"]


def _viewer_of(request: HttpRequest) -> Viewer:
    return viewer_of(request.user) if isinstance(request.user, Person) else NOBODY


def _turned_away(request: HttpRequest, opening: Opening) -> HttpResponseBase | None:
    viewer: Viewer = request.viewer  # type: ignore[attr-defined]
    if lets_in(opening.door, viewer):
        return None
    if request.headers.get("Accept") == TYPED:
        # A program in the page asks, and must tell our refusal from a page that something between put there.
        signed_in = request.user.is_authenticated
        why = "rights" if signed_in else "sign_in"
        return JsonResponse({"type": "tilannekuva.refusal", "why": why}, status=403 if signed_in else 401)
    if not request.user.is_authenticated:
        if request.headers.get("HX-Request"):
            # A fragment cannot show the sign-in page: the whole page goes there.
            return HttpResponse(status=401, headers={"HX-Refresh": "true"})
        return redirect_to_login(request.get_full_path())
    if viewer == NOBODY:
        return render(request, "web/no_role.html", {"heading": _("You have no role today")}, status=403)
    raise Http404


@transaction.atomic
def _leave_trace(request: HttpRequest) -> None:
    """One entry for what was shown: the page and the code of its object, never its content."""
    match = request.resolver_match
    name = (match.url_name or "") if match else ""
    values = [str(value) for value in match.kwargs.values()] if match else []
    record(
        "page.read",
        by=request.viewer,  # type: ignore[attr-defined]
        object_type=name[:40],
        object_id="/".join(values)[:64],
    )

"""The sign-in page, and the two ways into the demo city: its entrance, and one click for each of its people."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.views import LoginView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_POST, require_safe

from tilannekuva.accounts.actions import enter_demo
from tilannekuva.accounts.models import Person
from tilannekuva.accounts.queries import simulated_people
from tilannekuva.accounts.words import ROLES, WHAT_ROLES_SEE
from tilannekuva.domain.role import PICTURE_WORKERS, RoleName
from tilannekuva.web.doors import Door, open_to


class SignInView(LoginView):
    """E-mail and password; in a demo also its people, one click each."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return context | {"demo_people": [_card(person) for person in simulated_people()]}


sign_in = open_to(Door.EVERYBODY)(SignInView.as_view())


@open_to(Door.EVERYBODY)
@require_POST
def demo_sign_in(request: HttpRequest, person_id: int) -> HttpResponse:
    """Be a person of the demo city. In a real city this address is unknown (404)."""
    if not settings.DEMO:
        raise Http404
    return _enter(request, person_id)


@open_to(Door.EVERYBODY)
@require_safe
def demo_entrance(request: HttpRequest) -> HttpResponse:
    """The address that the demo prints: straight to the picture, as somebody who works on it."""
    if not settings.DEMO:
        raise Http404
    if request.user.is_authenticated:
        return redirect("picture")
    host = simulated_people().filter(roles__name__in=PICTURE_WORKERS).order_by("pk").first()
    return _enter(request, host.pk) if host is not None else redirect("account_login")


def _enter(request: HttpRequest, person_id: int) -> HttpResponse:
    """In the visitor's own language: who tries a person of the demo out does not become them."""
    get_adapter(request).login(request, enter_demo(person_id=person_id))
    return redirect("picture")


def needs_password(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Pages about passwords and second factors are unknown to people of the demo, who have neither."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if isinstance(request.user, Person) and not request.user.has_usable_password():
            raise Http404
        return view(request, *args, **kwargs)

    return guarded


def _card(person: Person) -> dict[str, Any]:
    role = person.roles.all()[0]
    language = get_language() or "en"
    return {
        "id": person.pk,
        "name": person.display_name,
        "organisation": role.organisation.name(language),
        "role": ROLES[RoleName(role.name)],
        "sees": WHAT_ROLES_SEE[RoleName(role.name)],
    }

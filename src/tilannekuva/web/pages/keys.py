"""Keys with which programs of an organisation send signals: made, seen and revoked by administrators."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tilannekuva.accounts.actions import make_key, revoke_key
from tilannekuva.accounts.queries import keys_for, organisations
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.errors import RuleBroken
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.forms.keys import KeyForm
from tilannekuva.web.refusals import refusal_text
from tilannekuva.web.requests import Request


@open_to(Door.ADMINISTRATORS)
@require_safe
def keys(request: Request) -> HttpResponse:
    """Every key with its organisation, its last day and the day on which it was last used."""
    language, today = get_language() or "en", today_on(settings.TIME_ZONE)
    lines = [
        {
            "key": key,
            "organisation": key.organisation.name(language),
            "is_open": key.revoked_at is None and key.expires_on >= today,
        }
        for key in keys_for(request.viewer)
    ]
    return render(request, "web/keys/page.html", {"lines": lines})


@open_to(Door.ADMINISTRATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_key(request: Request) -> HttpResponse:
    """Make a key; the answer shows its secret, once."""
    form = KeyForm(request.POST or None)
    if form.is_valid():
        try:
            key, secret = make_key(**form.cleaned_data, by=request.viewer)
        except RuleBroken as refused:
            form.add_error("expires_on", refusal_text(refused))
        else:
            return render(request, "web/keys/made.html", {"key": key, "secret": secret})
    context = {"form": form, "has_organisations": organisations().exists()}
    return render(request, "web/keys/new.html", context, status=422 if form.errors else 200)


@open_to(Door.ADMINISTRATORS)
@require_POST
def revoke(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Shut a key at once."""
    key = keys_for(request.viewer).filter(public_id=public_id).first()
    if key is None:
        raise Http404
    revoke_key(key=key, by=request.viewer)
    messages.success(request, _("The key is revoked. It opens nothing any more."))
    return redirect("keys")

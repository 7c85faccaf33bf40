"""One's own account, and the door through which an invited person comes in."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from tilannekuva.accounts.actions import accept_invitation as accept
from tilannekuva.accounts.queries import invitation_of, roles_in_force
from tilannekuva.accounts.words import ROLES, WHAT_ROLES_SEE
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.errors import RuleBroken
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.viewer import NOBODY
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.forms.account import FirstPasswordForm
from tilannekuva.web.refusals import refusal_text
from tilannekuva.web.requests import Request


@open_to(Door.SIGNED_IN, leaves_trace=False)
@require_safe
def own_account(request: Request) -> HttpResponse:
    """Who one is here, until when, and where to change the keys."""
    language = get_language() or "en"
    today = today_on(settings.TIME_ZONE)
    roles = roles_in_force(today).filter(person=request.viewer.person_id).select_related("organisation")
    context = {
        "roles": [
            {
                "name": ROLES[RoleName(role.name)],
                "sees": WHAT_ROLES_SEE[RoleName(role.name)],
                "organisation": role.organisation.name(language),
                "ends_on": role.valid_to_on,
            }
            for role in roles
        ]
    }
    return render(request, "web/account/page.html", context)


@open_to(Door.EVERYBODY)
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def accept_invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """Set a password and be a person of this installation. The secret works once."""
    invitation = invitation_of(secret)
    if invitation is None:
        return render(request, "web/account/invitation_closed.html", status=404)
    form = FirstPasswordForm(request.POST or None)
    if form.is_valid():
        try:
            accept(
                secret=secret,
                password=form.cleaned_data["password"],
                by=NOBODY,
                language=get_language() or "",
            )
        except ValidationError as refused:
            form.add_error("password", refused)
        except RuleBroken as refused:
            form.add_error(None, refusal_text(refused))
        else:
            messages.success(request, _("Your password is set. Sign in with it now."))
            return redirect("account_login")
    context = {
        "form": form,
        "invitation": invitation,
        "organisation": invitation.organisation.name(get_language() or "en"),
        "role": ROLES[RoleName(invitation.role)],
    }
    return render(request, "web/account/invitation.html", context, status=422 if form.errors else 200)

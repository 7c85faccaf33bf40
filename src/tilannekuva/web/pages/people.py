"""People: who uses the system, invited and seen off by administrators. Nobody else sees a list of people."""

from __future__ import annotations

import uuid
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tilannekuva.accounts.actions import (
    INVITATION_DAYS,
    invite,
    withdraw_invitation,
)
from tilannekuva.accounts.models import Person
from tilannekuva.accounts.queries import open_invitations_for, organisations, people_for
from tilannekuva.accounts.words import ROLES
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.errors import RuleBroken
from tilannekuva.domain.role import RoleName
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.forms.people import InvitationForm
from tilannekuva.web.refusals import refusal_text
from tilannekuva.web.requests import Request


@open_to(Door.ADMINISTRATORS)
@require_safe
def people(request: Request) -> HttpResponse:
    """Everybody with their roles, and the invitations that are open."""
    language = get_language() or "en"
    context = {
        "people": [line_of(person) for person in people_for(request.viewer)],
        "invitations": [
            {
                "public_id": invitation.public_id,
                "name": invitation.display_name,
                "email": invitation.email,
                "role": ROLES[RoleName(invitation.role)],
                "organisation": invitation.organisation.name(language),
                "expires_at": invitation.expires_at,
            }
            for invitation in open_invitations_for(request.viewer)
        ],
        "organisations": sorted((each.name(language), each.code) for each in organisations()),
    }
    return render(request, "web/people/page.html", context)


@open_to(Door.ADMINISTRATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def invite_person(request: Request) -> HttpResponse:
    """Invite somebody; the answer shows the one-time link, once."""
    form = InvitationForm(request.POST or None)
    if form.is_valid():
        fields = form.cleaned_data
        try:
            invitation, secret = invite(
                email=fields["email"],
                display_name=fields["display_name"],
                language=fields["language"],
                organisation=fields["organisation"],
                role=RoleName(fields["role"]),
                role_ends_on=fields["role_ends_on"],
                by=request.viewer,
            )
        except RuleBroken as refused:
            form.add_error(None, refusal_text(refused))
        else:
            link = request.build_absolute_uri(reverse("accept_invitation", args=[secret]))
            context = {"invitation": invitation, "link": link, "days": INVITATION_DAYS}
            return render(request, "web/people/invited.html", context)
    context = {"form": form, "has_organisations": organisations().exists()}
    return render(request, "web/people/invite.html", context, status=422 if form.errors else 200)


@open_to(Door.ADMINISTRATORS)
@require_POST
def withdraw(request: Request, public_id: uuid.UUID) -> HttpResponse:
    """Close the door that an invitation opened."""
    invitation = open_invitations_for(request.viewer).filter(public_id=public_id).first()
    if invitation is None:
        raise Http404
    withdraw_invitation(invitation=invitation, by=request.viewer)
    messages.success(request, _("The invitation is withdrawn. Its link no longer opens."))
    return redirect("people")


def line_of(row: Person) -> dict[str, Any]:
    """A person with the roles in force and the earlier ones, in the reader's language."""
    return {
        "person": row,
        "roles": [role for role in _roles(row) if role["is_in_force"]],
        "earlier_roles": [role for role in _roles(row) if not role["is_in_force"]],
    }


def _roles(row: Person) -> list[dict[str, Any]]:
    language, today = get_language() or "en", today_on(settings.TIME_ZONE)
    return [
        {
            "id": role.pk,
            "code": RoleName(role.name),
            "name": ROLES[RoleName(role.name)],
            "organisation": role.organisation.name(language),
            "from_on": role.valid_from_on,
            "ends_on": role.valid_to_on,
            "is_in_force": role.valid_from_on <= today <= role.valid_to_on,
        }
        for role in row.roles.all()
    ]

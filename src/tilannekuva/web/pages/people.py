"""People: who uses the system, invited and seen off by administrators. Nobody else sees a list of people."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from tilannekuva.accounts.actions import (
    INVITATION_DAYS,
    deactivate,
    end_role,
    give_role,
    hand_over,
    invite,
    withdraw_invitation,
)
from tilannekuva.accounts.models import Person, Role
from tilannekuva.accounts.queries import open_invitations_for, organisations, people_for
from tilannekuva.accounts.words import ROLES
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.errors import RuleBroken
from tilannekuva.domain.role import RoleName
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.forms.people import HandOverForm, InvitationForm, RoleForm
from tilannekuva.web.requests import Request


@open_to(Door.ADMINISTRATORS)
@require_safe
def people(request: Request) -> HttpResponse:
    """Everybody with their roles, and the invitations that are open."""
    language = get_language() or "en"
    context = {
        "people": [_line(person) for person in people_for(request.viewer)],
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
        "organisations": sorted(organisation.name(language) for organisation in organisations()),
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
            form.add_error(None, _(str(refused)))
        else:
            link = request.build_absolute_uri(reverse("accept_invitation", args=[secret]))
            context = {"invitation": invitation, "link": link, "days": INVITATION_DAYS}
            return render(request, "web/people/invited.html", context)
    context = {"form": form, "has_organisations": organisations().exists()}
    return render(request, "web/people/invite.html", context, status=_status(form))


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


@open_to(Door.ADMINISTRATORS)
@require_safe
def person(request: Request, person_id: int) -> HttpResponse:
    """One person who uses the system: roles, what can be given, handed over and ended."""
    return _person_page(request, _person_or_404(request, person_id))


@open_to(Door.ADMINISTRATORS)
@require_POST
def give_person_role(request: Request, person_id: int) -> HttpResponse:
    """Give a role, or prolong it."""
    row = _person_or_404(request, person_id)
    form = RoleForm(request.POST)

    def act() -> str:
        fields = form.cleaned_data
        give_role(
            person=row,
            organisation=fields["organisation"],
            name=RoleName(fields["role"]),
            ends_on=fields["role_ends_on"],
            by=request.viewer,
        )
        return _("The role is given. It works at once.")

    return _carry_out(request, row, act, form=form, shown_as="role_form", ends_sessions=False)


@open_to(Door.ADMINISTRATORS)
@require_POST
def end_person_role(request: Request, person_id: int, role_id: int) -> HttpResponse:
    """End one role; the person is signed out everywhere."""
    row = _person_or_404(request, person_id)
    role = Role.objects.filter(pk=role_id, person=row).select_related("organisation", "person").first()
    if role is None:
        raise Http404

    def act() -> str:
        end_role(role=role, by=request.viewer)
        return _("The role is ended.")

    return _carry_out(request, row, act)


@open_to(Door.ADMINISTRATORS)
@require_POST
def hand_over_roles(request: Request, person_id: int) -> HttpResponse:
    """Give every role of one person to another."""
    row = _person_or_404(request, person_id)
    form = HandOverForm(request.POST, person=row)

    def act() -> str:
        hand_over(person=row, to=form.cleaned_data["to"], by=request.viewer)
        return _("The roles are handed over to %(name)s.") % {"name": form.cleaned_data["to"]}

    return _carry_out(request, row, act, form=form, shown_as="hand_over_form")


@open_to(Door.ADMINISTRATORS)
@require_POST
def deactivate_person(request: Request, person_id: int) -> HttpResponse:
    """End a person's access at once, on every device."""
    row = _person_or_404(request, person_id)

    def act() -> str:
        deactivate(person=row, by=request.viewer)
        return _("%(name)s no longer gets in, on any device. To undo this, invite them again.") % {
            "name": row.display_name
        }

    return _carry_out(request, row, act)


def _carry_out(
    request: Request,
    row: Person,
    act: Callable[[], str],
    *,
    form: Form | None = None,
    shown_as: str = "",
    ends_sessions: bool = True,
) -> HttpResponse:
    """Act and say so; or show the person's page with the reason why not."""
    if form is None or form.is_valid():
        try:
            said = act()
        except RuleBroken as refused:
            return _person_page(request, row, refusal=_(str(refused)), status=422)
        if ends_sessions and row.pk == request.viewer.person_id:
            logout(request)
            messages.success(request, said)
            return redirect("account_login")
        messages.success(request, said)
        return redirect("person", person_id=row.pk)
    return _person_page(request, row, status=422, **{shown_as: form})


def _person_or_404(request: Request, person_id: int) -> Person:
    row = people_for(request.viewer).filter(pk=person_id).first()
    if row is None:
        raise Http404
    return row


def _person_page(request: Request, row: Person, *, status: int = 200, **shown: Any) -> HttpResponse:
    current = [role for role in _roles(row) if role["is_in_force"]]
    context = {
        "line": _line(row),
        "role_form": RoleForm(initial=_usual_organisation(row)),
        "hand_over_form": HandOverForm(person=row) if current else None,
        "is_self": row.pk == request.viewer.person_id,
    }
    return render(request, "web/people/person.html", context | shown, status=status)


def _usual_organisation(row: Person) -> dict[str, Any]:
    role = row.roles.all().first()
    return {"organisation": role.organisation_id} if role else {}


def _line(row: Person) -> dict[str, Any]:
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
            "name": ROLES[RoleName(role.name)],
            "organisation": role.organisation.name(language),
            "from_on": role.valid_from_on,
            "ends_on": role.valid_to_on,
            "is_in_force": role.valid_from_on <= today <= role.valid_to_on,
        }
        for role in row.roles.all()
    ]


def _status(form: Form) -> int:
    return 422 if form.errors else 200

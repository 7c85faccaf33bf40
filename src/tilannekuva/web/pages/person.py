"""One person who uses the system: what an administrator gives, hands over and ends."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.forms import Form
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from tilannekuva.accounts.actions import (
    deactivate,
    end_role,
    give_role,
    hand_over,
)
from tilannekuva.accounts.models import Person, Role
from tilannekuva.accounts.queries import active_administrators, people_for
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.errors import RuleBroken
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.rules.people import check_can_end_administrator
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.forms.people import HandOverForm, RoleForm
from tilannekuva.web.refusals import refusal_text
from tilannekuva.web.requests import Request

from .people import line_of


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
            return _person_page(request, row, refusal=refusal_text(refused), status=422)
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
    line = line_of(row)
    for role in line["roles"]:
        role["stays_because"] = _why_it_stays(request, row, role["code"])
    context = {
        "line": line,
        "role_form": RoleForm(initial=_usual_organisation(row)),
        "hand_over_form": HandOverForm(person=row) if line["roles"] else None,
        "is_self": row.pk == request.viewer.person_id,
    }
    return render(request, "web/people/person.html", context | shown, status=status)


def _why_it_stays(request: Request, row: Person, role: RoleName) -> str:
    """Why there is no button to end this role; empty where there is one. The endpoint asks the same rule."""
    if role is not RoleName.ADMINISTRATOR or not row.is_active:
        return ""
    try:
        check_can_end_administrator(
            is_self=row.pk == request.viewer.person_id,
            is_last_administrator=active_administrators(today_on(settings.TIME_ZONE)) <= 1,
        )
    except RuleBroken as refused:
        return refusal_text(refused)
    return ""


def _usual_organisation(row: Person) -> dict[str, Any]:
    role = row.roles.all().first()
    return {"organisation": role.organisation_id} if role else {}

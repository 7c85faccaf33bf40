"""Organisations: the partners of the cooperation, added by administrators."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tilannekuva.accounts.actions import add_organisation
from tilannekuva.accounts.models import OrganisationKind, Regime
from tilannekuva.domain.errors import RuleBroken
from tilannekuva.web.doors import Door, open_to
from tilannekuva.web.forms.people import OrganisationForm
from tilannekuva.web.refusals import refusal_text
from tilannekuva.web.requests import Request


@open_to(Door.ADMINISTRATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def new_organisation(request: Request) -> HttpResponse:
    """Add a partner."""
    form = OrganisationForm(request.POST or None)
    if form.is_valid():
        try:
            add_organisation(
                code=form.cleaned_data["code"],
                names=form.names,
                kind=OrganisationKind(form.cleaned_data["kind"]),
                regime=Regime(form.cleaned_data["regime"]),
                by=request.viewer,
            )
        except RuleBroken as refused:
            form.add_error("code", refusal_text(refused))
        else:
            messages.success(request, _("The organisation is added. Now people can be invited to it."))
            return redirect("people")
    return render(request, "web/people/organisation.html", {"form": form}, status=422 if form.errors else 200)

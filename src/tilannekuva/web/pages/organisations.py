"""Organisations: the partners of the cooperation, added by administrators."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from tilannekuva.accounts.actions import add_organisation, allow_drafts, allow_vouching
from tilannekuva.accounts.models import OrganisationKind, Regime
from tilannekuva.accounts.queries import organisations
from tilannekuva.accounts.words import ORGANISATION_KINDS, REGIMES
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


@open_to(Door.ADMINISTRATORS)
@require_http_methods(["GET", "HEAD", "POST"])
def organisation(request: Request, code: str) -> HttpResponse:
    """One partner, and whether its reporters may keep an unsent report on their device."""
    found = organisations().filter(code=code).first()
    if found is None:
        raise Http404
    if request.method == "POST" and "vouching" in request.POST:
        allow_vouching(organisation=found, vouches=request.POST["vouching"] == "allow", by=request.viewer)
        messages.success(request, _("Changed. It holds from the next time that a reporter opens the page."))
        return redirect("organisation", code=code)
    if request.method == "POST":
        allow_drafts(organisation=found, keeps=request.POST.get("drafts") == "allow", by=request.viewer)
        messages.success(request, _("Changed. It holds from the next time that a reporter opens the page."))
        return redirect("organisation", code=code)
    context = {
        "name": found.name(get_language() or "en"),
        "kind": ORGANISATION_KINDS[found.kind],
        "regime": REGIMES[found.regime],
        "may_vouch": found.may_vouch,
        "keeps_drafts": found.keeps_drafts_on_devices,
    }
    return render(request, "web/people/one_organisation.html", context)

"""What a person sees where there is no picture yet: what is missing, and the next thing to do."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from tilannekuva.accounts.queries import organisations
from tilannekuva.detection.queries import latest_run
from tilannekuva.intake.queries import has_signals


def start_page(request: HttpRequest) -> HttpResponse:
    """The steps to the first picture, each with whether it is done."""
    context = {
        "has_organisations": organisations().exists(),
        "has_signals": has_signals(),
        "has_run": latest_run() is not None,
    }
    return render(request, "web/start/page.html", context)

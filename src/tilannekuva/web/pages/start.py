"""The page of a city that has no picture yet: what is done, and the one thing to do next."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from tilannekuva.accounts.models import Person
from tilannekuva.accounts.queries import agreements_in_force, organisations
from tilannekuva.detection.queries import latest_run
from tilannekuva.domain.clock import today_on
from tilannekuva.intake.queries import has_signals
from tilannekuva.project.installation import HOME_VARIABLE

# The organisation and the administrator that an installation begins with are nobody's partners yet.
_FIRST_ONES = 1


@dataclass(frozen=True, slots=True)
class Step:
    """One step to the first picture. `command` is typed where the installation runs."""

    title: str
    text: str
    is_done: bool
    url: str = ""
    command: str = ""


def start_page(request: HttpRequest) -> HttpResponse:
    """Steps to the first picture for those who can take them; else what one can do here."""
    steps = _steps()
    has_picture = steps[-1].is_done
    context = {
        # Beside a finished picture only what was passed over is worth a line.
        "steps": [step for step in steps if not (has_picture and step.is_done)],
        "next_step": next((step for step in steps if not step.is_done), None),
        "has_picture": has_picture,
    }
    return render(request, "web/start/page.html", context)


def _steps() -> list[Step]:
    today = today_on(settings.TIME_ZONE)
    home = shlex.quote(os.environ.get(HOME_VARIABLE, "HOME"))
    return [
        Step(
            title=_("Add the organisations"),
            text=_(
                "Those who give signals, and those who read the picture: city divisions, police, partners."
            ),
            is_done=organisations().count() > _FIRST_ONES,
            url=reverse("new_organisation"),
        ),
        Step(
            title=_("Invite the people"),
            text=_("Each gets a link that works once, a role, and a last day."),
            is_done=Person.objects.filter(is_active=True).count() > _FIRST_ONES,
            url=reverse("invite_person"),
        ),
        Step(
            title=_("Record who gives what to whom"),
            text=_(
                "An agreement lets an organisation's signals count in the picture. It names its legal ground."
            ),
            is_done=agreements_in_force(today).exists(),
            command=f"tilannekuva share-counts --home {home} …",
        ),
        Step(
            title=_("Bring in signals"),
            text=_("From a file of incidents, as CSV or Parquet. What cannot be read is listed row by row."),
            is_done=has_signals(),
            command=f"tilannekuva import INCIDENTS.csv --home {home} --organisation … --stream …",
        ),
        Step(
            title=_("Run detection for the first time"),
            text=_(
                "It compares what was reported with what was to be expected, and makes the first picture."
            ),
            is_done=latest_run() is not None,
            command=f"tilannekuva detect --home {home}",
        ),
    ]

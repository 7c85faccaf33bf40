"""Verbs that carry out detection runs: detect, work."""

from __future__ import annotations

import datetime as dt
import time
from typing import TYPE_CHECKING, Annotated

import typer

from tilannekuva.domain.errors import BadInput
from tilannekuva.domain.viewer import system

from .django_setup import start_installed
from .home import Home
from .language import chosen_language
from .look_command import LARGEST_SEED
from .screen import progress, say

if TYPE_CHECKING:
    from tilannekuva.detection.models import DetectionRun
    from tilannekuva.domain.city import City

CONSOLE = system("console")
_SECONDS_BETWEEN_LOOKS = 5.0


def detect(
    home: Home,
    as_of: Annotated[
        dt.datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help="The day to look from. Default: yesterday."),
    ] = None,
    seed: Annotated[
        int | None, typer.Option(min=0, max=LARGEST_SEED, help="Seed of chance, to repeat an earlier run.")
    ] = None,
) -> None:
    """Run detection now and compose the editions of the picture."""
    _installation, city = start_installed(home)
    from django.utils import translation

    from tilannekuva.detection.actions import request_run
    from tilannekuva.domain.clock import today_on

    day = as_of.date() if as_of else today_on(city.time_zone) - dt.timedelta(days=1)
    request_run(as_of=day, seed=seed, by=CONSOLE)
    started = time.monotonic()
    run = work_through(city)
    if run is None:
        raise BadInput("The run was taken by another worker", "", "Nothing to do: that worker finishes it.")
    with translation.override(chosen_language(None)):
        told = _outcome(run, time.monotonic() - started)
    if run.state != "done":
        raise BadInput(told, str(home), "The log above tells more; the earlier picture stands.")
    say(told)


def _outcome(run: DetectionRun, seconds: float) -> str:
    """What a run did, and in which time, in the active language."""
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    from tilannekuva.intake.importers.words import number_text

    if run.state != "done":
        return _("As of %(day)s: the run failed (%(failure)s)") % {"day": run.as_of, "failure": run.failure}
    n_findings = run.findings.count()
    found = ngettext("%(n)d finding", "%(n)d findings", n_findings) % {"n": n_findings}
    read = ngettext("%(n)s signal read", "%(n)s signals read", run.n_signals)
    return _("As of %(day)s: %(read)s, %(found)s, in %(seconds)d s. The picture is up to date.") % {
        "day": run.as_of,
        "read": read % {"n": number_text(run.n_signals)},
        "found": found,
        "seconds": max(1, round(seconds)),
    }


def work_through(city: City) -> DetectionRun | None:
    """Carry out one run that is due, and compose its editions. None when nothing is due."""
    from tilannekuva.detection.queries import is_run_due

    if not is_run_due():
        return None  # before the arithmetic is loaded: a worker that waits stays small
    from tilannekuva.detection.worker import work_once
    from tilannekuva.domain.disclosure import Audience
    from tilannekuva.picture.actions import compose_edition

    with progress() as tell:
        run = work_once(city, progress=tell)
    if run is not None and run.state == "done":
        for audience in Audience:
            compose_edition(run=run, audience=audience, city=city, by=system("worker"))
    return run


def work(
    home: Home,
    once: Annotated[bool, typer.Option("--once", help="Stop when nothing is due.")] = False,
) -> None:
    """Carry out what waits: detection runs that are due. A new one becomes due every day."""
    _installation, city = start_installed(home)
    from django.utils import translation
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    from .daily import request_daily_run

    n_runs = 0
    with translation.override(chosen_language(None)):
        if not once:
            say(_("Working on what is due, and waiting for more (stop with Ctrl+C)."))
        while True:
            request_daily_run(city)
            started = time.monotonic()
            run = work_through(city)
            if run is not None:
                n_runs += 1
                say(_outcome(run, time.monotonic() - started))
            elif once:
                break
            else:
                time.sleep(_SECONDS_BETWEEN_LOOKS)
        done = ngettext(
            "%(n)d run done. Nothing more is due.", "%(n)d runs done. Nothing more is due.", n_runs
        )
        say(done % {"n": n_runs} if n_runs else _("Nothing was due, so nothing was done."))

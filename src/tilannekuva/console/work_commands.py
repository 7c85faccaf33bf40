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
    from tilannekuva.publication.models import PublicRelease

CONSOLE = system("console")
# Somebody waits at a page for the file that they handed in.
_SECONDS_BETWEEN_LOOKS = 2.0
_SECONDS_BETWEEN_ASKING = 0.5
_LONGEST_WAIT_S = 1800.0


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
    from django.utils.translation import gettext as _

    from tilannekuva.detection.actions import request_run
    from tilannekuva.domain.clock import today_on
    from tilannekuva.picture.queries import newest_edition_on
    from tilannekuva.project.city import current_city

    day = as_of.date() if as_of else today_on(city.time_zone) - dt.timedelta(days=1)
    started = time.monotonic()
    run = _carried_out(request_run(as_of=day, seed=seed, by=CONSOLE), current_city())
    with translation.override(chosen_language(None)):
        told = _outcome(run, time.monotonic() - started)
        if run.state != "done":
            raise BadInput(told, str(home), "The log above tells more; the earlier picture stands.")
        say(told)
        newest = newest_edition_on()
        if newest is not None and newest > day:
            say(_("Readers go on seeing the picture of %(day)s, which is newer.") % {"day": newest})


def _carried_out(run: DetectionRun, city: City) -> DetectionRun:
    """Wait until a run is done or has failed, whoever takes it: this process, or a worker beside it."""
    from tilannekuva.picture.queries import is_composed

    until = time.monotonic() + _LONGEST_WAIT_S
    while time.monotonic() < until:
        if work_through(city) is None:
            time.sleep(_SECONDS_BETWEEN_ASKING)
        run.refresh_from_db()
        if run.state == "failed" or (run.state == "done" and is_composed(run)):
            return run
    raise BadInput(
        f"The run of {run.as_of} is not done after {_LONGEST_WAIT_S / 60:.0f} minutes",
        "",
        "A worker has taken it: see whether it still works. The earlier picture stands.",
    )


def _outcome(run: DetectionRun, seconds: float) -> str:
    """What a run did, and in which time, in the active language."""
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    from tilannekuva.intake.importers.words import number_text

    if run.state != "done":
        return _("As of %(day)s: the run failed (%(failure)s)") % {"day": run.as_of, "failure": run.failure}
    read = ngettext("%(n)s signal read", "%(n)s signals read", run.n_signals)
    return _("As of %(day)s: %(read)s, %(found)s, in %(seconds)d s.") % {
        "day": run.as_of,
        "read": read % {"n": number_text(run.n_signals)},
        "found": findings_of(run),
        "seconds": max(1, round(seconds)),
    }


def findings_of(run: DetectionRun) -> str:
    """How many things a picture shows that was made of a run, in the active language."""
    from django.utils.translation import get_language

    from tilannekuva.domain.disclosure import Audience
    from tilannekuva.picture.queries import content_of, edition_for
    from tilannekuva.publication.lead import findings_text, standing_groups

    edition = edition_for(run, Audience.ANALYSTS)
    groups = standing_groups(content_of(edition), get_language() or "en") if edition is not None else []
    return findings_text(groups)


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


def import_through(city: City) -> bool:
    """Read or store one file that was handed in at a page. False when none waits."""
    from tilannekuva.intake.queries import is_import_due

    if not is_import_due():
        return False
    from tilannekuva.intake.import_worker import work_once

    return work_once(city) is not None


def release_through(city: City) -> PublicRelease | None:
    """Prepare the public picture that somebody proposed. None when none waits."""
    from tilannekuva.publication.release.queries import is_release_due

    if not is_release_due():
        return None
    from tilannekuva.publication.worker import prepare_once

    return prepare_once(city)


def work(
    home: Home,
    once: Annotated[bool, typer.Option("--once", help="Stop when nothing is due.")] = False,
) -> None:
    """Carry out what waits: files that were handed in, and detection runs. A new run becomes due every day."""
    start_installed(home)
    from django.conf import settings
    from django.utils import translation
    from django.utils.translation import gettext as _
    from django.utils.translation import ngettext

    from tilannekuva.project.city import current_city

    from .daily import erase_what_is_past_its_time, request_daily_run

    n_runs = 0
    with translation.override(chosen_language(None)):
        if not once:
            say(_("Working on what is due, and waiting for more (stop with Ctrl+C)."))
        while True:
            city = current_city()  # a setting that people changed holds from the next piece of work
            erase_what_is_past_its_time(city)
            if not settings.DEMO:  # a demo stands still on its day
                request_daily_run(city)
            if import_through(city) or release_through(city):
                continue
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

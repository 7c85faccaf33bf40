"""Verbs for a real city: init, import, detect, work, serve, invite."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tilannekuva.domain.errors import BadInput
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.stream import Stream
from tilannekuva.domain.viewer import system

from .django_setup import prepare_installation, start_installed
from .look_command import LARGEST_SEED
from .screen import progress, say
from .serving import serve as serve_installation

if TYPE_CHECKING:
    from tilannekuva.detection.models import DetectionRun
    from tilannekuva.domain.city import City

CONSOLE = system("console")
FIRST_ROLE_DAYS = 365
_SECONDS_BETWEEN_LOOKS = 5.0

Home = Annotated[Path, typer.Option("--home", help="Folder of the installation.", envvar="TILANNEKUVA_HOME")]


def add_to(app: typer.Typer) -> None:
    for command in (init, import_, share_counts, detect, work, serve, invite):
        app.command(name=command.__name__.rstrip("_").replace("_", "-"))(command)


def init(
    city: Annotated[Path, typer.Option("--city", help="Folder of the city, such as cities/helsinki.")],
    administrator: Annotated[str, typer.Option(prompt="E-mail address of the first administrator")],
    name: Annotated[str, typer.Option(prompt="Name of the first administrator")],
    home: Annotated[Path | None, typer.Option("--home", help="Folder to make. Default: var/<city>.")] = None,
    organisation: Annotated[
        str, typer.Option(help="Code of the administrator's organisation.")
    ] = "administration",
) -> None:
    """Make a real, empty installation of a city, with its first administrator."""
    from tilannekuva.domain.city import load_city
    from tilannekuva.project.installation import create

    described = load_city(city)
    home = home or Path("var") / described.code
    create(home, city_folder=city, demo=False)
    start_installed(home)
    prepare_installation()
    _load_city(described)
    address = _first_administrator(described, administrator, name, organisation)
    say(
        f"{described.name('en')} is ready in {home}. It holds no person but the administrator, and no signal."
    )
    say("The administrator sets a password here, once, within 14 days:")
    say(f"  http://localhost:8000{address}")
    say(f"Serve it with: tilannekuva serve --home {home}")


def _load_city(city: City) -> None:
    from tilannekuva.intake.actions import load_vocabulary
    from tilannekuva.places.actions.loading import load_city_places

    load_city_places(city=city, by=CONSOLE)
    load_vocabulary(kinds=city.kinds, by=CONSOLE)


def _first_administrator(city: City, email: str, name: str, organisation_code: str) -> str:
    from django.urls import reverse

    from tilannekuva.accounts.actions import add_organisation
    from tilannekuva.accounts.actions import invite as invite_person
    from tilannekuva.accounts.models import OrganisationKind, Regime
    from tilannekuva.domain.clock import today_on

    organisation = add_organisation(
        code=organisation_code,
        names=dict(city.names),
        kind=OrganisationKind.CITY_DIVISION,
        regime=Regime.GENERAL,
        by=CONSOLE,
    )
    _invitation, secret = invite_person(
        email=email,
        display_name=name,
        language=city.languages[0],
        organisation=organisation,
        role=RoleName.ADMINISTRATOR,
        role_ends_on=today_on(city.time_zone) + dt.timedelta(days=FIRST_ROLE_DAYS),
        by=CONSOLE,
    )
    return reverse("accept_invitation", args=[secret])


def invite(
    home: Home,
    email: Annotated[str, typer.Argument(help="E-mail address of the person.")],
    name: Annotated[str, typer.Option(prompt=True)],
    organisation: Annotated[str, typer.Option(help="Code of the organisation.")],
    role: Annotated[RoleName, typer.Option(help="What the person does.")],
    days: Annotated[int, typer.Option(help="For how many days the role holds.")] = FIRST_ROLE_DAYS,
) -> None:
    """Invite a person from the machine itself: also the way back in when no administrator is left."""
    _installation, city = start_installed(home)
    from django.urls import reverse

    from tilannekuva.accounts.actions import invite as invite_person
    from tilannekuva.accounts.models import Organisation
    from tilannekuva.domain.clock import today_on

    found = Organisation.objects.filter(code=organisation).first()
    if found is None:
        known = ", ".join(Organisation.objects.values_list("code", flat=True))
        raise BadInput(f"There is no organisation {organisation!r}", "", f"Known are: {known}.")
    _invitation, secret = invite_person(
        email=email,
        display_name=name,
        language=city.languages[0],
        organisation=found,
        role=role,
        role_ends_on=today_on(city.time_zone) + dt.timedelta(days=days),
        by=CONSOLE,
    )
    say("Hand over this address. It works once, within 14 days:")
    say(f"  http://localhost:8000{reverse('accept_invitation', args=[secret])}")


def import_(
    home: Home,
    file: Annotated[Path, typer.Argument(help="CSV or Parquet with incidents.", exists=True, dir_okay=False)],
    organisation: Annotated[str, typer.Option(help="Code of the organisation that gives the file.")],
    stream: Annotated[Stream, typer.Option(help="How these incidents came about.")],
    kind: Annotated[
        str | None, typer.Option(help="Kind of all rows; else the column of kinds holds codes.")
    ] = None,
    source: Annotated[str, typer.Option(help="Name of the source, such as open-data.")] = "file",
    counts: Annotated[
        bool,
        typer.Option("--share-counts", help="Record an agreement that gives counts to the joint picture."),
    ] = False,
    rejected: Annotated[
        Path | None,
        typer.Option("--rejected", help="File for the list of rows not taken. Default: one inside --home."),
    ] = None,
) -> None:
    """Import incidents from a file as signals. The same file comes in once."""
    _installation, city = start_installed(home)
    from .importing import import_file

    with progress() as tell:
        lines = import_file(
            file,
            city=city,
            organisation=organisation,
            stream=stream,
            kind=kind,
            source=source,
            share=counts,
            list_rejected=rejected,
            rejected_folder=home / "rejected_rows",
            tell=tell,
        )
    for line in lines:
        say(line)
    say(f"Next: tilannekuva detect --home {home}")


def share_counts(
    home: Home,
    organisation: Annotated[str, typer.Argument(help="Code of the organisation that gives its counts.")],
) -> None:
    """Record an agreement: an organisation gives counts to the joint picture, for a year."""
    _installation, city = start_installed(home)
    from tilannekuva.accounts.models import Organisation

    from .importing import share_counts as share

    owner = Organisation.objects.filter(code=organisation).first()
    if owner is None:
        known = ", ".join(Organisation.objects.values_list("code", flat=True))
        raise BadInput(f"There is no organisation {organisation!r}", "", f"Known are: {known}.")
    share(owner, city)
    say(f"{owner.code} gives counts to the joint picture. The legal ground is to be confirmed by a lawyer.")
    say(f"Next: tilannekuva detect --home {home}")


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
    from tilannekuva.detection.actions import request_run
    from tilannekuva.domain.clock import today_on

    day = as_of.date() if as_of else today_on(city.time_zone) - dt.timedelta(days=1)
    request_run(as_of=day, seed=seed, by=CONSOLE)
    run = work_through(city)
    if run is None:
        raise BadInput("The run was taken by another worker", "", "Nothing to do: that worker finishes it.")
    if run.state != "done":
        raise BadInput(_outcome(run), str(home), "The log above tells more; the earlier picture stands.")
    say(_outcome(run))


def _outcome(run: DetectionRun) -> str:
    if run.state != "done":
        return f"As of {run.as_of}: the run failed ({run.failure})"
    return (
        f"As of {run.as_of}: {run.n_signals:,} signals read, {run.findings.count()} finding(s). "
        "The picture is up to date."
    )


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
    from .daily import request_daily_run

    if not once:
        say("Working on what is due, and waiting for more (stop with Ctrl+C).")
    while True:
        request_daily_run(city)
        run = work_through(city)
        if run is not None:
            say(_outcome(run))
        elif once:
            return
        else:
            time.sleep(_SECONDS_BETWEEN_LOOKS)


def serve(
    home: Home,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="Port to listen on.")] = 8000,
    worker: Annotated[bool, typer.Option(help="Also run the worker.")] = True,
) -> None:
    """Serve an installation, and work on what waits."""
    start_installed(home)
    prepare_installation()
    raise typer.Exit(serve_installation(home, host=host, port=port, with_worker=worker))

"""Verbs for a real city: init, invite, serve; and, from their own modules, those that import and detect."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tilannekuva.domain.errors import BadInput
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.viewer import system

from .agreement_commands import share_counts, share_signals
from .codes import check_code
from .django_setup import prepare_installation, start_installed
from .home import Home
from .import_command import import_
from .screen import say
from .serving import DEFAULT_HOST, DEFAULT_PORT, told_address
from .serving import serve as serve_installation
from .statistics_command import import_statistics
from .work_commands import detect, work

if TYPE_CHECKING:
    from tilannekuva.domain.city import City

CONSOLE = system("console")
FIRST_ROLE_DAYS = 365


def add_to(app: typer.Typer) -> None:
    for command in (
        init,
        import_,
        import_statistics,
        share_counts,
        share_signals,
        detect,
        work,
        serve,
        invite,
    ):
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
    check_code(organisation, "--organisation")
    _check_administrator(administrator, name)
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
    for line in told_address(address, home):
        say(line)


def _check_administrator(email: str, name: str) -> None:
    """Before anything is made: a folder without its administrator would be no use. Raises BadInput."""
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    try:
        validate_email(email)
    except ValidationError:
        raise BadInput(
            f"{email[:60]!r} is no e-mail address", "--administrator", "Write it as anna@example.org."
        ) from None
    if not name.strip():
        raise BadInput("The administrator has no name", "--name", 'Write it as "Anna Admin".')


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
    from tilannekuva.domain.clock import today_on

    from .organisations import organisation_with

    found = organisation_with(organisation, "--organisation")
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
    for line in told_address(reverse("accept_invitation", args=[secret]), home):
        say(line)


def serve(
    home: Home,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = DEFAULT_HOST,
    port: Annotated[int, typer.Option(help="Port to listen on.")] = DEFAULT_PORT,
    worker: Annotated[bool, typer.Option(help="Also run the worker.")] = True,
) -> None:
    """Serve an installation, and work on what waits."""
    start_installed(home)
    prepare_installation()
    raise typer.Exit(serve_installation(home, host=host, port=port, with_worker=worker))

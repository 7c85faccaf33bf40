"""The verb that brings in what residents reported to another system of the city: fetch-requests."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

import typer

from tilannekuva.domain.errors import BadInput

from .codes import check_code
from .django_setup import start_installed
from .file_options import Language
from .home import Home
from .language import chosen_language
from .screen import progress, say

_USUAL_DAYS = 30


def fetch_requests_(
    home: Home,
    address: Annotated[
        str, typer.Argument(help="Address of the Open311 GeoReport v2 interface, or a file of its requests.")
    ],
    organisation: Annotated[str, typer.Option(help="Code of the organisation that runs the interface.")],
    service: Annotated[
        list[str],
        typer.Option(help="SERVICE=KIND: which service_code is which kind of phenomenon. May be repeated."),
    ],
    since: Annotated[
        dt.datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="First day to ask for. Default: 30 days ago."),
    ] = None,
    source: Annotated[str, typer.Option(help="Name of the source.")] = "open311",
    language: Language = None,
) -> None:
    """Bring in residents' requests by Open311: their kind, place and day. Each comes in once."""
    language = chosen_language(language)
    check_code(source, "--source")
    kind_of_service = dict(_pair(text) for text in service)
    _installation, city = start_installed(home)
    from django.utils import translation

    from tilannekuva.domain.clock import today_on

    from .fetching import fetch_requests

    today = today_on(city.time_zone)
    first_on = since.date() if since else today - dt.timedelta(days=_USUAL_DAYS)
    if first_on > today:
        raise BadInput("This day has not come yet", "--since", "Give the first day to ask for.")
    with translation.override(language):
        with progress() as tell:
            lines = fetch_requests(
                address,
                organisation=organisation,
                source=source,
                kind_of_service=kind_of_service,
                first_on=first_on,
                last_on=today,
                time_zone=city.time_zone,
                tell=tell,
            )
        for line in lines:
            say(line)


def _pair(text: str) -> tuple[str, str]:
    service, _equals, kind = text.partition("=")
    if not service or not kind:
        raise BadInput(f"{text!r} names no kind", "--service", "Write it as SERVICE=KIND.")
    return service, kind


def add_to(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("fetch-requests")(fetch_requests_)

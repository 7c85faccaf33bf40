"""The verb `look`: from a file of incidents to a picture, without a server and without keeping anything."""

from __future__ import annotations

import datetime as dt
from contextlib import ExitStack
from pathlib import Path
from typing import Annotated

import typer

from tilannekuva.domain.stream import Stream

from . import file_options
from .django_setup import start_bare
from .file_options import column_choices
from .language import chosen_language
from .picture_server import open_server, show
from .screen import progress, say

LARGEST_SEED = 2**53 - 1
"""The largest whole number that every reader of JSON understands: the seed stands in the edition."""


def add_to(app: typer.Typer) -> None:
    app.command()(look)


def look(
    incidents: file_options.Incidents,
    areas: Annotated[
        Path | None,
        typer.Option("--areas", help="Polygons (GeoJSON) or centres (CSV). Without: grid cells alone."),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", help="Folder to write into. Default: picture, or none with --serve."),
    ] = None,
    serve: Annotated[
        bool, typer.Option("--serve", help="Show the picture in a browser, until you stop it.")
    ] = False,
    port: Annotated[
        int, typer.Option("--port", min=0, max=65535, help="Port for --serve; 0 is any that is free.")
    ] = 8000,
    browser: Annotated[
        bool, typer.Option("--browser/--no-browser", help="With --serve: open the page at once.")
    ] = True,
    title: Annotated[
        str, typer.Option("--title", help="What the picture is called. Default: the name of the file.")
    ] = "",
    as_of: Annotated[
        dt.datetime | None,
        typer.Option("--as-of", formats=["%Y-%m-%d"], help="What counts as now. Default: the last day told."),
    ] = None,
    time: file_options.Time = None,
    time_zone: file_options.TimeZone = None,
    lat: file_options.Latitude = None,
    lon: file_options.Longitude = None,
    kind: file_options.Kind = None,
    count: file_options.Count = None,
    area_id: file_options.AreaId = None,
    received: file_options.Received = None,
    reporter: file_options.Reporter = None,
    crs: file_options.Crs = None,
    stream: Annotated[
        Stream, typer.Option("--stream", help="How these incidents came about.")
    ] = Stream.CITIZEN_REPORT,
    date_order: file_options.Order = None,
    cell_size: Annotated[float, typer.Option("--cell-size", help="Side of a grid cell in metres.")] = 250.0,
    language: file_options.Language = None,
    seed: Annotated[
        int,
        typer.Option(
            "--seed", min=0, max=LARGEST_SEED, help="Seed of chance: the same seed, the same picture."
        ),
    ] = 1,
) -> None:
    """Read incidents, detect what stands out, and write the picture: picture.html, .pdf and .json."""
    language = chosen_language(language)
    start_bare()
    from django.utils import translation

    from .look_request import LookRequest
    from .looking import files_to_serve
    from .looking import look as look_at
    from .rejected_rows import refusal_before_the_rows

    request = LookRequest(
        incidents=incidents,
        areas=areas,
        out=out if out or serve else Path("picture"),
        as_of_on=as_of.date() if as_of else None,
        columns=column_choices(
            time=time,
            lat=lat,
            lon=lon,
            kind=kind,
            count=count,
            area_id=area_id,
            received=received,
            reporter=reporter,
        ),
        time_zone=time_zone,
        crs=crs,
        stream=stream,
        date_order=date_order,
        cell_size_m=cell_size,
        language=language,
        seed=seed,
        title=" ".join(title.split()),
    )
    with ExitStack() as stack:
        stack.enter_context(translation.override(language))
        stack.enter_context(refusal_before_the_rows())
        # Before the work begins: nobody should wait for a picture and then learn that the port is taken.
        server = stack.enter_context(open_server(port)) if serve else None
        with progress() as tell:
            looked = look_at(request, tell=tell)
            files = files_to_serve(looked, language=language, tell=tell) if server else {}
        for line in looked.lines:
            say(line)
        if server:
            show(server, files, open_browser=browser)

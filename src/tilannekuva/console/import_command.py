"""The verb that brings signals in: import."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tilannekuva.domain.errors import BadInput
from tilannekuva.domain.stream import Stream

from . import file_options
from .codes import check_code
from .django_setup import start_installed
from .file_options import column_choices
from .home import Home
from .language import chosen_language
from .screen import progress, say


def import_(
    home: Home,
    file: file_options.Incidents,
    organisation: Annotated[str, typer.Option(help="Code of the organisation that gives the file.")],
    stream: Annotated[Stream, typer.Option("--stream", help="How these incidents came about.")],
    only_kind: Annotated[
        str | None,
        typer.Option("--only-kind", help="Kind of all rows; else the column of kinds holds codes or names."),
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
    time: file_options.Time = None,
    time_zone: file_options.TimeZone = None,
    lat: file_options.Latitude = None,
    lon: file_options.Longitude = None,
    kind: file_options.Kind = None,
    count: file_options.Count = None,
    area_id: file_options.AreaId = None,
    row_id: Annotated[
        str | None,
        typer.Option(
            "--row-id", help="Column that tells rows apart: a row comes in once, whatever its file."
        ),
    ] = None,
    identical: Annotated[
        bool,
        typer.Option("--take-identical", help="Without --row-id: take rows of which identical ones are in."),
    ] = False,
    crs: file_options.Crs = None,
    date_order: file_options.Order = None,
    language: file_options.Language = None,
) -> None:
    """Import incidents from a file as signals. The same file comes in once."""
    language = chosen_language(language)
    check_code(source, "--source")
    if only_kind and kind:
        raise BadInput(
            "All rows are of one kind, or a column tells it: not both",
            "--only-kind, --kind",
            "Leave one out.",
        )
    _installation, city = start_installed(home)
    from django.utils import translation
    from django.utils.translation import gettext as _

    from .importing import FileReading, import_file
    from .rejected_rows import refusal_before_the_rows

    reading = FileReading(
        # A file whose rows are all of one kind may have a column that looks as if it told them apart.
        columns=column_choices(
            time=time, lat=lat, lon=lon, kind="" if only_kind else kind, count=count, area_id=area_id
        ),
        time_zone=time_zone,
        crs=crs,
        date_order=date_order,
        only_kind=only_kind,
        row_id=row_id,
        takes_identical=identical,
    )
    with translation.override(language):
        with refusal_before_the_rows(), progress() as tell:
            lines = import_file(
                file,
                reading=reading,
                city=city,
                organisation=organisation,
                stream=stream,
                source=source,
                share=counts,
                list_rejected=rejected,
                rejected_folder=home / "rejected_rows",
                tell=tell,
            )
        for line in lines:
            say(line)
        say(_("Next: %(command)s") % {"command": f"tilannekuva detect --home {home}"})

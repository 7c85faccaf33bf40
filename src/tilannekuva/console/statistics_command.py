"""The verb that brings counts of others in: import-statistics."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from tilannekuva.domain.marking import Marking
from tilannekuva.domain.stream import Stream

from . import file_options
from .codes import check_code
from .django_setup import start_installed
from .home import Home
from .language import chosen_language
from .screen import say


def import_statistics(
    home: Home,
    file: Annotated[
        Path, typer.Argument(help="CSV, XLSX or Parquet: an area, a period and a count in each row.")
    ],
    organisation: Annotated[str, typer.Option(help="Code of the organisation that gives the counts.")],
    stream: Annotated[Stream, typer.Option("--stream", help="How what is counted came about.")],
    title: Annotated[str, typer.Option(help="What is counted, in a few words.")],
    definition: Annotated[str, typer.Option(help="What counts and what does not, and who counted it.")],
    extracted: Annotated[
        dt.datetime,
        typer.Option(
            "--extracted", formats=["%Y-%m-%d"], help="The day on which the register looked like this."
        ),
    ],
    source: Annotated[str, typer.Option(help="Name of the source, such as crime-statistics.")] = "statistics",
    marking: Annotated[Marking, typer.Option(help="Who may read the series.")] = Marking.AMBER,
    only_kind: Annotated[
        str | None, typer.Option("--only-kind", help="Code of the kind that is counted, if it is one.")
    ] = None,
    area: Annotated[str | None, typer.Option("--area", help="Column of areas: codes or names.")] = None,
    period: Annotated[
        str | None, typer.Option("--period", help="Column of months, quarters or years.")
    ] = None,
    count: Annotated[str | None, typer.Option("--count", help="Column of counts.")] = None,
    language: file_options.Language = None,
) -> None:
    """Import counts by area and period as a series. A newer extraction takes the place of an older one."""
    language = chosen_language(language)
    check_code(source, "--source")
    _installation, city = start_installed(home)
    from django.utils import translation

    from tilannekuva.intake.reading_choices import ReadingChoices

    from .importing_statistics import import_series
    from .rejected_rows import refusal_before_the_rows

    columns = {"area": area, "period": period, "count": count}
    choices = ReadingChoices(
        stream=stream,
        marking=marking,
        columns={role: name for role, name in columns.items() if name},
        only_kind=only_kind or "",
        title=title,
        definition=definition,
        extracted_on=extracted.date().isoformat(),
    )
    with translation.override(language):
        with refusal_before_the_rows():
            lines = import_series(file, choices=choices, city=city, organisation=organisation, source=source)
        for line in lines:
            say(line)

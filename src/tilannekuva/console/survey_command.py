"""The verb that brings in a survey of felt safety: import-survey."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Annotated

import typer

from tilannekuva.domain.marking import Marking

from .codes import check_code
from .django_setup import start_installed
from .file_options import Language
from .home import Home
from .language import chosen_language
from .screen import say


def import_survey(
    home: Home,
    file: Annotated[
        Path,
        typer.Argument(
            exists=True,
            dir_okay=False,
            help="CSV: area, question, answer, count; and weight, weight_squares.",
        ),
    ],
    organisation: Annotated[str, typer.Option(help="Code of the organisation that asked.")],
    title: Annotated[str, typer.Option(help="Name of the survey; the same for each of its rounds.")],
    method: Annotated[str, typer.Option(help="Who was asked, how, and how many answered.")],
    from_: Annotated[dt.datetime, typer.Option("--from", formats=["%Y-%m-%d"], help="First day of answers.")],
    to: Annotated[dt.datetime, typer.Option("--to", formats=["%Y-%m-%d"], help="Last day of answers.")],
    unsafe: Annotated[
        list[str], typer.Option("--unsafe", help="An answer by which somebody feels unsafe; once for each.")
    ],
    source: Annotated[str, typer.Option(help="Name of the source, such as security-survey.")] = "survey",
    marking: Annotated[Marking, typer.Option(help="Who may read the answers by area.")] = Marking.GREEN,
    language: Language = None,
) -> None:
    """Bring in answers by area and estimate how many feel unsafe where. A corrected file takes the place of the first."""
    language = chosen_language(language)
    check_code(source, "--source")
    start_installed(home)
    from django.utils import translation

    from .importing_survey import bring_in_survey

    with translation.override(language):
        lines = bring_in_survey(
            file,
            organisation=organisation,
            source=source,
            title=title,
            method=method,
            from_on=from_.date(),
            to_on=to.date(),
            unsafe=unsafe,
            marking=marking,
        )
        for line in lines:
            say(line)


def add_to(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("import-survey")(import_survey)

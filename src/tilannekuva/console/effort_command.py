"""The verb that brings in hours of presence: import-effort."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .django_setup import start_installed
from .file_options import Language
from .home import Home
from .language import chosen_language
from .screen import say


def import_effort_(
    home: Home,
    file: Annotated[
        Path,
        typer.Argument(exists=True, dir_okay=False, help="CSV with the columns area, week and hours."),
    ],
    organisation: Annotated[str, typer.Option(help="Code of the organisation that was there.")],
    language: Language = None,
) -> None:
    """Bring in hours of presence by area and week. Rows that stand there already get the new hours."""
    language = chosen_language(language)
    start_installed(home)
    from django.utils import translation
    from django.utils.translation import ngettext

    from tilannekuva.domain.viewer import system
    from tilannekuva.intake.actions import import_effort
    from tilannekuva.intake.importers.effort_file import read_effort

    from .organisations import organisation_with

    with translation.override(language):
        given_by = organisation_with(organisation, "--organisation")
        stored = import_effort(organisation=given_by, rows=read_effort(file), by=system("console"))
        n = len(stored)
        say(
            ngettext(
                "%(n)d row of hours for %(organisation)s.", "%(n)d rows of hours for %(organisation)s.", n
            )
            % {"n": n, "organisation": given_by.name(language)}
        )


def add_to(app: typer.Typer) -> None:
    """Add the verb."""
    app.command("import-effort")(import_effort_)

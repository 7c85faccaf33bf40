"""What `import-statistics` does: a file's counts become an extraction of a series, whole or not at all."""

from __future__ import annotations

from pathlib import Path

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tilannekuva.domain.city import City
from tilannekuva.domain.errors import BadInput
from tilannekuva.domain.viewer import system
from tilannekuva.intake.actions import add_source
from tilannekuva.intake.file_signals import vocabulary_ids
from tilannekuva.intake.import_preview import FileReading, safe_table
from tilannekuva.intake.importers.files import read_file
from tilannekuva.intake.importers.raw_table import read_table
from tilannekuva.intake.importers.words import listed, number_text
from tilannekuva.intake.reading_choices import ReadingChoices
from tilannekuva.intake.statistics_file import read_statistics, store_statistics

from .organisations import organisation_with

CONSOLE = system("console")
_ROWS_TOLD = 20


def import_series(
    file: Path, *, choices: ReadingChoices, city: City, organisation: str, source: str
) -> list[str]:
    """Read a file and store its counts. Returns what to tell the person. Raises BadInput and RuleBroken."""
    owner = organisation_with(organisation, "--organisation")
    if choices.only_kind and choices.only_kind.casefold() not in vocabulary_ids():
        raise BadInput(
            _("The city's vocabulary has no %(names)s") % {"names": listed([choices.only_kind])},
            "--only-kind",
            _("Give the code of a kind, or leave it out."),
        )
    content = read_file(file)
    with transaction.atomic():
        # One that is new goes away again when the file is refused.
        place = add_source(organisation=owner, code=source, by=CONSOLE)
        reading = FileReading(
            safe_table(read_table(content)), content.sha256, file.name, choices, place, city
        )
        table = read_statistics(reading)
        store_statistics(table, by_id=None, by=CONSOLE)
    stored = ngettext(
        "%(n)s count of “%(title)s” was stored.",
        "%(n)s counts of “%(title)s” were stored.",
        len(table.values),
    )
    return [
        *table.notes,
        *table.rejected.summary(first=_ROWS_TOLD),
        stored % {"n": number_text(len(table.values)), "title": choices.title},
    ]

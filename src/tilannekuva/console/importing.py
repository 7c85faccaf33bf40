"""What `import` does: a file's incidents become signals of an organisation, whole or not at all."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tilannekuva.accounts.actions import agree
from tilannekuva.accounts.models import Organisation
from tilannekuva.accounts.queries import agreements_in_force
from tilannekuva.domain.city import City
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.errors import BadInput
from tilannekuva.domain.stream import Stream
from tilannekuva.domain.viewer import system
from tilannekuva.intake.actions import add_source, import_signals
from tilannekuva.intake.file_signals import (
    FileSignals,
    file_signals,
    vocabulary_ids,
    with_row_keys,
    without_those_in,
)
from tilannekuva.intake.importers.columns import ColumnChoices
from tilannekuva.intake.importers.date_order import DateOrder
from tilannekuva.intake.importers.files import read_file
from tilannekuva.intake.importers.incident_table import IncidentTable
from tilannekuva.intake.importers.incidents import incidents_of
from tilannekuva.intake.importers.raw_table import read_table
from tilannekuva.intake.importers.words import listed, number_text
from tilannekuva.intake.models import PhenomenonKind, Source
from tilannekuva.places.city_places import read_city_places
from tilannekuva.publication.folder import put_in_place

from .organisations import organisation_with
from .rejected_rows import list_told

if TYPE_CHECKING:
    from tilannekuva.detection.analysis import Progress

CONSOLE = system("console")
_AGREED_DAYS = 365
_ROWS_TOLD = 5


@dataclass(frozen=True, slots=True)
class FileReading:
    """How the file is to be read, where a person says so (see `incidents_of`).

    `only_kind`: code or name of the kind of all rows. `row_id`: the column that tells rows apart;
    `takes_identical`: without one, rows are taken although identical ones of the source are in.
    """

    columns: ColumnChoices = field(default_factory=ColumnChoices)
    time_zone: str | None = None
    crs: str | None = None
    date_order: DateOrder | None = None
    only_kind: str | None = None
    row_id: str | None = None
    takes_identical: bool = False


def import_file(
    file: Path,
    *,
    reading: FileReading,
    city: City,
    organisation: str,
    stream: Stream,
    source: str,
    share: bool,
    list_rejected: Path | None,
    rejected_folder: Path,
    tell: Progress,
) -> list[str]:
    """Read a file and store its incidents as signals. Returns what to tell the person. Raises BadInput.

    The rows not taken are listed in the file `list_rejected`, or else in one of their own in
    `rejected_folder`: the same file comes in once, so there is no second run that could list them.
    """
    if list_rejected is not None and list_rejected.absolute() == file.absolute():
        raise BadInput(_("The list would take the place of the file"), "--rejected", _("Name another file."))
    owner = organisation_with(organisation, "--organisation")
    tell("reading", 0, 1)
    placer = read_city_places(city).placer
    bytes_of = read_file(file)
    raw = read_table(bytes_of)
    table = incidents_of(
        raw,
        where=file.name,
        sha256=bytes_of.sha256,
        placer=placer,
        default_stream=stream,
        as_of_on=today_on(city.time_zone),
        city_time_zone=city.time_zone,
        overrides=reading.columns,
        time_zone=reading.time_zone,
        crs=reading.crs,
        date_order=reading.date_order,
        default_kind=reading.only_kind,
    )
    tell("reading", 1, 1)
    signals = file_signals(table, placer, _kind_ids(table, file), where=str(file))
    with transaction.atomic():
        # One that is new goes away again when the file is refused.
        place = add_source(organisation=owner, code=source, by=CONSOLE)
        if reading.row_id:
            signals = with_row_keys(signals, raw, reading.row_id, place, where=file.name)
        signals = without_those_in(signals, place, takes_identical=reading.takes_identical)
        lines = _store(signals, place, city, share, list_rejected, rejected_folder, file)
    return lines


def _store(
    signals: FileSignals,
    source: Source,
    city: City,
    share: bool,
    list_rejected: Path | None,
    rejected_folder: Path,
    file: Path,
) -> list[str]:
    owner, table, rejected = source.organisation, signals.table, signals.rejected
    path = list_rejected or rejected_folder / f"{file.name}.{table.sha256[:12]}.csv"
    content = rejected.as_csv() if rejected.n_rejected else None
    with put_in_place(path.parent, {path.name: content}) as lists, transaction.atomic():
        if share:
            share_counts(owner, city)
        batch = import_signals(
            drafts=signals.drafts(),
            source=source,
            file_sha256=table.sha256,
            n_rows_read=table.n_rows_read,
            rejected={str(reason): n_rows for reason, n_rows in rejected.counts().items()},
            by=CONSOLE,
        )
    stored = ngettext(
        "%(n)s signal of %(owner)s was stored.", "%(n)s signals of %(owner)s were stored.", batch.n_signals
    )
    lines = [
        *table.notes,
        *rejected.summary(first=_ROWS_TOLD),
        *(list_told(path) for path in lists),
        stored % {"n": number_text(batch.n_signals), "owner": owner.code},
    ]
    if not agreements_in_force(today_on(city.time_zone)).filter(gives=owner).exists():
        note = _(
            "%(owner)s has no agreement in force: its signals stay out of the joint picture. Record one with "
            "`tilannekuva share-counts %(owner)s --home …`."
        )
        lines.append(note % {"owner": owner.code})
    return lines


def _kind_ids(table: IncidentTable, file: Path) -> dict[str, int | None]:
    """The vocabulary's entry of each kind that the file names, by its code or a name."""
    known = vocabulary_ids()
    unknown = [name for name in table.kinds if name.casefold() not in known]
    if unknown:
        step = _(
            "Name the kind of all rows with --only-kind, or add kinds to city.toml. Known are: %(known)s."
        )
        codes = PhenomenonKind.objects.values_list("code", flat=True)
        raise BadInput(
            _("The city's vocabulary has no %(names)s") % {"names": listed(unknown, 5)},
            str(file),
            step % {"known": ", ".join(codes)},
        )
    return {name: known[name.casefold()] for name in table.kinds}


def share_counts(owner: Organisation, city: City) -> None:
    """Record for a year that an organisation gives counts to the joint picture, unless it does already."""
    today = today_on(city.time_zone)
    if agreements_in_force(today).filter(gives=owner).exists():
        return
    agree(
        code=f"{owner.code}-counts",
        gives=owner,
        receives=None,
        data_class="counts",
        legal_ground="Recorded at the console. To be confirmed by a lawyer.",
        valid_from_on=today,
        valid_to_on=today + dt.timedelta(days=_AGREED_DAYS),
        by=CONSOLE,
    )

"""What `import` does: a file's incidents become signals of an organisation, whole or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tilannekuva.accounts.actions import agree
from tilannekuva.accounts.models import Organisation
from tilannekuva.accounts.queries import agreements_in_force
from tilannekuva.domain.city import City
from tilannekuva.domain.clock import date_of_day, today_on
from tilannekuva.domain.errors import BadInput
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.severity import Severity
from tilannekuva.domain.stream import Stream
from tilannekuva.domain.time_band import TIME_BAND_ORDER
from tilannekuva.domain.viewer import system
from tilannekuva.intake.actions import add_source, import_signals
from tilannekuva.intake.drafts import SignalDraft
from tilannekuva.intake.importers.columns import ColumnChoices
from tilannekuva.intake.importers.date_order import DateOrder
from tilannekuva.intake.importers.incident_table import IncidentTable
from tilannekuva.intake.importers.incidents import read_incidents
from tilannekuva.intake.importers.rejections import NoRowTaken, Reason
from tilannekuva.intake.importers.words import listed, number_text
from tilannekuva.intake.models import PhenomenonKind
from tilannekuva.places.city_places import read_city_places
from tilannekuva.places.models import Cell
from tilannekuva.places.placing import Placer
from tilannekuva.places.queries import areas_today
from tilannekuva.publication.folder import put_in_place

from .organisations import organisation_with
from .rejected_rows import list_told

if TYPE_CHECKING:
    from tilannekuva.detection.analysis import Progress

CONSOLE = system("console")
_AGREED_DAYS = 365
_ROWS_TOLD = 5

# A cell and its area, as database ids; None for what is not known.
_Place = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True)
class FileReading:
    """How the file is to be read, where a person says so (see `read_incidents`).

    `only_kind`: code or name of the kind of all rows.
    """

    columns: ColumnChoices = field(default_factory=ColumnChoices)
    time_zone: str | None = None
    crs: str | None = None
    date_order: DateOrder | None = None
    only_kind: str | None = None


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
    table = read_incidents(
        file,
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
    kind_ids = _kind_ids(table, file)
    places = _places(table, placer)
    unregistered = np.array([place is None for place in places], dtype=np.bool_)
    rejected = table.rejected.with_rows(table.row[unregistered], Reason.PLACE_UNREGISTERED)
    if rejected.n_rejected == rejected.n_rows_read:
        what = ngettext(
            "%(n)s row does not lie in a place that is registered today",
            "None of %(n)s rows lies in a place that is registered today",
            rejected.n_rows_read,
        )
        raise NoRowTaken(
            what % {"n": number_text(rejected.n_rows_read)},
            str(file),
            _("Check that the file belongs to this city."),
            rejected=rejected,
        )
    path = list_rejected or rejected_folder / f"{file.name}.{table.sha256[:12]}.csv"
    content = rejected.as_csv() if rejected.n_rejected else None
    with put_in_place(path.parent, {path.name: content}) as lists, transaction.atomic():
        if share:
            share_counts(owner, city)
        batch = import_signals(
            drafts=_drafts(table, kind_ids, places),
            source=add_source(organisation=owner, code=source, by=CONSOLE),
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


def _kind_ids(table: IncidentTable, file: Path) -> list[int]:
    """The vocabulary's entry of each kind that the file names, by its code or a name."""
    by_word: dict[str, int] = {}
    known = list(PhenomenonKind.objects.all())
    for entry in known:
        for word in (entry.code, *entry.names.values()):
            by_word[str(word).casefold()] = entry.pk
    unknown = [name for name in table.kinds if name.casefold() not in by_word]
    if unknown:
        step = _(
            "Name the kind of all rows with --only-kind, or add kinds to city.toml. Known are: %(known)s."
        )
        raise BadInput(
            _("The city's vocabulary has no %(names)s") % {"names": listed(unknown, 5)},
            str(file),
            step % {"known": ", ".join(entry.code for entry in known)},
        )
    return [by_word[name.casefold()] for name in table.kinds]


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


def _places(table: IncidentTable, placer: Placer) -> list[_Place | None]:
    """The registered cell or area of each row, as database ids; None where there is neither.

    A point becomes its cell, and the area is the one that holds most of the cell: nothing finer than a
    cell is stored (L-17).
    """
    areas = dict(areas_today().values_list("code", "pk"))
    codes = placer.shapes.codes if placer.shapes is not None else ()
    area_ids = [areas.get(code) for code in codes]
    by_area: list[_Place | None] = [None if pk is None else (None, pk) for pk in area_ids]
    places = [by_area[idx] if idx >= 0 else None for idx in table.area_idx.tolist()]
    if table.placed is None:
        return places
    cells = {code: (pk, area) for code, pk, area in Cell.objects.values_list("code", "pk", "area_id")}
    cell_codes = placer.grid.codes(table.placed.cell_e, table.placed.cell_n)
    return [
        cells.get(code, place) if sound else place
        for code, place, sound in zip(cell_codes, places, table.placed.sound.tolist(), strict=True)
    ]


def _drafts(table: IncidentTable, kind_ids: list[int], places: list[_Place | None]) -> Iterator[SignalDraft]:
    for row, place in enumerate(places):
        if place is not None:
            cell_id, area_id = place
            yield SignalDraft(
                kind_id=kind_ids[table.kind_idx[row]],
                area_id=area_id,
                cell_id=cell_id,
                occurred_on=date_of_day(table.day[row]),
                time_band=TIME_BAND_ORDER[table.band[row]],
                stream=table.stream,
                severity=Severity.MODERATE,
                marking=Marking.AMBER,
                n_events=int(table.n_events[row]),
            )

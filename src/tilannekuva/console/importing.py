"""What `import` does: a file's incidents become signals of an organisation, whole or not at all."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from tilannekuva.accounts.actions import agree
from tilannekuva.accounts.models import Organisation
from tilannekuva.accounts.queries import agreements_in_force
from tilannekuva.detection.analysis import Progress
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
from tilannekuva.intake.importers.incident_table import IncidentTable
from tilannekuva.intake.importers.incidents import read_incidents
from tilannekuva.intake.models import PhenomenonKind
from tilannekuva.places.city_places import read_city_places
from tilannekuva.places.models import Cell
from tilannekuva.places.queries import areas_today

CONSOLE = system("console")
_AGREED_DAYS = 365


def import_file(
    file: Path,
    *,
    city: City,
    organisation: str,
    stream: Stream,
    kind: str | None,
    source: str,
    share: bool,
    tell: Progress,
) -> list[str]:
    """Read a file and store its incidents as signals. Returns what to tell the person. Raises BadInput."""
    owner = Organisation.objects.filter(code=organisation).first()
    if owner is None:
        known = ", ".join(Organisation.objects.values_list("code", flat=True)) or "none yet"
        raise BadInput(f"There is no organisation {organisation!r}", "--organisation", f"Known are: {known}.")
    tell("reading", 0, 1)
    table = read_incidents(
        file,
        placer=read_city_places(city).placer,
        default_stream=stream,
        as_of_on=today_on(city.time_zone),
        city_time_zone=city.time_zone,
        default_kind=kind,
    )
    tell("reading", 1, 1)
    kind_ids = _kind_ids(table, file)
    if share:
        _share_counts(owner, city)
    drafts, n_outside = _drafts(table, kind_ids)
    batch = import_signals(
        drafts=drafts,
        source=add_source(organisation=owner, code=source, by=CONSOLE),
        file_sha256=table.sha256,
        n_rows_read=table.n_rows_read,
        rejected={
            **{str(reason): n for reason, n in table.rejected.counts().items()},
            **({"no registered cell": n_outside} if n_outside else {}),
        },
        by=CONSOLE,
    )
    lines = [
        *table.notes,
        *table.rejected.summary(),
        f"{batch.n_signals} signals of {owner.code} were stored.",
    ]
    if not agreements_in_force(today_on(city.time_zone)).filter(gives=owner).exists():
        lines.append(
            f"{owner.code} has no agreement in force: its signals stay out of the joint picture. "
            "Record one, or import with --share-counts."
        )
    return lines


def _kind_ids(table: IncidentTable, file: Path) -> list[int]:
    """The vocabulary's entry of each kind that the file names, by its code or a name."""
    by_word: dict[str, int] = {}
    for entry in PhenomenonKind.objects.all():
        for word in (entry.code, *entry.names.values()):
            by_word[str(word).casefold()] = entry.pk
    unknown = [name for name in table.kinds if name.casefold() not in by_word]
    if unknown:
        raise BadInput(
            f"The city's vocabulary has no {', '.join(map(repr, unknown[:5]))}",
            str(file),
            "Name the kind of all rows with --kind, or add the kinds to city.toml.",
        )
    return [by_word[name.casefold()] for name in table.kinds]


def _share_counts(owner: Organisation, city: City) -> None:
    today = today_on(city.time_zone)
    if agreements_in_force(today).filter(gives=owner).exists():
        return
    agree(
        code=f"{owner.code}-counts",
        gives=owner,
        receives=None,
        data_class="counts",
        legal_ground="Recorded at import. To be confirmed by a lawyer.",
        valid_from_on=today,
        valid_to_on=today + dt.timedelta(days=_AGREED_DAYS),
        by=CONSOLE,
    )


def _drafts(table: IncidentTable, kind_ids: list[int]) -> tuple[Iterator[SignalDraft], int]:
    """Drafts of the rows that lie in a registered cell or a named area, and how many do not.

    A point becomes its cell, and the area is the one that holds most of the cell: nothing finer than a
    cell is stored (L-17).
    """
    cells = {code: (pk, area) for code, pk, area in Cell.objects.values_list("code", "pk", "area_id")}
    areas = dict(areas_today().values_list("code", "pk"))
    n = len(table)
    places: list[tuple[int | None, int | None]] = [(None, None)] * n
    if table.placed is not None and table.placer is not None:
        codes = table.placer.grid.codes(table.placed.cell_e, table.placed.cell_n)
        places = [cells.get(code, (None, None)) for code in codes]
    elif table.placer is not None and table.placer.shapes is not None:
        names = table.placer.shapes.codes
        places = [(None, areas.get(names[idx])) if idx >= 0 else (None, None) for idx in table.area_idx]
    n_outside = sum(place == (None, None) for place in places)

    def drafts() -> Iterator[SignalDraft]:
        for row, (cell_id, area_id) in enumerate(places):
            if cell_id is not None or area_id is not None:
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

    return drafts(), n_outside

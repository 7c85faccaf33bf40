"""What `look` does: file, arrays, analysis, edition, files. Points live here only while it runs."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from tilannekuva.detection.analysis import Progress, analyse
from tilannekuva.detection.events import EventArrays
from tilannekuva.detection.scope import Scope
from tilannekuva.domain.city import LARGEST_CELL_M, SMALLEST_CELL_M
from tilannekuva.domain.clock import date_of_day, today_on
from tilannekuva.domain.errors import BadInput
from tilannekuva.domain.grade import InfoCredibility, SourceReliability
from tilannekuva.domain.severity import SEVERITY_ORDER, Severity
from tilannekuva.domain.stream import STREAM_ORDER, Stream
from tilannekuva.domain.thresholds import Thresholds
from tilannekuva.intake.importers.columns import ColumnChoices
from tilannekuva.intake.importers.date_order import DateOrder
from tilannekuva.intake.importers.incident_table import IncidentTable
from tilannekuva.intake.importers.incidents import read_incidents
from tilannekuva.intake.importers.rejections import Rejections
from tilannekuva.intake.importers.words import counted
from tilannekuva.intake.importers.zones import check_zone
from tilannekuva.picture.compose import compose
from tilannekuva.places.areas_file import read_areas
from tilannekuva.places.arrays import PlaceArrays
from tilannekuva.places.placing import Placer, choose_metric_crs, gather_places
from tilannekuva.places.shapes import AreaShapes
from tilannekuva.publication.files import picture_files, write_picture
from tilannekuva.publication.folder import check_folder

from .look_edition import LANGUAGES, frame, geography, slug, standing

REJECTED_ROWS = "rejected_rows.csv"
_ROWS_TOLD = 5


@dataclass(frozen=True, slots=True)
class LookRequest:
    """What a person asked for. `out`: the folder to write into, or None to write nothing."""

    incidents: Path
    areas: Path | None
    out: Path | None
    as_of_on: dt.date | None
    columns: ColumnChoices
    time_zone: str | None
    crs: str | None
    stream: Stream
    date_order: DateOrder | None
    cell_size_m: float
    language: str
    seed: int


@dataclass(frozen=True, slots=True, eq=False)
class Looked:
    """What came of it: the edition with its outlines, the rows not taken, and what to tell the person."""

    edition: dict[str, Any]
    geography: dict[str, Any]
    rejected: Rejections
    lines: tuple[str, ...]


def look(request: LookRequest, *, tell: Progress) -> Looked:
    """Read, detect, compose, and write where that is asked for. Raises BadInput."""
    _check(request)
    tell("reading", 0, 1)
    shapes, area_notes = read_areas(request.areas) if request.areas is not None else (None, ())
    table = _read(request, shapes)
    tell("reading", 1, 1)
    places, cell_idx = _places(table, shapes)
    scope = Scope(
        as_of=request.as_of_on or date_of_day(table.last_day),
        kinds=tuple(slug(name, idx) for idx, name in enumerate(table.kinds)),
        positive_kinds=frozenset(),
        thresholds=Thresholds(),
        seed=request.seed,
        months_only=table.period_unit == "month",
    )
    events = _events(table, cell_idx)
    analysis = analyse(events, places, scope, progress=tell)
    about = frame(request.incidents.name, table, shapes, events, scope, time_zone=request.time_zone or "UTC")
    edition = compose(analysis, standing(analysis), about)
    looked = Looked(
        edition=edition,
        geography=geography(table, shapes, edition),
        rejected=table.rejected,
        lines=(*area_notes, *table.notes, *table.rejected.summary(first=_ROWS_TOLD)),
    )
    lines = (*looked.lines, *_told(edition, request.language), *_write(looked, request, tell))
    return replace(looked, lines=lines)


def _check(request: LookRequest) -> None:
    """What can be refused before anything is read."""
    if request.language not in LANGUAGES:
        raise BadInput(f"There is no language {request.language!r}", "--language", "Use en, fi or sv.")
    if not SMALLEST_CELL_M <= request.cell_size_m <= LARGEST_CELL_M:
        raise BadInput(
            f"Cells of {request.cell_size_m:g} m are no use for a city",
            "--cell-size",
            f"Choose from {SMALLEST_CELL_M:,.0f} to {LARGEST_CELL_M:,.0f} m.",
        )
    if request.time_zone is not None:
        check_zone(request.time_zone)
    today = today_on(request.time_zone or "UTC")
    if request.as_of_on is not None and request.as_of_on > today + dt.timedelta(days=1):
        raise BadInput(f"{request.as_of_on} lies in the future", "--as-of", "Name a day that has come.")
    if request.out is not None:
        check_folder(request.out)


def files_to_serve(looked: Looked, *, language: str, tell: Progress) -> dict[str, bytes]:
    """The files of the picture by name, with the list of rows not taken where there are any."""
    tell("writing", 0, 1)
    files = picture_files(looked.edition, looked.geography, language=language, linked=True)
    tell("writing", 1, 1)
    return files | ({REJECTED_ROWS: looked.rejected.as_csv()} if looked.rejected.n_rejected else {})


def _write(looked: Looked, request: LookRequest, tell: Progress) -> list[str]:
    if request.out is None:
        return []
    n_rejected = looked.rejected.n_rejected
    tell("writing", 0, 1)
    written = write_picture(
        looked.edition,
        looked.geography,
        request.out,
        request.language,
        # None takes away the list of an earlier run: it would not be true of this one.
        beside={REJECTED_ROWS: looked.rejected.as_csv() if n_rejected else None},
    )
    tell("writing", 1, 1)
    lines = ["", "Written: " + ", ".join(str(path) for path in written)]
    if n_rejected:
        lines.append(f"{REJECTED_ROWS} lists every row that was not taken, with its column and the reason.")
    return lines


def _read(request: LookRequest, shapes: AreaShapes | None) -> IncidentTable:
    def grid_only(latitudes: Any, longitudes: Any) -> Placer:
        return Placer(None, choose_metric_crs(latitudes, longitudes), request.cell_size_m)

    return read_incidents(
        request.incidents,
        placer=grid_only if shapes is None else Placer(shapes, shapes.crs, request.cell_size_m),
        default_stream=request.stream,
        as_of_on=request.as_of_on or today_on(request.time_zone or "UTC"),
        overrides=request.columns,
        time_zone=request.time_zone,
        crs=request.crs,
        date_order=request.date_order,
    )


def _places(table: IncidentTable, shapes: AreaShapes | None) -> tuple[PlaceArrays, Any]:
    if table.placed is not None and table.placer is not None:
        return gather_places(table.placer, table.placed)
    if shapes is None:
        raise BadInput(
            "The file names areas by code, and nothing says where they are",
            str(table.columns.area or ""),
            "Give their polygons or centres with --areas.",
        )
    nothing = np.empty(0)
    places = PlaceArrays(
        area_codes=shapes.codes,
        area_names=shapes.names,
        area_easting_m=shapes.easting_m,
        area_northing_m=shapes.northing_m,
        cell_codes=(),
        cell_easting_m=nothing,
        cell_northing_m=nothing,
        cell_area_idx=np.empty(0, np.int32),
    )
    return places, np.full(len(table), -1, np.int32)


def _events(table: IncidentTable, cell_idx: Any) -> EventArrays:
    n = len(table)

    def same(value: int) -> Any:
        return np.full(n, value)

    return EventArrays(
        day=table.day,
        band=table.band,
        area_idx=table.area_idx,
        cell_idx=cell_idx,
        kind_idx=table.kind_idx.astype(np.int16),
        stream=same(STREAM_ORDER.index(table.stream)),
        severity=same(SEVERITY_ORDER.index(Severity.MODERATE)),
        reliability=same(list(SourceReliability).index(SourceReliability.CANNOT_BE_JUDGED)),
        credibility=same(list(InfoCredibility).index(InfoCredibility.CANNOT_BE_JUDGED)),
        source_idx=same(0),
        received_day=table.day,
        n_events=table.n_events,
    )


def _told(edition: dict[str, Any], language: str) -> list[str]:
    findings = [finding["sentence"][language] for finding in edition["findings"]]
    return ["", f"As of {edition['as_of']}: {counted(len(findings), 'finding')}.", *findings]

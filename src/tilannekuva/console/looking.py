"""What `look` does: file, arrays, analysis, edition, files. Points live here only while it runs."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

import tilannekuva
from tilannekuva.detection.analysis import Progress, analyse
from tilannekuva.detection.events import EventArrays
from tilannekuva.detection.results import Analysis
from tilannekuva.detection.scope import Scope
from tilannekuva.domain.clock import date_of_day, today_on
from tilannekuva.domain.disclosure import Audience
from tilannekuva.domain.errors import BadInput
from tilannekuva.domain.grade import InfoCredibility, SourceReliability
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.severity import SEVERITY_ORDER, Severity
from tilannekuva.domain.states import FindingState
from tilannekuva.domain.stream import STREAM_ORDER, Stream
from tilannekuva.domain.thresholds import Thresholds
from tilannekuva.domain.vocabulary import NOT_CRIME, KindDefinition
from tilannekuva.intake.importers.columns import ColumnChoices
from tilannekuva.intake.importers.incident_table import IncidentTable
from tilannekuva.intake.importers.incidents import read_incidents
from tilannekuva.intake.importers.times import DateOrder
from tilannekuva.picture.compose import EditionFrame, StandingFinding, compose
from tilannekuva.places.areas_file import read_areas
from tilannekuva.places.arrays import PlaceArrays
from tilannekuva.places.placing import Placer, choose_metric_crs, gather_places
from tilannekuva.places.shapes import AreaShapes
from tilannekuva.publication.files import write_picture

LANGUAGES = ("en", "fi", "sv")


@dataclass(frozen=True, slots=True)
class LookRequest:
    """What a person asked for."""

    incidents: Path
    areas: Path | None
    out: Path
    as_of_on: dt.date | None
    columns: ColumnChoices
    time_zone: str | None
    crs: str | None
    stream: Stream
    date_order: DateOrder | None
    cell_size_m: float
    language: str
    seed: int


def look(request: LookRequest, *, tell: Progress) -> list[str]:
    """Read, detect, compose and write. Returns what to tell the person. Raises BadInput."""
    if request.language not in LANGUAGES:
        raise BadInput(f"There is no language {request.language!r}", "--language", "Use en, fi or sv.")
    tell("reading", 0, 1)
    shapes, area_notes = read_areas(request.areas) if request.areas is not None else (None, ())
    table = _read(request, shapes)
    tell("reading", 1, 1)
    places, cell_idx = _places(table, shapes)
    as_of_on = request.as_of_on or date_of_day(table.last_day)
    scope = Scope(
        as_of=as_of_on,
        kinds=tuple(_slug(name, idx) for idx, name in enumerate(table.kinds)),
        positive_kinds=frozenset(),
        thresholds=Thresholds(),
        seed=request.seed,
        months_only=table.period_unit == "month",
    )
    events = _events(table, cell_idx)
    analysis = analyse(events, places, scope, progress=tell)
    edition = compose(analysis, _standing(analysis), _frame(request, table, shapes, events, scope))
    geography = _geography(table, shapes, edition)
    tell("writing", 0, 1)
    written = write_picture(edition, geography, request.out, language=request.language)
    tell("writing", 1, 1)
    return [*area_notes, *table.notes, *table.rejected.summary(), *_told(edition, request.language, written)]


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
        kind_idx=table.kind_idx,
        stream=same(STREAM_ORDER.index(table.stream)),
        severity=same(SEVERITY_ORDER.index(Severity.MODERATE)),
        reliability=same(list(SourceReliability).index(SourceReliability.CANNOT_BE_JUDGED)),
        credibility=same(list(InfoCredibility).index(InfoCredibility.CANNOT_BE_JUDGED)),
        source_idx=same(0),
        received_day=table.day,
        n_events=table.n_events,
    )


def _slug(name: str, idx: int) -> str:
    """A code for a kind that the file names in words; the number keeps apart what the words do not."""
    words = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:48]
    return f"{words or 'kind'}_{idx + 1}"


def _standing(analysis: Analysis) -> list[StandingFinding]:
    return [
        StandingFinding(
            facts=facts,
            public_id=f"{facts.detector}-{number}",
            state=FindingState.OPEN.value,
            marking=Marking.AMBER,
        )
        for number, facts in enumerate(analysis.findings, start=1)
    ]


def _frame(
    request: LookRequest, table: IncidentTable, shapes: AreaShapes | None, events: EventArrays, scope: Scope
) -> EditionFrame:
    name = request.incidents.name.split(".")[0].replace("_", " ")
    kinds = tuple(
        KindDefinition(
            code=code,
            names=dict.fromkeys(LANGUAGES, kind),
            definitions=dict.fromkeys(LANGUAGES, kind),
            iccs=NOT_CRIME,
        )
        for code, kind in zip(scope.kinds, table.kinds, strict=True)
    )
    return EditionFrame(
        city_code=_slug(name, 0),
        city_names=dict.fromkeys(LANGUAGES, name),
        languages=LANGUAGES,
        time_zone=request.time_zone or "UTC",
        kinds=kinds,
        area_names=dict(zip(shapes.codes, shapes.names, strict=True)) if shapes is not None else {},
        attributions=(),
        simulated=False,
        # A person's own data, shown to nobody else: every count as it is.
        audience=Audience.ANALYSTS,
        smallest_count=0,
        marking=Marking.AMBER,
        good_until_days=scope.thresholds.good_until_days,
        basis={
            "run": "look",
            "seed": scope.seed,
            "code_version": tilannekuva.__version__,
            "inputs_sha256": events.sha256(),
            "n_signals": len(table),
            "file_sha256": table.sha256,
            "n_rows_read": table.n_rows_read,
            "n_rejected": table.rejected.n_rejected,
        },
        sources=(request.incidents.name,),
    )


def _geography(table: IncidentTable, shapes: AreaShapes | None, edition: dict[str, Any]) -> dict[str, Any]:
    """Outlines of the areas, and of the cells that the edition names."""
    areas: list[dict[str, Any]] = []
    if shapes is not None and shapes.polygons is not None:
        areas = [
            {"type": "Feature", "properties": {"code": code, "names": dict(names)}, "geometry": geometry}
            for code, names, geometry in zip(shapes.codes, shapes.names, shapes.geometries, strict=True)
        ]
    cells: list[dict[str, Any]] = []
    if table.placer is not None:
        shown = {
            code
            for finding in edition["findings"]
            if finding["place"] == "cell"
            for code in finding["place_codes"]
        }
        if not areas:
            # Without areas the cells are the map.
            shown |= {
                code
                for groups in edition["cells"].values()
                for windows in groups.values()
                for by_cell in windows.values()
                for code in by_cell
            }
        grid = table.placer.grid
        cells = [
            {"type": "Feature", "properties": {"code": code}, "geometry": grid.polygon_wgs84(code)}
            for code in sorted(shown)
        ]
    return {
        "areas": {"type": "FeatureCollection", "features": areas},
        "cells": {"type": "FeatureCollection", "features": cells},
    }


def _told(edition: dict[str, Any], language: str, written: list[Path]) -> list[str]:
    findings = [finding["sentence"][language] for finding in edition["findings"]]
    return [
        "",
        f"As of {edition['as_of']}: {len(findings)} findings.",
        *findings,
        "",
        "Written: " + ", ".join(str(path) for path in written),
    ]

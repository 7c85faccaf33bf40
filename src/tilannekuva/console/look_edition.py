"""What the picture of `look` says about itself: its name, its kinds, what it rests on, and its map."""

from __future__ import annotations

import re
from typing import Any

import tilannekuva
from tilannekuva.detection.events import EventArrays
from tilannekuva.detection.results import Analysis, FindingFacts
from tilannekuva.detection.scope import Scope
from tilannekuva.domain.disclosure import Audience
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.states import FindingState
from tilannekuva.domain.vocabulary import NOT_CLASSIFIED, KindDefinition
from tilannekuva.intake.importers.incident_table import IncidentTable
from tilannekuva.picture.edition_frame import EditionFrame, StandingFinding
from tilannekuva.places.circles import circles_about
from tilannekuva.places.coordinates import to_degrees
from tilannekuva.places.shapes import AreaShapes

from .language import LANGUAGES
from .look_request import LookRequest, file_title


def slug(name: str, idx: int) -> str:
    """A code for a kind that the file names in words; the number keeps apart what the words do not."""
    words = re.sub(r"[^a-z0-9]+", "_", name.lower()).strip("_")[:48]
    return f"{words or 'kind'}_{idx + 1}"


def standing(analysis: Analysis, crs: str) -> list[StandingFinding]:
    """Every finding as it came: nobody has decided on one. `crs`: the metric system of its centre."""

    def centre(facts: FindingFacts) -> tuple[float, float]:
        latitude, longitude = to_degrees(facts.centre_easting_m, facts.centre_northing_m, crs)
        return float(latitude), float(longitude)

    return [
        StandingFinding(
            facts=facts,
            public_id=f"{facts.detector}-{number}",
            state=FindingState.OPEN.value,
            marking=Marking.AMBER,
            last_found_on=analysis.as_of,
            centre=centre(facts),
        )
        for number, facts in enumerate(analysis.findings, start=1)
    ]


def frame(
    request: LookRequest,
    table: IncidentTable,
    shapes: AreaShapes | None,
    events: EventArrays,
    scope: Scope,
    *,
    middle_m: tuple[float, float],
) -> EditionFrame:
    """The frame of an edition that is named as asked for, or after its file. `middle_m`: see `middle_of`."""
    file_name = request.incidents.name
    name = request.title or file_title(request.incidents)
    kinds = tuple(
        KindDefinition(
            code=code,
            names=dict.fromkeys(LANGUAGES, kind),
            definitions=dict.fromkeys(LANGUAGES, kind),
            iccs=NOT_CLASSIFIED,
        )
        for code, kind in zip(scope.kinds, table.kinds, strict=True)
    )
    return EditionFrame(
        city_code=slug(name, 0),
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
            "rejected": {str(reason): n_rows for reason, n_rows in table.rejected.counts().items()},
        },
        sources=(file_name,),
        of_city=False,
        middle_m=middle_m,
        notes=("centres_only",) if shapes is not None and shapes.polygons is None else (),
    )


def geography(table: IncidentTable, shapes: AreaShapes | None, edition: dict[str, Any]) -> dict[str, Any]:
    """Outlines of the areas (or circles about their centres), and of the cells that the edition names."""
    areas: list[dict[str, Any]] = []
    if shapes is not None:
        outlines = shapes.geometries if shapes.polygons is not None else circles_about(shapes)
        areas = [
            {"type": "Feature", "properties": {"code": code, "names": dict(names)}, "geometry": geometry}
            for code, names, geometry in zip(shapes.codes, shapes.names, outlines, strict=True)
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

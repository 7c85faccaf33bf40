"""From the file of `look` to arrays of places and events. Points live here only while it runs."""

from __future__ import annotations

from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from tilannekuva.detection.events import EventArrays
from tilannekuva.domain.errors import BadInput
from tilannekuva.domain.grade import InfoCredibility, SourceReliability
from tilannekuva.domain.severity import SEVERITY_ORDER, Severity
from tilannekuva.domain.stream import STREAM_ORDER
from tilannekuva.intake.importers.incident_table import IncidentTable
from tilannekuva.intake.importers.incidents import read_incidents
from tilannekuva.places.arrays import PlaceArrays
from tilannekuva.places.placing import Placer, choose_metric_crs, gather_places
from tilannekuva.places.shapes import AreaShapes

from .look_request import LookRequest


def read_table(request: LookRequest, shapes: AreaShapes | None) -> IncidentTable:
    """The incidents of the file. Raises BadInput."""

    def grid_only(latitudes: Any, longitudes: Any) -> Placer:
        return Placer(None, choose_metric_crs(latitudes, longitudes), request.cell_size_m)

    return read_incidents(
        request.incidents,
        placer=grid_only if shapes is None else Placer(shapes, shapes.crs, request.cell_size_m),
        default_stream=request.stream,
        as_of_on=request.as_of_on or request.today_on,
        today_on=request.today_on,
        overrides=request.columns,
        time_zone=request.time_zone,
        crs=request.crs,
        date_order=request.date_order,
        with_reporting=True,
        areas_file=request.areas.name if request.areas is not None else None,
    )


def places_of(table: IncidentTable, shapes: AreaShapes | None) -> tuple[PlaceArrays, Any]:
    """The areas and the cells with incidents, and the cell of each row. Raises BadInput."""
    if table.placed is not None and table.placer is not None:
        return gather_places(table.placer, table.placed)
    if shapes is None:
        raise BadInput(
            _("The file names areas by code, and nothing says where they are"),
            str(table.columns.area or ""),
            _("Give their polygons or centres with --areas."),
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


def events_of(table: IncidentTable, cell_idx: Any) -> EventArrays:
    """The closed columns of detection; what a file does not tell is the same in every row."""
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
        source_idx=same(0) if table.reporter_idx is None else table.reporter_idx,
        received_day=table.day if table.received_day is None else table.received_day,
        n_events=table.n_events,
    )


def middle_of(events: EventArrays, places: PlaceArrays) -> tuple[float, float]:
    """Easting and northing (m) of the middle of the data: half of the incidents lie on each side of it.

    Each counts at the middle of its cell, or of its area where no cell is known.
    """
    in_cell, in_area = events.cell_idx >= 0, (events.cell_idx < 0) & (events.area_idx >= 0)
    cells, areas = events.cell_idx[in_cell], events.area_idx[in_area]
    n_events = np.concatenate([events.n_events[in_cell], events.n_events[in_area]])
    return (
        _median(np.concatenate([places.cell_easting_m[cells], places.area_easting_m[areas]]), n_events),
        _median(np.concatenate([places.cell_northing_m[cells], places.area_northing_m[areas]]), n_events),
    )


def _median(values: Any, n_events: Any) -> float:
    """The value at which half of the events are reached. Rows that lie nowhere have been refused: there is one."""
    order = np.argsort(values, kind="stable")
    reached = np.cumsum(n_events[order])
    return float(values[order][np.searchsorted(reached, reached[-1] / 2)])

"""Incidents from a file: the whole way from bytes to arrays. Nothing is kept and nothing is written."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from numpy.typing import NDArray

from tilannekuva.domain.stream import Stream
from tilannekuva.places.placing import Placed, Placer

from .area_codes import AreaWords, area_words, match_areas
from .columns import REPORTING_ROLES, ColumnChoices, ColumnRole
from .counts import read_counts
from .date_order import DateOrder
from .files import read_file
from .incident_table import IncidentTable, notes_on_sameness
from .kinds import Kinds, one_kind, read_kinds
from .point_places import EveryPointOutside, PointsFile, place_points
from .points import PlacerMaker, Points, read_points
from .raw_table import RawTable, read_table
from .recognition import recognise
from .rejections import NoRowTaken, Reason, RowCheck
from .reporting_columns import Receipts, Reporters, read_receipts, read_reporters
from .times import read_times
from .words import number_text, rows_text
from .zones import Zones, check_zone


def read_incidents(
    path: Path | str,
    *,
    placer: Placer | PlacerMaker,
    default_stream: Stream,
    as_of_on: dt.date,
    today_on: dt.date | None = None,
    overrides: ColumnChoices | None = None,
    city_time_zone: str | None = None,
    time_zone: str | None = None,
    crs: str | None = None,
    date_order: DateOrder | None = None,
    default_kind: str | None = None,
    areas_file: str | None = None,
    with_reporting: bool = False,
) -> IncidentTable:
    """Read incidents from CSV (comma, semicolon, tab or bar; any may be gzipped), XLSX or Parquet.

    `placer` knows the areas, or is a function from latitude and longitude (degrees, NaN where unusable) to
    a placer, for files that bring no areas and choose their own coordinate system. `overrides` name
    columns (see `ColumnChoices`); the others are recognised. Times without a zone are local in
    `time_zone`, or else in `city_time_zone`; days are told in `city_time_zone`, or else in `time_zone`.
    Rows after `as_of_on` are rejected: those up to `today_on` as later than what was asked for, the others as
    the future. `crs` is the coordinate system of the columns if they are not
    degrees. `date_order` decides dates such as 3/4/2026 where the column itself does not.
    `default_kind` names the one kind of a file that does not tell kinds apart; left out, the file does.
    `areas_file` names the file of the areas, where that may be wrong as well as this one.
    `with_reporting`: also when each row was received, and who reported it; rows received after `as_of_on` are
    then rejected.

    Rows that cannot be used are in `rejected`, what was assumed is in `notes`. Raises `BadInput` if the
    file as a whole cannot be understood; where no row of it can be used, this is `NoRowTaken`, which lists
    them. Keeps and writes nothing.
    """
    for zone in (city_time_zone, time_zone):
        if zone is not None:
            check_zone(zone)
    path = Path(path)
    file = read_file(path)
    return incidents_of(
        read_table(file),
        where=path.name,
        sha256=file.sha256,
        placer=placer,
        default_stream=default_stream,
        as_of_on=as_of_on,
        today_on=today_on,
        overrides=overrides,
        city_time_zone=city_time_zone,
        time_zone=time_zone,
        crs=crs,
        date_order=date_order,
        default_kind=default_kind,
        areas_file=areas_file,
        with_reporting=with_reporting,
    )


def incidents_of(
    table: RawTable,
    *,
    where: str,
    sha256: str,
    placer: Placer | PlacerMaker,
    default_stream: Stream,
    as_of_on: dt.date,
    today_on: dt.date | None = None,
    overrides: ColumnChoices | None = None,
    city_time_zone: str | None = None,
    time_zone: str | None = None,
    crs: str | None = None,
    date_order: DateOrder | None = None,
    default_kind: str | None = None,
    areas_file: str | None = None,
    with_reporting: bool = False,
) -> IncidentTable:
    """The incidents of a table that is read already; see `read_incidents`. `where` names it in messages."""
    shapes = placer.shapes if isinstance(placer, Placer) else None
    areas = area_words(shapes)
    recognised = recognise(
        table.frame,
        overrides or ColumnChoices(),
        areas=areas,
        areas_have_outlines=shapes is not None and shapes.polygons is not None,
        decimal_comma=table.decimal_comma,
        where=where,
        with_reporting=with_reporting,
    )
    reading = _Reading(table, recognised.choices, where)
    times = read_times(
        *reading.column_and_check(ColumnRole.TIME),
        zones=_zones(recognised.choices.time, city_time_zone, time_zone),
        as_of_on=as_of_on,
        today_on=today_on,
        date_order=date_order,
        where=where,
    )
    area_idx = reading.areas(areas)
    points, used_placer, placed = reading.points(placer, crs, areas_file)
    wishes = overrides or ColumnChoices()
    receipts = Receipts(None, ())
    if recognised.choices.received is not None:
        receipts = read_receipts(
            *reading.column_and_check(ColumnRole.RECEIVED),
            times,
            zones=_zones(recognised.choices.received, city_time_zone, time_zone),
            as_of_on=as_of_on,
            today_on=today_on,
            date_order=date_order,
            is_wished=bool(wishes.received),
            where=where,
        )
    n_events = reading.counts()
    kinds = reading.kinds(default_kind)
    reporters = reading.reporters(is_wished=bool(wishes.reporter))
    good = reading.check.good
    rejected = reading.check.rejections(table.row, table.numbering)
    if not good.any():
        raise NoRowTaken(
            ngettext("None of %(n)s row can be used", "None of %(n)s rows can be used", len(good))
            % {"n": number_text(len(good))},
            where,
            " ".join(f"{rows_text(n_rows)}: {reason.told}." for reason, n_rows in rejected.counts().items()),
            rejected=rejected,
        )
    stream_note = _("Every row is taken as stream '%(stream)s' (--stream).") % {"stream": default_stream}
    result = IncidentTable(
        row=table.row[good],
        day=times.day[good],
        band=times.band[good],
        period_unit=times.period_unit,
        kinds=kinds.names,
        kind_idx=kinds.kind_idx[good],
        n_events=n_events[good],
        received_day=None if receipts.day is None else receipts.day[good],
        reporter_idx=None if reporters.idx is None else reporters.idx[good],
        area_idx=_areas(area_idx, placed, len(good))[good],
        latitude=None if points is None else points.latitude[good],
        longitude=None if points is None else points.longitude[good],
        placed=None if placed is None else _kept(placed, good),
        placer=used_placer,
        stream=default_stream,
        columns=recognised.choices,
        rejected=rejected,
        notes=(
            *table.notes,
            *recognised.notes,
            *times.notes,
            *reading.notes,
            *kinds.notes,
            *receipts.notes,
            *reporters.notes,
            stream_note,
        ),
        sha256=sha256,
    )
    return replace(result, notes=(*result.notes, *notes_on_sameness(result)))


class _Reading:
    """The columns of one table while they are read, with the check that all of them share."""

    def __init__(self, table: RawTable, choices: ColumnChoices, where: str) -> None:
        self.table = table
        self.choices = choices
        self.where = where
        self.check = RowCheck(table.frame.height)
        self.notes: list[str] = []
        self.check.reject(table.ragged, Reason.FIELDS)
        if table.broken:
            self._reject_containing("\ufffd", Reason.CHARACTERS)
        if table.has_nul:
            self._reject_containing("\x00", Reason.NUL)

    def _reject_containing(self, character: str, reason: Reason) -> None:
        for role in ColumnRole:
            name = self.choices.of(role) if role not in REPORTING_ROLES else None
            if name is not None and self.table.frame.schema[name] == pl.String:
                found = self.table.frame[name].str.contains(character, literal=True)
                self.check.on(name).reject(found.fill_null(False).to_numpy(), reason)

    def column(self, role: ColumnRole) -> pl.Series:
        name = self.choices.of(role)
        if name is None:
            raise KeyError(role)
        return self.table.frame[name]

    def column_and_check(self, role: ColumnRole) -> tuple[pl.Series, RowCheck]:
        column = self.column(role)
        return column, self.check.on(column.name)

    def areas(self, words: AreaWords) -> NDArray[np.int32] | None:
        if self.choices.area is None:
            return None
        column, check = self.column_and_check(ColumnRole.AREA)
        return match_areas(column, words, check, where=self.where)

    def points(
        self, placer: Placer | PlacerMaker, crs: str | None, areas_file: str | None
    ) -> tuple[Points | None, Placer | None, Placed | None]:
        names = self.choices.latitude, self.choices.longitude
        if names[0] is None or names[1] is None:
            return None, None, None
        # Where codes decide the area, a row without coordinates still counts there.
        check = self.check if self.choices.area is None else RowCheck(self.table.frame.height)
        points = read_points(
            self.column(ColumnRole.LATITUDE),
            self.column(ColumnRole.LONGITUDE),
            check,
            crs=crs,
            decimal_comma=self.table.decimal_comma,
            where=self.where,
        )
        if crs is not None:
            self.notes.append(
                _("Coordinates were converted from %(crs)s to latitude and longitude.") % {"crs": crs}
            )
        if not check.good.any():
            return (points, None, None) if check is self.check else (None, None, None)
        try:
            used, placed, notes = place_points(
                points,
                check,
                placer,
                area_decided=self.choices.area is not None,
                file=PointsFile(self.where, (names[0], names[1]), crs, areas_file),
            )
        except EveryPointOutside as refused:
            rejected = check.rejections(self.table.row, self.table.numbering)
            raise NoRowTaken(refused.what, refused.where, refused.next_step, rejected=rejected) from None
        self.notes += notes
        n_unplaced = int((self.check.good & ~check.good).sum())
        if n_unplaced:
            note = ngettext(
                "%(n)s row without usable coordinates: counted in the area of the code, in no grid cell.",
                "%(n)s rows without usable coordinates: counted in the area of the code, in no grid cell.",
                n_unplaced,
            )
            self.notes.append(note % {"n": number_text(n_unplaced)})
        return points, used, placed

    def counts(self) -> NDArray[np.int32]:
        if self.choices.count is None:
            self.notes.append(_("Each row counts as one incident."))
            return np.ones(self.table.frame.height, dtype=np.int32)
        column, check = self.column_and_check(ColumnRole.COUNT)
        return read_counts(column, check, decimal_comma=self.table.decimal_comma)

    def kinds(self, default_kind: str | None) -> Kinds:
        if self.choices.kind is None:
            name = default_kind or self.where.split(".")[0] or "incidents"
            return one_kind(name, self.table.frame.height, is_stated=default_kind is not None)
        return read_kinds(*self.column_and_check(ColumnRole.KIND))

    def reporters(self, *, is_wished: bool) -> Reporters:
        if self.choices.reporter is None:
            return Reporters(None, ())
        column, check = self.column_and_check(ColumnRole.REPORTER)
        return read_reporters(column, check, is_wished=is_wished, where=self.where)


def _zones(time_column: str | None, city_time_zone: str | None, time_zone: str | None) -> Zones:
    city = city_time_zone or time_zone
    # A name such as published_utc says it better than a general choice for the city.
    says_utc = (time_column or "").casefold().endswith(("_utc", " utc", "(utc)"))
    return Zones(city=city, written=time_zone or ("UTC" if says_utc else city))


def _areas(by_code: NDArray[np.int32] | None, placed: Placed | None, n_rows: int) -> NDArray[np.int32]:
    """The area of each row: by its code where a column holds one, else by its point, else unknown."""
    if by_code is not None:
        return by_code
    return placed.area_idx if placed is not None else np.full(n_rows, -1, dtype=np.int32)


def _kept(placed: Placed, good: NDArray[np.bool_]) -> Placed:
    return Placed(placed.area_idx[good], placed.cell_e[good], placed.cell_n[good], placed.sound[good])

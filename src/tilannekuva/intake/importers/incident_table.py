"""The rows of a file that could be used, as arrays."""

from __future__ import annotations

import calendar
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from tilannekuva.domain.clock import date_of_day
from tilannekuva.domain.stream import Stream
from tilannekuva.places.placing import Placed, Placer

from .columns import ColumnChoices
from .rejections import Rejections


@dataclass(frozen=True, slots=True, eq=False)
class IncidentTable:
    """The rows of a file that could be used (n of them), in the order of the file.

    `row` int64 (n): number of the row in the file (see `Rejections`). `day` int32 (n): days since
    1970-01-01, local. `band` int8 (n): index into `TIME_BAND_ORDER`. `period_unit`: "day" or "month" (then
    `day` is the first of the month). `kinds` and `kind_idx` int32 (n). `n_events` int32 (n), at least 1.
    `area_idx` int32 (n): index into the areas, -1 where none is known. `latitude`, `longitude` float64
    (n, degrees) and `placed` (areas and cells of the points) are None where the file has no coordinates;
    so is `placer`. `received_day` int32 (n): local day of receipt, never before `day`; `reporter_idx` int32 (n):
    a number for who reported; both None where the file does not tell, or nobody asked. Where a column of codes decides the area, rows without usable coordinates are kept:
    their latitude is NaN and `placed.sound` false. `sha256` is that of the file as it lay on disk.
    """

    row: NDArray[np.int64]
    day: NDArray[np.int32]
    band: NDArray[np.int8]
    period_unit: str
    kinds: tuple[str, ...]
    kind_idx: NDArray[np.int32]
    n_events: NDArray[np.int32]
    area_idx: NDArray[np.int32]
    latitude: NDArray[np.float64] | None
    longitude: NDArray[np.float64] | None
    placed: Placed | None
    placer: Placer | None
    stream: Stream
    columns: ColumnChoices
    rejected: Rejections
    notes: tuple[str, ...]
    sha256: str
    received_day: NDArray[np.int32] | None = None
    reporter_idx: NDArray[np.int32] | None = None

    def __len__(self) -> int:
        return len(self.day)

    @property
    def n_rows_read(self) -> int:
        """How many rows the file holds: the ones kept here and the rejected ones."""
        return self.rejected.n_rows_read

    @property
    def last_day(self) -> int:
        """The latest day that the rows speak of; with months, the last day of the latest month."""
        latest = int(self.day.max())
        if self.period_unit == "day":
            return latest
        first_on = date_of_day(latest)
        return latest + calendar.monthrange(first_on.year, first_on.month)[1] - 1

    @property
    def told_until_day(self) -> int:
        """The day until which the file tells: `last_day`, or up to a week later that of the last receipt.

        A last receipt long after that is of a file that was cut by the day of the incidents: the days in between
        are not days on which nothing happened.
        """
        if self.received_day is None:
            return self.last_day
        last_received = int(self.received_day.max())
        return max(self.last_day, last_received) if last_received <= self.last_day + 7 else self.last_day

    @property
    def cell_e(self) -> NDArray[np.int32] | None:
        """Steps east of each row's grid cell, None without coordinates."""
        return None if self.placed is None else self.placed.cell_e

    @property
    def cell_n(self) -> NDArray[np.int32] | None:
        """Steps north of each row's grid cell, None without coordinates."""
        return None if self.placed is None else self.placed.cell_n


def notes_on_sameness(table: IncidentTable) -> tuple[str, ...]:
    """What a person should know of a table in which there is little to compare."""
    if len(table) == 1:
        return (_("Only one row can be used: there is nothing to compare it with."),)
    notes = []
    if (table.day == table.day[0]).all():
        notes.append(
            _("All rows fall into one month: no change over time can be seen.")
            if table.period_unit == "month"
            else _("All rows fall into one day: no change over time can be seen.")
        )
    if _is_one_place(table):
        notes.append(_("All rows lie in one place: places cannot be compared."))
    return tuple(notes)


def _is_one_place(table: IncidentTable) -> bool:
    if table.latitude is None or table.longitude is None:
        return bool((table.area_idx == table.area_idx[0]).all())
    same_latitude = table.latitude == table.latitude[0]
    return bool(same_latitude.all() and (table.longitude == table.longitude[0]).all())

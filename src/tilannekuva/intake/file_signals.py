"""From the rows of a file to drafts of signals: kinds of the vocabulary, registered places, rows that are in already."""

from __future__ import annotations

import datetime as dt
import hmac
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import polars as pl
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from numpy.typing import NDArray

from tilannekuva.domain.clock import date_of_day
from tilannekuva.domain.errors import BadInput
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.severity import Severity
from tilannekuva.domain.time_band import TIME_BAND_ORDER, TimeBand
from tilannekuva.places.models import Cell
from tilannekuva.places.placing import Placer
from tilannekuva.places.queries import areas_today

from .drafts import SignalDraft
from .importers.columns import ROW_ID_NAMES, plain_name
from .importers.incident_table import IncidentTable
from .importers.raw_table import RawTable
from .importers.rejections import NoRowTaken, Reason, Rejections
from .importers.text_columns import as_text
from .importers.words import number_text
from .models import PhenomenonKind, Signal, Source

_KEY_BYTES = 16

# A cell and its area, as database ids; None for what is not known.
Place = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True, eq=False)
class FileSignals:
    """The rows of a table that may become signals (n of them).

    `row_idx` int64 (n): positions in `table`. `kind_ids` and `places`: database ids of each. `row_keys`: of each,
    or None where the file has no ids. `rejected`: all other rows of the file.
    """

    table: IncidentTable
    row_idx: NDArray[np.int64]
    kind_ids: list[int]
    places: list[Place]
    row_keys: list[str] | None
    rejected: Rejections

    def __len__(self) -> int:
        return len(self.row_idx)

    def without(self, mask: NDArray[np.bool_], reason: Reason) -> FileSignals:
        """The same without the rows of `mask` (bool, n), which are rejected for one reason."""
        if not mask.any():
            return self
        kept = np.flatnonzero(~mask).tolist()
        return replace(
            self,
            row_idx=self.row_idx[~mask],
            kind_ids=[self.kind_ids[i] for i in kept],
            places=[self.places[i] for i in kept],
            row_keys=None if self.row_keys is None else [self.row_keys[i] for i in kept],
            rejected=self.rejected.with_rows(self.table.row[self.row_idx[mask]], reason),
        )

    def events(self) -> Iterator[tuple[int, int | None, int | None, dt.date, TimeBand, int]]:
        """Kind, area, cell, day, time band and count of each row."""
        table, idx = self.table, self.row_idx
        days = {day: date_of_day(day) for day in set(table.day[idx].tolist())}
        rows = zip(
            self.kind_ids, self.places, table.day[idx].tolist(), table.band[idx].tolist(),
            table.n_events[idx].tolist(), strict=True,
        )  # fmt: skip
        for kind_id, (cell_id, area_id), day, band, n_events in rows:
            yield kind_id, area_id, cell_id, days[day], TIME_BAND_ORDER[band], n_events

    def drafts(self, marking: Marking = Marking.AMBER) -> Iterator[SignalDraft]:
        """The signals, in the order of the file."""
        keys: Sequence[str] = self.row_keys if self.row_keys is not None else [""] * len(self)
        for event, key in zip(self.events(), keys, strict=True):
            kind_id, area_id, cell_id, occurred_on, time_band, n_events = event
            yield SignalDraft(
                kind_id=kind_id,
                area_id=area_id,
                cell_id=cell_id,
                occurred_on=occurred_on,
                time_band=time_band,
                stream=self.table.stream,
                severity=Severity.MODERATE,
                marking=marking,
                n_events=n_events,
                row_key=key,
            )


def file_signals(
    table: IncidentTable, placer: Placer, kind_ids: Mapping[str, int | None], *, where: str
) -> FileSignals:
    """The rows of a table whose kind and place the city knows.

    `kind_ids`: database id of the vocabulary's entry by name of a kind of the table, None for names whose rows are
    left out. Raises NoRowTaken, a BadInput that lists them, where no row has a registered place.
    """
    places = _places(table, placer)
    unregistered = np.array([place is None for place in places], dtype=np.bool_)
    ids = [kind_ids[name] for name in table.kinds]
    signals = FileSignals(
        table=table,
        row_idx=np.arange(len(table)),
        kind_ids=[ids[idx] or 0 for idx in table.kind_idx.tolist()],
        places=[place or (None, None) for place in places],
        row_keys=None,
        rejected=table.rejected,
    ).without(unregistered, Reason.PLACE_UNREGISTERED)
    if not len(signals):
        what = ngettext(
            "%(n)s row does not lie in a place that is registered today",
            "None of %(n)s rows lies in a place that is registered today",
            signals.rejected.n_rows_read,
        )
        raise NoRowTaken(
            what % {"n": number_text(signals.rejected.n_rows_read)},
            where,
            _("Check that the file belongs to this city."),
            rejected=signals.rejected,
        )
    left_out = np.array([kind_id == 0 for kind_id in signals.kind_ids], dtype=np.bool_)
    return signals.without(left_out, Reason.KIND_LEFT_OUT)


def vocabulary_ids() -> dict[str, int]:
    """The vocabulary's entries by code and by name in every language, in small letters."""
    return {
        str(word).casefold(): entry.pk
        for entry in PhenomenonKind.objects.all()
        for word in (*entry.names.values(), entry.code)
    }


def with_row_keys(
    signals: FileSignals, raw: RawTable, column: str, source: Source, *, where: str
) -> FileSignals:
    """The same, each row with a key of its id; rows without an id, and those with an id once more, are rejected.

    The id itself may lead to a case, and so to somebody: it is not kept. Its key (HMAC-SHA-256 under the secret of
    the installation, of source and id) tells that two rows have the same one, and nothing else.
    """
    if column not in raw.frame.columns:
        raise BadInput(
            _("There is no column '%(name)s'") % {"name": column}, where, _("Name a column that is there.")
        )
    ids = as_text(raw.frame[column])
    at = np.searchsorted(raw.row, signals.table.row[signals.row_idx])
    of_rows = ids.gather(pl.Series(at))
    missing = of_rows.is_null().to_numpy()
    keyed = replace(signals, row_keys=_keys(of_rows.fill_null("").to_list(), source))
    first = of_rows.is_first_distinct().to_numpy()
    keyed = keyed.without(missing, Reason.ROW_ID_MISSING)
    return keyed.without(~first[~missing], Reason.ROW_ID_TWICE)


def suggested_row_id(raw: RawTable, taken: Sequence[str | None]) -> str | None:
    """The one column that is called an id and has another value in each row, if there is one."""
    fitting = [
        name
        for name in raw.frame.columns
        if name not in taken
        and plain_name(name) in ROW_ID_NAMES
        and raw.frame[name].null_count() == 0
        and raw.frame[name].n_unique() == raw.frame.height
    ]
    return fitting[0] if len(fitting) == 1 else None


def without_those_in(signals: FileSignals, source: Source, *, takes_identical: bool) -> FileSignals:
    """The same without rows that are in from this source already.

    With ids: rows whose id is in. Without: as many identical rows as are in (kind, place, day, time band and
    count alike), since files that overlap are commoner than files that go on where the last one ended.
    """
    if signals.row_keys is not None:
        keys = set(Signal.objects.filter(source=source).exclude(row_key="").values_list("row_key", flat=True))
        known = np.array([key in keys for key in signals.row_keys], dtype=np.bool_)
        return signals.without(known, Reason.ALREADY_IN)
    if takes_identical or not len(signals):
        return signals
    days = signals.table.day[signals.row_idx]
    rows = Signal.objects.filter(
        source=source,
        batch__isnull=False,
        row_key="",
        occurred_on__range=(date_of_day(int(days.min())), date_of_day(int(days.max()))),
    ).order_by()
    found: Counter[Any] = Counter(
        rows.values_list("kind_id", "area_id", "cell_id", "occurred_on", "time_band", "n_events")
    )
    identical = np.zeros(len(signals), dtype=np.bool_)
    if found:
        for position, event in enumerate(signals.events()):
            if found.get(event, 0):
                found[event] -= 1
                identical[position] = True
    return signals.without(identical, Reason.IDENTICAL_IN)


def _keys(ids: list[str], source: Source) -> list[str]:
    secret = hmac.digest(str(settings.SECRET_KEY).encode(), b"rows of files", "sha256")
    begin = f"{source.pk}:".encode()
    return [hmac.digest(secret, begin + row_id.encode(), "sha256")[:_KEY_BYTES].hex() for row_id in ids]


def _places(table: IncidentTable, placer: Placer) -> list[Place | None]:
    """The registered cell or area of each row, as database ids; None where there is neither.

    A point becomes its cell, and the area is the one that holds most of the cell: nothing finer than a
    cell is stored (L-17).
    """
    areas = dict(areas_today().values_list("code", "pk"))
    codes = placer.shapes.codes if placer.shapes is not None else ()
    area_ids = [areas.get(code) for code in codes]
    by_area: list[Place | None] = [None if pk is None else (None, pk) for pk in area_ids]
    places = [by_area[idx] if idx >= 0 else None for idx in table.area_idx.tolist()]
    if table.placed is None:
        return places
    cells = {code: (pk, area) for code, pk, area in Cell.objects.values_list("code", "pk", "area_id")}
    cell_codes = placer.grid.codes(table.placed.cell_e, table.placed.cell_n)
    return [
        cells.get(code, place) if sound else place
        for code, place, sound in zip(cell_codes, places, table.placed.sound.tolist(), strict=True)
    ]

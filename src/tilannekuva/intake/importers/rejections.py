"""Rows that were not taken: how many, which ones, why."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import polars as pl
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext as _
from numpy.typing import NDArray

from tilannekuva.domain.errors import BadInput

from .words import gettext_noop, number_text, rows_text


class Reason(StrEnum):
    """Why a row was not taken. The text completes the sentence "row N: …"; `told` is it in the active language."""

    FIELDS = gettext_noop("more fields than the header has columns")
    CHARACTERS = gettext_noop("characters that are not UTF-8 in a column that is needed")
    NUL = gettext_noop("a NUL byte in a column that is needed")
    TIME_MISSING = gettext_noop("no time")
    TIME_UNREADABLE = gettext_noop("the time cannot be read")
    TIME_NUMBER = gettext_noop(
        "the time is a bare number (an Excel day number or seconds since 1970), not a date"
    )
    TIME_OTHER_FORMAT = gettext_noop("the time is written in another format than the rest of the column")
    TIME_OTHER_ORDER = gettext_noop("day and month stand in another order than in the rest of the column")
    TIME_TOO_EARLY = gettext_noop("the time is before 1900")
    TIME_FUTURE = gettext_noop("the time lies in the future")
    TIME_AFTER = gettext_noop("the time lies after the “as of” date")
    RECEIVED_AFTER = gettext_noop("received after the “as of” date")
    PLACE_MISSING = gettext_noop("no coordinates")
    PLACE_UNREADABLE = gettext_noop("the coordinates are not numbers")
    PLACE_ZERO = gettext_noop("the coordinates are 0, 0, which stands for an unknown place")
    PLACE_LATITUDE = gettext_noop("the latitude is outside -90 to 90")
    PLACE_LONGITUDE = gettext_noop("the longitude is outside -180 to 180")
    PLACE_EXCHANGED = gettext_noop("latitude and longitude look exchanged: only so do they fit the others")
    PLACE_PROJECTED = gettext_noop("the coordinates lie where the coordinate system does not reach")
    PLACE_OUTSIDE = gettext_noop("outside every area")
    PLACE_OUTSIDE_EXCHANGED = gettext_noop(
        "outside every area, but inside with latitude and longitude exchanged"
    )
    PLACE_UNREGISTERED = gettext_noop("the place lies in no grid cell or area of the city")
    AREA_MISSING = gettext_noop("no area")
    AREA_UNKNOWN = gettext_noop("no area has this code or name")
    COUNT_MISSING = gettext_noop("no count")
    COUNT_TEXT = gettext_noop("the count is not a number")
    COUNT_FRACTION = gettext_noop("the count is not a whole number")
    COUNT_NEGATIVE = gettext_noop("the count is negative")
    COUNT_ZERO = gettext_noop("the count is zero")
    COUNT_TOO_LARGE = gettext_noop("the count is above 1,000,000")
    KIND_TOO_LONG = gettext_noop("the kind is longer than 100 characters")
    KIND_PERSONAL = gettext_noop("what stands in the column of kinds tells who somebody is")
    KIND_OPEN = gettext_noop("the kind is not in the vocabulary: say which one it is")
    KIND_LEFT_OUT = gettext_noop("rows of this kind are left out, as you said")
    ROW_ID_MISSING = gettext_noop("no row id")
    ROW_ID_TWICE = gettext_noop("the row id stands in an earlier row")
    ALREADY_IN = gettext_noop("a row with this id has come in already")
    IDENTICAL_IN = gettext_noop("an identical row has come in already")
    PERIOD_MISSING = gettext_noop("no period")
    PERIOD_UNREADABLE = gettext_noop("the period is no month, quarter or year")
    PERIOD_OTHER_UNIT = gettext_noop("the period is of another length than most")
    PERIOD_FUTURE = gettext_noop("the period has not ended yet")
    AREA_AMBIGUOUS = gettext_noop("several areas have this name")
    VALUE_TWICE = gettext_noop("area and period stand in an earlier row")

    @property
    def told(self) -> str:
        """The reason in the active language."""
        return gettext(self.value)


REASON_ORDER: tuple[Reason, ...] = tuple(Reason)

# A cell of a spreadsheet that begins so is computed when it is opened. Names of columns come from the file.
_BEGINS_A_FORMULA = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Rejections:
    """The rows that were not taken, in the order of the file.

    `row` (int64) counts as a spreadsheet does: in a text file the header is row 1 and the first data row
    is row 2 (a quoted field with line breaks is still one row); in a Parquet file the first data row is
    row 1. `numbering` says which. `reason_idx` (uint8) points into `REASON_ORDER`, `column_idx` (uint8) into
    `columns`: the names of the columns in which the reason lies, "" for the row as a whole. One row has
    one reason: the first that was met, in the order time, place, count, kind.
    """

    row: NDArray[np.int64]
    reason_idx: NDArray[np.uint8]
    column_idx: NDArray[np.uint8]
    columns: tuple[str, ...]
    n_rows_read: int
    numbering: str

    @property
    def n_rejected(self) -> int:
        """How many rows were not taken."""
        return len(self.row)

    def counts(self) -> dict[Reason, int]:
        """Rows by reason, most frequent first; reasons that were not met are left out."""
        n_by_reason = np.bincount(self.reason_idx, minlength=len(REASON_ORDER))
        order = np.argsort(-n_by_reason, kind="stable")
        return {REASON_ORDER[idx]: int(n_by_reason[idx]) for idx in order if n_by_reason[idx]}

    def items(self) -> Iterator[tuple[int, Reason]]:
        """Every row that was not taken with its reason: the complete list."""
        for row, reason_idx in zip(self.row.tolist(), self.reason_idx.tolist(), strict=True):
            yield row, REASON_ORDER[reason_idx]

    def as_csv(self) -> bytes:
        """The complete list as a table: row, column, reason. It never repeats what stood in a row."""
        columns = [
            f"'{name}" if name.startswith(_BEGINS_A_FORMULA) else name or None for name in self.columns
        ]
        table = {
            "row": self.row,
            "column": pl.Series(columns, dtype=pl.String).gather(self.column_idx),
            "reason": pl.Series([reason.told for reason in REASON_ORDER], dtype=pl.String).gather(
                self.reason_idx
            ),
        }
        return pl.DataFrame(table).write_csv().encode()

    def with_rows(self, row: NDArray[np.int64], reason: Reason) -> Rejections:
        """The same list with further rows of one reason, which lies in no one column."""
        rows = np.concatenate([self.row, row])
        order = np.argsort(rows, kind="stable")

        def joined(known: NDArray[np.uint8], value: int) -> NDArray[np.uint8]:
            return np.concatenate([known, np.full(len(row), value, np.uint8)])[order]

        return replace(
            self,
            row=rows[order],
            reason_idx=joined(self.reason_idx, REASON_ORDER.index(reason)),
            column_idx=joined(self.column_idx, len(self.columns)),
            columns=(*self.columns, ""),
        )

    def summary(self, first: int = 20) -> tuple[str, ...]:
        """Lines for a person: the total, the counts by reason, the `first` rows. Empty if all were taken.

        No line repeats what stood in the row: it could be text about a person.
        """
        if not self.n_rejected:
            return ()
        total = ngettext(
            "Not taken: %(n)s of %(of)s row. %(numbering)s",
            "Not taken: %(n)s of %(of)s rows. %(numbering)s",
            self.n_rows_read,
        )
        of = {"n": number_text(self.n_rejected), "of": number_text(self.n_rows_read)}
        lines = [total % {**of, "numbering": self.numbering}]
        lines += [f"{rows_text(n_rows)}: {reason.told}" for reason, n_rows in self.counts().items()]
        lines += [
            _("row %(row)d: %(reason)s") % {"row": row, "reason": reason.told}
            for (row, reason), _place in zip(self.items(), range(first), strict=False)
        ]
        if self.n_rejected > first:
            lines.append(_("and %(n)s more") % {"n": number_text(self.n_rejected - first)})
        return tuple(lines)


class NoRowTaken(BadInput):
    """Every row of a file was rejected. `rejected` lists them all: a delivery shows them before the refusal."""

    def __init__(self, what: str, where: str, next_step: str, *, rejected: Rejections) -> None:
        super().__init__(what, where, next_step)
        self.rejected = rejected


class RowCheck:
    """Collects reasons while a table is checked: the first reason that a row meets stays with it."""

    def __init__(self, n_rows: int) -> None:
        self._reason_number: NDArray[np.uint8] = np.zeros(n_rows, dtype=np.uint8)
        self._column_idx: NDArray[np.uint8] = np.zeros(n_rows, dtype=np.uint8)
        self._columns: list[str] = [""]
        self._column = ""

    def on(self, *columns: str) -> RowCheck:
        """The same check, for reasons that lie in these columns."""
        narrowed = copy.copy(self)
        narrowed._column = ", ".join(columns)
        return narrowed

    def reject(self, mask: NDArray[np.bool_], reason: Reason) -> None:
        """Reject the rows of `mask` (one bool per row) that have no reason yet."""
        if not mask.any():
            return
        if self._column not in self._columns:
            self._columns.append(self._column)
        fresh = mask & (self._reason_number == 0)
        self._reason_number[fresh] = REASON_ORDER.index(reason) + 1
        self._column_idx[fresh] = self._columns.index(self._column)

    @property
    def good(self) -> NDArray[np.bool_]:
        """One bool per row: no reason so far."""
        good: NDArray[np.bool_] = self._reason_number == 0
        return good

    def rejections(self, row: NDArray[np.int64], numbering: str) -> Rejections:
        """The result; `row` holds the number of each row in the file."""
        row_idx = np.flatnonzero(self._reason_number)
        return Rejections(
            row=row[row_idx],
            reason_idx=self._reason_number[row_idx] - np.uint8(1),
            column_idx=self._column_idx[row_idx],
            columns=tuple(self._columns),
            n_rows_read=len(row),
            numbering=numbering,
        )

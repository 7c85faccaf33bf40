"""When each row was received and who reported it: for late reports, and for changes of those who report."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from numpy.typing import NDArray

from tilannekuva.domain.clock import day_number
from tilannekuva.domain.errors import BadInput

from .date_order import DateOrder
from .rejections import Reason, RowCheck
from .text_columns import as_text
from .times import Times, read_times
from .words import in_column, number_text
from .zones import Zones

# More of them are people or numbers of cases, of whom none can be compared with itself a year ago.
MOST_REPORTERS = 300
# A register that was typed in or moved at one time tells of that day, and not of when each report came.
_SOON_DAYS = 28
_LEAST_SOON_SHARE = 0.5


@dataclass(frozen=True, slots=True)
class Receipts:
    """`day` int32 (n_rows): local day of receipt of each row, never before it happened; None: not known."""

    day: NDArray[np.int32] | None
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reporters:
    """`idx` int32 (n_rows): a number for who reported each row, in no row more than that; None: not known."""

    idx: NDArray[np.int32] | None
    notes: tuple[str, ...]


def read_receipts(
    column: pl.Series,
    check: RowCheck,
    happened: Times,
    *,
    zones: Zones,
    as_of_on: dt.date,
    today_on: dt.date | None,
    date_order: DateOrder | None,
    is_wished: bool,
    where: str,
) -> Receipts:
    """The days of receipt; rows that came in after `as_of_on` are rejected in `check`: nobody knew of them yet.

    Where a row tells no day of receipt, or one in the future, the row counts as received on the day that it
    happened. Raises `BadInput` if a column that a person named (`is_wished`) cannot be read at all. One that was
    recognised by its name is then not used, nor where most of its days lie long after the incidents; that is said.
    """
    readable = RowCheck(len(column))
    try:
        times = read_times(
            column, readable, zones=zones, as_of_on=max(as_of_on, today_on or as_of_on), date_order=date_order,
            where=where,
        )  # fmt: skip
        if times.period_unit == "month":
            raise BadInput(
                _("The times of receipt are months only; late reports need days"),
                in_column(where, column.name),
                _("Name another column with --received, or --received '' for none."),
            )
    except BadInput:
        if is_wished:
            raise
        note = _("'%(name)s' is not used: it does not tell days of receipt that can be read.")
        return Receipts(None, (note % {"name": column.name},))
    soon = times.day - happened.day <= _SOON_DAYS
    known = readable.good & check.good
    if not is_wished and known.any() and soon[known].mean() < _LEAST_SOON_SHARE:
        note = _(
            "'%(name)s' is not used: most of its days lie more than four weeks after the incidents, as where a register "
            "was filled later (--received '%(name)s' uses it)."
        )
        return Receipts(None, (note % {"name": column.name},))
    received = np.where(readable.good, np.maximum(times.day, happened.day), happened.day)
    check.reject(received > day_number(as_of_on), Reason.RECEIVED_AFTER)
    n_unknown = int((check.good & ~readable.good).sum())
    if not n_unknown:
        return Receipts(received, ())
    note = ngettext(
        "%(n)s row without a readable day of receipt counts as received on the day it happened.",
        "%(n)s rows without a readable day of receipt count as received on the day they happened.",
        n_unknown,
    )
    return Receipts(received, (note % {"n": number_text(n_unknown)},))


def read_reporters(column: pl.Series, check: RowCheck, *, is_wished: bool, where: str) -> Reporters:
    """Numbers of the reporters, in the order of their names, whatever the order of the rows; no name is kept.

    Rows that name nobody count as of one reporter. Raises `BadInput` if a column that a person named
    (`is_wished`) tells more than `MOST_REPORTERS` apart; one that was recognised by its name is then not used.
    """
    names = as_text(column).str.strip_chars().str.to_lowercase().fill_null("")
    good = check.good
    different = names.filter(good).unique().sort()
    if len(different) > MOST_REPORTERS:
        if is_wished:
            what = _("There are %(n)s different reporters, and at most %(most)s can be told apart")
            raise BadInput(
                what % {"n": number_text(len(different)), "most": number_text(MOST_REPORTERS)},
                in_column(where, column.name),
                _("Name a column of organisations with --reporter, or --reporter '' for none."),
            )
        note = _("'%(name)s' is not used: it tells too many reporters apart to compare them with themselves.")
        return Reporters(None, (note % {"name": column.name},))
    numbered = {name: idx for idx, name in enumerate(different)}
    idx = names.replace_strict(numbered, default=-1, return_dtype=pl.Int32).to_numpy()
    n_unnamed = int((names == "").filter(good).sum())
    n_named = len(different) - bool(n_unnamed)
    told = ngettext(
        "%(n)s reporter is told apart, by number alone.",
        "%(n)s reporters are told apart, by number alone.",
        n_named,
    )
    notes = [told % {"n": number_text(n_named)}]
    if n_unnamed:
        note = ngettext(
            "%(n)s row without a reporter counts as of one more.",
            "%(n)s rows without a reporter count as of one more.",
            n_unnamed,
        )
        notes.append(note % {"n": number_text(n_unnamed)})
    return Reporters(idx, tuple(notes))

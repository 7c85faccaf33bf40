"""From a column of times to local days and time bands."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

import numpy as np
import polars as pl
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from numpy.typing import NDArray

from tilannekuva.domain.clock import day_number
from tilannekuva.domain.errors import BadInput
from tilannekuva.domain.time_band import TIME_BAND_ORDER, TimeBand

from .date_order import DateOrder
from .rejections import Reason, RowCheck
from .text_columns import as_text
from .time_formats import FAMILY_ORDER, ReadTexts, TimeFamily, read_texts
from .words import in_column, listed, number_text, shape_of
from .zones import DAY_MS, Zones

EARLIEST_ON = dt.date(1900, 1, 1)

# A stray format is a slip of the pen; one in five is a second way of writing, and a person must say which
# one holds.
LARGEST_STRAY_SHARE = 0.2

_HOUR_MS = 3_600_000
_BAND_HOURS = 6
_SLASHED = (TimeFamily.DAY_FIRST, TimeFamily.MONTH_FIRST)
_WAYS = {
    TimeFamily.YEAR_FIRST: gettext_lazy("year-month-day"),
    TimeFamily.MONTH_ONLY: gettext_lazy("year-month"),
    TimeFamily.DIGITS: gettext_lazy("eight digits"),
    TimeFamily.DOTTED: gettext_lazy("day.month.year"),
}


@dataclass(frozen=True, slots=True)
class Times:
    """Local day (int32, days since 1970-01-01) and band (int8 into `TIME_BAND_ORDER`) of each row.

    `period_unit` is "day" or "month"; with months, `day` is the first of the month. Rejected rows hold 0.
    """

    day: NDArray[np.int32]
    band: NDArray[np.int8]
    period_unit: str
    notes: tuple[str, ...]


def read_times(
    column: pl.Series,
    check: RowCheck,
    *,
    zones: Zones,
    as_of_on: dt.date,
    today_on: dt.date | None = None,
    date_order: DateOrder | None,
    where: str,
) -> Times:
    """Read a column of text, dates or datetimes; rows that cannot be used are rejected in `check`.

    Times with a zone are converted to the city's; times without one are local already (see `zones`).
    Days after `as_of_on` are rejected: as the future, or, up to `today_on`, as later than what was asked for.
    Raises `BadInput` if no row can be read, if two ways of writing are about equally frequent, or if
    nothing tells whether the day or the month comes first and no `date_order` is given.
    """
    stated = in_column(where, column.name)
    typed = column.dtype == pl.Date or column.dtype == pl.Datetime
    read = _read_typed(column, check) if typed else _read_text(column, check, stated)
    notes: list[str] = []
    read_ms, is_month = _settle(read, check, date_order, stated, notes)
    usable = check.good & (read.family_idx >= 0)
    has_time = read.has_time & usable
    if has_time.sum() > 1 and not (read_ms[has_time] % DAY_MS).any():
        # Many programs write a date as midnight; a city in which everything happens at 00:00 is rarer.
        notes.append(_("Every time is exactly midnight, so the time of day counts as not known."))
        has_time = np.zeros_like(has_time)
    local_ms, zone_notes = zones.to_local(read_ms, has_time=has_time, has_zone=read.has_zone)
    notes += zone_notes
    day = np.where(usable, local_ms // DAY_MS, 0)
    check.reject(usable & (day < day_number(EARLIEST_ON)), Reason.TIME_TOO_EARLY)
    check.reject(usable & (day > day_number(max(as_of_on, today_on or as_of_on))), Reason.TIME_FUTURE)
    check.reject(usable & (day > day_number(as_of_on)), Reason.TIME_AFTER)
    band = np.where(
        has_time, local_ms % DAY_MS // (_BAND_HOURS * _HOUR_MS), TIME_BAND_ORDER.index(TimeBand.DAY)
    )
    if is_month:
        band = np.full(len(band), TIME_BAND_ORDER.index(TimeBand.MONTH))
        notes.append(_("Times are months: the day is not known."))
    elif not has_time.any():
        notes.append(_("Times are dates: the time of day is not known."))
    return Times(
        day=np.where(check.good, day, 0).astype(np.int32),
        band=band.astype(np.int8),
        period_unit="month" if is_month else "day",
        notes=tuple(notes),
    )


def _read_typed(column: pl.Series, check: RowCheck) -> ReadTexts:
    """A column that the file itself declares as dates or datetimes."""
    n = len(column)
    dtype = column.dtype
    has_zone = isinstance(dtype, pl.Datetime) and dtype.time_zone is not None
    if has_zone:
        column = column.dt.convert_time_zone("UTC").dt.replace_time_zone(None)
    read = column.cast(pl.Datetime("ms"), strict=False)
    present = read.is_not_null().to_numpy()
    check.reject(~present, Reason.TIME_MISSING)
    return ReadTexts(
        read_ms=read.to_physical().fill_null(0).to_numpy(),
        family_idx=np.where(present, FAMILY_ORDER.index(TimeFamily.YEAR_FIRST), -1).astype(np.int8),
        has_time=present & (dtype != pl.Date),
        has_zone=present & has_zone,
        either=np.zeros(n, dtype=np.bool_),
        exchanged_ms=np.zeros(n, dtype=np.int64),
    )


def _read_text(column: pl.Series, check: RowCheck, where: str) -> ReadTexts:
    texts = as_text(column)
    read = read_texts(texts)
    missing = texts.is_null().to_numpy()
    check.reject(missing, Reason.TIME_MISSING)
    unread = (read.family_idx < 0) & ~missing
    if unread.any():
        numbers = texts.str.contains(r"^\d+([.,]\d+)?$").fill_null(False).to_numpy()
        check.reject(unread & numbers, Reason.TIME_NUMBER)
        check.reject(unread, Reason.TIME_UNREADABLE)
    if (read.family_idx < 0).all():
        raise unreadable(texts, where)
    return read


def unreadable(texts: pl.Series, where: str) -> BadInput:
    """Why no time of a column can be read, told from the form of its values."""
    values = texts.drop_nulls()
    example = _(
        "Write them as 2026-04-28, 2026-04-28T13:05, 28.4.2026 or 2026-04, or name another column: --time."
    )
    if not len(values):
        return BadInput(_("The column of times is empty"), where, _("Name another column: --time."))
    if values.str.contains(r"^(18|19|20)\d\d$").all():
        return BadInput(_("The times are years only; detection needs days or months"), where, example)
    if values.str.contains(r"^\d+([.,]\d+)?$").all():
        what = _("The times are bare numbers (Excel day numbers or seconds since 1970?), not dates")
        return BadInput(what, where, example)
    shapes = values.head(1000).map_elements(shape_of, return_dtype=pl.String).unique(maintain_order=True)
    what = _("No time can be read; values look like %(shapes)s")
    return BadInput(what % {"shapes": listed(shapes.to_list(), 3)}, where, example)


def _settle(
    read: ReadTexts, check: RowCheck, date_order: DateOrder | None, where: str, notes: list[str]
) -> tuple[NDArray[np.int64], bool]:
    """Choose the one way in which the column is written and reject the rows that stray from it.

    Returns the milliseconds as written, and whether they are months.
    """
    n_of_family = {family: int((read.family_idx == idx).sum()) for idx, family in enumerate(FAMILY_ORDER)}
    n_slashed = sum(n_of_family.pop(family) for family in _SLASHED)
    leading = max(n_of_family, key=lambda family: n_of_family[family])
    n_leading, n_read = max(n_of_family[leading], n_slashed), sum(n_of_family.values()) + n_slashed
    slashed_leads = n_slashed > n_of_family[leading]
    leading_families = _SLASHED if slashed_leads else (leading,)
    strays = read.family_idx >= 0
    for family in leading_families:
        strays &= read.family_idx != FAMILY_ORDER.index(family)
    if n_read and (n_read - n_leading) / n_read > LARGEST_STRAY_SHARE:
        ways = [str(_WAYS[family]) for family, n_rows in n_of_family.items() if n_rows]
        ways += [_("day and month with slashes or dashes")] if n_slashed else []
        what = _("Times are written in several ways (%(ways)s) and none clearly prevails")
        raise BadInput(
            what % {"ways": ", ".join(ways)},
            where,
            _("Write the whole column in one way, for example as 2026-04-28."),
        )
    check.reject(strays, Reason.TIME_OTHER_FORMAT)
    if not slashed_leads:
        return read.read_ms, leading is TimeFamily.MONTH_ONLY
    return _settle_order(read, check, date_order, where, notes), False


def _settle_order(
    read: ReadTexts, check: RowCheck, date_order: DateOrder | None, where: str, notes: list[str]
) -> NDArray[np.int64]:
    """Day or month first? Decided by the rows that can be read in one order only."""
    day_first = (read.family_idx == FAMILY_ORDER.index(TimeFamily.DAY_FIRST)) & ~read.either
    month_first = read.family_idx == FAMILY_ORDER.index(TimeFamily.MONTH_FIRST)
    n_day, n_month = int(day_first.sum()), int(month_first.sum())
    undecided = n_day == n_month == 0 and bool((read.read_ms != read.exchanged_ms)[read.either].any())
    torn = n_day + n_month > 0 and min(n_day, n_month) / (n_day + n_month) > LARGEST_STRAY_SHARE
    if date_order is None and (undecided or torn):
        problem = (
            _("Some dates have the day first, others the month")
            if torn
            else _("Nothing tells whether the day or the month comes first: every date can be read both ways")
        )
        next_step = _("Say which: --date-order day_first or --date-order month_first.")
        raise BadInput(problem, where, next_step)
    if date_order is None:
        date_order = DateOrder.DAY_FIRST if n_day >= n_month else DateOrder.MONTH_FIRST
        certain = max(n_day, n_month)
        certain_text = ngettext(
            "%(n)s date can be read in no other way", "%(n)s dates can be read in no other way", certain
        )
        because = certain_text % {"n": number_text(certain)} if certain else _("it is the same")
    else:
        because = _("as you said")
    day_leads = date_order is DateOrder.DAY_FIRST
    check.reject(month_first if day_leads else day_first, Reason.TIME_OTHER_ORDER)
    order = (
        _("In the dates the day comes before the month (%(because)s).")
        if day_leads
        else _("In the dates the month comes before the day (%(because)s).")
    )
    notes.append(order % {"because": because})
    return read.read_ms if day_leads else np.where(read.either, read.exchanged_ms, read.read_ms)

"""The ways in which times are written, and reading a column of text that uses one of them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import polars as pl
from numpy.typing import NDArray


class TimeFamily(StrEnum):
    """Formats that may stand side by side in one column, because they read the same way."""

    YEAR_FIRST = "year-month-day"
    MONTH_ONLY = "year-month"
    DIGITS = "YYYYMMDD"
    DOTTED = "day.month.year"
    DAY_FIRST = "day/month/year"
    MONTH_FIRST = "month/day/year"


FAMILY_ORDER: tuple[TimeFamily, ...] = tuple(TimeFamily)


@dataclass(frozen=True, slots=True)
class TimeFormat:
    """One format: a strptime pattern, and the shape a value must have where the pattern alone is too lax.

    `exchanged` is the pattern with day and month exchanged, for formats that cannot tell which is which.
    `before` and `after` complete a month to a date.
    """

    family: TimeFamily
    pattern: str
    has_time: bool = False
    has_zone: bool = False
    shape: str = ""
    exchanged: str = ""
    before: str = ""
    after: str = ""


_CLOCKS = ("%H:%M", "%H:%M:%S%.f", "%H:%M:%S", "%I:%M:%S %p", "%I:%M %p")
_ZONED_CLOCKS = ("%H:%M:%S%#z", "%H:%M:%S%.f%#z", "%H:%M%#z")


def _formats() -> tuple[TimeFormat, ...]:
    formats = [
        *_year_first("-"),
        TimeFormat(TimeFamily.MONTH_ONLY, "%Y-%m-%d", shape=r"^\d{4}-\d{1,2}$", after="-01"),
        TimeFormat(TimeFamily.DIGITS, "%Y%m%d", shape=r"^\d{8}$"),
        # A two-digit year would be read as one of the first century: the shapes keep it out.
        *_day_first("%d.%m.%Y", r"^\d{1,2}\.\d{1,2}\.\d{4}", (*_CLOCKS, "%H.%M")),
        *_day_first("%d/%m/%Y", r"^\d{1,2}/\d{1,2}/\d{4}", _CLOCKS, exchanged=True),
        *_day_first("%d-%m-%Y", r"^\d{1,2}-\d{1,2}-\d{4}", _CLOCKS, exchanged=True),
        *_year_first("/"),
        TimeFormat(TimeFamily.MONTH_ONLY, "%Y/%m/%d", shape=r"^\d{4}/\d{1,2}$", after="/01"),
        TimeFormat(TimeFamily.MONTH_ONLY, "%d/%m/%Y", shape=r"^\d{1,2}/\d{4}$", before="01/"),
    ]
    return tuple(formats)


def _year_first(mark: str) -> list[TimeFormat]:
    date = f"%Y{mark}%m{mark}%d"
    formats = [TimeFormat(TimeFamily.YEAR_FIRST, date)]
    for gap in ("T", " "):
        for clock in _CLOCKS:
            formats.append(TimeFormat(TimeFamily.YEAR_FIRST, f"{date}{gap}{clock}", has_time=True))
        for clock in _ZONED_CLOCKS:
            pattern = f"{date}{gap}{clock}"
            formats.append(TimeFormat(TimeFamily.YEAR_FIRST, pattern, has_time=True, has_zone=True))
    return formats


def _day_first(date: str, shape: str, clocks: tuple[str, ...], exchanged: bool = False) -> list[TimeFormat]:
    family = TimeFamily.DAY_FIRST if exchanged else TimeFamily.DOTTED
    ends = ["", *(f"{gap}{clock}" for gap in (" ", " klo ", " kl. ") for clock in clocks)]
    other = date.replace("%d", "%?").replace("%m", "%d").replace("%?", "%m") if exchanged else ""
    return [
        TimeFormat(family, date + end, bool(end), shape=shape, exchanged=other + end if other else "")
        for end in ends
    ]


FORMATS: tuple[TimeFormat, ...] = _formats()


@dataclass(frozen=True, slots=True)
class ReadTexts:
    """What each of n texts says.

    `read_ms` int64: milliseconds since 1970-01-01 as written (UTC where `has_zone`), 0 where unread;
    `family_idx` int8 into `FAMILY_ORDER`, -1 where no format fits; `has_time`, `has_zone` bool. Texts that
    read both as day/month and as month/day are marked by `either`; they stand as DAY_FIRST, and
    `exchanged_ms` holds the other reading.
    """

    read_ms: NDArray[np.int64]
    family_idx: NDArray[np.int8]
    has_time: NDArray[np.bool_]
    has_zone: NDArray[np.bool_]
    either: NDArray[np.bool_]
    exchanged_ms: NDArray[np.int64]


def read_texts(texts: pl.Series) -> ReadTexts:
    """Read each text by the first format that fits it, trying the formats of a sample first.

    Only what a format leaves unread goes on to the next one, so a column in one format is read once.
    """
    n = len(texts)
    result = ReadTexts(
        read_ms=np.zeros(n, dtype=np.int64),
        family_idx=np.full(n, -1, dtype=np.int8),
        has_time=np.zeros(n, dtype=np.bool_),
        has_zone=np.zeros(n, dtype=np.bool_),
        either=np.zeros(n, dtype=np.bool_),
        exchanged_ms=np.zeros(n, dtype=np.int64),
    )
    _read_into(result, texts, _formats_of(texts) if n > _SAMPLE else FORMATS)
    return result


_SAMPLE = 200


def _formats_of(texts: pl.Series) -> tuple[TimeFormat, ...]:
    """All formats, first those that a sample of the texts needs."""
    left = texts.gather_every(len(texts) // _SAMPLE).drop_nulls()
    needed = []
    for time_format in FORMATS:
        if not len(left):
            break
        read, exchanged = _read_format(left, time_format)
        unread = read.is_null() if exchanged is None else read.is_null() & exchanged.is_null()
        if not unread.all():
            needed.append(time_format)
            left = left.filter(unread)
    return (*needed, *(each for each in FORMATS if each not in needed))


def _read_into(result: ReadTexts, texts: pl.Series, formats: tuple[TimeFormat, ...]) -> None:
    present = texts.is_not_null().to_numpy()
    left_idx = np.flatnonzero(present)
    left = texts if present.all() else texts.filter(present)
    for time_format in formats:
        if not len(left_idx):
            return
        read, exchanged = _read_format(left, time_format)
        fits = (
            read.is_not_null() if exchanged is None else read.is_not_null() | exchanged.is_not_null()
        ).to_numpy()
        if fits.all():
            _store(result, left_idx, read, exchanged, time_format)
            return
        if fits.any():
            exchanged = None if exchanged is None else exchanged.filter(fits)
            _store(result, left_idx[fits], read.filter(fits), exchanged, time_format)
            left_idx, left = left_idx[~fits], left.filter(~fits)


def _read_format(texts: pl.Series, time_format: TimeFormat) -> tuple[pl.Series, pl.Series | None]:
    """Datetimes (ms; UTC if the format has a zone), null where the format does not fit.

    The second series is the reading with day and month exchanged, for formats that have one.
    """
    if time_format.shape:
        fits = texts.str.contains(time_format.shape)
        if not fits.any():
            return pl.Series([None], dtype=pl.Datetime("ms")).new_from_index(0, len(texts)), None
        texts = texts.to_frame("text").select(pl.when(fits).then(pl.col("text"))).to_series()
    if time_format.before or time_format.after:
        texts = time_format.before + texts + time_format.after
    read = texts.str.to_datetime(time_format.pattern, strict=False, time_unit="ms")
    if time_format.has_zone:
        return read.dt.replace_time_zone(None), None
    if not time_format.exchanged:
        return read, None
    return read, texts.str.to_datetime(time_format.exchanged, strict=False, time_unit="ms")


def _store(
    result: ReadTexts,
    row_idx: NDArray[np.int64],
    read: pl.Series,
    exchanged: pl.Series | None,
    time_format: TimeFormat,
) -> None:
    """Write what the texts of `row_idx` say: every one of them fits in one order or the other."""
    result.read_ms[row_idx] = _milliseconds(read)
    result.family_idx[row_idx] = FAMILY_ORDER.index(time_format.family)
    result.has_time[row_idx] = time_format.has_time
    result.has_zone[row_idx] = time_format.has_zone
    if exchanged is None:
        return
    only_exchanged = row_idx[read.is_null().to_numpy()]
    exchanged_ms = _milliseconds(exchanged)
    result.exchanged_ms[row_idx] = exchanged_ms
    result.either[row_idx] = (read.is_not_null() & exchanged.is_not_null()).to_numpy()
    result.read_ms[only_exchanged] = result.exchanged_ms[only_exchanged]
    result.family_idx[only_exchanged] = FAMILY_ORDER.index(TimeFamily.MONTH_FIRST)


def _milliseconds(read: pl.Series) -> NDArray[np.int64]:
    return read.to_physical().fill_null(0).to_numpy()

"""Times: one way of writing for a whole column, zones, the nights when clocks are moved, the future."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

import numpy as np
import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tilannekuva.domain.clock import date_of_day
from tilannekuva.domain.errors import BadInput
from tilannekuva.domain.time_band import TIME_BAND_ORDER, TimeBand, band_of_hour
from tilannekuva.intake.importers.date_order import DateOrder
from tilannekuva.intake.importers.incident_table import IncidentTable
from tilannekuva.intake.importers.rejections import Reason, RowCheck
from tilannekuva.intake.importers.times import Times, read_times
from tilannekuva.intake.importers.zones import Zones

Reader = Callable[..., IncidentTable]

HELSINKI = Zones(city="Europe/Helsinki", written="Europe/Helsinki")
LONG_AFTER = dt.date(2200, 1, 1)

FORMATS = (
    "%Y-%m-%d",
    "%Y%m%d",
    "%d.%m.%Y",
    "%-d.%-m.%Y",
    "%Y/%m/%d",
    "%Y-%m-%dT%H:%M",
    "%Y-%m-%d %H:%M:%S",
    "%Y-%m-%dT%H:%M:%S.%f",
    "%d.%m.%Y klo %H.%M",
    "%d.%m.%Y kl. %H:%M",
)


def times_of(
    *texts: str | None,
    zones: Zones = HELSINKI,
    as_of_on: dt.date = LONG_AFTER,
    date_order: DateOrder | None = None,
) -> tuple[Times, dict[int, Reason]]:
    """What the texts say, and the reason for each (by position) that was rejected."""
    check = RowCheck(len(texts))
    column = pl.Series("time", texts, dtype=pl.String)
    times = read_times(
        column, check, zones=zones, as_of_on=as_of_on, date_order=date_order, where="sample.csv"
    )
    rejected = check.rejections(np.arange(len(texts)), "")
    return times, dict(rejected.items())


def bands_of(times: Times) -> list[TimeBand]:
    return [TIME_BAND_ORDER[idx] for idx in times.band]


@given(st.datetimes(dt.datetime(1901, 1, 1), dt.datetime(2099, 12, 31)), st.sampled_from(FORMATS))
def test_every_format_says_the_day_that_was_written(moment: dt.datetime, time_format: str) -> None:
    moment = moment.replace(second=1)
    times, rejected = times_of(moment.strftime(time_format))
    assert not rejected
    assert date_of_day(int(times.day[0])) == moment.date()
    has_clock = "%H" in time_format and (moment.hour or moment.minute or "%S" in time_format)
    if has_clock:
        assert bands_of(times) == [band_of_hour(moment.hour)]
    assert times.period_unit == "day"


@given(st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2030, 1, 1), timezones=st.just(dt.UTC)))
def test_times_with_a_zone_are_told_by_the_clock_of_the_city(moment: dt.datetime) -> None:
    moment = moment.replace(second=1, microsecond=0)
    local = moment.astimezone(ZoneInfo("Europe/Helsinki"))
    for text in (moment.strftime("%Y-%m-%dT%H:%M:%SZ"), local.isoformat(), local.strftime("%F %T%z")):
        times, _ = times_of(text)
        assert date_of_day(int(times.day[0])) == local.date()
        assert bands_of(times) == [band_of_hour(local.hour)]


@given(
    st.datetimes(dt.datetime(1990, 1, 1), dt.datetime(2030, 1, 1)),
    st.sampled_from(("UTC", "Asia/Karachi", "Europe/Helsinki")),
)
@example(dt.datetime(2026, 3, 8, 2, 30), "Asia/Karachi")
@example(dt.datetime(2026, 3, 8, 2, 30), "Asia/Dubai")
@example(dt.datetime(2026, 11, 1, 1, 30), "UTC")
def test_times_written_in_one_zone_are_told_in_another(moment: dt.datetime, city: str) -> None:
    moment = moment.replace(second=1, microsecond=0)
    # The slow twin. Of a time that comes twice it takes the earlier, and in a gap the offset before it: the
    # examples would fall into another band otherwise.
    local = moment.replace(tzinfo=ZoneInfo("America/New_York")).astimezone(ZoneInfo(city))
    times, _ = times_of(moment.isoformat(), zones=Zones(city=city, written="America/New_York"))
    assert date_of_day(int(times.day[0])) == local.date()
    assert bands_of(times) == [band_of_hour(local.hour)]


def test_the_hour_that_does_not_exist_in_spring_keeps_day_and_band() -> None:
    times, rejected = times_of("2026-03-29T03:30", "2026-03-29T13:00")
    assert not rejected
    assert date_of_day(int(times.day[0])) == dt.date(2026, 3, 29)
    assert bands_of(times) == [TimeBand.NIGHT, TimeBand.AFTERNOON]
    assert any("skips the hour of 1 time" in note for note in times.notes)


def test_the_hour_that_comes_twice_in_autumn_has_one_day_and_band() -> None:
    times, rejected = times_of("2026-10-25T03:30", "2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z")
    assert not rejected
    assert len(set(times.day.tolist())) == 1
    assert set(bands_of(times)) == {TimeBand.NIGHT}


def test_dates_are_never_moved_by_a_zone() -> None:
    times, _ = times_of("2026-04-01", zones=Zones(city="America/Phoenix", written="UTC"))
    assert date_of_day(int(times.day[0])) == dt.date(2026, 4, 1)
    assert bands_of(times) == [TimeBand.DAY]


def test_midnight_throughout_means_that_the_time_of_day_is_not_known() -> None:
    times, _ = times_of("2026-04-01T00:00", "2026-04-02T00:00")
    assert bands_of(times) == [TimeBand.DAY, TimeBand.DAY]
    assert any("exactly midnight" in note for note in times.notes)


@pytest.mark.parametrize("texts", [("2026-01", "2026-2"), ("2026/01", "2026/02"), ("01/2026", "02/2026")])
def test_months(texts: tuple[str, str]) -> None:
    times, rejected = times_of(*texts)
    assert not rejected
    assert times.period_unit == "month"
    assert [date_of_day(day) for day in times.day.tolist()] == [dt.date(2026, 1, 1), dt.date(2026, 2, 1)]
    assert set(bands_of(times)) == {TimeBand.MONTH}


def test_rows_that_stray_from_the_way_of_the_column_are_listed() -> None:
    texts = ["2026-04-01"] * 9 + ["2.4.2026"]
    _, rejected = times_of(*texts)
    assert rejected == {9: Reason.TIME_OTHER_FORMAT}


def test_two_ways_about_equally_frequent_are_refused() -> None:
    with pytest.raises(BadInput, match=r"several ways \(year-month-day, day.month.year\)"):
        times_of("2026-04-01", "2026-04-02", "2.4.2026")


@pytest.mark.parametrize(
    ("texts", "day", "order"),
    [
        (("03/04/2026", "28/03/2026"), dt.date(2026, 4, 3), "day comes before the month"),
        (("03/04/2026", "03/28/2026"), dt.date(2026, 3, 4), "month comes before the day"),
        (("03-04-2026 10:00", "28-03-2026 11:00"), dt.date(2026, 4, 3), "day comes before the month"),
        (("03/04/2026 1:05 PM", "03/28/2026 2:00 AM"), dt.date(2026, 3, 4), "month comes before the day"),
    ],
)
def test_day_or_month_first_is_told_by_the_column_as_a_whole(
    texts: tuple[str, ...], day: dt.date, order: str
) -> None:
    times, rejected = times_of(*texts)
    assert not rejected
    assert date_of_day(int(times.day[0])) == day
    assert any(order in note for note in times.notes)


def test_dates_that_read_both_ways_are_asked_about() -> None:
    with pytest.raises(BadInput, match="every date can be read both ways") as refused:
        times_of("03/04/2026", "05/04/2026")
    assert "--date-order day_first" in refused.value.next_step
    day_first, _ = times_of("03/04/2026", date_order=DateOrder.DAY_FIRST)
    month_first, _ = times_of("03/04/2026", date_order=DateOrder.MONTH_FIRST)
    assert date_of_day(int(day_first.day[0])) == dt.date(2026, 4, 3)
    assert date_of_day(int(month_first.day[0])) == dt.date(2026, 3, 4)
    same, rejected = times_of("04/04/2026")
    assert not rejected
    assert date_of_day(int(same.day[0])) == dt.date(2026, 4, 4)


def test_dates_of_the_other_order_are_listed_or_refused_by_their_share() -> None:
    _, rejected = times_of(*["13/04/2026"] * 9, "03/28/2026")
    assert rejected == {9: Reason.TIME_OTHER_ORDER}
    with pytest.raises(BadInput, match="Some dates have the day first, others the month"):
        times_of("13/04/2026", "03/28/2026")


def test_what_is_no_time_in_a_column_of_times_is_listed_with_its_reason() -> None:
    texts = ["2026-04-01"] * 20 + ["2026-02-30", "soon", None, "46113.5", "1066-10-14", "1.4.26"]
    _, rejected = times_of(*texts)
    assert rejected == {
        20: Reason.TIME_UNREADABLE,
        21: Reason.TIME_UNREADABLE,
        22: Reason.TIME_MISSING,
        23: Reason.TIME_NUMBER,
        24: Reason.TIME_TOO_EARLY,
        25: Reason.TIME_UNREADABLE,
    }


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("46113", "Excel day numbers"),
        ("1777000000", "seconds since 1970"),
        ("2026", "years only"),
        ("28 April 2026", "values look like '99 Aaaaa 9999'"),
        ("1.4.26", "values look like '9.9.99'"),
        ("2026-W14", "values look like '9999-A99'"),
    ],
)
def test_a_column_without_any_time_says_why(text: str, why: str) -> None:
    with pytest.raises(BadInput, match=why):
        times_of(text, text)


def test_the_future_is_listed_and_the_day_itself_is_not_the_future() -> None:
    as_of_on = dt.date(2026, 4, 28)
    # 21:30 UTC is already the next day in Helsinki.
    _, rejected = times_of("2026-04-28T23:59:00", "2026-04-29T00:00:01", as_of_on=as_of_on)
    assert rejected == {1: Reason.TIME_FUTURE}
    _, rejected = times_of("2026-04-28T20:30:00Z", "2026-04-28T21:30:00Z", as_of_on=as_of_on)
    assert rejected == {1: Reason.TIME_FUTURE}
    _, rejected = times_of("2026-04", "2026-05", as_of_on=as_of_on)
    assert rejected == {1: Reason.TIME_FUTURE}


HEADER = "time,latitude,longitude\n"


def test_local_time_is_assumed_and_said(read: Reader) -> None:
    table = read(HEADER + "2026-04-01T13:00,60.17,24.92\n")
    assert "Times without a zone are taken as local time in Europe/Helsinki." in table.notes
    table = read(HEADER + "2026-04-01T13:00Z,60.17,24.92\n")
    assert "Times with a zone were converted to Europe/Helsinki." in table.notes


def test_a_column_named_utc_is_read_as_utc(read: Reader) -> None:
    table = read("occurred_utc,latitude,longitude\n2026-03-31 22:30,60.17,24.92\n")
    assert date_of_day(int(table.day[0])) == dt.date(2026, 4, 1)
    assert any("in UTC and converted to Europe/Helsinki" in note for note in table.notes)


def test_an_unknown_zone_is_refused(read: Reader) -> None:
    with pytest.raises(BadInput, match="'Europe/Nowhere' is not a time zone"):
        read(HEADER + "2026-04-01T13:00,60.17,24.92\n", time_zone="Europe/Nowhere")


def test_a_table_says_its_last_day(read: Reader) -> None:
    days = read(HEADER + "2026-04-01,60.17,24.92\n2026-03-01,60.17,24.92\n")
    assert date_of_day(days.last_day) == dt.date(2026, 4, 1)
    months = read("month,latitude,longitude\n2024-02,60.17,24.92\n2024-01,60.17,24.92\n")
    assert date_of_day(months.last_day) == dt.date(2024, 2, 29)

"""The one place that asks what time it is."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo


def now_at() -> dt.datetime:
    """This instant, aware, in UTC."""
    return dt.datetime.now(tz=dt.UTC)


def today_on(time_zone: str) -> dt.date:
    """The date in the city."""
    return local_date(now_at(), time_zone)


def local_date(instant_at: dt.datetime, time_zone: str) -> dt.date:
    """The date in the city at an instant."""
    return instant_at.astimezone(ZoneInfo(time_zone)).date()


def week_of(day_on: dt.date) -> dt.date:
    """The Monday of a day's week (ISO 8601)."""
    return day_on - dt.timedelta(days=day_on.weekday())


EPOCH_ON = dt.date(1970, 1, 1)


def day_number(date_on: dt.date) -> int:
    """Days since 1970-01-01: the form in which arrays hold dates."""
    return (date_on - EPOCH_ON).days


def date_of_day(day: int) -> dt.date:
    """The date of a day number."""
    return EPOCH_ON + dt.timedelta(days=int(day))

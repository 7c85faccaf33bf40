"""Who was heard in time, and who was not: periods of a reporting duty, and what became of each.

A duty says that a reporter is to be heard once in every week, fortnight or month. To be heard is to send a
signal, a file, or the word that there was nothing to report: silence and calm are two things.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from .clock import EPOCH_ON, week_of
from .thresholds import Thresholds


class Rhythm(StrEnum):
    """How often a reporter is to be heard."""

    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY = "monthly"


class PeriodState(StrEnum):
    """What became of a period of a duty, as seen on a day."""

    ANSWERED = "answered"
    OPEN = "open"
    """Not over yet, and nothing was heard in it so far."""
    LATE = "late"
    """Over, nothing heard, but still within the days of grace."""
    SILENT = "silent"


def grace_days_of(rhythm: Rhythm, thresholds: Thresholds) -> int:
    """Days after the last one of a period within which a report still answers it."""
    return {
        Rhythm.WEEKLY: thresholds.grace_weekly_days,
        Rhythm.FORTNIGHTLY: thresholds.grace_fortnightly_days,
        Rhythm.MONTHLY: thresholds.grace_monthly_days,
    }[rhythm]


_WEEK = dt.timedelta(days=7)
_FIRST_MONDAY_ON = week_of(EPOCH_ON) + _WEEK


@dataclass(frozen=True, slots=True)
class Period:
    """The days of one period, both ends included, and what became of it."""

    first_on: dt.date
    last_on: dt.date
    state: PeriodState


@dataclass(frozen=True, slots=True)
class Heard:
    """How a duty stands on a day: its periods, the oldest first, and the last day on which something came in."""

    periods: tuple[Period, ...]
    last_heard_on: dt.date | None

    @property
    def is_silent(self) -> bool:
        """The newest period whose grace is over was not answered, and none after it."""
        for period in reversed(self.periods):
            if period.state is PeriodState.ANSWERED:
                return False
            if period.state is PeriodState.SILENT:
                return True
        return False

    @property
    def is_overdue(self) -> bool:
        """A period is over without an answer, whether its grace is past or not, and nothing came in since."""
        for period in reversed(self.periods):
            if period.state is PeriodState.ANSWERED:
                return False
            if period.state is not PeriodState.OPEN:
                return True
        return False

    @property
    def silent_since_on(self) -> dt.date | None:
        """The first day of the oldest of the periods that were silent one after the other; None if not silent."""
        since = None
        if self.is_silent:
            for period in reversed(self.periods):
                if period.state is PeriodState.ANSWERED:
                    break
                if period.state is PeriodState.SILENT:
                    since = period.first_on
        return since


def period_of(rhythm: Rhythm, day_on: dt.date) -> tuple[dt.date, dt.date]:
    """The first and last day of the period that holds a day: ISO weeks, pairs of them, calendar months.

    Fortnights are counted from Monday 5 January 1970, so that they are the same for every reporter.
    """
    if rhythm is Rhythm.MONTHLY:
        first_on = day_on.replace(day=1)
        next_month_on = (first_on + dt.timedelta(days=31)).replace(day=1)
        return first_on, next_month_on - dt.timedelta(days=1)
    n_weeks = 1 if rhythm is Rhythm.WEEKLY else 2
    since = (week_of(day_on) - _FIRST_MONDAY_ON).days // 7
    first_on = week_of(day_on) - (since % n_weeks) * _WEEK
    return first_on, first_on + n_weeks * _WEEK - dt.timedelta(days=1)


def heard_in(
    rhythm: Rhythm,
    heard_on: Iterable[dt.date],
    *,
    from_on: dt.date,
    to_on: dt.date | None,
    on: dt.date,
    since_on: dt.date,
    grace_days: int,
) -> Heard:
    """How a duty from `from_on` to `to_on` (None: until further notice) stands at the end of the day `on`.

    `heard_on`: days on which something came in. Periods that begin before the duty or before `since_on`, end
    after the duty, or have not begun are left out: a duty asks for whole periods alone. What comes in during
    the `grace_days` after a period answers the period before as well as the one in which it comes: silence is not said of
    somebody who was heard yesterday.
    """
    days = sorted(day for day in heard_on if day <= on)
    periods = []
    first_on, last_on = period_of(rhythm, max(from_on, since_on))
    while first_on <= on and (to_on is None or last_on <= to_on):
        if first_on >= max(from_on, since_on):
            periods.append(Period(first_on, last_on, _state(days, first_on, last_on, on, grace_days)))
        first_on, last_on = period_of(rhythm, last_on + dt.timedelta(days=1))
    return Heard(tuple(periods), days[-1] if days else None)


def _state(
    days: list[dt.date], first_on: dt.date, last_on: dt.date, on: dt.date, grace_days: int
) -> PeriodState:
    grace_ends_on = last_on + dt.timedelta(days=grace_days)
    if any(first_on <= day <= grace_ends_on for day in days):
        return PeriodState.ANSWERED
    if on <= last_on:
        return PeriodState.OPEN
    return PeriodState.LATE if on <= grace_ends_on else PeriodState.SILENT


def blind_areas(
    areas: Iterable[str], *, covered: Iterable[str], with_signals: Iterable[str]
) -> tuple[str, ...]:
    """Codes of the areas of which nothing is known: no reporter on duty there is heard, and no signal came from there."""
    known = {*covered, *with_signals}
    return tuple(sorted(code for code in areas if code not in known))

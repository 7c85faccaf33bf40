"""Periods of a duty: whole ones alone, answered by what came in, late for a while and then silent."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilannekuva.domain.coverage import (
    Heard,
    PeriodState,
    Rhythm,
    blind_areas,
    grace_days_of,
    heard_in,
    period_of,
)
from tilannekuva.domain.rates import rate_per_effort
from tilannekuva.domain.thresholds import LONGEST_GRACE_DAYS, Thresholds

MONDAY = dt.date(2026, 6, 1)
DAYS = st.dates(dt.date(2025, 1, 1), dt.date(2026, 12, 31))
RHYTHMS = st.sampled_from(Rhythm)
GRACES = st.integers(1, LONGEST_GRACE_DAYS)


def day(n: int) -> dt.date:
    return MONDAY + dt.timedelta(days=n)


def weekly(heard_on: list[dt.date], on: dt.date, *, to_on: dt.date | None = None) -> Heard:
    return heard_in(
        Rhythm.WEEKLY, heard_on, from_on=MONDAY, to_on=to_on, on=on, since_on=MONDAY, grace_days=2
    )


@given(rhythm=RHYTHMS, on=DAYS)
def test_periods_cover_every_day_once(rhythm: Rhythm, on: dt.date) -> None:
    first_on, last_on = period_of(rhythm, on)
    assert first_on <= on <= last_on
    assert period_of(rhythm, first_on) == period_of(rhythm, last_on) == (first_on, last_on)
    assert period_of(rhythm, last_on + dt.timedelta(days=1))[0] == last_on + dt.timedelta(days=1)


def test_weeks_begin_on_monday_and_fortnights_are_two_of_them() -> None:
    assert period_of(Rhythm.WEEKLY, day(3)) == (MONDAY, day(6))
    first_on, last_on = period_of(Rhythm.FORTNIGHTLY, day(3))
    assert (last_on - first_on).days == 13
    assert first_on.weekday() == 0
    assert period_of(Rhythm.MONTHLY, dt.date(2026, 2, 10)) == (dt.date(2026, 2, 1), dt.date(2026, 2, 28))


@pytest.mark.parametrize(
    ("on", "state"),
    [(6, PeriodState.OPEN), (7, PeriodState.LATE), (8, PeriodState.LATE), (9, PeriodState.SILENT)],
)
def test_a_week_without_a_word_is_open_then_late_then_silent(on: int, state: PeriodState) -> None:
    heard = weekly([], day(on))
    assert heard.periods[0].state is state
    assert heard.is_silent == (state is PeriodState.SILENT)
    assert heard.is_overdue == (state in (PeriodState.LATE, PeriodState.SILENT))


def test_what_comes_in_during_grace_answers_both_weeks_and_ends_the_silence() -> None:
    assert [period.state for period in weekly([day(8)], day(8)).periods] == [PeriodState.ANSWERED] * 2
    after = weekly([day(10)], day(10))
    assert [period.state for period in after.periods] == [PeriodState.SILENT, PeriodState.ANSWERED]
    assert not after.is_silent
    assert after.silent_since_on is None


def test_silence_is_counted_from_the_first_silent_period_after_the_last_word() -> None:
    heard = weekly([day(1)], day(30))
    assert heard.is_silent
    assert heard.silent_since_on == day(7)
    assert heard.last_heard_on == day(1)


def test_a_duty_asks_for_whole_periods_alone() -> None:
    inside = heard_in(
        Rhythm.WEEKLY, [], from_on=day(2), to_on=day(15), on=day(40), since_on=MONDAY, grace_days=2
    ).periods
    assert [(period.first_on, period.last_on) for period in inside] == [(day(7), day(13))]
    assert heard_in(
        Rhythm.MONTHLY, [], from_on=day(2), to_on=None, on=day(20), since_on=MONDAY, grace_days=5
    ) == Heard((), None)


@given(rhythm=RHYTHMS, heard_on=st.lists(DAYS, max_size=8), extra=DAYS, on=DAYS, grace=GRACES)
def test_one_more_word_never_makes_anybody_more_silent(
    rhythm: Rhythm, heard_on: list[dt.date], extra: dt.date, on: dt.date, grace: int
) -> None:
    start = dt.date(2025, 1, 1)
    before = heard_in(rhythm, heard_on, from_on=start, to_on=None, on=on, since_on=start, grace_days=grace)
    after = heard_in(
        rhythm, [*heard_on, extra], from_on=start, to_on=None, on=on, since_on=start, grace_days=grace
    )
    assert after.is_silent <= before.is_silent
    assert after.is_overdue <= before.is_overdue


@given(rhythm=RHYTHMS, heard_on=st.lists(DAYS, max_size=30), on=DAYS, grace=GRACES)
def test_the_first_and_last_word_of_each_week_say_all(
    rhythm: Rhythm, heard_on: list[dt.date], on: dt.date, grace: int
) -> None:
    """The rows are read that way: what lies between the two changes nothing."""
    start = dt.date(2025, 1, 1)
    weeks: dict[dt.date, list[dt.date]] = {}
    for one in heard_on:
        weeks.setdefault(period_of(Rhythm.WEEKLY, one)[0], []).append(one)
    # Words after the day are not known yet, and so hide none of those before it.
    ends = [
        end
        for days in weeks.values()
        for end in (min(days), max(d for d in days if d <= on or d == min(days)))
    ]
    assert heard_in(
        rhythm, heard_on, from_on=start, to_on=None, on=on, since_on=start, grace_days=grace
    ) == heard_in(rhythm, ends, from_on=start, to_on=None, on=on, since_on=start, grace_days=grace)


def test_grace_is_shorter_than_a_week_and_can_be_set_for_each_rhythm() -> None:
    """So that a period and its grace end in one week, and the law above holds."""
    assert LONGEST_GRACE_DAYS < 7
    set_by_city = Thresholds(grace_weekly_days=1, grace_fortnightly_days=4, grace_monthly_days=6)
    assert [grace_days_of(rhythm, set_by_city) for rhythm in Rhythm] == [1, 4, 6]


@given(heard_on=st.lists(DAYS, max_size=8), on=DAYS, grace=st.integers(1, LONGEST_GRACE_DAYS - 1))
def test_more_grace_never_makes_anybody_more_silent(heard_on: list[dt.date], on: dt.date, grace: int) -> None:
    start = dt.date(2025, 1, 1)
    less, more = (
        heard_in(Rhythm.WEEKLY, heard_on, from_on=start, to_on=None, on=on, since_on=start, grace_days=days)
        for days in (grace, grace + 1)
    )
    assert more.is_silent <= less.is_silent


@pytest.mark.req("F-17")
def test_an_area_is_blind_unless_somebody_looks_or_something_came() -> None:
    assert blind_areas(["a", "b", "c"], covered=["a"], with_signals=["b"]) == ("c",)
    assert blind_areas(["b", "a"], covered=[], with_signals=[]) == ("a", "b")


@pytest.mark.req("F-04")
@given(n=st.integers(0, 500), hours=st.floats(1, 5000), factor=st.integers(2, 9))
def test_more_effort_with_as_many_more_signals_is_the_same_rate(n: int, hours: float, factor: int) -> None:
    once, often = rate_per_effort(n, hours), rate_per_effort(n * factor, hours * factor)
    assert once
    assert often
    assert often.per_100_hours == pytest.approx(once.per_100_hours)
    assert not once.differs_from(often)
    assert often.upper - often.lower < once.upper - once.lower


@pytest.mark.req("F-04")
@pytest.mark.parametrize("hours", [None, 0.0])
def test_without_effort_there_is_no_rate(hours: float | None) -> None:
    assert rate_per_effort(7, hours) is None


@pytest.mark.req("F-08")
@pytest.mark.parametrize("n", [0, 1, 2, 3, 5, 10, 30, 100, 400])
def test_the_interval_of_a_rate_is_the_exact_one_nearly(n: int) -> None:
    from scipy.stats import chi2

    rate = rate_per_effort(n, 100.0)
    assert rate is not None
    exact_lower = chi2.ppf(0.025, 2 * n) / 2 if n else 0.0
    assert rate.lower == pytest.approx(exact_lower, abs=0.1)
    assert rate.upper == pytest.approx(chi2.ppf(0.975, 2 * n + 2) / 2, abs=0.1)

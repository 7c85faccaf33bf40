"""Quarters: the only periods of what is published."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilannekuva.domain.quarter import Quarter, quarter_of, quarter_of_code, quarters_until

DAYS = st.dates(dt.date(1971, 1, 1), dt.date(2200, 1, 1))


@given(DAYS)
def test_a_day_lies_in_its_quarter_and_in_no_other(day: dt.date) -> None:
    quarter = quarter_of(day)
    assert quarter.first_on <= day <= quarter.last_on
    assert quarter.following.first_on == quarter.last_on + dt.timedelta(days=1)
    assert quarter.following.previous == quarter
    assert quarter_of_code(quarter.code) == quarter
    assert quarter.a_year_before.following.following.following.following == quarter


@given(DAYS, st.integers(1, 20))
def test_only_quarters_that_are_over_are_told(day: dt.date, n_quarters: int) -> None:
    quarters = quarters_until(day, n_quarters)
    assert len(quarters) == n_quarters
    assert list(quarters) == sorted(quarters)
    assert quarters[-1].last_on <= day < quarters[-1].following.last_on


@pytest.mark.parametrize(
    "code", ["", "2026", "2026-Q5", "2026-Q0", "0000-Q1", "2026-q1", "2026-Q1 ", "٢٠٢٦-Q1"]
)
def test_anything_else_is_no_quarter(code: str) -> None:
    assert quarter_of_code(code) is None


def test_the_newest_quarter_on_its_last_day() -> None:
    assert quarters_until(dt.date(2026, 9, 30), 1) == (Quarter(2026, 3),)
    assert quarters_until(dt.date(2026, 9, 29), 1) == (Quarter(2026, 2),)

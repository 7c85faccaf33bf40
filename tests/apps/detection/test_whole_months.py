"""Where only the month is known, whole months are compared with whole months; and levels that are no chance."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pytest

from tilannekuva.detection.analysis import analyse
from tilannekuva.detection.events import EventArrays
from tilannekuva.detection.results import Analysis
from tilannekuva.detection.scope import Scope
from tilannekuva.domain.clock import day_number
from tilannekuva.domain.stream import StreamGroup
from tilannekuva.domain.thresholds import Thresholds
from tilannekuva.domain.time_band import TIME_BAND_ORDER, TimeBand

from .test_analysis import SIDE, events, places

MONTHS = [dt.date(2021 + month // 12, month % 12 + 1, 1) for month in range(30)]


def monthly(counts: np.ndarray) -> EventArrays:
    """Events by month (rows) and area (columns)."""
    month, area = np.nonzero(counts)
    days = np.array([day_number(first_on) for first_on in MONTHS[: len(counts)]])
    plain = events(days[month], area)
    band = np.full(len(month), TIME_BAND_ORDER.index(TimeBand.MONTH))
    return replace(plain, band=band, n_events=counts[month, area])


def analysed(counts: np.ndarray, as_of: dt.date) -> Analysis:
    scope = Scope(
        as_of=as_of,
        kinds=("damage",),
        positive_kinds=frozenset(),
        thresholds=Thresholds(scan_replicates=99),
        seed=5,
        months_only=True,
    )
    return analyse(monthly(counts), places(), scope)


COUNTS = np.random.default_rng(1).poisson(4.0, (12, SIDE**2))


@pytest.mark.parametrize("day", [1, 15, 30])
def test_a_month_that_is_not_over_is_left_out_and_said(day: int) -> None:
    whole = analysed(COUNTS, dt.date(2021, 11, 30))
    begun = analysed(COUNTS, dt.date(2021, 12, day))
    assert begun.notes == ("unfinished_month", *whole.notes)
    assert begun.as_of == f"2021-12-{day:02}"
    assert replace(begun, as_of=whole.as_of, notes=whole.notes) == whole
    assert whole.period_starts[-1] == "2021-11-01"


def test_a_month_that_is_over_is_looked_at() -> None:
    done = analysed(COUNTS, dt.date(2021, 12, 31))
    assert "unfinished_month" not in done.notes
    assert done.period_starts[-1] == "2021-12-01"
    assert done.levels[0].observed[-1] == COUNTS[11].sum()


def city_steps(counts: np.ndarray) -> dict[int, int | None]:
    last_on = (MONTHS[len(counts) - 1] + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1)
    windows = analysed(counts, last_on).city_windows
    return {w.n_periods: w.step for w in windows if w.group is StreamGroup.REPORTED}


def test_a_year_of_months_that_vary_is_seldom_called_changed() -> None:
    """As many as the real counts of a county: a plain mean with a Poisson interval is wrong every other month."""
    called = []
    for seed in range(60):
        rng = np.random.default_rng(seed)
        level = rng.gamma(60.0, 130.0 / 60.0, 12)  # months differ by 13 %, all areas together
        called.append(city_steps(rng.poisson(np.repeat(level[:, None], SIDE**2, axis=1)))[1])
    assert sum(step != 0 for step in called) <= 8  # 3 of 60 are to be expected


def test_a_doubled_month_is_called_far_above() -> None:
    counts = np.full((12, SIDE**2), 50) + np.arange(12)[:, None] % 3
    counts[-1] *= 2
    assert city_steps(counts)[1] == 2


def test_three_months_of_history_are_too_little_to_say() -> None:
    assert city_steps(COUNTS[:4])[1] is None
    assert city_steps(COUNTS[:5])[1] is not None


def test_signals_that_no_detector_can_use_are_said_to_be_too_few() -> None:
    few = np.zeros((2, SIDE**2), dtype=int)
    few[0, 0] = 1
    assert "too_few_to_search" in analysed(few, dt.date(2021, 2, 28)).notes
    assert "too_few_to_search" not in analysed(COUNTS, dt.date(2021, 12, 31)).notes

"""A rise too slow for any week and for the scan's four weeks: found by adding up, and dated."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pytest

from tilannekuva.detection.analysis import analyse, detect
from tilannekuva.detection.detectors import slow_rise
from tilannekuva.detection.events import EventArrays
from tilannekuva.detection.results import FindingFacts
from tilannekuva.detection.scope import periods_until
from tilannekuva.domain.thresholds import Thresholds

from .test_analysis import AS_OF, END, SIDE, events, joined, places, quiet, scope

_RISEN_WEEKS = 20


def creeping(n_weekly: int = 2) -> EventArrays:
    """Around half a signal a week is usual in each area; here two more for twenty weeks."""
    day = END - 1 - np.arange(7 * _RISEN_WEEKS)
    day = day[:: 7 // n_weekly][: n_weekly * _RISEN_WEEKS]
    return events(day, np.full(len(day), 14))


def found(signals: EventArrays, years: float = 3.0) -> list[FindingFacts]:
    signals = signals.where(signals.day >= END - int(365 * years))
    plan = scope(thresholds=Thresholds(scan_replicates=199, finding_recurrence_days=365))
    run = detect(signals, places(), plan, periods_until(plan, int(signals.day.min())))
    return [finding for finding in run if finding.detector == slow_rise.ID]


def test_what_creeps_up_is_found_and_dated() -> None:
    [finding] = found(joined(quiet(), creeping()))
    assert finding.area_codes == ("a14",)
    assert finding.observed > finding.expected_upper > finding.expected
    began_on = AS_OF - dt.timedelta(weeks=_RISEN_WEEKS)
    assert abs((dt.date.fromisoformat(finding.first_on) - began_on).days) <= 28
    assert finding.last_on == AS_OF.isoformat()
    assert finding.by_chance_days >= 365


@pytest.mark.parametrize("seed", range(4))
def test_a_quiet_city_creeps_nowhere(seed: int) -> None:
    assert found(quiet(seed)) == []


def test_what_rises_everywhere_alike_is_no_finding_of_an_area() -> None:
    rng = np.random.default_rng(1)
    more = events(rng.integers(END - 7 * _RISEN_WEEKS, END, 400), rng.integers(0, SIDE**2, 400))
    assert found(joined(quiet(), more)) == []


def test_without_two_years_before_it_says_nothing() -> None:
    assert found(joined(quiet(), creeping()), years=2.0) == []


def test_the_beginning_lies_in_the_half_year_looked_back_on() -> None:
    every_week = events(END - 1 - 7 * np.arange(60), np.full(60, 14))
    for finding in found(joined(quiet(), every_week)):
        assert finding.first_on > (AS_OF - dt.timedelta(weeks=26)).isoformat()


def test_it_reaches_the_analysis() -> None:
    result = analyse(joined(quiet(), creeping()), places(), scope())
    assert slow_rise.ID in {finding.detector for finding in result.findings}

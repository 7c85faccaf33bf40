"""Late reports: what is still coming in is told, a quiet newest week is not called calm, and nothing is made up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.apps.detection.reporting_examples import END, events, periods, places, scope
from tilannekuva.detection.analysis import analyse
from tilannekuva.detection.events import EventArrays
from tilannekuva.detection.levels.incoming import Incoming, incoming_of
from tilannekuva.detection.results import Analysis, WindowFacts

WEEKLY = 30


def late_city(seed: int, *, mean_delay_days: float = 6.0, weekly: float = WEEKLY) -> tuple[EventArrays, int]:
    """What was received by the end, and how many of the newest week there will be in the end."""
    chance = np.random.default_rng(seed)
    n = chance.poisson(weekly * 157)
    day = chance.integers(END - 157 * 7, END, n)
    received = day + chance.geometric(1 / (1 + mean_delay_days), n) - 1
    there = received < END
    return events(day[there], received=received[there]), int((day >= END - 7).sum())


def of(seen: EventArrays) -> Incoming:
    counts = np.bincount(periods().index_of(seen.day), weights=seen.n_events, minlength=157)
    return incoming_of(seen, counts[None].astype(np.int64), periods())


def newest_window(analysis: Analysis) -> WindowFacts:
    return next(
        facts for facts in analysis.city_windows if facts.n_periods == 4 and facts.group == "reported"
    )


def test_the_interval_of_the_newest_week_holds_what_comes_in_the_end() -> None:
    held = 0
    for seed in range(200):
        seen, final = late_city(seed)
        newest = of(seen).of_course(0)[-1]
        held += newest.lower <= final <= newest.upper
        assert newest.share == pytest.approx(0.42, abs=0.12)
    assert held >= 0.93 * 200


def test_nothing_is_completed_where_reports_come_at_once() -> None:
    seen, _final = late_city(1, mean_delay_days=1e-9)
    assert of(seen).of_course(0) == ()
    analysis = analyse(seen, places(), scope())
    assert newest_window(analysis).incoming is None
    assert analysis.levels[0].incoming == ()


@pytest.mark.parametrize("imported_on", [END - 1, END - 8, END - 100])
def test_days_of_an_import_are_no_days_of_receipt(imported_on: int) -> None:
    """A history that came in one file tells nothing of delays, also when signals of every day came since."""
    days = np.repeat(np.arange(END - 157 * 7, END), 3)
    seen = events(days, received=np.maximum(days, imported_on))
    assert of(seen).of_course(0) == ()


def test_who_looks_back_knows_what_came_in_since() -> None:
    seen, _final = late_city(2)
    later = replace(seen, received_day=seen.received_day + 30)
    assert of(later).of_course(0) == ()


def test_too_few_late_reports_teach_nothing() -> None:
    seen, _final = late_city(3, weekly=0.3)
    assert of(seen).of_course(0) == ()


def test_a_signal_of_several_events_counts_as_so_many() -> None:
    single, _final = late_city(4)
    double = replace(single, n_events=np.full(len(single), 2, np.int32))
    [once], [twice] = (of(seen).of_course(0)[-1:] for seen in (single, double))
    assert twice.share == pytest.approx(once.share, abs=0.02)
    assert twice.estimate == pytest.approx(2 * once.estimate, rel=0.1)


def test_a_week_that_is_not_all_in_is_not_called_low() -> None:
    """Where a quarter of the reports of the month are still to come, few of them are no fall; once in, they are one."""
    called_low = 0
    for seed in range(40):
        seen, _final = late_city(seed, mean_delay_days=10.0, weekly=60)
        facts = newest_window(analyse(seen, places(), scope()))
        assert facts.incoming is not None
        assert facts.lower is not None
        called_low += facts.step == -1
        assert facts.incoming.estimate > facts.observed
    assert called_low <= 4
    seen, _final = late_city(1, mean_delay_days=10.0, weekly=60)
    # The same counts of reports that come at once are a fall.
    at_once = replace(seen, received_day=seen.day)
    assert newest_window(analyse(at_once, places(), scope())).step == -1


def test_what_will_have_been_above_is_above_already() -> None:
    chance = np.random.default_rng(5)
    seen, _final = late_city(5, mean_delay_days=9.0)
    # Half as much again in the last four weeks, of which much is still to come.
    n = 70
    day = chance.integers(END - 28, END, n)
    received = day + chance.geometric(0.1, n) - 1
    more = events(day[received < END], received=received[received < END])
    columns = {
        name: np.concatenate([getattr(seen, name), getattr(more, name)])
        for name in EventArrays.__dataclass_fields__
    }
    facts = newest_window(analyse(EventArrays(**columns), places(), scope()))
    assert facts.incoming is not None
    assert facts.upper is not None
    assert facts.observed <= facts.upper < facts.incoming.lower
    assert facts.step == 1

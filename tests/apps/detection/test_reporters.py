"""More reporters are no rise, fewer no calm: levels and findings where sources come and go (F-05)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields

import numpy as np
import pytest

from tests.apps.detection.reporting_examples import END, events, periods, places, scope, source
from tilannekuva.detection.analysis import analyse, detect
from tilannekuva.detection.events import EventArrays
from tilannekuva.detection.levels.measuring import measure
from tilannekuva.detection.levels.reporters import reporters_of
from tilannekuva.detection.results import WindowFacts


def joined(*parts: EventArrays) -> EventArrays:
    columns = {
        field.name: np.concatenate([getattr(part, field.name) for part in parts])
        for field in fields(EventArrays)
    }
    return EventArrays(**columns)


def steady(seed: int) -> tuple[np.random.Generator, EventArrays]:
    """Three organisations that always report: six, four and two signals a week."""
    chance = np.random.default_rng(seed)
    return chance, joined(*(source(chance, weekly, idx=idx) for idx, weekly in enumerate((6.0, 4.0, 2.0))))


def window(city_windows: Iterable[WindowFacts], n_periods: int = 4) -> WindowFacts:
    return next(facts for facts in city_windows if facts.n_periods == n_periods and facts.group == "reported")


def newcomer(chance: np.random.Generator, *, area: int | None = None) -> EventArrays:
    """Thirty reports a month, since four weeks, in the whole city or in one area."""
    return source(chance, 7.0, idx=3, since_days=28, area=area)


@pytest.mark.req("F-05")
def test_a_new_organisation_with_thirty_reports_a_month_is_no_rise_in_200_cities() -> None:
    """No level is above the expected more often than by chance, and a notice says that reporting changed."""
    n_above = n_plain = 0
    for seed in range(200):
        chance, city = steady(seed)
        seen = joined(city, newcomer(chance))
        facts = window(
            measure(seen, places(), periods(), scope(), reporters_of(seen, periods())).city_windows
        )
        assert facts.panel is not None
        assert facts.panel.n_new == 1
        assert facts.panel.observed + facts.panel.left_out == facts.observed
        n_above += (facts.step or 0) > 0
        n_plain += facts.upper is not None and facts.observed > facts.upper
    assert n_plain > 150  # the plain sum would have called it a rise
    assert n_above <= 200 * 0.025 + 5


@pytest.mark.req("F-05")
@pytest.mark.parametrize(("area", "first_seed", "most"), [(5, 1000, 0), (None, 100, 4)])
def test_a_new_organisation_makes_no_finding_in_200_cities(
    area: int | None, first_seed: int, most: int
) -> None:
    """Where it reports of one place, none at all; where of all, no more than chance makes anyway.

    There its signals are few in each area, and what comes and goes are findings near the edge of the rare.
    """
    n_more = 0
    for seed in range(first_seed, first_seed + 100):
        chance, city = steady(seed)
        found = detect(joined(city, newcomer(chance, area=area)), places(), scope(), periods())
        if found:
            without = {finding.place_codes for finding in detect(city, places(), scope(), periods())}
            n_more += sum(finding.place_codes not in without for finding in found)
    assert n_more <= most


@pytest.mark.req("F-05")
def test_a_rise_of_those_who_stayed_is_still_found_and_tells_what_they_say() -> None:
    chance, city = steady(1)
    rise = joined(*(events(np.arange(END - 20, END), area=5, source=idx) for idx in (0, 1)))
    analysis = analyse(joined(city, newcomer(chance, area=5), rise), places(), scope())
    there = [finding for finding in analysis.findings if finding.area_codes[0] == "a05"]
    assert there
    assert "reporting_changed" in analysis.notes
    for finding in there:
        assert finding.panel is not None
        assert finding.panel.upper is not None
        assert finding.panel.observed > finding.panel.upper
        assert finding.p_value >= (finding.panel.p_value or 1)


@pytest.mark.req("F-05")
@pytest.mark.parametrize("seed", range(5))
def test_an_organisation_that_falls_silent_is_no_fall(seed: int) -> None:
    chance, city = steady(seed)
    gone = source(chance, 8.0, idx=3, until_days=35)
    facts = window(analyse(joined(city, gone), places(), scope()).city_windows)
    assert facts.panel is not None
    assert (facts.panel.n_new, facts.panel.n_gone) == (0, 1)
    assert facts.lower is not None
    assert facts.observed < facts.lower  # the plain comparison would have called it a fall
    assert facts.step == facts.panel.step
    assert facts.step in (0, 1)
    assert facts.panel.missing == pytest.approx(32, rel=0.3)


def test_a_rise_that_a_silent_organisation_hides_is_a_rise() -> None:
    chance, city = steady(2)
    gone = source(chance, 12.0, idx=3, until_days=35)
    more = source(chance, 12.0, idx=0, since_days=28)
    facts = window(analyse(joined(city, gone, more), places(), scope()).city_windows)
    assert facts.upper is not None
    assert facts.observed <= facts.upper
    assert (facts.step or 0) > 0


def test_where_nobody_came_or_went_nothing_is_said_of_reporters() -> None:
    for seed in range(5):
        analysis = analyse(steady(seed)[1], places(), scope())
        assert all(facts.panel is None for facts in analysis.city_windows)
        assert "reporting_changed" not in analysis.notes


def test_one_source_alone_is_never_a_change_of_sources() -> None:
    chance = np.random.default_rng(3)
    alone = source(chance, 12.0, idx=0, until_days=35)
    analysis = analyse(alone, places(), scope())
    assert window(analysis.city_windows).panel is None


def test_an_area_that_is_above_only_with_a_newcomer_is_one_of_which_too_little_is_known() -> None:
    chance, city = steady(4)
    newcomer = source(chance, 7.0, idx=3, since_days=28, area=5)
    facts = {
        level.area_code: level
        for level in analyse(joined(city, newcomer), places(), scope()).area_windows
        if level.n_periods == 4
    }
    there = facts["a05"]
    assert there.upper is not None
    assert there.observed > there.upper
    assert there.step is None


def test_silence_is_judged_by_how_often_a_source_reports() -> None:
    """Four silent weeks of one that reports daily are a silence, those of one that reports monthly are none."""
    daily = events(np.arange(END - 1000, END - 28), source=0)
    monthly = events(np.arange(END - 1000, END - 28, 30), source=1)
    reporting = reporters_of(joined(daily, monthly), periods()).reporting
    assert not reporting[0, -3:].any()
    assert reporting[1, -3:].all()


def test_who_is_silent_in_the_same_weeks_every_year_is_away_by_season() -> None:
    """A school in its holidays: the season knows of it already. The first ones are those of a silent source."""
    holidays = 8
    days = np.arange(END - 157 * 7, END)
    in_session = days[(END - 1 - days) % 364 >= 7 * holidays]
    reporting = reporters_of(events(in_session), periods()).reporting[0]
    assert reporting[-holidays:].all()
    assert not reporting[-holidays - 104 : -104].any()


def test_the_order_of_sources_does_not_matter() -> None:
    chance, city = steady(6)
    mixed = joined(city, source(chance, 7.0, idx=3, since_days=28))
    numbers = np.array([7, 1, 5, 2])
    renamed = EventArrays(
        **{
            field.name: numbers[mixed.source_idx]
            if field.name == "source_idx"
            else getattr(mixed, field.name)
            for field in fields(EventArrays)
        }
    )
    assert analyse(renamed, places(), scope()) == analyse(mixed, places(), scope())

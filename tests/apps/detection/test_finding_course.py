"""The course of a finding counts what was reported of its kind at its places, period by period, and nothing else."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from tests.apps.detection.test_analysis import AS_OF, END, events, joined, places
from tests.web.edition_sample import finding_facts
from tilannekuva.detection.analysis import analyse
from tilannekuva.detection.events import EventArrays
from tilannekuva.detection.finding_course import LONGEST_COURSE, with_courses
from tilannekuva.detection.scope import Scope, periods_until
from tilannekuva.domain.stream import REPORTED, Stream
from tilannekuva.domain.thresholds import Thresholds

SCOPE = Scope(AS_OF, ("noise", "damage"), frozenset(), Thresholds(), seed=1)


def course_of(told: EventArrays, place: str, codes: tuple[str, ...], kind: str = "noise") -> dict[str, int]:
    finding = replace(finding_facts(), kind=kind, place=place, place_codes=codes, course={})
    periods = periods_until(SCOPE, int(told.day.min()))
    [found] = with_courses([finding], told, places(), SCOPE, periods)
    return dict(found.course)


def over_two_years() -> EventArrays:
    """One signal a day, going round the areas."""
    day = np.arange(END - 2 * 364, END)
    return events(day, np.arange(len(day)) % 36)


def test_it_is_a_year_of_weeks_that_ends_with_the_run() -> None:
    course = course_of(over_two_years(), "area", tuple(f"a{idx}" for idx in range(36)))
    assert len(course) == LONGEST_COURSE
    assert list(course) == sorted(course)
    assert max(course) == "2026-06-22"
    assert set(course.values()) == {7}


@pytest.mark.parametrize("place", ["area", "cell"])
def test_the_courses_of_the_parts_add_up_to_that_of_the_whole(place: str) -> None:
    told, letter = over_two_years(), place[0]
    whole = course_of(told, place, (f"{letter}1", f"{letter}2", f"{letter}35"))
    parts = [course_of(told, place, (f"{letter}{idx}",)) for idx in (1, 2, 35)]
    assert list(whole.values()) == [
        sum(counts) for counts in zip(*(part.values() for part in parts), strict=True)
    ]
    assert 0 < sum(whole.values()) < 364


def test_other_kinds_and_other_places_leave_it_as_it_is() -> None:
    told = over_two_years()
    other_kind = replace(told, kind_idx=np.ones(len(told)))
    assert course_of(joined(told, other_kind), "area", ("a3",)) == course_of(told, "area", ("a3",))
    assert sum(course_of(told, "area", ("a3",), kind="damage").values()) == 0


def test_a_row_that_stands_for_several_events_counts_as_many() -> None:
    told = over_two_years()
    threefold = replace(told, n_events=np.full(len(told), 3))
    single = course_of(told, "area", ("a3",))
    assert course_of(threefold, "area", ("a3",)) == {start: 3 * n for start, n in single.items()}


def test_a_short_history_gives_a_short_course() -> None:
    told = over_two_years()
    assert len(course_of(told.where(told.day >= END - 70), "area", ("a3",))) == 10


def test_every_finding_of_a_run_has_one_and_what_was_discovered_is_not_in_it() -> None:
    burst = events(np.full(40, END - 2), np.full(40, 14))
    discovered = events(np.full(40, END - 2), np.full(40, 14), stream=Stream.TARGETED_OPERATION)
    told = joined(joined(over_two_years(), burst), discovered)
    found = analyse(told, places(), SCOPE).findings
    assert found
    for finding in found:
        reported = told.where(told.is_in(REPORTED))
        assert dict(finding.course) == course_of(reported, finding.place, finding.place_codes)
        assert list(finding.course.values())[-1] >= 40
        assert sum(finding.course.values()) < 364 + 80

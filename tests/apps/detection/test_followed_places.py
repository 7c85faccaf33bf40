"""What people follow is measured like an area, whatever its order and whoever looked; it stores and returns alike."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import numpy as np
import pytest

from tests.apps.detection.test_analysis import END, events, joined, places, planted, quiet, scope
from tilannekuva.detection.analysis import analyse
from tilannekuva.detection.events import EventArrays
from tilannekuva.detection.following.queries import followed_facts
from tilannekuva.detection.results import FollowedFacts, FollowedPlace
from tilannekuva.domain.stream import Stream, StreamGroup

ONE = FollowedPlace("one", "damage", ("a14",))
TWO = FollowedPlace("two", "damage", ("a14", "a15"))
ALL = FollowedPlace("all", "damage", tuple(f"a{idx}" for idx in range(36)))


def followed(chosen: EventArrays, *which: FollowedPlace, **changes: Any) -> dict[str, FollowedFacts]:
    return dict(analyse(chosen, places(), scope(followed=which, **changes)).followed)


def test_one_area_is_measured_as_that_area() -> None:
    chosen = joined(quiet(), planted())
    analysis = analyse(chosen, places(), scope(followed=(ONE,)))
    for span in analysis.followed["one"].spans:
        [area] = [
            window
            for window in analysis.area_windows
            if window.area_code == "a14"
            and window.n_periods == span.n_periods
            and window.group is StreamGroup.REPORTED
        ]
        names = ("observed", "expected", "lower", "upper", "step")
        assert [getattr(span, name) for name in names] == [getattr(area, name) for name in names]


def test_a_planted_rise_is_above_grows_and_is_not_quiet() -> None:
    facts = followed(joined(quiet(), planted()), ONE)["one"]
    newest = facts.spans[0]
    assert newest.step == 2
    assert newest.growth_lower is not None
    assert newest.growth_lower > 1
    assert facts.quiet_periods == 0


def test_without_a_rise_the_newest_weeks_are_quiet() -> None:
    facts = followed(quiet(), TWO)["two"]
    assert facts.spans[0].step == 0
    assert facts.quiet_periods is not None
    assert facts.quiet_periods > 0
    assert facts.episode is None


def test_the_city_as_a_place_has_every_count_of_it() -> None:
    chosen = joined(quiet(), planted())
    analysis = analyse(chosen, places(), scope(followed=(ALL,)))
    [course] = [level for level in analysis.levels if level.group is StreamGroup.REPORTED]
    assert analysis.followed["all"].observed == course.observed


@pytest.mark.req("F-02")
def test_what_is_found_by_looking_stands_apart_and_changes_nothing_else() -> None:
    chosen = joined(quiet(), planted())
    looked = events(np.full(500, END - 3), np.full(500, 14), stream=Stream.POLICE_OWN_INITIATIVE)
    before, after = followed(chosen, ONE)["one"], followed(joined(chosen, looked), ONE)["one"]
    assert after.spans[0].discovered == 500
    apart = tuple(replace(span, discovered=0) for span in after.spans)
    assert replace(after, spans=apart) == before


def test_the_order_of_rows_and_of_areas_does_not_matter() -> None:
    chosen = joined(quiet(), planted())
    order = np.random.default_rng(1).permutation(len(chosen))
    turned = replace(TWO, area_codes=TWO.area_codes[::-1])
    assert followed(chosen, TWO) == followed(chosen.where(order), turned)


@pytest.mark.req("F-05")
def test_a_new_reporter_alone_is_no_rise() -> None:
    calm = quiet()
    n = 40
    new = events(END - 1 - np.arange(n) % 28, np.full(n, 14))
    new = EventArrays(
        **{name: getattr(new, name) for name in asdict_names() if name != "source_idx"},
        source_idx=np.full(n, 77),
    )
    facts = followed(joined(calm, new), ONE)["one"]
    assert facts.spans[0].observed > 30
    assert (facts.spans[0].step or 0) <= 0


def asdict_names() -> list[str]:
    from dataclasses import fields

    return [field.name for field in fields(EventArrays)]


def test_severity_and_spread_are_counted_in_both_spans() -> None:
    chosen = joined(quiet(), planted())
    span = followed(chosen, ALL)["all"].spans[0]
    assert span.severe == 0
    assert 0 < span.areas <= 36
    assert span.areas == span.cells  # each area is one cell here


def test_kinds_that_are_not_of_the_run_are_left_out() -> None:
    assert followed(quiet(), replace(ONE, kind="gone")) == {}


def test_facts_come_back_as_they_were_stored() -> None:
    import json

    for facts in followed(joined(quiet(), planted()), ONE, ALL).values():
        assert followed_facts(json.loads(json.dumps(asdict(facts)))) == facts

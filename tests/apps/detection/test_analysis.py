"""The run as a whole: what reaches the detectors, what they find, and that nothing else matters."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields, replace

import numpy as np
import pytest

from tilannekuva.detection import detectors
from tilannekuva.detection.analysis import analyse
from tilannekuva.detection.events import EventArrays
from tilannekuva.detection.parameter_words import PARAMETERS
from tilannekuva.detection.results import Analysis
from tilannekuva.detection.scope import Scope, periods_until
from tilannekuva.domain.clock import day_number
from tilannekuva.domain.stream import STREAM_ORDER, Stream
from tilannekuva.domain.thresholds import Thresholds
from tilannekuva.places.arrays import PlaceArrays

AS_OF = dt.date(2026, 6, 28)
END = day_number(AS_OF) + 1
SIDE = 6


def places() -> PlaceArrays:
    """36 areas of one cell each, on a square, a kilometre apart."""
    east, north = (axis.ravel() * 1000.0 for axis in np.meshgrid(np.arange(SIDE), np.arange(SIDE)))
    codes = tuple(f"a{idx}" for idx in range(SIDE**2))
    return PlaceArrays(
        area_codes=codes,
        area_names=tuple({"en": code.upper()} for code in codes),
        area_easting_m=east,
        area_northing_m=north,
        cell_codes=tuple(f"c{idx}" for idx in range(SIDE**2)),
        cell_easting_m=east,
        cell_northing_m=north,
        cell_area_idx=np.arange(SIDE**2, dtype=np.int32),
    )


def events(day: np.ndarray, area: np.ndarray, *, stream: Stream = Stream.CITIZEN_REPORT) -> EventArrays:
    n = len(day)
    same = {name: np.zeros(n) for name in ("band", "kind_idx", "severity", "reliability", "credibility")}
    return EventArrays(
        day=day,
        area_idx=area,
        cell_idx=area,
        stream=np.full(n, STREAM_ORDER.index(stream)),
        source_idx=np.arange(n) % 3,
        received_day=day,
        n_events=np.ones(n),
        **same,
    )


def joined(first: EventArrays, second: EventArrays) -> EventArrays:
    columns = {
        field.name: np.concatenate([getattr(first, field.name), getattr(second, field.name)])
        for field in fields(EventArrays)
    }
    return EventArrays(**columns)


def quiet(seed: int = 3) -> EventArrays:
    rng = np.random.default_rng(seed)
    return events(rng.integers(END - 365 * 3, END, 3000), rng.integers(0, SIDE**2, 3000))


def planted(n: int = 25) -> EventArrays:
    return events(np.full(n, END - 1) - np.arange(n) % 9, np.full(n, 14))


def scope(**changes: object) -> Scope:
    base = Scope(
        as_of=AS_OF,
        kinds=("damage",),
        positive_kinds=frozenset(),
        thresholds=Thresholds(scan_replicates=199, finding_recurrence_days=40),
        seed=5,
    )
    return replace(base, **changes)


@pytest.mark.req("L-02")
def test_a_detector_can_know_nothing_but_these_columns() -> None:
    assert {field.name for field in fields(EventArrays)} == {
        "day",
        "band",
        "area_idx",
        "cell_idx",
        "kind_idx",
        "stream",
        "severity",
        "reliability",
        "credibility",
        "source_idx",
        "received_day",
        "n_events",
    }


def test_a_planted_cluster_is_found_where_and_when_it_lies() -> None:
    found = analyse(joined(quiet(), planted()), places(), scope()).findings
    scans = [finding for finding in found if finding.detector == "space_time_scan"]
    assert scans
    assert all(finding.area_codes[0] == "a14" for finding in scans)  # the middle is named first
    assert all(finding.observed > finding.expected_upper for finding in scans)
    assert all(finding.first_on >= (AS_OF - dt.timedelta(days=27)).isoformat() for finding in scans)


def test_a_finding_in_cells_is_a_whole_circle_that_holds_just_the_cases_observed() -> None:
    """Its gaps would tell where few signals lie, and its counts must lead back to its cells."""
    everywhere = places()
    # Cells between those that hold the cases, without any case of their own.
    empty = np.arange(SIDE**2)
    wider = replace(
        everywhere,
        cell_codes=(*everywhere.cell_codes, *(f"e{idx}" for idx in empty)),
        cell_easting_m=np.concatenate([everywhere.cell_easting_m, everywhere.cell_easting_m + 500.0]),
        cell_northing_m=np.concatenate([everywhere.cell_northing_m, everywhere.cell_northing_m]),
        cell_area_idx=np.concatenate([everywhere.cell_area_idx, everywhere.cell_area_idx]),
    )
    pair = joined(planted(), replace(planted(), area_idx=np.full(25, 15), cell_idx=np.full(25, 15)))
    seen = joined(quiet(), pair)
    finding = next(f for f in analyse(seen, wider, scope()).findings if f.place == "cell")
    assert {"c14", "c15", "e14"} <= set(finding.place_codes)
    inside = np.isin(seen.cell_idx, [wider.cell_codes.index(code) for code in finding.place_codes])
    since = seen.day >= day_number(dt.date.fromisoformat(finding.first_on))
    assert seen.n_events[inside & since].sum() == finding.observed


def test_every_parameter_of_a_finding_has_words() -> None:
    # The alarm looks at the newest week alone, and the scan at the last four.
    late = events(np.full(40, END - 1), np.full(40, 14))
    found = analyse(joined(quiet(), joined(planted(), late)), places(), scope()).findings
    assert {finding.detector for finding in found} == {detector.ID for detector in detectors.ALL}
    named = {name for finding in found for name in finding.parameters}
    assert named == set(PARAMETERS)


@pytest.mark.parametrize("seed", range(4))
def test_a_quiet_city_shows_nothing(seed: int) -> None:
    assert analyse(quiet(seed), places(), scope()).findings == ()


@pytest.mark.req("F-02")
def test_what_is_discovered_by_looking_changes_no_finding_and_no_expectation() -> None:
    base = joined(quiet(), planted())
    rng = np.random.default_rng(8)
    looked_for = events(
        rng.integers(END - 28, END, 500), np.full(500, 3), stream=Stream.POLICE_OWN_INITIATIVE
    )
    before, after = (analyse(e, places(), scope()) for e in (base, joined(base, looked_for)))
    assert after.findings == before.findings
    assert _reported(after) == _reported(before)
    assert after.levels != before.levels


def _reported(analysis: Analysis) -> list[object]:
    windows = (*analysis.area_windows, *analysis.city_windows, *analysis.levels)
    return [facts for facts in windows if facts.group == "reported"]


def test_the_order_of_the_rows_does_not_matter() -> None:
    base = joined(quiet(), planted())
    order = np.random.default_rng(1).permutation(len(base))
    shuffled = EventArrays(**{field.name: getattr(base, field.name)[order] for field in fields(EventArrays)})
    assert analyse(shuffled, places(), scope()) == analyse(base, places(), scope())
    assert shuffled.sha256() == base.sha256()


def test_strengths_feed_no_detector() -> None:
    base = joined(quiet(), planted())
    assert analyse(base, places(), scope(positive_kinds=frozenset({"damage"}))).findings == ()


def test_signals_after_the_day_are_left_out() -> None:
    later = events(np.full(50, END + 3), np.full(50, 20))
    assert analyse(joined(quiet(), later), places(), scope()) == analyse(quiet(), places(), scope())


def test_a_finding_of_one_organisation_or_one_stream_is_only_possible() -> None:
    found = analyse(joined(quiet(), planted()), places(), scope()).findings
    assert all(finding.n_streams == 1 and finding.is_only_possible for finding in found)


@pytest.mark.parametrize(("days", "unit"), [(20, "day"), (55, "day"), (56, "week"), (400, "week")])
def test_short_histories_are_told_in_days_and_longer_ones_in_whole_weeks(days: int, unit: str) -> None:
    periods = periods_until(scope(), END - days)
    assert periods.unit == unit
    assert periods.edges[-1] == END
    if unit == "week":
        assert set(np.diff(periods.edges)) == {7}


def test_no_signals_at_all_are_a_picture_too() -> None:
    nothing = quiet().where(np.zeros(3000, dtype=bool))
    analysis = analyse(nothing, places(), scope())
    assert analysis.findings == ()
    assert all(window.observed == 0 for window in analysis.city_windows)

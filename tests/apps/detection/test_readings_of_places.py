"""Escalation, near repeats and lasting places: what was planted is told, what was not is not, and little is too little to say."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from tests.apps.detection.reporting_examples import END, events, periods
from tilannekuva.detection.events import EventArrays
from tilannekuva.detection.levels.escalation import escalation_of
from tilannekuva.detection.levels.lasting_places import lasting_places_of, squares_of
from tilannekuva.detection.levels.near_repeats import near_repeats_of
from tilannekuva.detection.levels.placed_year import cell_width_m
from tilannekuva.detection.results import NearRepeatFacts
from tilannekuva.places.arrays import PlaceArrays

SIDE = 64


def places() -> PlaceArrays:
    """64 by 64 cells of 250 m, in areas of four by four: a square kilometre each."""
    column, row = (axis.ravel() for axis in np.meshgrid(np.arange(SIDE), np.arange(SIDE)))
    area_idx = (column // 4 + (row // 4) * (SIDE // 4)).astype(np.int32)
    n_areas = (SIDE // 4) ** 2
    centre = 1000.0 * np.arange(SIDE // 4) + 500
    east, north = (axis.ravel() for axis in np.meshgrid(centre, centre))
    return PlaceArrays(
        area_codes=tuple(f"a{idx:03}" for idx in range(n_areas)),
        area_names=tuple({"en": f"A{idx:03}"} for idx in range(n_areas)),
        area_easting_m=east,
        area_northing_m=north,
        cell_codes=tuple(f"c{idx:04}" for idx in range(SIDE**2)),
        cell_easting_m=column * 250.0 + 125,
        cell_northing_m=row * 250.0 + 125,
        cell_area_idx=area_idx,
    )


def at(day: np.ndarray, cell: np.ndarray) -> EventArrays:
    made = events(day, area=0)
    columns = {name: getattr(made, name) for name in EventArrays.__dataclass_fields__}
    return EventArrays(**columns | {"cell_idx": cell, "area_idx": places().cell_area_idx[cell]})


def _generations(chance: np.random.Generator, ratio: float) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    day = chance.integers(END - 364, END, 500).astype(float)
    place = chance.integers(0, SIDE, (500, 2)).astype(float)
    while len(day):
        yield day, place
        n = chance.poisson(ratio, len(day))
        day = np.repeat(day, n) + chance.exponential(6.0, n.sum())
        place = np.repeat(place, n, axis=0) + chance.normal(0, 0.6, (n.sum(), 2))


def city(seed: int, ratio: float) -> EventArrays:
    """500 events by chance, and those that events brought within about a week and 150 m."""
    day, place = (
        np.concatenate(part) for part in zip(*_generations(np.random.default_rng(seed), ratio), strict=True)
    )
    cell = np.rint(place).astype(int)
    inside = (day < END) & ((cell >= 0) & (cell < SIDE)).all(axis=1)
    return at(day[inside].astype(int), (cell[:, 0] + SIDE * cell[:, 1])[inside])


def test_events_that_bring_events_are_told_apart_from_those_that_do_not() -> None:
    planted = [escalation_of(city(seed, 0.3), places(), periods()) for seed in range(5)]
    quiet = [escalation_of(city(seed, 0.0), places(), periods()) for seed in range(5)]
    for facts in planted:
        assert facts is not None
        assert facts.ratio is not None
        assert facts.lower is not None
        assert 0.1 < facts.lower < facts.ratio < 0.45
    for facts in quiet:
        assert facts is not None
        assert facts.ratio is not None
        assert facts.ratio < 0.1


def test_too_few_to_say_is_a_value_and_unknown_is_none() -> None:
    few = escalation_of(city(1, 0.0).where(np.arange(len(city(1, 0.0))) < 20), places(), periods())
    assert few is not None
    assert (few.ratio, few.lower, few.upper) == (None, None, None)
    nowhere = events(np.arange(END - 300, END), area=-1)
    assert escalation_of(nowhere, places(), periods()) is None
    assert escalation_of(city(1, 0.0), places(), periods(END - 300)) is None  # less than a year


def _near(events: EventArrays, seed: int = 1) -> NearRepeatFacts | None:
    return near_repeats_of(events, places(), periods(), np.random.default_rng(seed))


def test_signals_that_come_close_together_are_told_apart_from_those_that_do_not() -> None:
    for seed in range(5):
        planted, quiet = _near(city(seed, 0.3)), _near(city(seed, 0.0))
        assert planted is not None
        assert planted.lower is not None
        assert planted.lower > 1.2
        assert planted.p_value == 1 / 200
        assert (planted.within_m, planted.within_days) == (375.0, 7)
        assert quiet is not None
        assert quiet.lower is not None
        assert quiet.p_value is not None
        assert quiet.lower < 1
        assert quiet.p_value > 0.01


def test_busy_places_and_busy_days_alone_are_no_near_repeats() -> None:
    chance = np.random.default_rng(7)
    day = END - 364 + (364 * chance.beta(2, 5, 2000)).astype(int)
    cell = (SIDE**2 * chance.beta(1, 8, 2000)).astype(int)
    facts = _near(at(day, cell))
    assert facts is not None
    assert facts.lower is not None
    assert facts.upper is not None
    assert facts.lower < 1 < facts.upper


def test_the_same_run_tells_the_same_of_signals_in_any_order() -> None:
    """Also where they are so many that a sample is taken."""
    many = city(2, 0.3)
    columns = {name: getattr(many, name) for name in EventArrays.__dataclass_fields__}
    many = EventArrays(**columns | {"n_events": np.full(len(many), 20)})
    turned = many.where(np.ones(len(many), bool))
    turned = EventArrays(**{name: getattr(turned, name)[::-1] for name in EventArrays.__dataclass_fields__})
    facts = _near(many)
    assert facts == _near(turned)
    assert facts is not None
    assert facts.n_events == 20 * len(many) > 10_000
    assert facts.ratio is not None
    assert facts.ratio > 2  # what is reported twenty times is near itself


def test_too_few_near_pairs_to_say_is_a_value_and_unknown_is_none() -> None:
    few = _near(city(1, 0.0).where(np.arange(len(city(1, 0.0))) < 40))
    assert few is not None
    assert (few.n_events, few.ratio, few.lower, few.upper, few.p_value) == (40, None, None, None, None)
    one = _near(city(1, 0.0).where(np.arange(len(city(1, 0.0))) < 1))
    assert one is not None
    assert one.ratio is None
    rng = np.random.default_rng(1)
    assert near_repeats_of(events(np.arange(END - 300, END), area=-1), places(), periods(), rng) is None
    assert near_repeats_of(city(1, 0.0), places(), periods(END - 300), rng) is None  # less than a year


def test_the_width_of_a_cell_is_read_from_the_grid() -> None:
    assert cell_width_m(places()) == 250.0


def _lasting(chance: np.random.Generator, *, since: int, until: int = 0) -> EventArrays:
    cell = np.full(480, 22 + SIDE * 22)
    return at(chance.integers(END - since, END - until, 480), cell)


def _everywhere(chance: np.random.Generator) -> EventArrays:
    return at(chance.integers(END - 104 * 7, END, 6000), chance.integers(0, SIDE**2, 6000))


def _told(*parts: EventArrays) -> dict[str, tuple[str, ...]]:
    columns = {
        name: np.concatenate([getattr(part, name) for part in parts])
        for name in EventArrays.__dataclass_fields__
    }
    facts = lasting_places_of(EventArrays(**columns), places(), squares_of(places()), periods())
    assert facts is not None
    assert facts.n_quarters == 8
    return dict(facts.areas)


@pytest.mark.parametrize("seed", range(5))
def test_where_it_lasts_is_told_by_the_area(seed: int) -> None:
    chance = np.random.default_rng(seed)
    middle = "a085"  # of sixteen areas in a row, the one with the cells in columns and rows 20 to 23
    lasting = _told(_everywhere(chance), _lasting(chance, since=104 * 7))
    assert any(middle in areas for areas in lasting.values())
    assert set(lasting) <= {"persistent", "intensifying", "diminishing"}


@pytest.mark.parametrize("seed", range(5))
def test_a_map_where_nothing_lasts_tells_no_place(seed: int) -> None:
    chance = np.random.default_rng(seed)
    assert _told(_everywhere(chance)) == {}
    # What is new is the business of findings.
    assert _told(_everywhere(chance), _lasting(chance, since=60)) == {}


def test_too_few_signals_show_no_place() -> None:
    chance = np.random.default_rng(1)
    few = at(chance.integers(END - 104 * 7, END, 60), chance.integers(0, SIDE**2, 60))
    assert lasting_places_of(few, places(), squares_of(places()), periods()) is None

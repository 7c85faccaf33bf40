"""Statistics: the newest extraction is in force, whichever came in last, and the older ones stay."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.conftest import TESTER
from tilannekuva.accounts.models import Organisation
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.errors import RuleBroken
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.statistics import PeriodUnit, period_after, period_text, read_period
from tilannekuva.domain.stream import Stream
from tilannekuva.intake.actions import add_source, store_series
from tilannekuva.intake.actions.statistics import SeriesDraft
from tilannekuva.intake.models import IndicatorSeries, IndicatorValue
from tilannekuva.intake.queries import values_in_force
from tilannekuva.places.models import Area

JANUARY, FEBRUARY = dt.date(2026, 1, 1), dt.date(2026, 2, 1)


@pytest.mark.parametrize(
    ("text", "unit", "starts_on"),
    [
        ("2026-03", "month", "2026-03-01"), ("2026M03", "month", "2026-03-01"), ("202603", "month", "2026-03-01"),
        ("3/2026", "month", "2026-03-01"), ("2026-03-01", "month", "2026-03-01"), ("2026Q2", "quarter", "2026-04-01"),
        ("2026 k4", "quarter", "2026-10-01"), ("2026", "year", "2026-01-01"),
        ("2026-03-01 00:00:00", "month", "2026-03-01"),
    ],
)  # fmt: skip
def test_periods_as_they_are_written(text: str, unit: str, starts_on: str) -> None:
    assert read_period(text) == (PeriodUnit(unit), dt.date.fromisoformat(starts_on))


@pytest.mark.parametrize(
    "text", ["", "2026-13", "2026-00", "2026Q5", "0000", "0000-01", "March", "2026-03-15", "26-3"]
)
def test_what_is_no_period(text: str) -> None:
    assert read_period(text) is None


@pytest.mark.parametrize("unit", list(PeriodUnit))
def test_a_period_ends_where_the_next_begins_and_reads_as_it_is_written(unit: PeriodUnit) -> None:
    starts_on = JANUARY
    for _ in range(30):
        assert read_period(period_text(unit, starts_on)) == (unit, starts_on)
        after = period_after(unit, starts_on)
        assert after > starts_on
        starts_on = after


@pytest.fixture
def area(db: None) -> Area:
    with unlocked():
        return Area.objects.create(
            code="A1", names={"en": "Alku"}, level="sub_district", is_finest=True, label_latitude=60.2,
            label_longitude=24.9, easting_m=0, northing_m=0, valid_from_on=dt.date(2020, 1, 1),
        )  # fmt: skip


@pytest.fixture
def store(school: Organisation, area: Area) -> Any:
    def store(day: str, values: dict[dt.date, int], **more: Any) -> None:
        draft = {
            "title": "Damage", "definition": "Reported offences.", "period_unit": PeriodUnit.MONTH,
            "stream": Stream.POLICE_CALL_OUT, "marking": Marking.AMBER,
        }  # fmt: skip
        store_series(
            draft=SeriesDraft(**draft | more),
            values={(area.pk, starts_on): n for starts_on, n in values.items()},
            source=add_source(organisation=school, code="statistics", by=TESTER),
            extracted_on=dt.date.fromisoformat(day),
            file_sha256=day,
            n_rejected=0,
            imported_by_id=None,
            by=TESTER,
        )

    return store


def in_force() -> dict[dt.date, int]:
    series = IndicatorSeries.objects.get()
    return {value.period_starts_on: value.n_events for value in values_in_force(series)}


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0), (2, 0, 1)])
def test_the_order_in_which_extractions_come_in_does_not_matter(store: Any, order: tuple[int, ...]) -> None:
    files = [
        ("2026-02-01", {JANUARY: 1}),
        ("2026-03-01", {JANUARY: 2, FEBRUARY: 5}),
        ("2026-04-01", {JANUARY: 3}),
    ]
    for number in order:
        store(*files[number])
    assert in_force() == {JANUARY: 3, FEBRUARY: 5}
    assert IndicatorValue.objects.count() == 4


def test_one_day_has_one_extraction_and_one_series_one_stream(store: Any) -> None:
    store("2026-02-01", {JANUARY: 1})
    with pytest.raises(RuleBroken, match="come in already"):
        store("2026-02-01", {JANUARY: 2})
    with pytest.raises(RuleBroken, match="another way"):
        store("2026-03-01", {JANUARY: 2}, stream=Stream.TARGETED_OPERATION)
    assert in_force() == {JANUARY: 1}


@pytest.mark.req("L-15")
@pytest.mark.parametrize("field", ["title", "definition"])
def test_words_that_tell_who_somebody_is_stay_out(store: Any, field: str) -> None:
    with pytest.raises(RuleBroken, match="who somebody is"):
        store("2026-02-01", {JANUARY: 1}, **{field: "Call Matti on 040 123 4567"})
    assert IndicatorSeries.objects.count() == 0


def test_a_day_that_has_not_come_is_no_extraction(store: Any) -> None:
    with pytest.raises(RuleBroken, match="has not come yet"):
        store("2126-02-01", {JANUARY: 1})

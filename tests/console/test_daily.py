"""The clock of an installation: one run for every day that is over, however many workers look at it."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from tests.conftest import TESTER
from tilannekuva.console import daily
from tilannekuva.detection.actions import request_run
from tilannekuva.detection.models import DetectionRun
from tilannekuva.domain.city import City, load_city

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def city() -> City:
    return load_city(Path(__file__).parents[2] / "cities" / "helsinki")


@pytest.fixture
def has_signals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(daily, "has_signals_that_count", lambda as_of: True)


def test_a_day_gets_one_run(has_signals: None, city: City) -> None:
    run = daily.request_daily_run(city)
    assert run is not None
    assert run.is_daily
    assert daily.request_daily_run(city) is None


def test_without_signals_there_is_nothing_to_run(city: City) -> None:
    assert daily.request_daily_run(city) is None


def test_of_two_workers_that_look_at_once_one_makes_the_run(
    has_signals: None, city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = daily.request_daily_run(city)
    assert first is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        request_run(as_of=first.as_of, is_daily=True, by=TESTER)
    # As if the other's row had not yet been there to see.
    monkeypatch.setattr(DetectionRun.objects, "filter", lambda **_where: DetectionRun.objects.none())
    with transaction.atomic():
        assert daily.request_daily_run(city) is None
    assert DetectionRun.objects.count() == 1


def test_a_person_may_ask_for_another_run_of_the_same_day(has_signals: None, city: City) -> None:
    first = daily.request_daily_run(city)
    assert first is not None
    request_run(as_of=first.as_of, by=TESTER)
    assert DetectionRun.objects.count() == 2


@pytest.mark.req("L-21")
def test_the_clock_erases_words_that_are_past_their_time(
    city: City, school: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    monkeypatch.setattr(daily, "erase_due_texts", lambda **given: asked.append(given) or 3)
    assert daily.erase_what_is_past_its_time(city) == 3
    assert [given["by"].label for given in asked] == ["worker"]
    assert asked[0]["today_on"] == daily.today_on(city.time_zone)

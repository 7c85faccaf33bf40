"""A run goes by the settings in force and keeps them: an old picture is explained by its own values."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.conftest import TESTER
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.detection.actions import request_run
from tilannekuva.detection.models import DetectionRun
from tilannekuva.detection.worker import work_once
from tilannekuva.domain.city import load_city
from tilannekuva.intake.actions import load_vocabulary
from tilannekuva.places.actions.loading import load_city_places
from tilannekuva.policy.actions import accept_change, propose_change
from tilannekuva.policy.queries import settled

pytestmark = pytest.mark.django_db
AS_OF = dt.date(2026, 6, 1)


@pytest.fixture
def city() -> Any:
    from pathlib import Path

    city = load_city(Path(__file__).parents[3] / "cities" / "blackpool")
    load_city_places(city=city, by=TESTER)
    load_vocabulary(kinds=city.kinds, by=TESTER)
    return city


def run_now(city: Any) -> DetectionRun:
    request_run(as_of=AS_OF, seed=1, by=TESTER)
    run = work_once(settled(city).shown)
    assert run is not None
    assert run.state == "done", run.failure
    return run


@pytest.mark.req("F-15")
def test_a_changed_threshold_stands_in_the_next_run_and_in_no_earlier_one(
    city: Any, alice: Any, colleague: Any
) -> None:
    before = run_now(city)
    key = "thresholds.scan_min_cases"
    change = propose_change(
        city=city, key=key, value=8, reason="Fewer small ones", seen=0, by=viewer_of(alice)
    )
    proposed = run_now(city)
    accept_change(change=change, city=city, by=viewer_of(colleague))
    after = run_now(city)
    before.refresh_from_db()
    found = [run.parameters["thresholds"]["scan_min_cases"] for run in (before, proposed, after)]
    assert found == [5, 5, 8]
    assert after.parameters["thresholds"] | {"scan_min_cases": 5} == before.parameters["thresholds"]

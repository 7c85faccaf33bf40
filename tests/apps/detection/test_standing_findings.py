"""Which findings the picture of a run shows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
import time_machine

from tests.conftest import TESTER
from tests.web import edition_sample as sample
from tilannekuva.audit.locked import unlocked
from tilannekuva.detection.actions import claim_run, record_results, request_run
from tilannekuva.detection.models import DetectionRun, Finding
from tilannekuva.detection.queries import standing_findings
from tilannekuva.domain.errors import RuleBroken
from tilannekuva.domain.states import FindingState


def next_run(day: dt.date) -> DetectionRun:
    """A run of another day that found nothing."""
    request_run(as_of=day, seed=1, by=TESTER)
    run = claim_run(by=TESTER)
    assert run is not None
    quiet = replace(sample.analysis(tuple(kind.code for kind in sample.CITY.kinds)), findings=())
    record_results(
        run=run, analysis=quiet, markings=[], inputs_sha256="cd", n_signals=99, expires_days=60, by=TESTER
    )
    return run


@pytest.mark.parametrize(
    ("state", "stands"),
    [(FindingState.OPEN, True), (FindingState.CONFIRMED, True), (FindingState.REJECTED, False)],
)
def test_what_a_later_run_misses_stands_until_a_person_puts_it_away(
    sample_finding: Any, state: FindingState, stands: bool
) -> None:
    with unlocked():
        Finding.objects.update(state=state)
    run = next_run(dt.date.fromisoformat(sample.AS_OF) + dt.timedelta(days=1))
    assert standing_findings(run).exists() is stands


def test_what_nobody_looked_at_again_ends_by_itself(sample_finding: Any) -> None:
    after = sample_finding.expires_on + dt.timedelta(days=1)
    with time_machine.travel(dt.datetime.combine(after, dt.time(12), dt.UTC)):
        run = next_run(after)
    assert not standing_findings(run).exists()


def test_no_run_looks_from_a_day_that_has_not_come(db: None) -> None:
    with pytest.raises(RuleBroken, match="has not come yet"):
        request_run(as_of=dt.date.today() + dt.timedelta(days=2), by=TESTER)


def test_the_picture_of_an_earlier_day_knows_nothing_of_later_findings(sample_finding: Any) -> None:
    run = next_run(dt.date.fromisoformat(sample.AS_OF) - dt.timedelta(days=1))
    assert not standing_findings(run).exists()

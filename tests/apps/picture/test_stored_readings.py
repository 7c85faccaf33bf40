"""What a run stored of its readings is what it computed."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from tests.apps.picture.test_readings import INCOMING, PANEL
from tests.conftest import TESTER
from tests.web import edition_sample as sample
from tilannekuva.audit.locked import unlocked
from tilannekuva.detection.actions import claim_run, facts_of, record_results, request_run
from tilannekuva.detection.results import (
    Analysis,
    EpisodeFacts,
    EscalationFacts,
    LastingFacts,
    NearRepeatFacts,
)
from tilannekuva.domain.marking import Marking
from tilannekuva.intake.actions import load_vocabulary
from tilannekuva.picture.stored_analysis import analysis_of
from tilannekuva.places.models import Area


def _with_readings() -> Analysis:
    analysis = sample.analysis()
    readings: dict[str, Any] = {
        "incoming": (INCOMING,),
        "episode": EpisodeFacts(2, 6, 3, 8, 9, 0.25, 0.1, 0.6),
        "escalation": EscalationFacts(300, 0.2, 0.1, 0.3, 9.0, None),
        "near_repeats": NearRepeatFacts(300, 375.0, 7, 1.6, 1.3, 2.0, 0.005),
        "lasting": LastingFacts(8, {"persistent": ("A1", "A2")}),
    }
    return replace(
        analysis,
        levels=(replace(analysis.levels[0], **readings), *analysis.levels[1:]),
        city_windows=(
            replace(analysis.city_windows[0], incoming=INCOMING, panel=PANEL),
            *analysis.city_windows[1:],
        ),
        findings=(replace(sample.finding_facts(), panel=PANEL),),
    )


def _plain(analysis: Analysis) -> tuple[Any, ...]:
    """JSON knows no tuples."""
    levels = [
        replace(
            level,
            lasting=level.lasting
            and LastingFacts(
                level.lasting.n_quarters,
                {name: tuple(codes) for name, codes in level.lasting.areas.items()},
            ),
        )
        for level in analysis.levels
    ]
    return levels, list(analysis.city_windows)


@pytest.mark.django_db
def test_readings_come_back_from_the_database_as_they_were() -> None:
    load_vocabulary(kinds=sample.CITY.kinds, by=TESTER)
    with unlocked():
        for code, names in sample.AREAS.items():
            Area.objects.create(
                code=code, names=names, level="sub_district", is_finest=True, label_latitude=60.2,
                label_longitude=24.9, easting_m=0, northing_m=0, valid_from_on=dt.date(2020, 1, 1),
            )  # fmt: skip
    request_run(as_of=dt.date.fromisoformat(sample.AS_OF), seed=7, by=TESTER)
    run = claim_run(by=TESTER)
    assert run is not None
    computed = _with_readings()
    [finding] = record_results(
        run=run, analysis=computed, markings=[Marking.AMBER], inputs_sha256="ab", n_signals=99, expires_days=60,
        by=TESTER,
    )  # fmt: skip
    finding.refresh_from_db()
    assert _plain(analysis_of(run)) == _plain(computed)
    assert facts_of(finding) == computed.findings[0]

"""What people talk about counts for a while, is expected by nobody, and makes no finding (E16)."""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from tests.apps.detection.test_analysis import AS_OF, END, events, joined, places, planted, quiet, scope
from tests.conftest import TESTER
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.detection.analysis import analyse
from tilannekuva.detection.inputs import read_events
from tilannekuva.detection.queries import signals_for_detection
from tilannekuva.domain.city import load_city
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.severity import Severity
from tilannekuva.domain.stream import Stream
from tilannekuva.domain.thresholds import Thresholds
from tilannekuva.domain.time_band import TimeBand


@pytest.fixture
def told(school: Any, safety_unit: Any, alice: Any, settings: Any) -> Any:
    """Reports of talk and of damage, one a day for thirty days up to `AS_OF`."""
    from tilannekuva.audit.locked import unlocked
    from tilannekuva.intake.actions import add_source, load_vocabulary, receive_report
    from tilannekuva.intake.drafts import SignalDraft
    from tilannekuva.intake.models import PhenomenonKind
    from tilannekuva.places.models import Area

    load_vocabulary(kinds=load_city(settings.CITY_FOLDER).kinds, by=TESTER)
    with unlocked():
        area = Area.objects.create(
            code="a0", names={"en": "A"}, level="sub_district", is_finest=True, label_latitude=60.2,
            label_longitude=24.9, easting_m=0, northing_m=0, valid_from_on=dt.date(2020, 1, 1),
        )  # fmt: skip
    source = add_source(organisation=school, code="reports", by=TESTER)
    for code in ("talk", "damage"):
        for age_days in range(30):
            draft = SignalDraft(
                kind_id=PhenomenonKind.objects.get(code=code).pk,
                area_id=area.pk,
                cell_id=None,
                occurred_on=AS_OF - dt.timedelta(days=age_days),
                time_band=TimeBand.DAY,
                stream=Stream.PARTNER_OBSERVATION,
                severity=Severity.MINOR,
                marking=Marking.AMBER,
            )
            receive_report(report_id=uuid.uuid4(), drafts=[draft], source=source, by=viewer_of(alice))
    return PhenomenonKind


def n_counted(kind: str, *, as_of: dt.date = AS_OF, days: int = 14) -> int:
    return signals_for_detection(as_of, days).filter(kind__code=kind).count()


def test_talk_dates_out_and_nothing_else_does(told: Any) -> None:
    assert (n_counted("talk"), n_counted("damage")) == (14, 30)
    assert (n_counted("talk", days=3), n_counted("damage", days=3)) == (3, 30)
    later = AS_OF + dt.timedelta(days=10)
    assert (n_counted("talk", as_of=later), n_counted("damage", as_of=later)) == (4, 30)
    assert n_counted("talk", as_of=AS_OF + dt.timedelta(days=14)) == 0


def test_a_run_reads_talk_by_the_days_of_the_city(told: Any) -> None:
    kinds = ("talk", "damage")
    ids = {told.objects.get(code=code).pk: code for code in kinds}
    run = scope(kinds=kinds, thresholds=Thresholds(rumour_counts_days=5))
    read = read_events(run, places(), ids)
    assert np.bincount(read.kind_idx).tolist() == [5, 30]


def test_talk_makes_no_finding_and_nobody_expects_any() -> None:
    rise = joined(quiet(), planted())
    counted, talked = (
        analyse(rise, places(), scope()),
        analyse(rise, places(), scope(rumour_kinds=frozenset({"damage"}))),
    )
    assert counted.findings
    assert talked.findings == ()
    assert any(window.expected is not None for window in counted.city_windows)
    assert all(window.expected is None for window in (*talked.city_windows, *talked.area_windows))
    observed = [[window.observed for window in analysis.city_windows] for analysis in (counted, talked)]
    assert observed[0] == observed[1]


def test_talk_changes_nothing_for_what_is_seen() -> None:
    """The findings of the other kinds are the same, with and without it."""
    seen = joined(quiet(), planted())
    days = END - 1 - np.arange(40) % 10
    talk = replace_kind(events(days, np.full(40, 20)), 1)
    alone = analyse(seen, places(), scope(kinds=("damage", "talk")))
    beside = analyse(
        joined(seen, talk), places(), scope(kinds=("damage", "talk"), rumour_kinds=frozenset({"talk"}))
    )
    assert alone.findings
    assert alone.findings == beside.findings


def replace_kind(given: Any, kind_idx: int) -> Any:
    return replace(given, kind_idx=np.full(len(given), kind_idx))

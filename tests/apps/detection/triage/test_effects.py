"""What steps do to the count from which the next picture is drawn."""

from __future__ import annotations

import datetime as dt

import pytest

from tilannekuva.detection.queries import signals_for_detection
from tilannekuva.detection.triage import actions
from tilannekuva.domain.triage import TriageReason
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.models import Signal


def counted() -> set[int]:
    return set(signals_for_detection(dt.date.today()).values_list("pk", flat=True))


def test_refuted_and_dropped_signals_leave_the_count_and_come_back(
    signals: list[Signal], analyst: Viewer
) -> None:
    everything = {signal.pk for signal in signals}
    assert counted() == everything
    refuted = actions.refute(signals=signals[:1], reason=TriageReason.DID_NOT_HAPPEN, by=analyst)
    assert counted() == everything - {signals[0].pk}
    dropped = actions.drop(signals=signals[1:2], reason=TriageReason.OUT_OF_OUR_SCOPE, by=analyst)
    assert counted() == {signals[2].pk}
    actions.undo(step=dropped, by=analyst)
    actions.undo(step=refuted, by=analyst)
    assert counted() == everything


@pytest.mark.parametrize(
    "take",
    [
        lambda s, by: actions.confirm(signals=s, reason=TriageReason.SEEN_ON_THE_SPOT, by=by),
        lambda s, by: actions.find_plausible(signals=s, reason=TriageReason.FITS_WHAT_IS_KNOWN, by=by),
        lambda s, by: actions.leave_unconfirmed(signals=s, reason=TriageReason.NOBODY_ELSE_KNOWS, by=by),
        lambda s, by: actions.join(signals=s, reason=TriageReason.ONE_DEVELOPMENT, by=by),
    ],
)
def test_no_other_step_changes_the_count(take, signals: list[Signal], analyst: Viewer) -> None:  # type: ignore[no-untyped-def]
    before = counted()
    take(signals, analyst)
    assert counted() == before


@pytest.mark.req("F-07")
def test_joined_signals_are_counted_one_by_one_and_duplicates_once(
    signals: list[Signal], analyst: Viewer
) -> None:
    actions.join(signals=signals, reason=TriageReason.ONE_EVENT, by=analyst)
    assert len(counted()) == 3
    step = actions.drop(signals=signals[1:], reason=TriageReason.TOLD_ALREADY, by=analyst)
    assert counted() == {signals[0].pk}
    actions.undo(step=step, by=analyst)
    assert len(counted()) == 3

"""Phenomena: opened by people, measured by runs, staged with a reason; findings belong to one at most."""

from __future__ import annotations

from typing import Any

import pytest

from tests.apps.detection.conftest import sample_finding
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.audit.models import AuditEntry
from tilannekuva.detection.models import DetectionRun, FollowedPlaces
from tilannekuva.domain.errors import LockedDoor, NotAllowed, RuleBroken, WrongState
from tilannekuva.domain.stage import Stage, StageReason
from tilannekuva.picture.actions import (
    join_finding,
    keep_stage,
    open_phenomenon,
    set_stage,
    take_out_finding,
)
from tilannekuva.picture.models import Phenomenon, PhenomenonFinding, StageDecision
from tilannekuva.picture.stage_proposals import proposal_for

__all__ = ["sample_finding"]


@pytest.fixture
def opened(sample_finding: Any, bob: Any) -> Phenomenon:
    return open_phenomenon(
        kind=sample_finding.kind,
        areas=sample_finding.areas.all(),
        findings=[sample_finding],
        by=viewer_of(bob),
    )


def test_opening_follows_its_places_and_asks_for_a_run(opened: Phenomenon, sample_finding: Any) -> None:
    assert opened.stage == Stage.WEAK_SIGNAL
    assert list(opened.places.areas.all()) == list(sample_finding.areas.all())
    assert DetectionRun.objects.filter(state="due").count() == 1
    acts = AuditEntry.objects.filter(object_id=str(opened.public_id)).values_list("act", flat=True)
    assert set(acts) == {"phenomenon.opened", "phenomenon.finding_joined"}


def test_the_same_is_not_opened_twice(opened: Phenomenon, bob: Any) -> None:
    with pytest.raises(RuleBroken):
        open_phenomenon(kind=opened.places.kind, areas=opened.places.areas.all(), by=viewer_of(bob))
    everywhere = open_phenomenon(kind=opened.places.kind, areas=[], by=viewer_of(bob))
    assert not everywhere.places.areas.exists()


@pytest.mark.req("L-06")
def test_a_reader_opens_and_stages_nothing(opened: Phenomenon, charlie: Any) -> None:
    viewer = viewer_of(charlie)
    with pytest.raises(NotAllowed):
        open_phenomenon(kind=opened.places.kind, areas=[], by=viewer)
    with pytest.raises(NotAllowed):
        set_stage(phenomenon=opened, stage=Stage.EMERGING, reason=StageReason.SEEN_IN_OWN_WORK, by=viewer)


def test_a_stage_has_a_reason_and_a_history(opened: Phenomenon, bob: Any) -> None:
    viewer = viewer_of(bob)
    with pytest.raises(RuleBroken):
        set_stage(phenomenon=opened, stage=Stage.EMERGING, reason=None, by=viewer)
    # Not measured yet: nothing is proposed that one could agree with.
    assert proposal_for(opened) is None
    with pytest.raises(RuleBroken):
        set_stage(phenomenon=opened, stage=Stage.EMERGING, reason=StageReason.AS_PROPOSED, by=viewer)
    set_stage(phenomenon=opened, stage=Stage.EMERGING, reason=StageReason.SEEN_IN_OWN_WORK, by=viewer)
    set_stage(phenomenon=opened, stage=Stage.CLOSED, reason=StageReason.WAS_NO_PHENOMENON, by=viewer)
    assert list(StageDecision.objects.values_list("stage", flat=True)) == ["emerging", "closed"]


def test_what_is_closed_is_measured_no_more_and_can_come_back(opened: Phenomenon, bob: Any) -> None:
    viewer = viewer_of(bob)
    set_stage(phenomenon=opened, stage=Stage.CLOSED, reason=StageReason.WAS_NO_PHENOMENON, by=viewer)
    assert FollowedPlaces.objects.get().ended_at is not None
    set_stage(phenomenon=opened, stage=Stage.WEAK_SIGNAL, reason=StageReason.SEEN_IN_OWN_WORK, by=viewer)
    assert FollowedPlaces.objects.get().ended_at is None


def test_of_two_who_decide_at_once_the_second_is_told(opened: Phenomenon, bob: Any) -> None:
    stale = Phenomenon.objects.get(pk=opened.pk)
    viewer = viewer_of(bob)
    set_stage(phenomenon=opened, stage=Stage.EMERGING, reason=StageReason.SEEN_IN_OWN_WORK, by=viewer)
    with pytest.raises(WrongState):
        set_stage(phenomenon=stale, stage=Stage.ESTABLISHED, reason=StageReason.SEEN_IN_OWN_WORK, by=viewer)
    assert StageDecision.objects.count() == 1


@pytest.mark.req("F-13")
def test_looking_again_renews_the_time(opened: Phenomenon, bob: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    import datetime as dt

    from tilannekuva.picture.actions import phenomena

    later = opened.good_until + dt.timedelta(days=5)
    monkeypatch.setattr(phenomena, "today_on", lambda _zone: later)
    keep_stage(phenomenon=opened, by=viewer_of(bob))
    opened.refresh_from_db()
    assert opened.good_until == later + dt.timedelta(days=phenomena.GOOD_DAYS)


def test_a_finding_belongs_to_one_phenomenon_and_can_be_taken_out(
    opened: Phenomenon, sample_finding: Any, bob: Any
) -> None:
    viewer = viewer_of(bob)
    other = open_phenomenon(kind=sample_finding.kind, areas=[], by=viewer)
    with pytest.raises(WrongState):
        join_finding(phenomenon=other, finding=sample_finding, by=viewer)
    take_out_finding(phenomenon=opened, finding=sample_finding, by=viewer)
    with pytest.raises(WrongState):
        take_out_finding(phenomenon=opened, finding=sample_finding, by=viewer)
    join_finding(phenomenon=other, finding=sample_finding, by=viewer)
    assert PhenomenonFinding.objects.count() == 2


def test_rows_are_written_by_their_actions_alone(opened: Phenomenon) -> None:
    opened.stage = Stage.ESTABLISHED
    with pytest.raises(LockedDoor):
        opened.save()
    with pytest.raises(LockedDoor):
        Phenomenon.objects.update(stage=Stage.ESTABLISHED)

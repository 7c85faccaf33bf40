"""The inbox shows no signal that its reader may not read, and no step on one."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.apps.detection.triage.sample import CELL_M, make_signal, prepare
from tests.conftest import TESTER
from tilannekuva.accounts.actions import add_person
from tilannekuva.accounts.models import Organisation, Person
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.detection.models import PassedOn, TriageChange, TriageStep
from tilannekuva.detection.triage import actions
from tilannekuva.detection.triage.listing import Choice, Waits, blocks_from, count_of
from tilannekuva.detection.triage.queries import (
    asked_by,
    asked_of,
    chosen_signals,
    companions_of,
    signals_shown,
    steps_on,
)
from tilannekuva.domain.errors import NotAllowed
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.thresholds import Thresholds
from tilannekuva.domain.triage import TriageReason
from tilannekuva.domain.viewer import NOBODY, Viewer
from tilannekuva.intake.models import Signal

pytestmark = pytest.mark.django_db


@pytest.fixture
def signals(school: Organisation, safety_unit: Organisation, police: Organisation) -> list[Signal]:
    """One signal for each owner and marking."""
    prepare()
    return [
        make_signal(owner, marking=marking) for owner in (school, safety_unit, police) for marking in Marking
    ]


@pytest.fixture
def officer(police: Organisation) -> Viewer:
    return viewer_of(
        add_person(
            email="pia@example.invalid", display_name="Pia", language="en", organisation=police,
            roles={RoleName.ANALYST: dt.date.today() + dt.timedelta(days=9)}, password=None, by=TESTER,
        )
    )  # fmt: skip


def _listed(viewer: Viewer, choice: Choice) -> set[int]:
    blocks = blocks_from(
        viewer, choice, first=0, n=100, cell_size_m=CELL_M, near_days=Thresholds().joining_days
    )
    ids = {signal.signal_id for block in blocks for signal in block.signals}
    assert count_of(viewer, choice) == len(ids)
    return ids


def _readable(viewer: Viewer) -> set[int]:
    return set(Signal.objects.visible_to(viewer).values_list("pk", flat=True))


def test_the_list_holds_what_the_reader_may_read(
    signals: list[Signal], alice: Person, bob: Person, officer: Viewer, charlie: Person
) -> None:
    sizes = set()
    for viewer in (viewer_of(alice), viewer_of(bob), officer, viewer_of(charlie), NOBODY):
        listed = _listed(viewer, Choice())
        assert listed == _readable(viewer)
        assert set(signals_shown(viewer, [signal.pk for signal in signals])) == listed
        chosen = chosen_signals(viewer, [signal.public_id for signal in signals], [])
        assert {signal.pk for signal in chosen} == listed
        sizes.add(len(listed))
    assert len(sizes) > 2
    assert 0 in sizes


def test_a_step_with_a_signal_one_may_not_read_is_taken_by_nobody(
    signals: list[Signal], bob: Person, officer: Viewer
) -> None:
    for viewer in (viewer_of(bob), officer):
        for signal in signals:
            if signal.pk not in _readable(viewer):
                with pytest.raises(NotAllowed, match="no such signal"):
                    actions.confirm(signals=[signal], reason=TriageReason.SEEN_ON_THE_SPOT, by=viewer)
    assert not TriageStep.objects.exists()


def test_steps_companions_and_askings_are_seen_with_their_signals(
    signals: list[Signal], alice: Person, bob: Person, officer: Viewer, school: Organisation
) -> None:
    of_school = [signal for signal in signals if signal.owner_id == school.pk]
    strict = next(signal for signal in of_school if signal.marking == Marking.AMBER_STRICT)
    amber = next(signal for signal in of_school if signal.marking == Marking.AMBER)
    green = next(signal for signal in of_school if signal.marking == Marking.GREEN)
    coordinator, analyst = viewer_of(alice), viewer_of(bob)
    actions.join(signals=[strict, amber, green], reason=TriageReason.ONE_EVENT, by=coordinator)
    assert {signal.pk for signal in companions_of(coordinator, green)} == {strict.pk, amber.pk}
    assert {signal.pk for signal in companions_of(analyst, green)} == {amber.pk}
    assert not companions_of(officer, green).exists()
    # One step on three signals: everybody sees of it what they may read, and nobody how much else there was.
    for viewer, n in ((coordinator, 3), (analyst, 2), (officer, 1), (NOBODY, 0)):
        assert TriageChange.objects.visible_to(viewer).count() == n
        assert TriageStep.objects.visible_to(viewer).count() == min(n, 1)
    assert not steps_on(analyst, strict).exists()
    assert steps_on(coordinator, strict).count() == 1
    # A group is chosen with those of its signals that the reader may read.
    group = TriageChange.objects.filter(signal=green).get().group_after
    assert group is not None
    assert {row.pk for row in chosen_signals(analyst, [], [group.public_id])} == {amber.pk, green.pk}


def test_what_was_passed_on_is_seen_with_its_signal(
    signals: list[Signal], alice: Person, bob: Person, officer: Viewer, school: Organisation
) -> None:
    amber = next(s for s in signals if s.owner_id == school.pk and s.marking == Marking.AMBER)
    actions.pass_on(
        signals=[amber], receiver=school, answer_by_on=dt.date.today(), by=viewer_of(bob),
        reason=TriageReason.TO_SAY_WHAT_IS_KNOWN,
    )  # fmt: skip
    for viewer, n in ((viewer_of(alice), 1), (viewer_of(bob), 1), (officer, 0), (NOBODY, 0)):
        assert PassedOn.objects.visible_to(viewer).count() == n
        assert len(_listed(viewer, Choice(waits=Waits.ANSWER))) == n
    assert asked_of(viewer_of(alice)).count() == 1
    assert asked_by(viewer_of(bob)).count() == 1


def test_who_takes_no_steps_sees_none(signals: list[Signal], alice: Person, school: Organisation) -> None:
    by = viewer_of(alice)
    own = next(signal for signal in signals if signal.owner_id == school.pk)
    actions.confirm(signals=[own], reason=TriageReason.SEEN_ON_THE_SPOT, by=by)
    for role in set(RoleName) - {RoleName.ANALYST, RoleName.COORDINATOR}:
        viewer = Viewer(person_id=by.person_id, organisation_id=school.pk, roles=frozenset({role}))
        assert not TriageStep.objects.visible_to(viewer).exists(), role
        assert not TriageChange.objects.visible_to(viewer).exists(), role

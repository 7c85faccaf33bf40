"""The rule that proposes a stage: it says why, never skips to an end, and says nothing of too few."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from tilannekuva.domain.errors import RuleBroken
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.rules.phenomena import can_reach, check_can_reach, may_work_on_phenomena
from tilannekuva.domain.stage import (
    STAGE_TRANSITIONS,
    Stage,
    StageFacts,
    StageGround,
    StageReason,
    proposed_stage,
)
from tilannekuva.domain.viewer import Viewer, system

QUIET = StageFacts(step=0, above_days=0, quiet_days=0, growth_lower=None, n_confirmed=0)
ABOVE = replace(QUIET, step=1)


@pytest.mark.parametrize(
    ("before", "facts", "stage", "ground"),
    [
        (Stage.WEAK_SIGNAL, ABOVE, Stage.WEAK_SIGNAL, StageGround.ABOVE_ONLY),
        (Stage.WEAK_SIGNAL, replace(ABOVE, n_confirmed=1), Stage.EMERGING, StageGround.ABOVE_AND_CONFIRMED),
        (Stage.WEAK_SIGNAL, replace(ABOVE, growth_lower=1.2), Stage.EMERGING, StageGround.ABOVE_AND_GROWING),
        (Stage.WEAK_SIGNAL, replace(ABOVE, growth_lower=0.9), Stage.WEAK_SIGNAL, StageGround.ABOVE_ONLY),
        (Stage.EMERGING, replace(ABOVE, above_days=91), Stage.ESTABLISHED, StageGround.ABOVE_FOR_LONG),
        (Stage.EMERGING, replace(ABOVE, above_days=90), Stage.EMERGING, StageGround.STILL_ABOVE),
        (Stage.ESTABLISHED, replace(QUIET, quiet_days=20), Stage.ESTABLISHED, StageGround.NOT_QUIET_YET),
        (Stage.ESTABLISHED, replace(QUIET, quiet_days=28), Stage.RECEDING, StageGround.QUIET_FOR_A_WHILE),
        (Stage.RECEDING, replace(QUIET, quiet_days=91), Stage.CLOSED, StageGround.QUIET_FOR_LONG),
        (Stage.RECEDING, ABOVE, Stage.EMERGING, StageGround.STILL_ABOVE),
        (Stage.WEAK_SIGNAL, replace(QUIET, quiet_days=40), Stage.WEAK_SIGNAL, StageGround.AS_BEFORE),
        (Stage.EMERGING, replace(QUIET, quiet_days=None), Stage.EMERGING, StageGround.NOT_QUIET_YET),
        (Stage.EMERGING, replace(QUIET, step=None), None, StageGround.TOO_FEW),
    ],
)
def test_the_stage_follows_from_the_measures(
    before: Stage, facts: StageFacts, stage: Stage | None, ground: StageGround
) -> None:
    proposal = proposed_stage(before, facts)
    assert (proposal.stage, proposal.ground) == (stage, ground)


def test_what_is_proposed_can_be_reached_or_stands() -> None:
    for before, step, above, quiet, growth, confirmed in product(
        [stage for stage in Stage if stage is not Stage.CLOSED],
        (None, -1, 0, 1, 2),
        (0, 30, 200),
        (None, 0, 30, 200),
        (None, 0.5, 2.0),
        (0, 1),
    ):
        facts = StageFacts(step, above, quiet, growth, confirmed)
        stage = proposed_stage(before, facts).stage
        # A phenomenon that people called emerging may by its measures be no more than a weak signal, never the reverse.
        assert stage in (None, before) or stage in STAGE_TRANSITIONS[before]


def test_a_rise_is_never_the_end_and_calm_never_a_beginning() -> None:
    for before, step, quiet in product(Stage, (-1, 0, 1, 2), (0, 40, 400)):
        stage = proposed_stage(before, replace(QUIET, step=step, quiet_days=quiet)).stage
        assert (
            stage is not Stage.CLOSED
            if step > 0
            else stage is before or stage in (Stage.RECEDING, Stage.CLOSED)
        )


def test_as_proposed_is_no_reason_for_another_stage() -> None:
    assert can_reach(Stage.WEAK_SIGNAL, Stage.EMERGING, StageReason.AS_PROPOSED, proposed=Stage.EMERGING)
    with pytest.raises(RuleBroken):
        check_can_reach(
            Stage.WEAK_SIGNAL, Stage.EMERGING, StageReason.AS_PROPOSED, proposed=Stage.WEAK_SIGNAL
        )
    with pytest.raises(RuleBroken):
        check_can_reach(Stage.WEAK_SIGNAL, Stage.EMERGING, None, proposed=Stage.EMERGING)
    assert not can_reach(Stage.WEAK_SIGNAL, Stage.RECEDING, StageReason.SEEN_IN_OWN_WORK, proposed=None)


@pytest.mark.req("L-06")
@pytest.mark.parametrize("role", list(RoleName))
def test_people_decide_and_the_program_never_does(role: RoleName) -> None:
    viewer = Viewer(person_id=1, organisation_id=1, roles=frozenset({role}))
    assert may_work_on_phenomena(viewer) is (role in (RoleName.ANALYST, RoleName.COORDINATOR))
    assert not may_work_on_phenomena(system("worker"))

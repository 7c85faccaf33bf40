"""The stage of a phenomenon: where it is in its life, and what its measures propose.

A rule proposes and says why; a person decides. Nothing here knows the database or the arrays.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .role import RoleName


class Stage(StrEnum):
    """Where a phenomenon is in its life."""

    WEAK_SIGNAL = "weak_signal"
    EMERGING = "emerging"
    ESTABLISHED = "established"
    RECEDING = "receding"
    CLOSED = "closed"


STAGE_TRANSITIONS: dict[Stage, frozenset[Stage]] = {
    Stage.WEAK_SIGNAL: frozenset({Stage.EMERGING, Stage.ESTABLISHED, Stage.CLOSED}),
    Stage.EMERGING: frozenset({Stage.WEAK_SIGNAL, Stage.ESTABLISHED, Stage.RECEDING, Stage.CLOSED}),
    Stage.ESTABLISHED: frozenset({Stage.EMERGING, Stage.RECEDING, Stage.CLOSED}),
    Stage.RECEDING: frozenset({Stage.EMERGING, Stage.ESTABLISHED, Stage.CLOSED}),
    # What was closed can come back: it is the same phenomenon, with its history.
    Stage.CLOSED: frozenset({Stage.WEAK_SIGNAL, Stage.EMERGING, Stage.ESTABLISHED}),
}

STAGE_DECIDERS: frozenset[RoleName] = frozenset({RoleName.ANALYST, RoleName.COORDINATOR})


class StageReason(StrEnum):
    """Why a person set a stage. Closed list."""

    AS_PROPOSED = "as_proposed"
    SEEN_IN_OWN_WORK = "seen_in_own_work"
    MEASURES_TAKE_EFFECT = "measures_take_effect"
    REPORTING_CHANGED = "reporting_changed"
    DISAGREES_WITH_MEASURES = "disagrees_with_measures"
    WAS_NO_PHENOMENON = "was_no_phenomenon"


class StageGround(StrEnum):
    """Why a rule proposes a stage."""

    TOO_FEW = "too_few"
    ABOVE_FOR_LONG = "above_for_long"
    ABOVE_AND_CONFIRMED = "above_and_confirmed"
    ABOVE_AND_GROWING = "above_and_growing"
    ABOVE_ONLY = "above_only"
    STILL_ABOVE = "still_above"
    QUIET_FOR_A_WHILE = "quiet_for_a_while"
    QUIET_FOR_LONG = "quiet_for_long"
    NOT_QUIET_YET = "not_quiet_yet"
    AS_BEFORE = "as_before"


LONG_DAYS = 91
"""A quarter above the expected is no passing time; a quarter without is the end of it."""
WHILE_DAYS = 28
"""Four weeks without a rise: less than that, quiet weeks come by chance."""


@dataclass(frozen=True, slots=True)
class StageFacts:
    """What the rule looks at: `step` of the newest window, in which the level is -1, 0, 1 or 2 (see `detection`).

    `above_days`: how long the rise under way lasts at least, 0 without one; `quiet_days`: how long ago the level was last
    above; None: not known. `growth_lower`: lower end of the interval of growth. `n_confirmed` findings stand.
    """

    step: int | None
    above_days: int
    quiet_days: int | None
    growth_lower: float | None
    n_confirmed: int


@dataclass(frozen=True, slots=True)
class StageProposal:
    """The stage that the measures speak for; None: too few to say. `days` belongs to the ground."""

    stage: Stage | None
    ground: StageGround
    days: int = 0


def proposed_stage(before: Stage, facts: StageFacts) -> StageProposal:
    """What follows from the measures for a phenomenon that is in the stage `before`."""
    if facts.step is None:
        return StageProposal(None, StageGround.TOO_FEW)
    if facts.step > 0:
        return _above(before, facts)
    quiet = facts.quiet_days
    if quiet is None or quiet < WHILE_DAYS:
        return StageProposal(before, StageGround.NOT_QUIET_YET, quiet or 0)
    if quiet >= LONG_DAYS:
        return StageProposal(Stage.CLOSED, StageGround.QUIET_FOR_LONG, quiet)
    if before in (Stage.EMERGING, Stage.ESTABLISHED, Stage.RECEDING):
        return StageProposal(Stage.RECEDING, StageGround.QUIET_FOR_A_WHILE, quiet)
    return StageProposal(before, StageGround.AS_BEFORE, quiet)


def _above(before: Stage, facts: StageFacts) -> StageProposal:
    if facts.above_days >= LONG_DAYS:
        return StageProposal(Stage.ESTABLISHED, StageGround.ABOVE_FOR_LONG, facts.above_days)
    if before in (Stage.ESTABLISHED, Stage.EMERGING):
        return StageProposal(before, StageGround.STILL_ABOVE, facts.above_days)
    if facts.n_confirmed:
        return StageProposal(Stage.EMERGING, StageGround.ABOVE_AND_CONFIRMED)
    if facts.growth_lower is not None and facts.growth_lower > 1:
        return StageProposal(Stage.EMERGING, StageGround.ABOVE_AND_GROWING)
    if before is Stage.RECEDING:
        return StageProposal(Stage.EMERGING, StageGround.STILL_ABOVE, facts.above_days)
    return StageProposal(Stage.WEAK_SIGNAL, StageGround.ABOVE_ONLY)

"""Who may open a phenomenon and set its stage, and when."""

from __future__ import annotations

from ..errors import NotAllowed, RuleBroken, WrongState
from ..stage import STAGE_DECIDERS, STAGE_TRANSITIONS, Stage, StageReason
from ..viewer import Viewer


def check_may_work_on_phenomena(viewer: Viewer) -> None:
    """Who: an analyst or a coordinator, by name. The program itself never decides (N-5)."""
    if viewer.is_system or not viewer.has(*STAGE_DECIDERS):
        raise NotAllowed("Only an analyst or a coordinator works on phenomena.")


def may_work_on_phenomena(viewer: Viewer) -> bool:
    try:
        check_may_work_on_phenomena(viewer)
    except NotAllowed:
        return False
    return True


def check_can_reach(
    before: Stage, after: Stage, reason: StageReason | None, *, proposed: Stage | None
) -> None:
    """When: the change is in the table, and the reason fits what the rule proposes."""
    if after is before:
        raise WrongState("The phenomenon is in this stage already. Look at its page again.")
    if after not in STAGE_TRANSITIONS[before]:
        raise WrongState("No phenomenon goes from the one stage to the other. Choose a stage from the list.")
    if reason is None:
        raise RuleBroken("Choose a reason from the list: a stage without one cannot be followed up.")
    if reason is StageReason.AS_PROPOSED and after is not proposed:
        raise RuleBroken("The measures propose another stage. Choose the reason why you set this one.")


def can_reach(before: Stage, after: Stage, reason: StageReason | None, *, proposed: Stage | None) -> bool:
    try:
        check_can_reach(before, after, reason, proposed=proposed)
    except RuleBroken:
        return False
    return True

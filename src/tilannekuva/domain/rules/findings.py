"""Who may decide on a finding, and when."""

from __future__ import annotations

from ..errors import NotAllowed, RuleBroken, WrongState
from ..states import FINDING_DECIDERS, FINDING_TRANSITIONS, REASONS_TO, FindingReason, FindingState
from ..viewer import Viewer


def check_may_decide(viewer: Viewer) -> None:
    """Who: an analyst or a coordinator, by name. The program itself never decides (N-5)."""
    if viewer.is_system or not viewer.has(*FINDING_DECIDERS):
        raise NotAllowed("Only an analyst or a coordinator decides on findings.")


def may_decide(viewer: Viewer) -> bool:
    try:
        check_may_decide(viewer)
    except NotAllowed:
        return False
    return True


def check_can_become(state: FindingState, target: FindingState, reason: FindingReason | None) -> None:
    """When: the change is in the table, and confirming or rejecting names a reason that fits."""
    if target not in FINDING_TRANSITIONS[state]:
        raise WrongState("The finding is not in a state in which this can be decided. Open it again.")
    if target in REASONS_TO and reason not in REASONS_TO[target]:
        raise RuleBroken("Choose a reason from the list: a decision without one cannot be followed up.")


def can_become(state: FindingState, target: FindingState, reason: FindingReason | None) -> bool:
    try:
        check_can_become(state, target, reason)
    except RuleBroken:
        return False
    return True

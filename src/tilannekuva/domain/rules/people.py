"""Who may invite, deactivate and hand over."""

from __future__ import annotations

from ..errors import NotAllowed, RuleBroken
from ..role import RoleName
from ..viewer import Viewer


def check_may_administer(viewer: Viewer) -> None:
    """Who: an administrator, or the console on the machine itself."""
    if not (viewer.is_system or viewer.has(RoleName.ADMINISTRATOR)):
        raise NotAllowed("Only an administrator handles people.")


def may_administer(viewer: Viewer) -> bool:
    try:
        check_may_administer(viewer)
    except NotAllowed:
        return False
    return True


def check_can_deactivate(*, is_self: bool, is_last_administrator: bool) -> None:
    """When: nobody locks themselves out, and somebody always holds the keys."""
    if is_self:
        raise RuleBroken("You cannot deactivate yourself. Ask another administrator.")
    if is_last_administrator:
        raise RuleBroken("This is the last administrator. Make somebody else an administrator first.")

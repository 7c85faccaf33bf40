"""Who may invite, deactivate and hand over."""

from __future__ import annotations

import datetime as dt

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


LONGEST_ROLE_DAYS = 2 * 366
"""Two years: longer than any plan, short enough that somebody asks whether it still holds."""


def check_role_ends(*, ends_on: dt.date, today_on: dt.date) -> None:
    """When: every role ends, and not in the far future."""
    if ends_on < today_on:
        raise RuleBroken("The last day of a role cannot lie in the past.")
    if (ends_on - today_on).days > LONGEST_ROLE_DAYS:
        raise RuleBroken("A role lasts two years at most. It can be prolonged.")


def check_may_give_role(viewer: Viewer, person_id: int) -> None:
    """Who: an administrator, but nobody to themselves: who handles people does not open the content (L-29)."""
    check_may_administer(viewer)
    if viewer.person_id == person_id:
        raise RuleBroken("Nobody gives a role to themselves. Ask another administrator.")


def check_can_deactivate(*, is_self: bool, is_last_administrator: bool) -> None:
    """When: nobody locks themselves out, and somebody always holds the keys."""
    if is_self:
        raise RuleBroken("You cannot deactivate yourself. Ask another administrator.")
    if is_last_administrator:
        raise RuleBroken("This is the last administrator. Make somebody else an administrator first.")


LONGEST_KEY_DAYS = 366
"""A year: the key of a program that nobody looks after any more ends by itself."""


def check_key_ends(*, ends_on: dt.date, today_on: dt.date) -> None:
    """When: every key of a program ends, within a year."""
    if ends_on < today_on:
        raise RuleBroken("The last day of a key cannot lie in the past.")
    if (ends_on - today_on).days > LONGEST_KEY_DAYS:
        raise RuleBroken("A key lasts one year at most. Make a new one before it ends.")


def check_can_end_administrator(*, is_self: bool, is_last_administrator: bool) -> None:
    """When: an administrator's role is ended by another administrator, and somebody always holds the keys."""
    if is_last_administrator:
        raise RuleBroken(
            "The role of the last administrator cannot end: nobody could invite people any more. Invite another "
            "administrator first, or hand the roles over to another person."
        )
    if is_self:
        raise RuleBroken(
            "You cannot end your own role as an administrator. Hand your roles over to another person, or ask "
            "another administrator to end it."
        )

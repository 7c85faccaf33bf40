"""Who sees who reports, who sets the duties, and when somebody may be reminded."""

from __future__ import annotations

import datetime as dt

from ..errors import NotAllowed, RuleBroken, WrongState
from ..role import PICTURE_WORKERS, RoleName
from ..viewer import Viewer


def sees_all_duties(viewer: Viewer) -> bool:
    """Those who work on the picture or lead see who reports; every other reader sees their own organisation (L-32)."""
    return (
        viewer.is_system
        or viewer.reads_exact_counts
        or (viewer.reads_picture and viewer.has(RoleName.LEADER))
    )


def check_may_set_duties(viewer: Viewer) -> None:
    """Who: a coordinator, whose work the joint picture is. An administrator handles people, not content (L-29)."""
    if not viewer.is_system and (viewer.sends_only or not viewer.has(RoleName.COORDINATOR)):
        raise NotAllowed("Only a coordinator says who is to report how often.")


def may_set_duties(viewer: Viewer) -> bool:
    try:
        check_may_set_duties(viewer)
    except NotAllowed:
        return False
    return True


def check_may_work_on_coverage(viewer: Viewer) -> None:
    """Who: those who work on the picture remind, ask and enter hours."""
    if not viewer.is_system and (viewer.sends_only or not viewer.has(*PICTURE_WORKERS)):
        raise NotAllowed("Only a coordinator or an analyst does this.")


def may_work_on_coverage(viewer: Viewer) -> bool:
    try:
        check_may_work_on_coverage(viewer)
    except NotAllowed:
        return False
    return True


def check_duty_days(*, from_on: dt.date, to_on: dt.date | None) -> None:
    """When: a duty ends after it began."""
    if to_on is not None and to_on < from_on:
        raise RuleBroken("The last day lies before the first. Give a later one, or none.")


def check_can_remind(*, is_overdue: bool, reminded_on: dt.date | None, today_on: dt.date) -> None:
    """When: something is overdue, and nobody asked for it today."""
    if not is_overdue:
        raise WrongState("This organisation was heard in time. There is nothing to remind it of.")
    if reminded_on is not None and reminded_on >= today_on:
        raise WrongState("This organisation was reminded today already.")


def can_remind(*, is_overdue: bool, reminded_on: dt.date | None, today_on: dt.date) -> bool:
    try:
        check_can_remind(is_overdue=is_overdue, reminded_on=reminded_on, today_on=today_on)
    except WrongState:
        return False
    return True


MOST_HOURS_A_WEEK = 10_000.0
"""Sixty people around the clock: more is a slip of the pen."""


def check_may_enter_effort(viewer: Viewer, organisation_id: int) -> None:
    """Who: a coordinator or an analyst, for the own organisation; or the console on the machine."""
    check_may_work_on_coverage(viewer)
    if not viewer.is_system and viewer.organisation_id != organisation_id:
        raise NotAllowed("Hours are entered for one's own organisation.")


def check_effort(*, week_starts_on: dt.date, hours: float, today_on: dt.date) -> None:
    """When: a week that has begun, from its Monday, and hours that people can have been there."""
    if week_starts_on.weekday() != 0:
        raise RuleBroken("%(day)s is no Monday. A week begins on a Monday.", day=week_starts_on)
    if week_starts_on > today_on:
        raise RuleBroken("The week from %(day)s has not begun yet.", day=week_starts_on)
    if not 0 <= hours <= MOST_HOURS_A_WEEK:
        raise RuleBroken(
            "Hours of a week lie between 0 and %(n)d, of everybody together.", n=MOST_HOURS_A_WEEK
        )


LONGEST_NEED_DAYS = 184
"""A half-year: what is still not known then is asked anew, or no more."""


def check_need(
    *, question: dict[str, str], from_on: dt.date, to_on: dt.date, languages: tuple[str, ...]
) -> None:
    """When: asked in every language of the city, for a half-year at most."""
    if any(not question.get(language, "").strip() for language in languages):
        raise RuleBroken("Ask the question in every language of the city.")
    if to_on < from_on:
        raise RuleBroken("The last day lies before the first. Give a later one.")
    if (to_on - from_on).days >= LONGEST_NEED_DAYS:
        raise RuleBroken("A question is asked for half a year at most. Ask it again after that.")


def check_can_close(*, is_closed: bool) -> None:
    """When: once."""
    if is_closed:
        raise WrongState("This question is closed already.")


def check_can_answer(*, is_closed: bool, from_on: dt.date, to_on: dt.date, today_on: dt.date) -> None:
    """When: while it is asked."""
    if is_closed or not from_on <= today_on <= to_on:
        raise WrongState("This question is not asked any more. Send the report without it.")

"""Who may protect a source, and who may ask and decide to open one."""

from __future__ import annotations

import datetime as dt

from ..errors import NotAllowed, RuleBroken, WrongState
from ..marking import Marking
from ..protection import OPENED_DAYS, OPENING_ASKERS, OPENING_DECIDERS
from ..viewer import Viewer


def check_can_protect(*, may_vouch: bool, markings: frozenset[Marking]) -> None:
    """When: the organisation may vouch, and somebody can read what is told (red is for its recorder alone)."""
    if not may_vouch:
        raise NotAllowed("This organisation does not vouch for sources. An administrator can allow it.")
    if Marking.RED in markings:
        raise RuleBroken("A protected source cannot report in red: nobody at all could read it.")


def can_protect(*, may_vouch: bool, markings: frozenset[Marking]) -> bool:
    try:
        check_can_protect(may_vouch=may_vouch, markings=markings)
    except RuleBroken:
        return False
    return True


def check_may_open_sources(viewer: Viewer) -> None:
    """Who: those who ask to open sources of their own organisation, and those who decide."""
    if viewer.organisation_id is None or viewer.sends_only or not viewer.has(*OPENING_ASKERS):
        raise NotAllowed("Only a coordinator or a data protection officer opens protected sources.")


def may_open_sources(viewer: Viewer) -> bool:
    try:
        check_may_open_sources(viewer)
    except NotAllowed:
        return False
    return True


def check_may_ask_opening(viewer: Viewer, *, voucher_id: int) -> None:
    """Who: a coordinator or data protection officer of the partner that vouches, and nobody outside it."""
    if viewer.organisation_id != voucher_id or not viewer.has(*OPENING_ASKERS):
        raise NotAllowed("Only the partner that vouches for a source can ask to open it.")


def may_ask_opening(viewer: Viewer, *, voucher_id: int) -> bool:
    try:
        check_may_ask_opening(viewer, voucher_id=voucher_id)
    except NotAllowed:
        return False
    return True


def check_may_decide_opening(viewer: Viewer, *, voucher_id: int, asked_by_id: int) -> None:
    """Who: a data protection officer of the partner that vouches, other than the one who asks."""
    if viewer.organisation_id != voucher_id or not viewer.has(*OPENING_DECIDERS):
        raise NotAllowed("Only a data protection officer of the partner that vouches decides.")
    if viewer.person_id == asked_by_id:
        raise RuleBroken("Nobody opens a source for themselves. A second person decides.")


def may_decide_opening(viewer: Viewer, *, voucher_id: int, asked_by_id: int) -> bool:
    try:
        check_may_decide_opening(viewer, voucher_id=voucher_id, asked_by_id=asked_by_id)
    except RuleBroken:
        return False
    return True


def check_can_read_source(
    viewer: Viewer, *, asked_by_id: int, opened_at: dt.datetime | None, now_at: dt.datetime
) -> None:
    """When: the one who asked, after a second person agreed, for some days."""
    if viewer.person_id is None or viewer.person_id != asked_by_id or opened_at is None:
        raise NotAllowed("This source is protected.")
    if now_at - opened_at > dt.timedelta(days=OPENED_DAYS):
        raise WrongState("It was open for %(n)s days. Ask anew.", n=OPENED_DAYS)


def can_read_source(
    viewer: Viewer, *, asked_by_id: int, opened_at: dt.datetime | None, now_at: dt.datetime
) -> bool:
    try:
        check_can_read_source(viewer, asked_by_id=asked_by_id, opened_at=opened_at, now_at=now_at)
    except RuleBroken:
        return False
    return True

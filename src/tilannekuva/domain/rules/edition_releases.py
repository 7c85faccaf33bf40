"""Who proposes, releases and withdraws an edition of the picture, and when."""

from __future__ import annotations

import re

from ..edition_release import (
    EDITION_RELEASERS,
    LONGEST_DIARY_NUMBER,
    RELEASE_TRANSITIONS,
    EditionReleaseState,
)
from ..errors import NotAllowed, RuleBroken, WrongState
from ..viewer import Viewer

# Letters, digits, space, dash and slash, with a digit among them: a number, never a sentence or a name alone.
_DIARY_NUMBER = re.compile(r"(?=.*\d)[^\W_](?:[^\W_]|[ /-])*")


def check_may_propose_release(viewer: Viewer) -> None:
    """Who: an analyst or a coordinator, by name. The program itself releases nothing (N-5)."""
    if viewer.person_id is None or viewer.sends_only or not viewer.has(*EDITION_RELEASERS):
        raise NotAllowed("Only an analyst or a coordinator proposes and releases editions.")


def may_propose_release(viewer: Viewer) -> bool:
    try:
        check_may_propose_release(viewer)
    except NotAllowed:
        return False
    return True


def check_may_release(viewer: Viewer, *, proposed_by_id: int) -> None:
    """Who: a second person, never the one who proposed it."""
    check_may_propose_release(viewer)
    if viewer.person_id == proposed_by_id:
        raise RuleBroken("You proposed this release. A second person releases it.")


def may_release(viewer: Viewer, *, proposed_by_id: int) -> bool:
    try:
        check_may_release(viewer, proposed_by_id=proposed_by_id)
    except RuleBroken:
        return False
    return True


def check_release_can_become(before: EditionReleaseState, after: EditionReleaseState) -> None:
    """When: the change is in the table."""
    if after not in RELEASE_TRANSITIONS[before]:
        raise WrongState("This release was decided already. Look at the list again.")


def release_can_become(before: EditionReleaseState, after: EditionReleaseState) -> bool:
    try:
        check_release_can_become(before, after)
    except RuleBroken:
        return False
    return True


def check_diary_number(text: str) -> None:
    """Empty, or a number of a registry in its closed form."""
    if not text:
        return
    if len(text) > LONGEST_DIARY_NUMBER:
        raise RuleBroken("A diary number has at most %(n)d characters.", n=LONGEST_DIARY_NUMBER)
    if not _DIARY_NUMBER.fullmatch(text):
        raise RuleBroken("A diary number has letters, digits, spaces, - and /, such as HEL 2026-012345.")


def is_diary_number(text: str) -> bool:
    try:
        check_diary_number(text)
    except RuleBroken:
        return False
    return True

"""Who may look at a text that waits, and when what may happen to it."""

from __future__ import annotations

from ..errors import NotAllowed, RuleBroken, WrongState
from ..marking import Marking
from ..text import TEXT_REVIEWERS, TEXT_TRANSITIONS, TextState
from ..viewer import Viewer


def check_may_review_texts(viewer: Viewer) -> None:
    """Who: a coordinator, an analyst or a data protection officer of an organisation, by name."""
    if viewer.person_id is None or viewer.organisation_id is None or not viewer.has(*TEXT_REVIEWERS):
        raise NotAllowed("Only those who work on signals or protect data review texts.")


def may_review_texts(viewer: Viewer) -> bool:
    try:
        check_may_review_texts(viewer)
    except NotAllowed:
        return False
    return True


def check_may_review(viewer: Viewer, *, owner_id: int, written_by_id: int | None, marking: Marking) -> None:
    """Who: a reviewer of the organisation that owns the signal, and never whoever wrote it."""
    check_may_review_texts(viewer)
    if viewer.organisation_id != owner_id or marking is Marking.RED:
        raise NotAllowed("There is no such text.")
    if viewer.person_id == written_by_id:
        raise NotAllowed("Somebody else than its writer reviews a text.")


def may_review(viewer: Viewer, *, owner_id: int, written_by_id: int | None, marking: Marking) -> bool:
    try:
        check_may_review(viewer, owner_id=owner_id, written_by_id=written_by_id, marking=marking)
    except NotAllowed:
        return False
    return True


def check_can_become(before: TextState, after: TextState) -> None:
    """When: nothing leads back from a text that is gone."""
    if after not in TEXT_TRANSITIONS[before]:
        raise WrongState("This text was dealt with a moment ago. Look at the list again.")


def can_become(before: TextState, after: TextState) -> bool:
    try:
        check_can_become(before, after)
    except RuleBroken:
        return False
    return True

"""Who may bring in files, and when what may happen to an import."""

from __future__ import annotations

from ..errors import NotAllowed, RuleBroken, WrongState
from ..imports import IMPORT_TRANSITIONS, MOST_OPEN_IMPORTS, ImportState
from ..viewer import Viewer
from .signals import check_may_report


def check_may_import(viewer: Viewer) -> None:
    """Who: whoever reports for an organisation, signed in by name.

    A file says nothing that a report could not say; a narrower door would only make partners type twice.
    A program sends its signals one by one, through the API.
    """
    check_may_report(viewer)
    if viewer.person_id is None:
        raise NotAllowed("A program sends signals, not files.")


def may_import(viewer: Viewer) -> bool:
    try:
        check_may_import(viewer)
    except NotAllowed:
        return False
    return True


def check_may_handle_import(viewer: Viewer, *, organisation_id: int) -> None:
    """Who: anybody of the organisation whose file it is who may import."""
    check_may_import(viewer)
    if viewer.organisation_id != organisation_id:
        raise NotAllowed("There is no such import.")


def may_handle_import(viewer: Viewer, *, organisation_id: int) -> bool:
    try:
        check_may_handle_import(viewer, organisation_id=organisation_id)
    except NotAllowed:
        return False
    return True


def check_import_can_become(before: ImportState, after: ImportState) -> None:
    """When: only along the table of states."""
    if after not in IMPORT_TRANSITIONS[before]:
        raise WrongState("This import has moved on in the meantime. Look at its page again.")


def import_can_become(before: ImportState, after: ImportState) -> bool:
    try:
        check_import_can_become(before, after)
    except WrongState:
        return False
    return True


def check_can_hand_in(n_open: int) -> None:
    """When: while few files of the organisation wait; each is held whole until somebody decides."""
    if n_open >= MOST_OPEN_IMPORTS:
        raise RuleBroken(
            "%(n)s files of your organisation wait already. Confirm or discard one of them first.", n=n_open
        )


def can_hand_in(n_open: int) -> bool:
    try:
        check_can_hand_in(n_open)
    except RuleBroken:
        return False
    return True


def check_can_read_again(*, is_held: bool) -> None:
    """When: while the file is there to be read."""
    if not is_held:
        raise WrongState("Nothing of this file is held any more. Hand it in again.")


def can_read_again(*, is_held: bool) -> bool:
    try:
        check_can_read_again(is_held=is_held)
    except WrongState:
        return False
    return True

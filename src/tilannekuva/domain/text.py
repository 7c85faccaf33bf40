"""The words that a reporter adds to a signal: why they may stand, and where they are in their life."""

from __future__ import annotations

from enum import StrEnum

from .role import PICTURE_WORKERS, RoleName

LONGEST_TEXT = 1000
"""Characters: what somebody writes on a phone. More belongs into another system."""


class TextReason(StrEnum):
    """Why the writer lets stand what the gate asked about. Closed list."""

    NAME_OF_A_PLACE = "name_of_a_place"
    PUBLIC_OFFICE = "public_office"
    AIMED_AT_A_GROUP = "aimed_at_a_group"
    NOT_ABOUT_PEOPLE = "not_about_people"


class TextState(StrEnum):
    """Where a text stands. Of one that is removed or erased nothing is left but its row."""

    PASSED = "passed"
    WAITING = "waiting"
    KEPT = "kept"
    REMOVED = "removed"
    ERASED = "erased"


# A text that waits is shown to its reviewers alone.
READABLE_TEXTS = frozenset({TextState.PASSED, TextState.KEPT})
EMPTY_TEXTS = frozenset({TextState.REMOVED, TextState.ERASED})

TEXT_TRANSITIONS: dict[TextState, frozenset[TextState]] = {
    # A text that passed the gate can still be unfit: nothing that is looked for by rules is found always.
    TextState.PASSED: frozenset({TextState.REMOVED, TextState.ERASED}),
    TextState.WAITING: frozenset({TextState.KEPT, TextState.REMOVED, TextState.ERASED}),
    TextState.KEPT: frozenset({TextState.REMOVED, TextState.ERASED}),
    TextState.REMOVED: frozenset(),
    TextState.ERASED: frozenset(),
}

TEXT_AUDIT_ACTS: dict[TextState, str] = {
    TextState.KEPT: "text.kept",
    TextState.REMOVED: "text.removed",
    TextState.ERASED: "text.erased",
}

# Those who work on signals, and those whose task the protection of data is, each in their own organisation.
TEXT_REVIEWERS: frozenset[RoleName] = PICTURE_WORKERS | {RoleName.DATA_PROTECTION}

"""The released edition: the joint picture that meetings, briefs and decisions cite.

A person proposes that an edition is released, another one releases it. A released edition never changes; it can
only be withdrawn, with a reason of a closed list.
"""

from __future__ import annotations

from enum import StrEnum

from .role import PICTURE_WORKERS, RoleName

EDITION_RELEASERS: frozenset[RoleName] = PICTURE_WORKERS
"""Who proposes, releases and withdraws: those who work on the picture. Proposing and releasing take two of them."""

LONGEST_DIARY_NUMBER = 40
"""Characters of the number under which the registry of the city files an edition."""


class EditionReleaseState(StrEnum):
    """Where a release stands."""

    PROPOSED = "proposed"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"
    DROPPED = "dropped"


RELEASE_TRANSITIONS: dict[EditionReleaseState, frozenset[EditionReleaseState]] = {
    EditionReleaseState.PROPOSED: frozenset({EditionReleaseState.RELEASED, EditionReleaseState.DROPPED}),
    EditionReleaseState.RELEASED: frozenset({EditionReleaseState.WITHDRAWN}),
    # What was withdrawn is not released again: a new edition is, with a number of its own.
    EditionReleaseState.WITHDRAWN: frozenset(),
    EditionReleaseState.DROPPED: frozenset(),
}

RELEASE_AUDIT_ACTS: dict[EditionReleaseState, str] = {
    EditionReleaseState.PROPOSED: "edition.release_proposed",
    EditionReleaseState.RELEASED: "edition.released",
    EditionReleaseState.WITHDRAWN: "edition.withdrawn",
    EditionReleaseState.DROPPED: "edition.release_dropped",
}


class WithdrawalReason(StrEnum):
    """Why a released edition is cited no more. Closed list."""

    WRONG_DATA = "wrong_data"
    WRONG_JUDGEMENT = "wrong_judgement"
    WRONG_MARKING = "wrong_marking"
    SHOWS_TOO_MUCH = "shows_too_much"
    RELEASED_BY_MISTAKE = "released_by_mistake"


class ConfidentialityNote(StrEnum):
    """On which ground of the openness act (621/1999) an edition is kept secret, if any. To be confirmed by a lawyer."""

    NONE = "none"
    INVESTIGATION = "investigation"
    """Section 24(1)(3): what could endanger a criminal investigation."""
    POLICE_METHODS = "police_methods"
    """Section 24(1)(5): tactical and technical methods and plans of the police."""
    SECURITY_ARRANGEMENTS = "security_arrangements"
    """Section 24(1)(7): security arrangements of persons, buildings, institutions."""


def serial_text(year: int, number: int) -> str:
    """How an edition is cited: the year and its number in it, such as "2026/3"."""
    return f"{year}/{number}"

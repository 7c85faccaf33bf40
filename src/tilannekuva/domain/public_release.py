"""Releases of the public picture: states, who moves them on, and why one is withdrawn."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from .role import PICTURE_WORKERS, RoleName


class ReleaseState(StrEnum):
    """Where a release stands."""

    REQUESTED = "requested"
    PREPARING = "preparing"
    PREPARED = "prepared"
    RELEASED = "released"
    WITHDRAWN = "withdrawn"
    REJECTED = "rejected"
    FAILED = "failed"


RELEASE_TRANSITIONS: Mapping[ReleaseState, frozenset[ReleaseState]] = {
    ReleaseState.REQUESTED: frozenset({ReleaseState.PREPARING, ReleaseState.REJECTED}),
    ReleaseState.PREPARING: frozenset({ReleaseState.PREPARED, ReleaseState.FAILED}),
    ReleaseState.PREPARED: frozenset({ReleaseState.RELEASED, ReleaseState.REJECTED}),
    ReleaseState.RELEASED: frozenset({ReleaseState.WITHDRAWN}),
    # What was published once was read: it is never taken out of the register.
    ReleaseState.WITHDRAWN: frozenset(),
    ReleaseState.REJECTED: frozenset(),
    ReleaseState.FAILED: frozenset(),
}

RELEASE_AUDIT_ACTS: Mapping[ReleaseState, str] = {
    ReleaseState.REQUESTED: "public_release.proposed",
    ReleaseState.PREPARING: "public_release.begun",
    ReleaseState.PREPARED: "public_release.prepared",
    ReleaseState.RELEASED: "public_release.released",
    ReleaseState.WITHDRAWN: "public_release.withdrawn",
    ReleaseState.REJECTED: "public_release.rejected",
    ReleaseState.FAILED: "public_release.failed",
}

PUBLISHED: frozenset[ReleaseState] = frozenset({ReleaseState.RELEASED, ReleaseState.WITHDRAWN})
"""What anybody may have read. Everything published later is protected against all of it."""

PENDING: frozenset[ReleaseState] = frozenset(
    {ReleaseState.REQUESTED, ReleaseState.PREPARING, ReleaseState.PREPARED}
)
"""One at a time: the next one must know what this one published."""

RELEASE_PROPOSERS: frozenset[RoleName] = PICTURE_WORKERS
RELEASE_DECIDERS: frozenset[RoleName] = frozenset({RoleName.COORDINATOR, RoleName.LEADER})
RELEASE_WITHDRAWERS: frozenset[RoleName] = RELEASE_PROPOSERS | RELEASE_DECIDERS | {RoleName.DATA_PROTECTION}
"""Anybody of them alone: what should not stand there must go before a second person is found."""


class WithdrawalReason(StrEnum):
    """Why a release is withdrawn. Closed list, told on the public page."""

    WRONG_FIGURES = "wrong_figures"
    TELLS_TOO_MUCH = "tells_too_much"
    WRONG_WORDS = "wrong_words"


FIGURES_STAND: frozenset[WithdrawalReason] = frozenset({WithdrawalReason.WRONG_WORDS})
"""After these the next release carries the same figures on. After any other they are shown no more, and no others
in their place: the difference between the two would tell."""

LONGEST_LEAD = 600
"""Characters of the words that stand above the figures, in each language."""

PUBLIC_LANGUAGES: tuple[str, ...] = ("fi", "sv", "en")
"""A release goes out in all of them or not at all (L-36)."""

N_QUARTERS = 12
"""How many quarters a release looks back: three years."""


class Trend(StrEnum):
    """How a count compares with that of the same quarter a year before, in words alone (D-09)."""

    MORE = "more"
    FEWER = "fewer"
    NO_CLEAR_CHANGE = "no_clear_change"


SMALLEST_TREND_BASE = 20


def trend_of(*, before: int, after: int, low: float, high: float) -> Trend | None:
    """The word for a change whose ratio lies between `low` and `high`; None where both counts are too small to say."""
    if min(before, after) < SMALLEST_TREND_BASE:
        return None
    if low > 1:
        return Trend.MORE
    return Trend.FEWER if high < 1 else Trend.NO_CLEAR_CHANGE

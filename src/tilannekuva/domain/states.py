"""States as tables: which change follows which, who may make it, and how the audit names it."""

from __future__ import annotations

from enum import StrEnum

from .role import RoleName


class SignalJudgement(StrEnum):
    """Is it confirmed?"""

    NOT_YET_JUDGED = "not_yet_judged"
    CONFIRMED = "confirmed"
    PLAUSIBLE = "plausible"
    UNCONFIRMED = "unconfirmed"
    REFUTED = "refuted"


class SignalHandling(StrEnum):
    """Is it handled?"""

    RECEIVED = "received"
    IN_REVIEW = "in_review"
    JOINED = "joined"
    PASSED_ON = "passed_on"
    OUT_OF_SCOPE = "out_of_scope"
    DUPLICATE = "duplicate"
    WITHDRAWN = "withdrawn"


# Signals that count nowhere: taken back, not ours, or counted already through another signal.
NOT_COUNTED: frozenset[SignalHandling] = frozenset(
    {SignalHandling.OUT_OF_SCOPE, SignalHandling.DUPLICATE, SignalHandling.WITHDRAWN}
)


class RunState(StrEnum):
    """A detection run: work that waits in a row."""

    DUE = "due"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class FindingState(StrEnum):
    """A finding awaits a person's decision; it is never a verdict."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"


class FindingReason(StrEnum):
    """Why a person confirmed or rejected a finding. Closed list."""

    KNOWN_TO_PARTNERS = "known_to_partners"
    SEEN_ON_THE_SPOT = "seen_on_the_spot"
    SEVERAL_SOURCES_AGREE = "several_sources_agree"
    REPORTING_CHANGED = "reporting_changed"
    SAME_EVENT_REPORTED_TWICE = "same_event_reported_twice"
    EXPLAINED_BY_A_PLANNED_EVENT = "explained_by_a_planned_event"
    NOTHING_SEEN_ON_THE_SPOT = "nothing_seen_on_the_spot"
    TOO_LITTLE_TO_SAY = "too_little_to_say"


FINDING_TRANSITIONS: dict[FindingState, frozenset[FindingState]] = {
    FindingState.OPEN: frozenset({FindingState.CONFIRMED, FindingState.REJECTED}),
    # A decision can be undone: what people learn later counts more than what they knew first.
    FindingState.CONFIRMED: frozenset({FindingState.OPEN, FindingState.REJECTED}),
    FindingState.REJECTED: frozenset({FindingState.OPEN, FindingState.CONFIRMED}),
}

FINDING_DECIDERS: frozenset[RoleName] = frozenset({RoleName.ANALYST, RoleName.COORDINATOR})

FINDING_AUDIT_ACTS: dict[FindingState, str] = {
    FindingState.OPEN: "finding.reopened",
    FindingState.CONFIRMED: "finding.confirmed",
    FindingState.REJECTED: "finding.rejected",
}

REASONS_TO: dict[FindingState, tuple[FindingReason, ...]] = {
    FindingState.CONFIRMED: (
        FindingReason.SEVERAL_SOURCES_AGREE,
        FindingReason.SEEN_ON_THE_SPOT,
        FindingReason.KNOWN_TO_PARTNERS,
    ),
    FindingState.REJECTED: (
        FindingReason.REPORTING_CHANGED,
        FindingReason.SAME_EVENT_REPORTED_TWICE,
        FindingReason.EXPLAINED_BY_A_PLANNED_EVENT,
        FindingReason.NOTHING_SEEN_ON_THE_SPOT,
        FindingReason.TOO_LITTLE_TO_SAY,
    ),
}

"""What people judge of a phenomenon: the scales they choose from, and the states of an assessment."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from .role import RoleName

LONGEST_PART = 1500
"""Characters of one part of an assessment: a paragraph, not a report."""


class AssessmentState(StrEnum):
    """Where an assessment stands. A published one never changes: a newer one replaces it."""

    DRAFT = "draft"
    PUBLISHED = "published"
    REPLACED = "replaced"
    DROPPED = "dropped"


ASSESSMENT_TRANSITIONS: dict[AssessmentState, frozenset[AssessmentState]] = {
    AssessmentState.DRAFT: frozenset({AssessmentState.PUBLISHED, AssessmentState.DROPPED}),
    AssessmentState.PUBLISHED: frozenset({AssessmentState.REPLACED}),
    AssessmentState.REPLACED: frozenset(),
    AssessmentState.DROPPED: frozenset(),
}

ASSESSMENT_AUDIT_ACTS: dict[AssessmentState, str] = {
    AssessmentState.DRAFT: "assessment.drafted",
    AssessmentState.PUBLISHED: "assessment.published",
    AssessmentState.REPLACED: "assessment.replaced",
    AssessmentState.DROPPED: "assessment.dropped",
}

ASSESSORS: frozenset[RoleName] = frozenset({RoleName.ANALYST, RoleName.COORDINATOR})
"""Who writes and publishes."""

SIGNERS: frozenset[RoleName] = ASSESSORS | {RoleName.LEADER}
"""Who signs for an organisation, or says where it differs."""


class Likelihood(StrEnum):
    """How likely it is that the phenomenon grows before the assessment ends: the bands of ICD 203 (2015), table D.6.e.2."""

    ALMOST_NO_CHANCE = "almost_no_chance"
    VERY_UNLIKELY = "very_unlikely"
    UNLIKELY = "unlikely"
    ROUGHLY_EVEN = "roughly_even"
    LIKELY = "likely"
    VERY_LIKELY = "very_likely"
    ALMOST_CERTAIN = "almost_certain"


@dataclass(frozen=True, slots=True)
class Band:
    """Percent, both ends included."""

    low: int
    high: int


LIKELIHOOD_BANDS: dict[Likelihood, Band] = {
    Likelihood.ALMOST_NO_CHANCE: Band(1, 5),
    Likelihood.VERY_UNLIKELY: Band(5, 20),
    Likelihood.UNLIKELY: Band(20, 45),
    Likelihood.ROUGHLY_EVEN: Band(45, 55),
    Likelihood.LIKELY: Band(55, 80),
    Likelihood.VERY_LIKELY: Band(80, 95),
    Likelihood.ALMOST_CERTAIN: Band(95, 99),
}


class Confidence(StrEnum):
    """How sure the assessors are: of what they know, not of what will happen."""

    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


class AssessedTrend(StrEnum):
    """Where people see it going."""

    FALLING = "falling"
    STEADY = "steady"
    RISING = "rising"
    CANNOT_BE_SAID = "cannot_be_said"


class Stance(StrEnum):
    """What an organisation says of an assessment."""

    AGREES = "agrees"
    DIFFERS = "differs"


class Part(StrEnum):
    """A part of an assessment in words. Facts, judgement and assumptions are apart, and stay so (L-34)."""

    OBSERVED = "observed"
    JUDGEMENT = "judgement"
    ASSUMPTIONS = "assumptions"
    OTHER_EXPLANATION = "other_explanation"
    COUNTER_EVIDENCE = "counter_evidence"
    WOULD_CHANGE = "would_change"
    CONFIDENCE_BASIS = "confidence_basis"
    WHY_HERE = "why_here"
    WHY_NOW = "why_now"
    SITUATIONAL_CAUSES = "situational_causes"
    SOCIAL_CAUSES = "social_causes"


NEEDED_PARTS: frozenset[Part] = frozenset(
    {
        Part.OBSERVED,
        Part.JUDGEMENT,
        Part.ASSUMPTIONS,
        Part.OTHER_EXPLANATION,
        Part.COUNTER_EVIDENCE,
        Part.WOULD_CHANGE,
        Part.CONFIDENCE_BASIS,
    }
)
"""Without these none is published (L-07, S-07). Counter-evidence may be "looked for, none found"."""

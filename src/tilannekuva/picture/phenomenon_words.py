"""The words for stages, for what rules propose, and for what people judge."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from tilannekuva.domain.assessment import (
    LIKELIHOOD_BANDS,
    AssessedTrend,
    AssessmentState,
    Confidence,
    Likelihood,
    Part,
    Stance,
)
from tilannekuva.domain.stage import Stage, StageGround, StageProposal, StageReason
from tilannekuva.intake.words import SEVERITIES

Words = Mapping[str, Promise]

STAGES: Words = {
    Stage.WEAK_SIGNAL: _("Weak signal"),
    Stage.EMERGING: _("Emerging"),
    Stage.ESTABLISHED: _("Established"),
    Stage.RECEDING: _("Receding"),
    Stage.CLOSED: _("Closed"),
}

STAGE_REASONS: Words = {
    StageReason.AS_PROPOSED: _("As the measures propose"),
    StageReason.SEEN_IN_OWN_WORK: _("Partners see it so in their own work"),
    StageReason.MEASURES_TAKE_EFFECT: _("What was done takes effect"),
    StageReason.REPORTING_CHANGED: _("Reporting changed, not what is reported"),
    StageReason.DISAGREES_WITH_MEASURES: _("The joint judgement differs from the measures"),
    StageReason.WAS_NO_PHENOMENON: _("It was no phenomenon after all"),
}

TRENDS: Words = {
    AssessedTrend.FALLING: _("Falling"),
    AssessedTrend.STEADY: _("Steady"),
    AssessedTrend.RISING: _("Rising"),
    AssessedTrend.CANNOT_BE_SAID: _("Cannot be said"),
}

LIKELIHOODS: Words = {
    Likelihood.ALMOST_NO_CHANCE: _("Almost no chance"),
    Likelihood.VERY_UNLIKELY: _("Very unlikely"),
    Likelihood.UNLIKELY: _("Unlikely"),
    Likelihood.ROUGHLY_EVEN: _("Roughly even chance"),
    Likelihood.LIKELY: _("Likely"),
    Likelihood.VERY_LIKELY: _("Very likely"),
    Likelihood.ALMOST_CERTAIN: _("Almost certain"),
}

CONFIDENCES: Words = {
    Confidence.LOW: pgettext_lazy("confidence", "Low"),
    Confidence.MODERATE: pgettext_lazy("confidence", "Moderate"),
    Confidence.HIGH: pgettext_lazy("confidence", "High"),
}

ASSESSMENT_STATES: Words = {
    AssessmentState.DRAFT: _("Draft"),
    AssessmentState.PUBLISHED: _("In force"),
    AssessmentState.REPLACED: _("Replaced"),
    AssessmentState.DROPPED: _("Given up"),
}

STANCES: Words = {Stance.AGREES: _("Agrees"), Stance.DIFFERS: _("Differs")}

PARTS: Words = {
    Part.OBSERVED: _("Observed facts"),
    Part.JUDGEMENT: _("Judgement"),
    Part.ASSUMPTIONS: _("Assumptions"),
    Part.OTHER_EXPLANATION: _("At least one other explanation"),
    Part.COUNTER_EVIDENCE: _("What speaks against it"),
    Part.WOULD_CHANGE: _("What would change this view"),
    Part.CONFIDENCE_BASIS: _("Why this confidence"),
    Part.WHY_HERE: _("Why here"),
    Part.WHY_NOW: _("Why now"),
    Part.SITUATIONAL_CAUSES: _("Causes in the situation: light, cover, routes, opening hours"),
    Part.SOCIAL_CAUSES: _("Social causes: school, leisure, services, belonging"),
}

PART_HELP: Words = {
    Part.OBSERVED: _("What was seen, counted or told. No conclusions."),
    Part.JUDGEMENT: _(
        "What you conclude from the facts. How likely it is to grow is chosen above, not written here."
    ),
    Part.ASSUMPTIONS: _("What you take for given without having seen it."),
    Part.OTHER_EXPLANATION: _("What else could explain the same facts, such as a change in reporting?"),
    Part.COUNTER_EVIDENCE: _("What does not fit. If you looked and found none, say so below."),
    Part.WOULD_CHANGE: _("Which news would make you think otherwise?"),
    Part.CONFIDENCE_BASIS: _("How good the evidence is, how independent, how complete."),
}

SCALES: Words = {
    "severity": _("Severity"),
    "trend": _("Trend"),
    "likelihood": _("Likelihood that it grows"),
    "confidence": _("Confidence"),
}
"""The scales of an assessment in the order in which they are told: how sure stands last, for itself (S-06)."""

MISSING: Words = {
    **SCALES,
    "evidence": _("Evidence"),
    "good_until": _("Good until"),
}


def scale_text(scale: str, value: str) -> str:
    """The word of a value on one of the scales; of a likelihood with its band."""
    if scale == "likelihood":
        return likelihood_text(value)
    words: Mapping[str, Words] = {"severity": SEVERITIES, "trend": TRENDS, "confidence": CONFIDENCES}
    return str(words[scale][value])


def likelihood_text(likelihood: str) -> str:
    """The word and its band, such as "Likely (55–80 %)"."""
    band = LIKELIHOOD_BANDS[Likelihood(likelihood)]
    return gettext("%(word)s (%(low)d–%(high)d %%)") % {
        "word": LIKELIHOODS[likelihood],
        "low": band.low,
        "high": band.high,
    }


def proposal_text(proposal: StageProposal | None) -> str:
    """What the rule says of a stage and why, in the active language."""
    if proposal is None:
        return gettext("Not measured yet. The next run measures it.")
    why = _GROUNDS[proposal.ground]() % {"days": _days_text(proposal.days)}
    if proposal.stage is None:
        return why
    return gettext("The measures propose: %(stage)s. %(why)s") % {
        "stage": STAGES[proposal.stage],
        "why": why,
    }


def _days_text(days: int) -> str:
    return ngettext("%(n)d day", "%(n)d days", days) % {"n": days}


_GROUNDS = {
    StageGround.TOO_FEW: lambda: gettext("Too few signals to say where it is in its life."),
    StageGround.ABOVE_FOR_LONG: lambda: gettext(
        "More is reported than expected, and has been for %(days)s at least."
    ),
    StageGround.ABOVE_AND_CONFIRMED: lambda: gettext(
        "More is reported than expected, and people confirmed a finding of it."
    ),
    StageGround.ABOVE_AND_GROWING: lambda: gettext("More is reported than expected, and it grows."),
    StageGround.ABOVE_ONLY: lambda: gettext(
        "More is reported than expected, but no finding of it is confirmed, and no growth is certain."
    ),
    StageGround.STILL_ABOVE: lambda: gettext("More is still reported than expected."),
    StageGround.QUIET_FOR_A_WHILE: lambda: gettext("No more than expected was reported for %(days)s."),
    StageGround.QUIET_FOR_LONG: lambda: gettext(
        "No more than expected was reported for %(days)s: longer than chance explains."
    ),
    StageGround.NOT_QUIET_YET: lambda: gettext(
        "The newest signals are no more than expected, but not for long enough to say that it ends."
    ),
    StageGround.AS_BEFORE: lambda: gettext("No more than expected was reported for %(days)s."),
}

"""The assessment: what people judge of a phenomenon, on which evidence, who stands behind it and who differs."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from tilannekuva.accounts.models import Organisation, Person
from tilannekuva.audit.locked import LockedModel, LockedQuerySet
from tilannekuva.detection.models import Finding
from tilannekuva.domain.assessment import (
    LONGEST_PART,
    AssessedTrend,
    AssessmentState,
    Confidence,
    Likelihood,
    Stance,
)
from tilannekuva.domain.grade import InfoCredibility, SourceReliability
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.rules.assessments import may_assess
from tilannekuva.domain.severity import Severity
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.models import IndicatorSeries, SurveyQuestion

from .phenomena import Phenomenon

_SHOWN = [AssessmentState.PUBLISHED, AssessmentState.REPLACED]


class AssessmentQuerySet(LockedQuerySet["Assessment"]):
    """Reads of assessments begin with `visible_to`."""

    def visible_to(self, viewer: Viewer) -> AssessmentQuerySet:
        """Published ones for the readers of the picture whom the marking lets; drafts for those who write them."""
        if viewer.is_system:
            return self.all()
        if viewer.organisation_id is None or not viewer.reads_picture:
            return self.none()
        shareable = self.exclude(marking__in=[Marking.AMBER_STRICT, Marking.RED])
        return shareable if may_assess(viewer) else shareable.filter(state__in=_SHOWN)


class Assessment(LockedModel):
    """One version of the judgement of a phenomenon. The parts pass the gate; a published one never changes.

    `parts`: text by `domain.assessment.Part`. `likelihood`: that the phenomenon grows before `good_until`.
    `n_evidence`: how much it rested on when it was saved last; the database publishes none that rests on nothing.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    phenomenon = models.ForeignKey(Phenomenon, on_delete=models.PROTECT, related_name="assessments")
    version = models.PositiveSmallIntegerField()
    state = models.CharField(
        max_length=12, choices=[(state, state) for state in AssessmentState], default=AssessmentState.DRAFT
    )
    language = models.CharField(max_length=8, help_text="in which its parts are written")
    severity = models.CharField(max_length=12, choices=[(each, each) for each in Severity], blank=True)
    trend = models.CharField(max_length=16, choices=[(each, each) for each in AssessedTrend], blank=True)
    likelihood = models.CharField(max_length=20, choices=[(each, each) for each in Likelihood], blank=True)
    confidence = models.CharField(max_length=10, choices=[(each, each) for each in Confidence], blank=True)
    parts = models.JSONField(default=dict)
    counter_evidence_none = models.BooleanField(default=False, help_text="looked for, none found")
    n_evidence = models.PositiveSmallIntegerField(default=0)
    good_until = models.DateField(null=True, blank=True)
    marking = models.CharField(
        max_length=12, choices=[(marking, marking.label) for marking in Marking], default=Marking.AMBER
    )
    written_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="assessments")
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="assessments")
    written_at = models.DateTimeField()
    published_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    published_at = models.DateTimeField(null=True, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(name="assessment_version_once", fields=["phenomenon", "version"]),
            models.UniqueConstraint(
                name="one_draft_of_a_phenomenon",
                fields=["phenomenon"],
                condition=Q(state=AssessmentState.DRAFT),
            ),
            models.UniqueConstraint(
                name="one_assessment_in_force",
                fields=["phenomenon"],
                condition=Q(state=AssessmentState.PUBLISHED),
            ),
            # What is shown rests on a person's judgement with its evidence, whoever writes to the database (L-06).
            models.CheckConstraint(
                name="published_assessment_is_whole",
                condition=~Q(state__in=_SHOWN)
                | (
                    Q(n_evidence__gte=1, published_by__isnull=False, good_until__isnull=False)
                    & ~Q(confidence="")
                    & ~Q(likelihood="")
                    & ~Q(severity="")
                    & ~Q(trend="")
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phenomenon} version {self.version}"


class AssessmentEvidence(LockedModel):
    """One thing that an assessment rests on, graded: a finding, a statistic of others, or a survey question."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="evidence")
    finding = models.ForeignKey(
        Finding, on_delete=models.PROTECT, related_name="evidence_of", null=True, blank=True
    )
    series = models.ForeignKey(
        IndicatorSeries, on_delete=models.PROTECT, related_name="evidence_of", null=True, blank=True
    )
    question = models.ForeignKey(
        SurveyQuestion, on_delete=models.PROTECT, related_name="evidence_of", null=True, blank=True
    )
    reliability = models.CharField(
        max_length=24,
        choices=[(each, each) for each in SourceReliability],
        default=SourceReliability.CANNOT_BE_JUDGED,
    )
    credibility = models.CharField(
        max_length=20,
        choices=[(each, each) for each in InfoCredibility],
        default=InfoCredibility.CANNOT_BE_JUDGED,
    )

    objects = LockedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="evidence_is_one_thing",
                condition=Q(finding__isnull=False, series__isnull=True, question__isnull=True)
                | Q(finding__isnull=True, series__isnull=False, question__isnull=True)
                | Q(finding__isnull=True, series__isnull=True, question__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"evidence of {self.assessment}"


class AssessmentSignature(LockedModel):
    """What an organisation says of an assessment: it agrees, or differs and says in what. `text` passed the gate."""

    assessment = models.ForeignKey(Assessment, on_delete=models.CASCADE, related_name="signatures")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="signatures")
    stance = models.CharField(max_length=8, choices=[(stance, stance) for stance in Stance])
    text = models.CharField(max_length=LONGEST_PART, blank=True)
    signed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="signatures")
    signed_at = models.DateTimeField()

    objects = LockedQuerySet.as_manager()

    class Meta:
        ordering = ["signed_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="one_signature_of_an_organisation", fields=["assessment", "organisation"]
            ),
            models.CheckConstraint(
                name="differing_view_has_words", condition=Q(stance=Stance.AGREES) | ~Q(text="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.stance}"

"""Runs that wait in rows, the levels they measured, the findings they made, what people decided; and felt safety."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from tilannekuva.accounts.models import Person
from tilannekuva.audit.locked import LockedModel, LockedQuerySet
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.states import FindingReason, FindingState, RunState
from tilannekuva.domain.stream import StreamGroup
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.models import PhenomenonKind, SurveyQuestion
from tilannekuva.places.models import Area, Cell

from .triage.models import GroupedSignal, PassedOn, SignalGroup, TriageChange, TriageStep

__all__ = [
    "DetectionRun",
    "Finding",
    "FindingDecision",
    "FollowedMeasure",
    "FollowedPlaces",
    "GroupedSignal",
    "Indicator",
    "PassedOn",
    "SignalGroup",
    "SurveyEstimate",
    "TriageChange",
    "TriageStep",
]


class DetectionRun(LockedModel):
    """One run of all detectors: claimed by one worker, repeatable from its seed and parameters."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    state = models.CharField(
        max_length=8, choices=[(state, state) for state in RunState], default=RunState.DUE
    )
    as_of = models.DateField()
    seed = models.BigIntegerField()
    parameters = models.JSONField(default=dict)
    code_version = models.CharField(max_length=40, blank=True)
    inputs_sha256 = models.CharField(max_length=64, blank=True)
    n_signals = models.PositiveIntegerField(default=0)
    period_unit = models.CharField(max_length=8, blank=True)
    period_starts = models.JSONField(default=list)
    notes = models.JSONField(default=list)
    is_daily = models.BooleanField(default=False, help_text="requested by the clock, once for a day")
    requested_at = models.DateTimeField()
    started_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    failure = models.CharField(max_length=200, blank=True, help_text="class of the error, never its data")

    objects = LockedQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at"]
        indexes = [models.Index(fields=["state", "requested_at"])]
        constraints = [
            # Of several workers that look at the clock at once, one makes the run of the day.
            models.UniqueConstraint(name="daily_run_once", fields=["as_of"], condition=Q(is_daily=True)),
        ]

    def __str__(self) -> str:
        return f"run {self.as_of} {self.state}"


class Indicator(LockedModel):
    """The course of one kind in one place, as a run measured it. Outlives the signals it counts."""

    run = models.ForeignKey(DetectionRun, on_delete=models.CASCADE, related_name="indicators")
    kind = models.ForeignKey(PhenomenonKind, on_delete=models.PROTECT, related_name="indicators")
    group = models.CharField(max_length=12, choices=[(group, group) for group in StreamGroup])
    area = models.ForeignKey(Area, on_delete=models.PROTECT, null=True, blank=True)
    n_periods = models.PositiveSmallIntegerField(help_text="0: a course by period; else a window")
    observed = models.JSONField()
    expected = models.JSONField(null=True)
    lower = models.JSONField(null=True)
    upper = models.JSONField(null=True)
    step = models.SmallIntegerField(null=True, blank=True)
    dispersion = models.FloatField(null=True, blank=True)
    cells = models.JSONField(default=dict, help_text="count by cell code, for windows of the whole city")
    by_stream = models.JSONField(default=dict, help_text="count by stream, for windows of the whole city")
    incoming = models.JSONField(null=True, help_text="results.IncomingFacts, of a course a list of them")
    panel = models.JSONField(null=True, help_text="results.PanelFacts, of windows of the whole city")
    episode = models.JSONField(null=True, help_text="results.EpisodeFacts, of courses")
    escalation = models.JSONField(null=True, help_text="results.EscalationFacts, of courses")
    near_repeats = models.JSONField(null=True, help_text="results.NearRepeatFacts, of courses")
    lasting = models.JSONField(null=True, help_text="results.LastingFacts, of courses")

    objects = LockedQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["run", "n_periods"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.group} {self.area or 'city'}"


class FindingQuerySet(LockedQuerySet["Finding"]):
    """Reads of findings begin with `visible_to`."""

    def visible_to(self, viewer: Viewer) -> FindingQuerySet:
        """Findings are of the joint picture: its readers see those whose marking lets them.

        AMBER+STRICT and RED never leave their organisation or person, so a finding that rests on such
        signals is nobody's but the worker's; the runs leave such signals out (see `detection.inputs`).
        """
        if viewer.is_system:
            return self
        if viewer.organisation_id is None or not viewer.reads_picture:
            return self.none()
        return self.exclude(marking__in=[Marking.AMBER_STRICT, Marking.RED])


class Finding(LockedModel):
    """The stored result of a detector that awaits a person's decision. Never a verdict."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    fingerprint = models.CharField(max_length=64, unique=True)
    first_run = models.ForeignKey(DetectionRun, on_delete=models.PROTECT, related_name="first_findings")
    last_run = models.ForeignKey(DetectionRun, on_delete=models.PROTECT, related_name="findings")
    n_runs = models.PositiveIntegerField(default=1, help_text="in how many runs it was found")
    kind = models.ForeignKey(PhenomenonKind, on_delete=models.PROTECT, related_name="findings")
    areas = models.ManyToManyField(Area, related_name="findings")
    cells = models.ManyToManyField(Cell, related_name="findings")
    first_on = models.DateField()
    last_on = models.DateField()
    marking = models.CharField(max_length=12, choices=[(marking, marking.label) for marking in Marking])
    state = models.CharField(
        max_length=12, choices=[(state, state) for state in FindingState], default=FindingState.OPEN
    )
    facts = models.JSONField(help_text="detection.results.FindingFacts of the last run that found it")
    found_at = models.DateTimeField()
    expires_on = models.DateField()

    objects = FindingQuerySet.as_manager()

    class Meta:
        ordering = ["-last_on", "-pk"]
        indexes = [models.Index(fields=["state", "expires_on"])]

    def __str__(self) -> str:
        return str(self.public_id)


class FindingDecision(LockedModel):
    """What a person decided on a finding, with a reason. Corrections are new rows."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="decisions")
    state = models.CharField(max_length=12, choices=[(state, state) for state in FindingState])
    reason = models.CharField(
        max_length=32, choices=[(reason, reason) for reason in FindingReason], blank=True
    )
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="finding_decisions")
    decided_at = models.DateTimeField()

    objects = LockedQuerySet.as_manager()

    class Meta:
        ordering = ["decided_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="decision_names_a_reason", condition=Q(state=FindingState.OPEN) | ~Q(reason="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.finding} {self.state}"


class FollowedPlaces(LockedModel):
    """A kind in some areas that people follow: each run measures it as one place. Without areas: the whole city."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    kind = models.ForeignKey(PhenomenonKind, on_delete=models.PROTECT, related_name="followed")
    areas = models.ManyToManyField(Area, related_name="followed")
    followed_since = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = LockedQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name_plural = "followed places"

    def __str__(self) -> str:
        return str(self.public_id)


class FollowedMeasure(LockedModel):
    """What one run measured there."""

    run = models.ForeignKey(DetectionRun, on_delete=models.CASCADE, related_name="followed")
    places = models.ForeignKey(FollowedPlaces, on_delete=models.PROTECT, related_name="measures")
    facts = models.JSONField(help_text="detection.results.FollowedFacts")

    objects = LockedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="followed_once_a_run", fields=["run", "places"])]

    def __str__(self) -> str:
        return f"{self.places_id} in {self.run_id}"


class SurveyEstimate(LockedModel):
    """How large a share of an area feels unsafe by one question, with its interval. No area: the whole city.

    Shares are empty where too little is known to say; the own share also where too few of the area answered.
    """

    question = models.ForeignKey(SurveyQuestion, on_delete=models.CASCADE, related_name="estimates")
    area = models.ForeignKey(
        Area, on_delete=models.PROTECT, related_name="survey_estimates", null=True, blank=True
    )
    n_answers = models.PositiveIntegerField()
    own_share = models.FloatField(null=True, blank=True, help_text="0 to 1, of the area's answers alone")
    share = models.FloatField(null=True, blank=True, help_text="0 to 1, with strength of its district")
    lower = models.FloatField(null=True, blank=True)
    upper = models.FloatField(null=True, blank=True)
    own_weight = models.FloatField(
        null=True, blank=True, help_text="0 to 1: how much of it is the area's own"
    )
    confidence = models.FloatField()
    code_version = models.CharField(max_length=40)
    estimated_at = models.DateTimeField()

    objects = LockedQuerySet.as_manager()

    class Meta:
        ordering = ["question", "area"]
        constraints = [
            models.UniqueConstraint(name="survey_estimate_once", fields=["question", "area"]),
            models.UniqueConstraint(
                name="survey_estimate_of_the_city_once", fields=["question"], condition=Q(area__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.area_id}"

"""Signals that people joined, the steps they took, and what they passed on to be answered."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Exists, OuterRef, Q

from tilannekuva.accounts.models import Organisation, Person
from tilannekuva.audit.locked import LockedModel, LockedQuerySet
from tilannekuva.domain.rules.triage import may_triage
from tilannekuva.domain.states import SignalHandling, SignalJudgement
from tilannekuva.domain.triage import REASONS_OF, TriageAct, TriageReason
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.models import Signal, readable_by

_JUDGEMENTS = [(state, state) for state in SignalJudgement]
_HANDLINGS = [(state, state) for state in SignalHandling]


class SignalGroup(LockedModel):
    """Signals that people see as one thing. Each keeps its own source, and stays countable (F-07)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    made_at = models.DateTimeField()

    objects = LockedQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.public_id)


class GroupedSignal(LockedModel):
    """One signal in a group, from when until when (empty: while it lasts)."""

    group = models.ForeignKey(SignalGroup, on_delete=models.PROTECT, related_name="members")
    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="memberships")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    objects = LockedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="signal_in_one_group", fields=["signal"], condition=Q(left_at__isnull=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signal} in {self.group}"


class TriageStepQuerySet(LockedQuerySet["TriageStep"]):
    """Reads of steps begin with `visible_to`."""

    def visible_to(self, viewer: Viewer) -> TriageStepQuerySet:
        """Steps that moved a signal which the viewer may read; for those who take such steps themselves."""
        if not (viewer.is_system or may_triage(viewer)):
            return self.none()
        changes = TriageChange.objects.filter(readable_by(viewer, "signal__"), step=OuterRef("pk"))
        return self.filter(Exists(changes))


class TriageStep(LockedModel):
    """One act of one person on one signal or several, with a reason. Append only: to undo is a step as well."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    act = models.CharField(max_length=20, choices=[(act, act) for act in TriageAct])
    reason = models.CharField(
        max_length=32, choices=[(reason, reason) for reason in TriageReason], blank=True
    )
    made_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="triage_steps")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="triage_steps")
    made_at = models.DateTimeField()
    undoes = models.OneToOneField(
        "self", on_delete=models.PROTECT, related_name="undone_by", null=True, blank=True
    )

    objects = TriageStepQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        indexes = [models.Index(fields=["made_by", "-made_at"])]
        constraints = [
            models.CheckConstraint(
                name="step_names_a_reason_or_what_it_undoes",
                condition=Q(act=TriageAct.UNDO, undoes__isnull=False)
                | (~Q(act=TriageAct.UNDO) & ~Q(reason="") & Q(undoes__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.public_id}"


class TriageChangeQuerySet(LockedQuerySet["TriageChange"]):
    """Reads of changes begin with `visible_to`."""

    def visible_to(self, viewer: Viewer) -> TriageChangeQuerySet:
        """Changes of signals that the viewer may read; for those who take such steps themselves."""
        if not (viewer.is_system or may_triage(viewer)):
            return self.none()
        return self.filter(readable_by(viewer, "signal__"))


class TriageChange(LockedModel):
    """What a step changed of one signal: from where to where on both axes, and in which group."""

    step = models.ForeignKey(TriageStep, on_delete=models.PROTECT, related_name="changes")
    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="triage_changes")
    judgement_before = models.CharField(max_length=16, choices=_JUDGEMENTS)
    judgement_after = models.CharField(max_length=16, choices=_JUDGEMENTS)
    handling_before = models.CharField(max_length=16, choices=_HANDLINGS)
    handling_after = models.CharField(max_length=16, choices=_HANDLINGS)
    group_before = models.ForeignKey(
        SignalGroup, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    group_after = models.ForeignKey(
        SignalGroup, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )

    objects = TriageChangeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(name="change_once_a_step", fields=["step", "signal"])]

    def __str__(self) -> str:
        return f"{self.step} of {self.signal}"


class PassedOnQuerySet(LockedQuerySet["PassedOn"]):
    """Reads of what was passed on begin with `visible_to`."""

    def visible_to(self, viewer: Viewer) -> PassedOnQuerySet:
        """What concerns signals that the viewer may read; for those who pass on and answer themselves."""
        if not (viewer.is_system or may_triage(viewer)):
            return self.none()
        return self.filter(readable_by(viewer, "signal__"))

    def waiting(self) -> PassedOnQuerySet:
        """Neither answered nor taken back: it stays here, however late it is.

        Of a signal that its source withdrew nobody is asked any more.
        """
        waits = self.filter(answered_at__isnull=True, taken_back_at__isnull=True)
        return waits.exclude(signal__handling=SignalHandling.WITHDRAWN)


class PassedOn(LockedModel):
    """A signal that an organisation was asked about, and by when it was to answer."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    step = models.ForeignKey(TriageStep, on_delete=models.PROTECT, related_name="passed_on")
    signal = models.ForeignKey(Signal, on_delete=models.PROTECT, related_name="passed_on")
    receiver = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="received_signals")
    answer_by_on = models.DateField(help_text="the last day on which the answer is in time")
    answer = models.CharField(
        max_length=32, choices=[(reason, reason) for reason in REASONS_OF[TriageAct.ANSWER]], blank=True
    )
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_step = models.ForeignKey(
        TriageStep, on_delete=models.PROTECT, related_name="answered", null=True, blank=True
    )
    taken_back_at = models.DateTimeField(null=True, blank=True)

    objects = PassedOnQuerySet.as_manager()

    class Meta:
        ordering = ["answer_by_on", "pk"]
        verbose_name_plural = "passed on"
        constraints = [
            models.UniqueConstraint(
                name="signal_waits_once_for_an_organisation",
                fields=["signal", "receiver"],
                condition=Q(answered_at__isnull=True, taken_back_at__isnull=True),
            ),
            models.CheckConstraint(
                name="answer_has_a_moment",
                condition=Q(answered_at__isnull=True, answer_step__isnull=True, answer="")
                | (Q(answered_at__isnull=False, answer_step__isnull=False) & ~Q(answer="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.signal} to {self.receiver}"

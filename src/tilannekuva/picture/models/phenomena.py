"""The phenomenon: a kind in some areas over some time, with a life cycle that people decide on."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from tilannekuva.accounts.models import Person
from tilannekuva.audit.locked import LockedModel, LockedQuerySet
from tilannekuva.detection.models import Finding, FollowedPlaces
from tilannekuva.domain.stage import Stage, StageGround, StageReason
from tilannekuva.domain.viewer import Viewer

_STAGES = [(stage, stage) for stage in Stage]


class PhenomenonQuerySet(LockedQuerySet["Phenomenon"]):
    """Reads of phenomena begin with `visible_to`."""

    def visible_to(self, viewer: Viewer) -> PhenomenonQuerySet:
        """Phenomena are of the joint picture: its readers see them. What they may read in them is asked there."""
        return self.all() if viewer.is_system or viewer.reads_picture else self.none()


class Phenomenon(LockedModel):
    """What people follow and judge together. Its kind and areas are those that every run measures."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    places = models.OneToOneField(FollowedPlaces, on_delete=models.PROTECT, related_name="phenomenon")
    stage = models.CharField(max_length=12, choices=_STAGES, default=Stage.WEAK_SIGNAL)
    stage_since_on = models.DateField()
    good_until = models.DateField(help_text="looked at again by then, or shown as stale (F-13)")
    opened_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="phenomena")
    opened_at = models.DateTimeField()

    objects = PhenomenonQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_at", "-pk"]
        verbose_name_plural = "phenomena"

    def __str__(self) -> str:
        return str(self.public_id)


class StageDecision(LockedModel):
    """Which stage a person set and why, beside what the rule proposed then. Corrections are new rows."""

    phenomenon = models.ForeignKey(Phenomenon, on_delete=models.CASCADE, related_name="stage_decisions")
    stage = models.CharField(max_length=12, choices=_STAGES)
    reason = models.CharField(max_length=32, choices=[(reason, reason) for reason in StageReason])
    proposed = models.CharField(max_length=12, choices=_STAGES, blank=True)
    ground = models.CharField(max_length=24, choices=[(ground, ground) for ground in StageGround], blank=True)
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="stage_decisions")
    decided_at = models.DateTimeField()

    objects = LockedQuerySet.as_manager()

    class Meta:
        ordering = ["decided_at", "pk"]

    def __str__(self) -> str:
        return f"{self.phenomenon} {self.stage}"


class PhenomenonFinding(LockedModel):
    """A finding that a person joined to a phenomenon; taken out again, it stays in the history."""

    phenomenon = models.ForeignKey(Phenomenon, on_delete=models.CASCADE, related_name="joined_findings")
    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="joined_to")
    joined_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    objects = LockedQuerySet.as_manager()

    class Meta:
        ordering = ["joined_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="finding_in_one_phenomenon",
                fields=["finding"],
                condition=Q(left_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return f"{self.finding} in {self.phenomenon}"

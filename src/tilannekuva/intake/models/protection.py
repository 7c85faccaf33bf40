"""Protected sources: who told is kept apart from what was told, and opened by two people or not at all."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from tilannekuva.accounts.models import Person
from tilannekuva.audit.locked import LockedModel, LockedQuerySet
from tilannekuva.domain.protection import OPENING_ASKERS, OpeningReason, ShownAs
from tilannekuva.domain.viewer import Viewer

from .sources import Report


class ProtectedSource(LockedModel):
    """The one row that knows who brought a protected report. The report and its signals name nobody."""

    report = models.OneToOneField(Report, on_delete=models.PROTECT, related_name="protected_source")
    shown_as = models.CharField(max_length=12, choices=[(shown, shown) for shown in ShownAs])
    brought_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, related_name="protected_reports", null=True, blank=True
    )

    objects = LockedQuerySet.as_manager()

    def __str__(self) -> str:
        return "protected source"


class SourceOpeningQuerySet(LockedQuerySet["SourceOpening"]):
    """Reads of openings begin with `visible_to`."""

    def visible_to(self, viewer: Viewer) -> SourceOpeningQuerySet:
        """Those of the viewer's own organisation, for its coordinators and data protection officers alone."""
        if viewer.organisation_id is None or viewer.sends_only or not viewer.has(*OPENING_ASKERS):
            return self.none()
        return self.filter(source__report__source__organisation_id=viewer.organisation_id)


class SourceOpening(LockedModel):
    """Somebody asked, with a reason, to know who told; a second person agreed or did not."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    source = models.ForeignKey(ProtectedSource, on_delete=models.PROTECT, related_name="openings")
    reason = models.CharField(max_length=24, choices=[(reason, reason) for reason in OpeningReason])
    asked_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="source_openings")
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="decided_openings", null=True, blank=True
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)

    objects = SourceOpeningQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at"]
        constraints = [
            models.CheckConstraint(
                name="source_is_opened_by_two",
                condition=Q(decided_by__isnull=True, opened_at__isnull=True, refused_at__isnull=True)
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("asked_by"))),
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

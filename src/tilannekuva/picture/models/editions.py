"""The edition: a frozen, marked, checksummed state of the picture for an audience."""

from __future__ import annotations

import uuid

from django.db import models

from tilannekuva.audit.locked import LockedModel, LockedQuerySet
from tilannekuva.detection.models import DetectionRun
from tilannekuva.domain.disclosure import Audience
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.viewer import Viewer


class EditionQuerySet(LockedQuerySet["Edition"]):
    """Reads of editions begin with `visible_to`."""

    def visible_to(self, viewer: Viewer) -> EditionQuerySet:
        """Exact counts for those who work on the picture, protected ones for its other readers."""
        if viewer.is_system:
            return self
        if viewer.organisation_id is None or not viewer.reads_picture:
            return self.none()
        shareable = self.exclude(marking__in=[Marking.AMBER_STRICT, Marking.RED])
        if viewer.reads_exact_counts:
            return shareable
        return shareable.filter(audience=Audience.PARTNERS)


class Edition(LockedModel):
    """What a page, a file and a PDF show: they read this one row and cannot disagree."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    run = models.ForeignKey(DetectionRun, on_delete=models.PROTECT, related_name="editions")
    audience = models.CharField(max_length=12, choices=[(audience, audience) for audience in Audience])
    as_of = models.DateField()
    good_until = models.DateField()
    marking = models.CharField(max_length=12, choices=[(marking, marking.label) for marking in Marking])
    content = models.TextField(help_text="canonical JSON, see picture.compose")
    sha256 = models.CharField(max_length=64)
    composed_at = models.DateTimeField()

    objects = EditionQuerySet.as_manager()

    class Meta:
        ordering = ["-as_of", "-pk"]
        indexes = [models.Index(fields=["audience", "as_of"])]

    def __str__(self) -> str:
        return f"edition {self.as_of} for {self.audience}"

"""How long somebody was there to see: hours of presence by organisation, area and week."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from tilannekuva.accounts.models import Organisation, Person
from tilannekuva.audit.locked import LockedModel, LockedQuerySet
from tilannekuva.domain.rules.coverage import sees_all_duties
from tilannekuva.domain.viewer import Viewer
from tilannekuva.places.models import Area


class EffortQuerySet(LockedQuerySet["Effort"]):
    """Reads of effort begin with `visible_to`."""

    def visible_to(self, viewer: Viewer) -> EffortQuerySet:
        """All of it for those who work on the picture or lead; one's own organisation's for other readers (L-32)."""
        if sees_all_duties(viewer):
            return self.all()
        if viewer.organisation_id is None or not viewer.reads_picture:
            return self.none()
        return self.filter(organisation_id=viewer.organisation_id)


class Effort(LockedModel):
    """Hours that people of an organisation spent in an area in a week, of all of them together (F-04)."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="effort")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="effort")
    week_starts_on = models.DateField(help_text="the Monday of the week (ISO 8601)")
    hours = models.FloatField()
    entered_by = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    entered_at = models.DateTimeField()

    objects = EffortQuerySet.as_manager()

    class Meta:
        ordering = ["-week_starts_on", "area__code", "organisation__code"]
        verbose_name_plural = "effort"
        constraints = [
            models.UniqueConstraint(
                name="effort_once_a_week", fields=["organisation", "area", "week_starts_on"]
            ),
            models.CheckConstraint(name="effort_is_not_negative", condition=Q(hours__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.organisation} {self.area} {self.week_starts_on}: {self.hours} h"

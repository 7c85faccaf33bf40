"""Who is to report how often, from where, and who was reminded of it."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.db.models import F, Q

from tilannekuva.accounts.models import Organisation, Person
from tilannekuva.audit.locked import LockedModel, LockedQuerySet
from tilannekuva.domain.coverage import Rhythm
from tilannekuva.domain.rules.coverage import sees_all_duties
from tilannekuva.domain.viewer import Viewer
from tilannekuva.places.models import Area

from .sources import Source


class ReportingDutyQuerySet(LockedQuerySet["ReportingDuty"]):
    """Reads of duties begin with `visible_to`."""

    def visible_to(self, viewer: Viewer) -> ReportingDutyQuerySet:
        """All of them for those who work on the picture or lead; one's own organisation's for other readers."""
        if sees_all_duties(viewer):
            return self.all()
        if viewer.organisation_id is None or not viewer.reads_picture:
            return self.none()
        return self.filter(organisation_id=viewer.organisation_id)

    def in_force(self, on: dt.date) -> ReportingDutyQuerySet:
        return self.filter(Q(valid_to_on__isnull=True) | Q(valid_to_on__gte=on), valid_from_on__lte=on)


class ReportingDuty(LockedModel):
    """An organisation, or one source of it, is to be heard in a rhythm, from a day until a day.

    A changed duty is a new row; the one before ends on the day before, so that the past stays what it was.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="reporting_duties")
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="reporting_duties", null=True, blank=True,
        help_text="empty: whichever of its sources",
    )  # fmt: skip
    rhythm = models.CharField(max_length=12, choices=[(rhythm, rhythm) for rhythm in Rhythm])
    valid_from_on = models.DateField()
    valid_to_on = models.DateField(null=True, blank=True, help_text="the last day; empty while it lasts")
    set_by = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    set_at = models.DateTimeField()

    objects = ReportingDutyQuerySet.as_manager()

    class Meta:
        ordering = ["organisation__code", "source__code", "valid_from_on"]
        verbose_name_plural = "reporting duties"
        constraints = [
            models.UniqueConstraint(
                name="duty_of_a_source_once_in_force", fields=["source"],
                condition=Q(valid_to_on__isnull=True, source__isnull=False),
            ),
            models.UniqueConstraint(
                name="duty_of_an_organisation_once_in_force", fields=["organisation"],
                condition=Q(valid_to_on__isnull=True, source__isnull=True),
            ),
            models.CheckConstraint(
                name="duty_ends_after_it_begins",
                condition=Q(valid_to_on__isnull=True) | Q(valid_to_on__gte=F("valid_from_on")),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.source or self.organisation} {self.rhythm} from {self.valid_from_on}"


class DutyArea(LockedModel):
    """An area for which a duty holds, with all areas inside it. A duty without any holds for the whole city."""

    duty = models.ForeignKey(ReportingDuty, on_delete=models.CASCADE, related_name="duty_areas")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")

    objects = LockedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="duty_area_once", fields=["duty", "area"])]

    def __str__(self) -> str:
        return f"{self.duty} in {self.area}"


class Reminder(LockedModel):
    """Somebody asked an organisation for what is overdue. Its reporters see it where they report."""

    duty = models.ForeignKey(ReportingDuty, on_delete=models.PROTECT, related_name="reminders")
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField()

    objects = LockedQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at"]

    def __str__(self) -> str:
        return f"{self.duty} {self.made_at}"

"""Where signals come from, and in what they arrive: files, reports, and the word that nothing was seen."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import Q

from tilannekuva.accounts.models import Organisation, Person
from tilannekuva.audit.locked import LockedModel, LockedQuerySet
from tilannekuva.domain.grade import SourceReliability
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.viewer import Viewer


def readable_from_source(viewer: Viewer) -> Q:
    """What a source gives as a whole, with a `source` and a `marking`: statistics, surveys.

    As with signals: one's own, those an agreement opens, and those marked for the community.
    """
    if viewer.is_system:
        return Q()
    if viewer.organisation_id is None or not viewer.reads_picture:
        return Q(pk__in=[])
    return (
        Q(source__organisation_id=viewer.organisation_id)
        | Q(marking=Marking.AMBER, source__organisation_id__in=viewer.agreements)
        | Q(marking__in=[Marking.GREEN, Marking.CLEAR])
    )


class Source(LockedModel):
    """Where signals of an organisation come from: a team, a system, an open data set. Not a person."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="sources")
    code = models.SlugField(max_length=60)
    default_reliability = models.CharField(
        max_length=24,
        choices=[(grade, grade) for grade in SourceReliability],
        default=SourceReliability.CANNOT_BE_JUDGED,
    )

    objects = LockedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="source_once", fields=["organisation", "code"])]

    def __str__(self) -> str:
        return f"{self.organisation}/{self.code}"


class ImportBatch(LockedModel):
    """One file that came in. The same file for the same source comes in once (S-16)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="batches")
    file_sha256 = models.CharField(max_length=64)
    n_rows_read = models.PositiveIntegerField()
    n_signals = models.PositiveIntegerField()
    n_rejected = models.PositiveIntegerField()
    rejected = models.JSONField(help_text="number of rows by reason")
    imported_at = models.DateTimeField()

    objects = LockedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="batch_once", fields=["source", "file_sha256"])]

    def __str__(self) -> str:
        return str(self.public_id)


class Report(LockedModel):
    """One sending of a reporter, with one signal or several.

    Its id is made where it is written, so that a sending repeated after a lost answer comes in once.
    """

    public_id = models.UUIDField(unique=True, help_text="made by the sender")
    content_sha256 = models.CharField(max_length=64)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="reports")
    recorded_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, related_name="reports", null=True, blank=True
    )
    received_at = models.DateTimeField()

    objects = LockedQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.public_id)


class ZeroReport(LockedModel):
    """A source says that there was nothing to report in a week. Silence and calm are two things (F-04)."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="zero_reports")
    week_starts_on = models.DateField(help_text="the Monday of the week (ISO 8601)")
    recorded_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, related_name="zero_reports", null=True, blank=True
    )
    received_at = models.DateTimeField()

    objects = LockedQuerySet.as_manager()

    class Meta:
        ordering = ["-week_starts_on"]
        constraints = [
            models.UniqueConstraint(name="zero_report_once_a_week", fields=["source", "week_starts_on"])
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.week_starts_on}"

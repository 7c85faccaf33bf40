"""Files that come in by the web: held sealed until a person has decided, and how to read the next one."""

from __future__ import annotations

import uuid
from typing import TypeVar

from django.db import models
from django.db.models import Q

from tilannekuva.accounts.models import Organisation, Person
from tilannekuva.audit.locked import LockedModel, LockedQuerySet
from tilannekuva.domain.imports import ENDED, FileTells, ImportState
from tilannekuva.domain.rules.imports import may_import
from tilannekuva.domain.viewer import Viewer

from .sources import ImportBatch, Source

Row = TypeVar("Row", bound=models.Model)


class OfOwnOrganisation(LockedQuerySet[Row]):
    """Rows of an organisation: read by those of it who may import."""

    path = "organisation"

    def visible_to(self, viewer: Viewer) -> OfOwnOrganisation[Row]:
        if not may_import(viewer):
            return self.none()
        return self.filter(**{f"{self.path}_id": viewer.organisation_id})


class OfOwnSource(OfOwnOrganisation[Row]):
    """Rows of a source, by its organisation."""

    path = "source__organisation"


class ImportJob(LockedModel):
    """One file on its way in. Its name is not kept: people write names of others into names of files.

    `sealed`: the file, encrypted, until the job has ended. `choices`: how it is to be read
    (`intake.reading_choices`). `source` is None once nothing of the file will come in. `reading`: what the program found, for the preview; never a value of a free
    text column. `rejected_rows`: the list of rows not taken, as compressed CSV without any of their values.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="import_jobs")
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="import_jobs", null=True, blank=True
    )
    tells = models.CharField(max_length=12, choices=[(tells, tells) for tells in FileTells])
    state = models.CharField(max_length=12, choices=[(state, state) for state in ImportState])
    requested_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, related_name="import_jobs", null=True, blank=True
    )
    requested_at = models.DateTimeField()
    keep_until_at = models.DateTimeField(help_text="then the file is erased, whatever the state")
    language = models.CharField(max_length=5, help_text="in which the preview is written")
    file_sha256 = models.CharField(max_length=64)
    n_bytes = models.PositiveBigIntegerField()
    sealed = models.BinaryField(null=True, blank=True)
    choices = models.JSONField(default=dict)
    reading = models.JSONField(default=dict)
    rejected_rows = models.BinaryField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    n_claims = models.PositiveSmallIntegerField(default=0)
    batch = models.OneToOneField(
        ImportBatch, on_delete=models.PROTECT, related_name="job", null=True, blank=True
    )

    objects = OfOwnOrganisation["ImportJob"].as_manager()

    class Meta:
        ordering = ["-requested_at"]
        indexes = [
            models.Index(
                name="import_at_hand", fields=["requested_at"], condition=~Q(state__in=sorted(ENDED))
            )
        ]
        constraints = [
            models.CheckConstraint(
                name="file_is_gone_when_import_ended",
                condition=~Q(state__in=sorted(ENDED)) | Q(sealed__isnull=True),
            ),
            models.CheckConstraint(
                name="file_that_is_held_has_a_source",
                condition=Q(sealed__isnull=True) | Q(source__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class SavedMapping(LockedModel):
    """How files of a source with certain columns are read: offered when the next one comes (R2)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="saved_mappings")
    tells = models.CharField(max_length=12, choices=[(tells, tells) for tells in FileTells])
    columns_sha256 = models.CharField(max_length=64, help_text="of the columns, whatever their order")
    choices = models.JSONField()
    saved_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, related_name="saved_mappings", null=True, blank=True
    )
    saved_at = models.DateTimeField()

    objects = OfOwnSource["SavedMapping"].as_manager()

    class Meta:
        ordering = ["source", "-saved_at"]
        constraints = [
            models.UniqueConstraint(name="mapping_once", fields=["source", "tells", "columns_sha256"])
        ]

    def __str__(self) -> str:
        return str(self.public_id)

"""The audit row: append only, in one sequence, as canonical JSON."""

from __future__ import annotations

from typing import Any

from django.db import models

from tilannekuva.domain.errors import LockedDoor

from .locked import LockedModel, LockedQuerySet


class AuditEntryQuerySet(LockedQuerySet["AuditEntry"]):
    """Nothing changes or removes an entry, not even an action."""

    def update(self, **kwargs: Any) -> int:
        raise LockedDoor("AuditEntry.update: the audit is append only.")

    def delete(self) -> tuple[int, dict[str, int]]:
        raise LockedDoor("AuditEntry.delete: the audit is append only.")


class AuditEntry(LockedModel):
    """One act. Labels and ids are text, not foreign keys: the audit never holds on to live rows.

    `entry` is the canonical JSON (RFC 8785) of the whole act, sequence number and time included; the
    columns beside it repeat what is searched. It holds ids and counts, never the content of a signal.
    """

    sequence = models.BigIntegerField(unique=True)
    at = models.DateTimeField()
    act = models.CharField(max_length=60)
    by = models.CharField(max_length=120)
    organisation = models.CharField(max_length=60, blank=True)
    object_type = models.CharField(max_length=40, blank=True)
    object_id = models.CharField(max_length=64, blank=True)
    entry = models.TextField()

    objects = AuditEntryQuerySet.as_manager()

    class Meta:
        ordering = ["sequence"]
        indexes = [
            models.Index(fields=["act", "sequence"]),
            models.Index(fields=["object_type", "object_id"]),
            models.Index(fields=["organisation", "sequence"]),
            models.Index(fields=["at"]),
        ]

    def __str__(self) -> str:
        return f"{self.sequence} {self.act}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise LockedDoor("AuditEntry.save: the audit is append only.")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise LockedDoor("AuditEntry.delete: the audit is append only.")

"""The release: which editions of one moment are the joint picture that people cite, and who let them be it."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from tilannekuva.accounts.models import Organisation, Person
from tilannekuva.audit.locked import LockedModel, LockedQuerySet
from tilannekuva.domain.edition_release import (
    LONGEST_DIARY_NUMBER,
    ConfidentialityNote,
    EditionReleaseState,
    WithdrawalReason,
    serial_text,
)
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.rules.edition_releases import may_propose_release
from tilannekuva.domain.viewer import Viewer

from .editions import Edition

_PUBLISHED = [EditionReleaseState.RELEASED, EditionReleaseState.WITHDRAWN]
_ROLES = [(role, role) for role in RoleName]


class EditionReleaseQuerySet(LockedQuerySet["EditionRelease"]):
    """Reads of releases begin with `visible_to`."""

    def visible_to(self, viewer: Viewer) -> EditionReleaseQuerySet:
        """Released ones for the readers of the picture; the others for those who decide on them."""
        if viewer.is_system:
            return self.all()
        if viewer.organisation_id is None or not viewer.reads_picture:
            return self.none()
        shareable = self.exclude(exact__marking__in=[Marking.AMBER_STRICT, Marking.RED])
        return (
            shareable if may_propose_release(viewer) else shareable.filter(state=EditionReleaseState.RELEASED)
        )


class EditionRelease(LockedModel):
    """The editions of one moment under one number: that with exact counts, and that with protected ones.

    `year` and `number` are given at the release. `proposed_from`, `released_from`: the organisations for which the
    two acted, as the provenance tells them.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    exact = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="releases")
    protected = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="releases_as_protected")
    state = models.CharField(
        max_length=12,
        choices=[(state, state) for state in EditionReleaseState],
        default=EditionReleaseState.PROPOSED,
    )
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    number = models.PositiveSmallIntegerField(null=True, blank=True)
    diary_number = models.CharField(max_length=LONGEST_DIARY_NUMBER, blank=True)
    confidentiality = models.CharField(
        max_length=24,
        choices=[(note, note) for note in ConfidentialityNote],
        default=ConfidentialityNote.NONE,
    )
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_as = models.CharField(max_length=16, choices=_ROLES)
    proposed_from = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    released_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    released_as = models.CharField(max_length=16, choices=_ROLES, blank=True)
    released_from = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    released_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(
        max_length=24, choices=[(reason, reason) for reason in WithdrawalReason], blank=True
    )

    objects = EditionReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="edition_released_once",
                fields=["exact"],
                condition=~Q(state=EditionReleaseState.DROPPED),
            ),
            models.UniqueConstraint(
                name="one_release_waits", fields=["state"], condition=Q(state=EditionReleaseState.PROPOSED)
            ),
            models.UniqueConstraint(name="edition_serial_once", fields=["year", "number"]),
            # What is cited was let out by two people, whoever writes to the database.
            models.CheckConstraint(
                name="edition_released_by_two",
                condition=~Q(state__in=_PUBLISHED)
                | (
                    Q(
                        released_by__isnull=False,
                        released_at__isnull=False,
                        year__isnull=False,
                        number__isnull=False,
                    )
                    & ~Q(released_by=F("proposed_by"))
                ),
            ),
            models.CheckConstraint(
                name="withdrawn_edition_says_why",
                condition=~Q(state=EditionReleaseState.WITHDRAWN)
                | (Q(withdrawn_by__isnull=False, withdrawn_at__isnull=False) & ~Q(withdrawn_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return self.serial or f"proposed {self.proposed_at:%Y-%m-%d}"

    @property
    def serial(self) -> str:
        """Such as "2026/3"; empty before the release."""
        return serial_text(self.year, self.number) if self.year and self.number else ""

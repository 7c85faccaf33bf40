"""Releases of the public picture: what anybody may read, who proposed and who released it, and what was withdrawn."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from tilannekuva.accounts.models import Person
from tilannekuva.audit.locked import LockedModel, LockedQuerySet
from tilannekuva.domain.public_release import PENDING, PUBLISHED, ReleaseState, WithdrawalReason
from tilannekuva.domain.rules.public_releases import may_see_releases
from tilannekuva.domain.viewer import Viewer

_HAS_CONTENT = PUBLISHED | {ReleaseState.PREPARED}


class PublicReleaseQuerySet(LockedQuerySet["PublicRelease"]):
    """Reads of releases begin with `visible_to`."""

    def visible_to(self, viewer: Viewer) -> PublicReleaseQuerySet:
        """What was published is for everybody; what is prepared for those who work on it."""
        if viewer.is_system or may_see_releases(viewer):
            return self.all()
        return self.published()

    def published(self) -> PublicReleaseQuerySet:
        """The register: everything that anybody may have read, withdrawn or not, the oldest first."""
        return self.filter(state__in=sorted(PUBLISHED)).order_by("decided_at", "pk")

    def pending(self) -> PublicReleaseQuerySet:
        return self.filter(state__in=sorted(PENDING))


class PublicRelease(LockedModel):
    """One release. Rows are never removed: together they are the register against which the next is protected.

    `lead`: the words above the figures, by language; they pass the gate. `content` is frozen when it is prepared and
    holds nothing that is not for everybody: see `publication.release.content`.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    state = models.CharField(max_length=12, choices=[(state, state) for state in ReleaseState])
    as_of = models.DateField(help_text="the last day of which signals may count")
    lead = models.JSONField(default=dict, blank=True)
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    prepared_at = models.DateTimeField(null=True, blank=True)
    content = models.TextField(blank=True, help_text="canonical JSON, see publication.release.content")
    sha256 = models.CharField(max_length=64, blank=True)
    failure = models.CharField(max_length=80, blank=True, help_text="class of the error, never its text")
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_reason = models.CharField(
        max_length=16, choices=[(reason, reason) for reason in WithdrawalReason], blank=True
    )

    objects = PublicReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        indexes = [models.Index(fields=["state", "decided_at"])]
        constraints = [
            models.CheckConstraint(
                name="public_picture_is_released_by_two",
                condition=~Q(state__in=sorted(PUBLISHED))
                | (Q(decided_by__isnull=False, decided_at__isnull=False) & ~Q(decided_by=F("proposed_by"))),
            ),
            models.CheckConstraint(
                name="prepared_release_has_content",
                condition=~Q(state__in=sorted(_HAS_CONTENT)) | (~Q(content="") & ~Q(sha256="")),
            ),
            models.CheckConstraint(
                name="withdrawn_release_has_a_reason",
                condition=(
                    Q(state=ReleaseState.WITHDRAWN, withdrawn_at__isnull=False) & ~Q(withdrawal_reason="")
                )
                | (~Q(state=ReleaseState.WITHDRAWN) & Q(withdrawal_reason="")),
            ),
        ]

    def __str__(self) -> str:
        return f"public release {self.as_of} {self.state}"

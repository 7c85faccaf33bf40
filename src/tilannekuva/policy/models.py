"""Changes of settings: who proposed what and why, who agreed, and since when it is in force."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from tilannekuva.accounts.models import Organisation, Person
from tilannekuva.audit.locked import LockedModel, LockedQuerySet
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.rules.settings import may_change_settings
from tilannekuva.domain.setting import TWO_ORGANISATION_ROOMS, TWO_PERSON_ROOMS, ChangeState, Room
from tilannekuva.domain.viewer import Viewer

_ROLES = [(role, role) for role in RoleName]
_DECIDED = [ChangeState.IN_FORCE, ChangeState.REJECTED]


class SettingChangeQuerySet(LockedQuerySet["SettingChange"]):
    """Reads of changes begin with `visible_to`."""

    def visible_to(self, viewer: Viewer) -> SettingChangeQuerySet:
        """What a city settles is known to those who change it, and to the program."""
        return self.all() if viewer.is_system or may_change_settings(viewer) else self.none()

    def waiting(self) -> SettingChangeQuerySet:
        """Proposals on which nobody has decided."""
        return self.filter(state=ChangeState.PROPOSED)


class SettingChange(LockedModel):
    """One change of one setting. Rows are never removed: together they are its history.

    `version` numbers the changes that came into force, in one sequence over all settings: the value of a setting
    is that of its greatest version, and the greatest of all says whether anything has changed. `old_value` is None
    for a kind that was not there. Texts in the values, and the reason, pass the gate.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    key = models.CharField(max_length=80, help_text="such as thresholds.alarm_alpha")
    room = models.CharField(max_length=12, choices=[(room, room) for room in Room])
    needs_two = models.BooleanField(help_text="a second person must agree")
    old_value = models.JSONField(null=True, blank=True)
    new_value = models.JSONField()
    reason = models.CharField(max_length=300)
    state = models.CharField(max_length=10, choices=[(state, state) for state in ChangeState])
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_as = models.CharField(max_length=16, choices=_ROLES)
    proposed_for = models.ForeignKey(
        Organisation,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        help_text="the organisation of the proposer; unknown of the earliest changes",
    )
    proposed_at = models.DateTimeField()
    decided_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", null=True, blank=True)
    decided_as = models.CharField(max_length=16, choices=_ROLES, blank=True)
    decided_for = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="+", null=True, blank=True
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(unique=True, null=True, blank=True)

    objects = SettingChangeQuerySet.as_manager()

    class Meta:
        ordering = ["-proposed_at", "-pk"]
        indexes = [models.Index(fields=["key", "version"])]
        constraints = [
            models.UniqueConstraint(
                name="one_proposal_of_a_setting", fields=["key"], condition=Q(state=ChangeState.PROPOSED)
            ),
            models.CheckConstraint(
                name="setting_is_changed_by_two",
                condition=Q(needs_two=False)
                | ~Q(state__in=_DECIDED)
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by"))),
            ),
            # Of changes that were in force before organisations were kept, none is known.
            models.CheckConstraint(
                name="proposals_name_their_organisation",
                condition=Q(proposed_for__isnull=False) | ~Q(state=ChangeState.PROPOSED),
            ),
            models.CheckConstraint(
                name="vocabulary_is_changed_by_two_organisations",
                condition=~Q(room__in=sorted(TWO_ORGANISATION_ROOMS))
                | ~Q(state=ChangeState.IN_FORCE)
                | Q(proposed_for__isnull=True)
                | (Q(decided_for__isnull=False) & ~Q(decided_for=F("proposed_for"))),
            ),
            models.CheckConstraint(
                name="rooms_of_two_need_two",
                condition=Q(needs_two=True) | ~Q(room__in=sorted(TWO_PERSON_ROOMS)),
            ),
            models.CheckConstraint(
                name="changes_in_force_have_a_version",
                condition=Q(state=ChangeState.IN_FORCE, version__isnull=False)
                | (~Q(state=ChangeState.IN_FORCE) & Q(version__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key} {self.state}"

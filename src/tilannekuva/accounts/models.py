"""Organisations, people who use the system, roles with an end, agreements with a version."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from enum import StrEnum
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q

from tilannekuva.audit.locked import LockedModel, LockedQuerySet
from tilannekuva.domain.city import name_in
from tilannekuva.domain.role import RoleName


class OrganisationKind(StrEnum):
    """What an organisation is in the cooperation."""

    CITY_DIVISION = "city_division"
    SCHOOL = "school"
    YOUTH_SERVICE = "youth_service"
    CHILD_WELFARE = "child_welfare"
    POLICE = "police"
    ASSOCIATION = "association"
    TRANSPORT = "transport"
    OTHER = "other"


# Their devices leave the house with what no other may know: a draft stays on none unless somebody decides so.
NO_DRAFTS_BY_DEFAULT = frozenset({OrganisationKind.POLICE, OrganisationKind.CHILD_WELFARE})


class Regime(StrEnum):
    """Which data-protection regime an organisation works under (L-09). To be confirmed by a lawyer."""

    GENERAL = "general"
    LAW_ENFORCEMENT = "law_enforcement"


class Organisation(LockedModel):
    """A partner of the cooperation."""

    code = models.SlugField(max_length=60, unique=True)
    names = models.JSONField(help_text="name by language code")
    kind = models.CharField(max_length=20, choices=[(kind, kind) for kind in OrganisationKind])
    regime = models.CharField(max_length=20, choices=[(regime, regime) for regime in Regime])
    keeps_drafts_on_devices = models.BooleanField(
        default=True, help_text="its reporters may keep an unsent report in the browser, encrypted (C-39)"
    )

    may_vouch = models.BooleanField(
        default=False, help_text="may report for a source that it protects, without naming it"
    )

    objects = LockedQuerySet.as_manager()

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.code

    def name(self, language: str) -> str:
        """The name in a language, or in the first one there is."""
        return name_in(self.names, language)


class PersonManager(BaseUserManager["Person"]):
    """Finds people for the sign-in. New ones are made by `accounts.actions` alone."""

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """A person who uses the system. The only kind of person this database can hold."""

    email = models.EmailField(unique=True)
    display_name = models.CharField(max_length=80)
    language = models.CharField(max_length=5, default="en")
    is_active = models.BooleanField(default=True)
    is_simulated = models.BooleanField(default=False, help_text="a person of the demo city")
    invited_at = models.DateTimeField()
    deactivated_at = models.DateTimeField(null=True, blank=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    objects = PersonManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="person_active_xor_deactivated",
                condition=Q(is_active=True, deactivated_at__isnull=True)
                | Q(is_active=False, deactivated_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.display_name


class Role(LockedModel):
    """What a person does in an organisation, until when (C-03)."""

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="roles")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="roles")
    name = models.CharField(max_length=20, choices=[(role, role) for role in RoleName])
    valid_from_on = models.DateField()
    valid_to_on = models.DateField(help_text="the last day on which the role is in force")

    objects = LockedQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "name"]
        constraints = [
            models.CheckConstraint(
                name="role_ends_after_it_begins", condition=Q(valid_to_on__gte=F("valid_from_on"))
            ),
            models.UniqueConstraint(
                name="role_once", fields=["person", "organisation", "name", "valid_from_on"]
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.name}"


class Agreement(LockedModel):
    """Who gives what to whom on which ground, in one version. A new version is a new row (L-11)."""

    code = models.SlugField(max_length=60)
    version = models.PositiveSmallIntegerField()
    gives = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="agreements_given")
    # Empty: to the joint picture, that is to every organisation that reads it, as counts only.
    receives = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="agreements_received", null=True, blank=True
    )
    data_class = models.CharField(max_length=20, choices=[("signals", "signals"), ("counts", "counts")])
    legal_ground = models.CharField(max_length=200)
    valid_from_on = models.DateField()
    valid_to_on = models.DateField()

    objects = LockedQuerySet.as_manager()

    class Meta:
        ordering = ["code", "version"]
        constraints = [
            models.UniqueConstraint(name="agreement_version_once", fields=["code", "version"]),
            models.CheckConstraint(
                name="agreement_ends_after_it_begins", condition=Q(valid_to_on__gte=F("valid_from_on"))
            ),
            models.CheckConstraint(
                name="agreement_signals_name_a_receiver",
                condition=Q(data_class="counts") | Q(receives__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} v{self.version}"


def secret_sha256(secret: str) -> str:
    """What is stored of the secret of an invitation or a key."""
    return hashlib.sha256(secret.encode()).hexdigest()


class Invitation(LockedModel):
    """An open door for one person, once, for a while. Holds the hash of the secret, never the secret."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    secret_sha256 = models.CharField(max_length=64, unique=True)
    email = models.EmailField()
    display_name = models.CharField(max_length=80)
    language = models.CharField(max_length=5, default="en")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="invitations")
    role = models.CharField(max_length=20, choices=[(role, role) for role in RoleName])
    role_ends_on = models.DateField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = LockedQuerySet.as_manager()

    class Meta:
        ordering = ["-expires_at"]

    def __str__(self) -> str:
        return f"invitation of {self.email}"

    def is_open(self, at: dt.datetime) -> bool:
        return self.accepted_at is None and self.withdrawn_at is None and self.expires_at > at


class ApiKey(LockedModel):
    """Lets a program of one organisation send signals, and nothing else. Holds the hash of the secret alone."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="api_keys")
    program = models.CharField(
        max_length=60, help_text="what holds it, such as the incident system of a school"
    )
    secret_sha256 = models.CharField(max_length=64, unique=True)
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField()
    expires_on = models.DateField(help_text="the last day on which it opens")
    revoked_at = models.DateTimeField(null=True, blank=True)
    last_used_on = models.DateField(null=True, blank=True)

    objects = LockedQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "program", "-made_at"]

    def __str__(self) -> str:
        return f"{self.organisation} {self.program}"

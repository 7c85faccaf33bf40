"""What those who work on the picture want to know in a half-year, and which signals answer it."""

from __future__ import annotations

import datetime as dt
import uuid

from django.db import models
from django.db.models import F, Q

from tilannekuva.accounts.models import Person
from tilannekuva.audit.locked import LockedModel, LockedQuerySet
from tilannekuva.domain.city import name_in
from tilannekuva.domain.viewer import Viewer
from tilannekuva.places.models import Area

from .signals import Signal
from .vocabulary import PhenomenonKind


class InformationNeedQuerySet(LockedQuerySet["InformationNeed"]):
    """Reads of needs begin with `visible_to`."""

    def visible_to(self, viewer: Viewer) -> InformationNeedQuerySet:
        """What the cooperation wants to know is told to everybody who reads the picture."""
        return self.all() if viewer.is_system or viewer.reads_picture else self.none()

    def open_on(self, on: dt.date) -> InformationNeedQuerySet:
        """Those that wait for signals on that day."""
        return self.filter(closed_at__isnull=True, from_on__lte=on, to_on__gte=on)


class InformationNeed(LockedModel):
    """A question, for a while, about kinds and areas (none: about all), and in the end what was learnt.

    Question and answer are written by people and pass the gate in every language.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    question = models.JSONField(help_text="by language code")
    from_on = models.DateField()
    to_on = models.DateField()
    made_by = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    made_at = models.DateTimeField()
    answer = models.JSONField(default=dict, blank=True, help_text="by language code")
    closed_by = models.ForeignKey(Person, on_delete=models.SET_NULL, related_name="+", null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = InformationNeedQuerySet.as_manager()

    class Meta:
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.CheckConstraint(name="need_ends_after_it_begins", condition=Q(to_on__gte=F("from_on"))),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    def question_in(self, language: str) -> str:
        """The question in a language, or in the first one there is."""
        return name_in(self.question, language)


class NeedKind(LockedModel):
    """A kind that a need asks about."""

    need = models.ForeignKey(InformationNeed, on_delete=models.CASCADE, related_name="need_kinds")
    kind = models.ForeignKey(PhenomenonKind, on_delete=models.PROTECT, related_name="+")

    objects = LockedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="need_kind_once", fields=["need", "kind"])]

    def __str__(self) -> str:
        return f"{self.need} {self.kind}"


class NeedArea(LockedModel):
    """An area that a need asks about."""

    need = models.ForeignKey(InformationNeed, on_delete=models.CASCADE, related_name="need_areas")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="+")

    objects = LockedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(name="need_area_once", fields=["need", "area"])]

    def __str__(self) -> str:
        return f"{self.need} {self.area}"


class NeedAnswer(LockedModel):
    """Its reporter sent a signal to answer a need. At most one for each signal."""

    signal = models.OneToOneField(Signal, on_delete=models.PROTECT, related_name="need_answer")
    need = models.ForeignKey(InformationNeed, on_delete=models.PROTECT, related_name="answers")

    objects = LockedQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.signal} answers {self.need}"

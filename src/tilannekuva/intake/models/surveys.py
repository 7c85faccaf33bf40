"""What people feel: answers to a survey as counts with weights, by area and question. Never one answer sheet."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q

from tilannekuva.accounts.models import Person
from tilannekuva.audit.locked import LockedModel, LockedQuerySet
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.viewer import Viewer
from tilannekuva.places.models import Area

from .sources import Source, readable_from_source


class SurveyQuerySet(LockedQuerySet["Survey"]):
    """Reads of surveys begin with `visible_to`."""

    def visible_to(self, viewer: Viewer) -> SurveyQuerySet:
        """The surveys that the viewer may read."""
        return self.filter(readable_from_source(viewer))


class Survey(LockedModel):
    """One round of a survey, from one file. `title` and `method` passed the gate.

    A corrected file is a new row that takes the place of the one before; the one before stays.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="surveys")
    title = models.CharField(max_length=120)
    method = models.CharField(max_length=1000, help_text="who was asked, how, and how many answered")
    from_on = models.DateField(help_text="the first day on which people answered")
    to_on = models.DateField(help_text="the last day")
    marking = models.CharField(max_length=12, choices=[(marking, marking.label) for marking in Marking])
    file_sha256 = models.CharField(max_length=64)
    is_in_force = models.BooleanField(default=True)
    imported_by = models.ForeignKey(
        Person, on_delete=models.SET_NULL, related_name="surveys", null=True, blank=True
    )
    imported_at = models.DateTimeField()

    objects = SurveyQuerySet.as_manager()

    class Meta:
        ordering = ["-to_on", "title", "-pk"]
        constraints = [
            models.UniqueConstraint(name="survey_file_once", fields=["source", "file_sha256"]),
            models.UniqueConstraint(
                name="one_survey_in_force",
                fields=["source", "title", "to_on"],
                condition=Q(is_in_force=True),
            ),
            models.CheckConstraint(name="survey_ends_after_it_begins", condition=Q(to_on__gte=F("from_on"))),
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.to_on}"


class SurveyQuestion(LockedModel):
    """A question as it was asked, in the order of the file. `text` passed the gate."""

    survey = models.ForeignKey(Survey, on_delete=models.CASCADE, related_name="questions")
    position = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=300)

    objects = LockedQuerySet.as_manager()

    class Meta:
        ordering = ["survey", "position"]
        constraints = [
            models.UniqueConstraint(name="question_position_once", fields=["survey", "position"]),
            models.UniqueConstraint(name="question_once", fields=["survey", "text"]),
        ]

    def __str__(self) -> str:
        return self.text


class SurveyAnswer(LockedModel):
    """How many people of an area gave one answer to a question, and what they count for."""

    question = models.ForeignKey(SurveyQuestion, on_delete=models.CASCADE, related_name="answers")
    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="survey_answers")
    answer = models.CharField(max_length=120)
    tells_insecurity = models.BooleanField(help_text="whether who answers so feels unsafe")
    n_answers = models.PositiveIntegerField()
    weight_sum = models.FloatField(help_text="of the answers; their number where they were not weighted")
    weight_square_sum = models.FloatField(help_text="of the squared weights")

    objects = LockedQuerySet.as_manager()

    class Meta:
        ordering = ["question", "area", "answer"]
        constraints = [
            models.UniqueConstraint(name="answer_once", fields=["question", "area", "answer"]),
            models.CheckConstraint(
                name="weights_are_not_negative",
                condition=Q(weight_sum__gte=0, weight_square_sum__gte=0),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question_id} {self.area_id} {self.answer}"

"""Storing what a survey says of each area."""

from __future__ import annotations

from django.db import transaction

from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.models import Survey

from ..models import SurveyEstimate
from .estimates import areas_of, estimates_of


@transaction.atomic
def estimate_survey(*, survey: Survey, by: Viewer) -> int:
    """Estimate every question for every area of the survey's level, and for the whole city. Returns how many.

    An area in which too few answered does not speak for itself: it gets what its district says, or nothing.
    """
    areas = areas_of(survey)
    rows = [
        estimate
        for question in survey.questions.prefetch_related("answers")
        for estimate in estimates_of(question, areas)
    ]
    with unlocked():
        SurveyEstimate.objects.filter(question__survey=survey).delete()
        SurveyEstimate.objects.bulk_create(rows)
    record(
        "survey.estimated",
        by=by,
        object_type="survey",
        object_id=str(survey.public_id),
        detail={"estimates": len(rows)},
    )
    return len(rows)

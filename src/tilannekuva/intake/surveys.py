"""Reading surveys of felt safety."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet

from tilannekuva.domain.rules.surveys import can_tell_own_share
from tilannekuva.domain.viewer import Viewer

from .models import Survey, SurveyAnswer


@dataclass(frozen=True, slots=True)
class SurveyCounts:
    """How large a survey is. `n_small`: areas in which a question had too few answers to tell."""

    n_answers: int
    n_questions: int
    n_areas: int
    n_small: int


def surveys_for(viewer: Viewer) -> QuerySet[Survey]:
    """The rounds in force that the viewer may read, the newest first."""
    rows = Survey.objects.visible_to(viewer).filter(is_in_force=True)
    return rows.select_related("source__organisation").prefetch_related("questions")


def survey_counts(survey: Survey) -> SurveyCounts:
    by_question: dict[tuple[int, int], int] = {}
    rows = SurveyAnswer.objects.filter(question__survey=survey)
    for question_id, area_id, n in rows.values_list("question_id", "area_id", "n_answers"):
        key = (question_id, area_id)
        by_question[key] = by_question.get(key, 0) + n
    return SurveyCounts(
        n_answers=sum(by_question.values()),
        n_questions=len({question_id for question_id, _area in by_question}),
        n_areas=len({area_id for _question, area_id in by_question}),
        n_small=len(
            {area_id for (_question, area_id), n in by_question.items() if not can_tell_own_share(n)}
        ),
    )

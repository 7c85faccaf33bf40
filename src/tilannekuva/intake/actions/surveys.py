"""Surveys of felt safety: a round comes in whole or not at all, and a corrected file takes the place of the first."""

from __future__ import annotations

from django.conf import settings
from django.db import transaction

from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.clock import now_at, today_on
from tilannekuva.domain.errors import RuleBroken
from tilannekuva.domain.rules.surveys import check_answer, check_survey
from tilannekuva.domain.viewer import Viewer

from ..drafts import SurveyDraft
from ..gate import Outcome, judge
from ..models import Source, Survey, SurveyAnswer, SurveyQuestion

_ROWS_AT_ONCE = 1_000


@transaction.atomic
def store_survey(*, draft: SurveyDraft, source: Source, by: Viewer) -> Survey:
    """Store a round with its questions and answers. Raises RuleBroken when it is none, or its words do not pass."""
    check_survey(
        title=draft.title,
        method=draft.method,
        from_on=draft.from_on,
        to_on=draft.to_on,
        today_on=today_on(settings.TIME_ZONE),
        n_insecure=sum(row.answer in draft.insecure for row in draft.rows),
    )
    _check_words(draft)
    if source.surveys.filter(file_sha256=draft.file_sha256).exists():
        raise RuleBroken("This file has come in already for this source: nothing was changed.")
    with unlocked():
        replaced = source.surveys.filter(title=draft.title, to_on=draft.to_on, is_in_force=True).update(
            is_in_force=False
        )
        survey = Survey.objects.create(
            source=source,
            title=draft.title,
            method=draft.method,
            from_on=draft.from_on,
            to_on=draft.to_on,
            marking=draft.marking,
            file_sha256=draft.file_sha256,
            imported_by_id=by.person_id,
            imported_at=now_at(),
        )
        _store_rows(survey, draft)
    record(
        "survey.stored",
        by=by,
        object_type="survey",
        object_id=str(survey.public_id),
        detail={"rows": len(draft.rows), "replaced": replaced, "source": str(source)},
    )
    return survey


def _store_rows(survey: Survey, draft: SurveyDraft) -> None:
    texts = list(dict.fromkeys(row.question for row in draft.rows))
    questions = {
        text: SurveyQuestion.objects.create(survey=survey, position=position, text=text)
        for position, text in enumerate(texts, start=1)
    }
    answers = []
    for row in draft.rows:
        check_answer(
            n_answers=row.n_answers, weight_sum=row.weight_sum, weight_square_sum=row.weight_square_sum
        )
        answers.append(
            SurveyAnswer(
                question=questions[row.question],
                area=row.area,
                answer=row.answer,
                tells_insecurity=row.answer in draft.insecure,
                n_answers=row.n_answers,
                weight_sum=row.weight_sum,
                weight_square_sum=row.weight_square_sum,
            )
        )
    SurveyAnswer.objects.bulk_create(answers, batch_size=_ROWS_AT_ONCE)


def _check_words(draft: SurveyDraft) -> None:
    words = {draft.title, draft.method}
    for row in draft.rows:
        words |= {row.question, row.answer}
    # Nobody reviews these words afterwards, so what the gate asks about does not pass either.
    if any(judge(text).outcome is not Outcome.PASSES for text in words):
        raise RuleBroken(
            "Title, method, a question or an answer tells who somebody is. Say what was asked, and of whom nothing."
        )

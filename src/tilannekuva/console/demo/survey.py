"""The surveys of the demo: invented answers, drawn so that districts differ and planted stories are felt."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

import numpy as np

from tilannekuva.domain.marking import Marking
from tilannekuva.intake.drafts import SurveyDraft, SurveyRow
from tilannekuva.places.models import Area

from .plan import DemoPlan, PlannedSurvey, Story

_BETWEEN_DISTRICTS, _BETWEEN_AREAS = 0.3, 0.5
_FELT = 0.9
"""On the scale of log odds: how much a story that began before the answers adds in its area."""


def drafts_of(plan: DemoPlan, as_of: dt.date, seed: int) -> list[SurveyDraft]:
    """The rounds of the plan's survey, the oldest first; none where the plan has none."""
    if plan.survey is None:
        return []
    areas = list(
        Area.objects.in_force(as_of).filter(level=plan.survey.level).select_related("parent").order_by("code")
    )
    rng = np.random.default_rng([seed, 7])
    districts = {code: rng.normal(0, _BETWEEN_DISTRICTS) for code in sorted({_district(a) for a in areas})}
    own = {area.code: districts[_district(area)] + rng.normal(0, _BETWEEN_AREAS) for area in areas}
    return [_draft(plan, plan.survey, areas, own, as_of, days_ago, rng) for days_ago in plan.survey.days_ago]


def _draft(
    plan: DemoPlan,
    survey: PlannedSurvey,
    areas: list[Area],
    own: dict[str, float],
    as_of: dt.date,
    days_ago: int,
    rng: np.random.Generator,
) -> SurveyDraft:
    felt = {code for code in own for story in plan.stories if _is_felt(story, code, days_ago)}
    rows: list[SurveyRow] = []
    for area in areas:
        odds = np.log(survey.share / (1 - survey.share)) + own[area.code] + _FELT * (area.code in felt)
        # Quotas by area, met to a half or more; weights differ by who answers rarely.
        n_people = int(rng.integers(survey.fewest, survey.most + 1))
        weights = rng.lognormal(0, 0.4, n_people)
        is_unsafe = rng.random(n_people) < 1 / (1 + np.exp(-odds))
        for answer, chosen in ((survey.unsafe, is_unsafe), (survey.safe, ~is_unsafe)):
            if chosen.any():
                rows.append(
                    SurveyRow(
                        area,
                        survey.question,
                        answer,
                        int(chosen.sum()),
                        round(float(weights[chosen].sum()), 6),
                        round(float((weights[chosen] ** 2).sum()), 6),
                    )
                )
    to_on = as_of - dt.timedelta(days=days_ago)
    told = json.dumps([[row.area.code, row.answer, row.n_answers, row.weight_sum] for row in rows])
    return SurveyDraft(
        title=survey.title,
        method=survey.method,
        from_on=to_on - dt.timedelta(days=survey.answered_days),
        to_on=to_on,
        marking=Marking.GREEN,
        insecure=frozenset({survey.unsafe}),
        rows=tuple(rows),
        file_sha256=hashlib.sha256(told.encode()).hexdigest(),
    )


def _is_felt(story: Story, code: str, days_ago: int) -> bool:
    """Codes of parts begin with that of their district. What began after the answers was not felt yet."""
    lasts = story.starts_days_ago > days_ago >= story.ends_days_ago
    return bool(story.area) and story.area.startswith(code) and lasts


def _district(area: Area) -> str:
    return area.parent.code if area.parent else ""

"""From counts of answers to an estimate of each area, and one of the whole city."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

import tilannekuva
from tilannekuva.domain.clock import now_at
from tilannekuva.domain.rules.surveys import can_tell_own_share
from tilannekuva.intake.models import Survey, SurveyQuestion
from tilannekuva.places.models import Area
from tilannekuva.places.queries import areas_on_every_level
from tilannekuva.stats import (
    SmallAreaResult,
    TooLittleData,
    effective_answers,
    share_interval,
    small_area_shares,
)

from ..models import SurveyEstimate

_Floats = NDArray[np.float64]
CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True, eq=False)
class _Tally:
    """Answers to one question by area; arrays (n_areas,). `unsafe` is the weight of those who feel so."""

    n_answers: NDArray[np.int64]
    unsafe: _Floats
    weight: _Floats
    weight_squares: _Floats


def areas_of(survey: Survey) -> list[Area]:
    """All areas of the level on which people were asked, also those in which nobody answered."""
    level = Area.objects.filter(survey_answers__question__survey=survey).values_list("level", flat=True)[:1]
    return list(areas_on_every_level().filter(level__in=list(level)).order_by("code"))


def estimates_of(question: SurveyQuestion, areas: list[Area]) -> list[SurveyEstimate]:
    tally = _tally(question, areas)
    told = np.array([can_tell_own_share(n) for n in tally.n_answers.tolist()], dtype=np.bool_)
    with np.errstate(invalid="ignore", divide="ignore"):
        own = np.where(told, tally.unsafe / tally.weight, np.nan)
    effective = effective_answers(tally.weight, tally.weight_squares)
    found = _borrowed(own, effective, areas)
    made = {"confidence": CONFIDENCE, "code_version": tilannekuva.__version__, "estimated_at": now_at()}
    rows = [
        SurveyEstimate(
            question=question,
            area=area,
            n_answers=int(tally.n_answers[idx]),
            own_share=_known(own[idx]),
            share=None if found is None else _known(found.estimate[idx]),
            lower=None if found is None else _known(found.lower[idx]),
            upper=None if found is None else _known(found.upper[idx]),
            own_weight=None if found is None else _known(found.own_weight[idx]),
            **made,
        )
        for idx, area in enumerate(areas)
    ]
    return [*rows, _whole_city(question, tally, made)]


def _tally(question: SurveyQuestion, areas: list[Area]) -> _Tally:
    by_area: dict[int, list[float]] = defaultdict(lambda: [0, 0.0, 0.0, 0.0])
    for answer in question.answers.all():
        sums = by_area[answer.area_id]
        sums[0] += answer.n_answers
        sums[1] += answer.weight_sum * answer.tells_insecurity
        sums[2] += answer.weight_sum
        sums[3] += answer.weight_square_sum
    table = np.array([by_area[area.pk] for area in areas], dtype=np.float64).reshape(len(areas), 4)
    return _Tally(table[:, 0].astype(np.int64), table[:, 1], table[:, 2], table[:, 3])


def _borrowed(own: _Floats, effective: _Floats, areas: list[Area]) -> SmallAreaResult | None:
    """With the mean of the district; of all areas where there are too few for that; None where even for those."""
    _parents, group_idx = np.unique([area.parent_id or 0 for area in areas], return_inverse=True)
    for groups in (group_idx, None):
        try:
            return small_area_shares(own, effective, groups, confidence=CONFIDENCE)
        except TooLittleData:
            continue
    return None


def _whole_city(question: SurveyQuestion, tally: _Tally, made: dict[str, object]) -> SurveyEstimate:
    """All who answered, with the interval of arcsin √share, as for areas."""
    n, weight = int(tally.n_answers.sum()), float(tally.weight.sum())
    estimate = SurveyEstimate(question=question, area=None, n_answers=n, **made)
    if can_tell_own_share(n):
        share = float(tally.unsafe.sum()) / weight
        effective = effective_answers([weight], [float(tally.weight_squares.sum())])
        lower, upper = share_interval([share], effective, confidence=CONFIDENCE)
        estimate.own_share = estimate.share = share
        estimate.lower, estimate.upper = float(lower[0]), float(upper[0])
        estimate.own_weight = 1.0
    return estimate


def _known(value: float) -> float | None:
    return None if np.isnan(value) else float(value)

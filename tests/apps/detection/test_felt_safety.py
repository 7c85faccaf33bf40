"""Felt safety by area: districts lend strength, few answers do not speak, and nothing is made up."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tests.apps.detection.survey_sample import UNSAFE, draft, row, rows_of, two_districts
from tests.conftest import TESTER
from tilannekuva.detection.felt_safety.actions import estimate_survey
from tilannekuva.detection.models import SurveyEstimate
from tilannekuva.intake.actions import add_source, store_survey
from tilannekuva.intake.drafts import SurveyRow
from tilannekuva.intake.models import Survey
from tilannekuva.places.models import Area
from tilannekuva.stats import small_area_shares


@pytest.fixture
def areas(db: None) -> list[Area]:
    return two_districts()


def estimated(school: Any, rows: list[SurveyRow]) -> tuple[Survey, dict[str, SurveyEstimate]]:
    """The estimates by code of area; "" for the whole city."""
    source = add_source(organisation=school, code="survey", by=TESTER)
    survey = store_survey(draft=draft(rows), source=source, by=TESTER)
    estimate_survey(survey=survey, by=TESTER)
    found = SurveyEstimate.objects.select_related("area")
    return survey, {each.area.code if each.area else "": each for each in found}


def interval(estimate: SurveyEstimate) -> tuple[float, float]:
    assert estimate.lower is not None
    assert estimate.upper is not None
    return estimate.lower, estimate.upper


def test_estimates_are_those_of_the_statistics(school: Any, areas: list[Area]) -> None:
    unsafe = [3, 5, 4, 8, 2, 12, 15, 9, 14, 20]
    _survey, found = estimated(school, rows_of(areas, unsafe))
    expected = small_area_shares(np.array(unsafe) / 40, [40] * 10, [0] * 5 + [1] * 5)
    for idx, each in enumerate(areas):
        estimate = found[each.code]
        assert estimate.share == pytest.approx(expected.estimate[idx])
        assert (estimate.lower, estimate.upper) == pytest.approx((expected.lower[idx], expected.upper[idx]))
        assert estimate.own_share == unsafe[idx] / 40
    assert found[""].share == pytest.approx(sum(unsafe) / 400)
    assert interval(found[""])[0] < sum(unsafe) / 400 < interval(found[""])[1]


def test_few_answers_do_not_speak_and_the_district_does(school: Any, areas: list[Area]) -> None:
    rows = [each for each in rows_of(areas, [4, 5, 3, 4, 4, 14, 15, 13, 15, 14]) if each.area != areas[0]]
    _survey, found = estimated(school, [*rows, row(areas[0], UNSAFE, 9)])
    few = found["D10"]
    assert few.own_share is None
    assert few.own_weight == 0
    # Nine of nine felt unsafe; it is told what those around say.
    assert few.share == pytest.approx(0.1, abs=0.05)


def test_an_area_in_which_nobody_answered_is_there_too(school: Any, areas: list[Area]) -> None:
    _survey, found = estimated(school, rows_of(areas[:-1], [4] * 9))
    assert found["D24"].n_answers == 0
    assert found["D24"].share is not None


def test_too_few_areas_for_districts_borrow_from_all(school: Any, areas: list[Area]) -> None:
    _survey, found = estimated(school, rows_of([*areas[:2], *areas[5:7]], [4, 6, 8, 10]))
    assert found["D10"].share is not None
    assert found["D14"].share == pytest.approx(found["D24"].share)


def test_of_too_few_areas_too_little_is_known(school: Any, areas: list[Area]) -> None:
    _survey, found = estimated(school, rows_of(areas[:3], [4, 6, 8]))
    assert found["D10"].share is None
    assert found["D10"].own_share == 0.1
    assert found[""].share == pytest.approx(18 / 120)


def test_weights_change_the_share_and_widen_the_interval(school: Any, areas: list[Area]) -> None:
    plain = estimated(school, rows_of(areas, [8] * 10))[1][""]
    weighted = [
        row(each, answer, n, weight)
        for each in areas
        for answer, n, weight in ((UNSAFE, 8, 3.0), ("safe", 32, 1.0))
    ]
    source = add_source(organisation=school, code="other", by=TESTER)
    survey = store_survey(draft=draft(weighted, file_sha256="b" * 64), source=source, by=TESTER)
    estimate_survey(survey=survey, by=TESTER)
    found = SurveyEstimate.objects.get(question__survey=survey, area=None)
    assert found.share == pytest.approx(24 / 56)
    assert np.diff(interval(found)) > np.diff(interval(plain))


def test_estimating_again_changes_nothing_but_the_time(school: Any, areas: list[Area]) -> None:
    survey, first = estimated(school, rows_of(areas, [4] * 10))
    estimate_survey(survey=survey, by=TESTER)
    again = {each.area_id: each.share for each in SurveyEstimate.objects.all()}
    assert again == {each.area_id: each.share for each in first.values()}

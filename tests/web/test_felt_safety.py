"""The page of felt safety: by name, beside events, with how sure, and for those who may read it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from tests.apps.detection.survey_sample import QUESTION, UNSAFE, draft, row, rows_of, two_districts
from tests.conftest import TESTER
from tilannekuva.detection.felt_safety.actions import estimate_survey
from tilannekuva.domain.marking import Marking
from tilannekuva.intake.actions import add_source, store_survey
from tilannekuva.intake.models import Survey
from tilannekuva.places.models import Area

ADDRESS = "/felt-safety/"


def visible_text(page: str) -> str:
    """What stands between the tags of the page's own part."""
    own = page.partition("<main")[2].partition("</main")[0]
    return " ".join(re.sub(r"<[^>]*>", " ", own.partition(">")[2]).split())


def bring_in(organisation: Any, areas: list[Area], unsafe: list[int], **changes: Any) -> Survey:
    source = add_source(organisation=organisation, code="survey", by=TESTER)
    survey = store_survey(draft=draft(rows_of(areas, unsafe), **changes), source=source, by=TESTER)
    estimate_survey(survey=survey, by=TESTER)
    return survey


@pytest.fixture
def areas(db: None) -> list[Area]:
    return two_districts()


def shown(client: Client, person: Any, address: str = ADDRESS) -> str:
    client.force_login(person)
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_without_a_survey_the_page_says_what_to_do(client: Client, bob: Any) -> None:
    assert "import-survey" in visible_text(shown(client, bob))


def test_areas_stand_by_name_with_share_interval_and_answers(
    client: Client, bob: Any, school: Any, areas: list[Area]
) -> None:
    bring_in(school, areas, [3, 5, 4, 8, 2, 12, 15, 9, 14, 20])
    page = shown(client, bob)
    text = visible_text(page)
    assert QUESTION in text
    names = re.findall(r'<th scope="row">(Area D\d\d)</th>', page)
    assert names == sorted(names)
    assert len(names) == 10
    assert "In the whole city 23 % feel unsafe" in text
    assert "Mostly" in text


def test_few_answers_are_not_told_by_number(client: Client, bob: Any, school: Any, areas: list[Area]) -> None:
    rows = [each for each in rows_of(areas, [4] * 10) if each.area != areas[0]] + [row(areas[0], UNSAFE, 7)]
    source = add_source(organisation=school, code="survey", by=TESTER)
    estimate_survey(survey=store_survey(draft=draft(rows), source=source, by=TESTER), by=TESTER)
    line = visible_text(shown(client, bob)).partition("Area D10")[2].partition("Area D11")[0]
    assert "fewer than 10" in line
    assert "too few answers of its own" in line
    assert not re.search(r"\b7\b", line)


def test_the_round_before_stands_beside_and_a_change_is_told_only_where_intervals_lie_apart(
    client: Client, bob: Any, school: Any, areas: list[Area]
) -> None:
    bring_in(
        school, areas, [4] * 10, from_on=dt.date(2022, 9, 1), to_on=dt.date(2022, 10, 1), file_sha256="b" * 64
    )
    bring_in(school, areas, [4] * 5 + [30] * 5)
    text = visible_text(shown(client, bob))
    assert "Before (2022)" in text
    calm = text.partition("Area D10")[2].partition("Area D11")[0]
    assert "No clear change" in calm
    uneasy = text.partition("Area D20")[2].partition("Area D21")[0]
    assert "More feel unsafe than before" in uneasy


def test_an_earlier_round_is_shown_when_it_is_chosen(
    client: Client, bob: Any, school: Any, areas: list[Area]
) -> None:
    early = bring_in(
        school, areas, [2] * 10, from_on=dt.date(2022, 9, 1), to_on=dt.date(2022, 10, 1), file_sha256="b" * 64
    )
    bring_in(school, areas, [20] * 10)
    text = visible_text(shown(client, bob, f"{ADDRESS}?round={early.public_id}"))
    assert "In the whole city 5 % feel unsafe" in text
    assert "In the whole city 50 % feel unsafe" in visible_text(shown(client, bob, f"{ADDRESS}?round=none"))


def test_who_may_not_read_a_survey_does_not_learn_of_it(
    client: Client, bob: Any, police: Any, areas: list[Area], reader: Any
) -> None:
    bring_in(police, areas, [4] * 10, marking=Marking.AMBER)
    for person in (bob, reader):
        assert QUESTION not in shown(client, person)


def test_an_outsider_is_turned_away(client: Client, charlie: Any) -> None:
    client.force_login(charlie)
    assert client.get(ADDRESS).status_code == 403
    client.logout()
    assert client.get(ADDRESS).status_code == 302


def test_events_above_the_expected_stand_beside(
    client: Client, bob: Any, school: Any, sample_finding: Any
) -> None:
    """Of the newest edition; also for the district that lies above an area."""
    with_parts = list(Area.objects.order_by("code"))
    source = add_source(organisation=school, code="survey", by=TESTER)
    rows = rows_of(with_parts, [4] * len(with_parts))
    estimate_survey(survey=store_survey(draft=draft(rows), source=source, by=TESTER), by=TESTER)
    text = visible_text(shown(client, bob))
    assert "Street drug trade" in text


def test_the_whole_table_is_folded_and_complete_and_what_moved_is_told_before_it(
    client: Client, bob: Any, school: Any, areas: list[Area]
) -> None:
    """On a phone the table of a city is ten screens long."""
    bring_in(
        school, areas, [4] * 10, from_on=dt.date(2022, 9, 1), to_on=dt.date(2022, 10, 1), file_sha256="b" * 64
    )
    bring_in(school, areas, [4] * 5 + [30] * 5)
    page = shown(client, bob)
    folded = page.partition('<details class="felt-all">')[2].partition("</details>")[0]
    assert len(re.findall(r'<th scope="row">', folded)) == len(areas)
    before = visible_text(
        "<main " + page.partition("<main")[2].partition('<details class="felt-all">')[0] + "</main"
    )
    told = re.findall(r"Area D\d\d \(More feel unsafe than before\)", before)
    assert told == sorted(told)
    assert 0 < len(told) <= 6

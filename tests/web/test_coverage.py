"""Pages of coverage, hours and questions: what they show to whom, and every step by a plain form."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.conftest import TESTER
from tests.web import edition_sample as sample
from tests.web.report_sample import event, sending
from tilannekuva.accounts.actions import add_person, agree
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.coverage import Rhythm
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.thresholds import Thresholds
from tilannekuva.intake.actions import load_vocabulary, open_need, remind, set_duty
from tilannekuva.intake.models import Effort, InformationNeed, NeedAnswer, Reminder, ReportingDuty
from tilannekuva.places.models import Area

pytestmark = pytest.mark.django_db

TODAY = dt.date.today()
LONG_AGO = TODAY - dt.timedelta(days=120)
QUESTION = dict.fromkeys(sample.CITY.languages, "Where are lights broken?")


@pytest.fixture(autouse=True)
def _vocabulary() -> None:
    load_vocabulary(kinds=sample.CITY.kinds, by=TESTER)


@pytest.fixture
def sample_area() -> Area:
    with unlocked():
        return Area.objects.create(
            code="A1", names={"en": "Alku"}, level="sub_district", is_finest=True, label_latitude=60.2,
            label_longitude=24.9, easting_m=0, northing_m=0, valid_from_on=dt.date(2020, 1, 1),
        )  # fmt: skip


def visible_text(page: str) -> str:
    """The words of a page, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def of(person: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def page(person: Any, address: str = "/coverage/") -> str:
    answer = of(person).get(address)
    assert answer.status_code == 200, answer.status_code
    return visible_text(answer.content.decode())


def somebody(organisation: Any, role: RoleName) -> Any:
    return add_person(
        email=f"{role}@example.invalid", display_name=role, language="en", organisation=organisation,
        roles={role: TODAY + dt.timedelta(days=9)}, password=None, by=TESTER,
    )  # fmt: skip


@pytest.fixture
def duty(school: Any) -> ReportingDuty:
    return set_duty(organisation=school, rhythm=Rhythm.WEEKLY, from_on=LONG_AGO, by=TESTER)


@pytest.mark.req("F-17")
def test_who_is_silent_stands_on_the_page_and_beside_the_inbox(duty: Any, bob: Any, sample_area: Any) -> None:
    shown = page(bob)
    assert "1 of 1 expected reporter silent" in shown
    assert "since the period from" in shown
    assert "Alku" in shown.split("Areas that nobody looks at", 1)[1]
    assert "1 of 1 expected reporter silent" in page(bob, "/inbox/")


def test_without_duties_the_page_says_what_next_and_the_inbox_nothing(bob: Any, alice: Any) -> None:
    assert "Nobody is expected to report yet" in page(bob)
    assert "Set a duty" in page(alice)
    assert "Set a duty" not in page(bob)
    assert "silent" not in page(bob, "/inbox/")


@pytest.mark.req("L-32")
def test_a_reporter_sees_the_own_line_alone(police: Any, school: Any, duty: Any) -> None:
    set_duty(organisation=police, rhythm=Rhythm.MONTHLY, from_on=LONG_AGO, by=TESTER)
    shown = page(somebody(police, RoleName.REPORTER))
    assert "Police" in shown
    assert "School" not in shown
    assert "1 of 1 expected" in shown
    assert "Areas that nobody looks at" not in shown
    assert "2 of 2 expected" in page(somebody(school, RoleName.LEADER))


def test_one_press_reminds_and_the_reporters_see_it(duty: Any, bob: Any, alice: Any) -> None:
    assert "your organisation is awaited" not in page(alice, "/report/")
    answer = of(bob).post(f"/coverage/{duty.public_id}/remind/", follow=True)
    assert "Reminded. Its reporters see it" in answer.content.decode()
    assert Reminder.objects.get().made_by == bob
    assert "your organisation is awaited" in page(alice, "/report/")
    assert "1 reminded" in page(bob)
    again = of(bob).post(f"/coverage/{duty.public_id}/remind/", follow=True)
    assert "reminded today already" in again.content.decode()


def test_a_word_ends_the_reminder(duty: Any, bob: Any, alice: Any) -> None:
    remind(duty=duty, thresholds=Thresholds(), by=viewer_of(bob))
    of(alice).post("/report/nothing/")
    assert "your organisation is awaited" not in page(alice, "/report/")


def test_a_duty_is_set_and_ended_by_forms(alice: Any, school: Any, sample_area: Any) -> None:
    form = {"reporter": "school", "rhythm": "monthly", "from_on": LONG_AGO.isoformat(), "areas": ["A1"]}
    of(alice).post("/coverage/new/", form)
    duty = ReportingDuty.objects.get()
    assert (duty.rhythm, duty.set_by, duty.duty_areas.get().area) == ("monthly", alice, sample_area)
    again = of(alice).post("/coverage/new/", form)
    assert again.status_code == 422
    assert "on that day or later already" in again.content.decode()
    of(alice).post(f"/coverage/{duty.public_id}/end/")
    duty.refresh_from_db()
    assert duty.valid_to_on == TODAY


@pytest.mark.req("C-09")
def test_doors_of_coverage_are_shut_to_others(duty: Any, bob: Any, school: Any) -> None:
    reporter = of(somebody(school, RoleName.REPORTER))
    for path in ("/coverage/new/", "/effort/", "/needs/new/"):
        assert reporter.get(path).status_code == 404
    assert reporter.post(f"/coverage/{duty.public_id}/remind/").status_code == 404
    assert of(bob).get("/coverage/new/").status_code == 404
    assert of(bob).post(f"/coverage/{duty.public_id}/end/").status_code == 404
    auditor = of(somebody(school, RoleName.AUDITOR))
    assert {auditor.get(path).status_code for path in ("/coverage/", "/needs/")} == {404}


@pytest.mark.req("F-04")
def test_hours_are_entered_and_unknown_effort_is_said(alice: Any, sample_area: Any) -> None:
    assert "Effort not known" in page(alice, "/effort/")
    week = TODAY - dt.timedelta(days=7)
    of(alice).post("/effort/", {"area": "A1", "week": week.isoformat(), "hours": "12.5"})
    entered = Effort.objects.get()
    assert (entered.hours, entered.week_starts_on.weekday()) == (12.5, 0)
    shown = page(alice, "/effort/")
    assert "Alku" in shown
    assert "Effort not known" in shown  # three of the four weeks are missing
    for n in range(2, 5):
        week = TODAY - dt.timedelta(days=7 * n)
        of(alice).post("/effort/", {"area": "A1", "week": week.isoformat(), "hours": "12.5"})
    assert "0 (0–7.4)" in page(alice, "/effort/")


def test_a_question_is_asked_answered_on_the_report_page_and_closed(
    bob: Any, alice: Any, sample_area: Any, school: Any
) -> None:
    agree(
        code="school-counts", gives=school, receives=None, data_class="counts", legal_ground="Invented",
        valid_from_on=LONG_AGO, valid_to_on=TODAY + dt.timedelta(days=9), by=TESTER,
    )  # fmt: skip
    form = {f"question_{language}": text for language, text in QUESTION.items()}
    form |= {"from_on": TODAY.isoformat(), "to_on": (TODAY + dt.timedelta(days=90)).isoformat()}
    of(bob).post("/needs/new/", form)
    need = InformationNeed.objects.get()
    assert "Where are lights broken?" in page(alice, "/report/")
    assert "Where are lights broken?" not in of(alice).get("/report/offline/").content.decode()
    of(alice).post("/report/", sending(event(need=str(need.pk))))
    assert NeedAnswer.objects.get().need == need
    assert "Signals that answer it: 1" in page(bob, "/needs/")
    # Who may not see exact counts learns that there is one or more, and no more (F-12).
    assert "Signals that answer it: 1–4" in page(somebody(school, RoleName.REPORTER), "/needs/")
    answers = {f"answer_{language}": "Under the bridge, mended since." for language in QUESTION}
    of(bob).post(f"/needs/{need.public_id}/close/", answers)
    assert "Under the bridge, mended since." in page(alice, "/needs/")
    assert "Where are lights broken?" not in page(alice, "/report/")


@pytest.mark.req("L-13")
def test_a_question_that_tells_who_somebody_is_comes_back_with_the_reason(bob: Any) -> None:
    form = {f"question_{language}": "Call 040 123 4567" for language in QUESTION}
    form |= {"from_on": TODAY.isoformat(), "to_on": TODAY.isoformat()}
    answer = of(bob).post("/needs/new/", form)
    assert answer.status_code == 422
    assert "tell who somebody is" in answer.content.decode()
    assert not InformationNeed.objects.exists()


def test_a_question_that_is_not_asked_cannot_be_answered(bob: Any, alice: Any, sample_area: Any) -> None:
    past = {"from_on": LONG_AGO, "to_on": LONG_AGO, "languages": sample.CITY.languages}
    need = open_need(question=QUESTION, by=viewer_of(bob), **past)  # type: ignore[arg-type]
    answer = of(alice).post("/report/", sending(event(need=str(need.pk))))
    assert answer.status_code == 422

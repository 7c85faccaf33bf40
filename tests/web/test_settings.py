"""The pages of settings: what stands on them, who opens them, and every step by a plain form."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.conftest import TESTER, _organisation, _person
from tests.web.report_sample import event, sending
from tests.web.test_coverage import of, page, somebody, visible_text
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.setting_values import value_of
from tilannekuva.intake.actions import load_vocabulary
from tilannekuva.intake.models import Signal
from tilannekuva.picture.queries import content_of, current_edition
from tilannekuva.places.models import Area
from tilannekuva.policy.models import SettingChange
from tilannekuva.project.city import current_city, folder_city

pytestmark = pytest.mark.django_db

ALPHA = "/settings/thresholds.alarm_alpha/"
WAIT = "/settings/thresholds.answer_within_days/"
NOTICE = {"fi": "Heinäkuussa hitaampaa.", "sv": "Långsammare i juli.", "en": "Slower in July."}


@pytest.fixture(autouse=True)
def _vocabulary() -> None:
    load_vocabulary(kinds=folder_city().kinds, by=TESTER)


@pytest.fixture
def olga(safety_unit: Any) -> Any:
    """The administrator."""
    return _person("Olga", safety_unit, RoleName.ADMINISTRATOR)


def kind_form(**more: Any) -> dict[str, Any]:
    theft = value_of(folder_city(), "kinds.theft")
    texts = {f"{part}_{code}": theft[part][code] for part in ("names", "definitions") for code in theft[part]}
    return {**texts, "iccs": "0502", "sort": "event", "reason": "For the tests", "seen": 0, **more}


def decide(person: Any, decision: str) -> str:
    change = SettingChange.objects.waiting().get()
    answer = of(person).post(f"/settings/changes/{change.public_id}/", {"decision": decision}, follow=True)
    return visible_text(answer.content.decode())


def test_every_setting_stands_with_its_value_and_where_it_comes_from(alice: Any) -> None:
    shown = page(alice, "/settings/")
    assert "False alarms of one series" in shown
    assert "Property is taken without force or threat." in shown
    assert "112 · When life, health or property is in immediate danger." in shown
    assert "Waits for a second person" not in shown
    of(alice).post(WAIT, {"value": 21, "reason": "Holidays", "seen": 0})
    shown = page(alice, "/settings/")
    assert "21 days Changed on" in shown
    assert "by Alice (Coordinator, School): Holidays" in shown
    assert "by Alice (Coordinator, School)" in page(alice, WAIT).partition("Changed on")[2]


@pytest.mark.req("C-09")
@pytest.mark.parametrize("role", RoleName)
def test_doors_are_shut_to_all_but_coordinators_and_administrators(
    alice: Any, school: Any, role: RoleName
) -> None:
    of(alice).post(ALPHA, {"value": 0.02, "reason": "x", "seen": 0})
    change = SettingChange.objects.get()
    client = of(somebody(school, role))
    keeper = role in (RoleName.COORDINATOR, RoleName.ADMINISTRATOR)
    for path in ("/settings/", ALPHA, "/settings/new-kind/"):
        assert client.get(path).status_code == (200 if keeper else 404)
    header = client.get("/account/").content.decode()
    assert ('href="/settings/"' in header) == keeper
    if not keeper:
        assert client.post(WAIT, {"value": 20, "reason": "x", "seen": 0}).status_code == 404
        assert (
            client.post(f"/settings/changes/{change.public_id}/", {"decision": "accept"}).status_code == 404
        )
        change.refresh_from_db()
        assert (change.state, SettingChange.objects.count()) == ("proposed", 1)


def test_protected_sources_stand_in_the_navigation_of_those_who_open_them(school: Any) -> None:
    for role in RoleName:
        client = of(somebody(school, role))
        opens = client.get("/sources/").status_code == 200
        assert ('href="/sources/"' in client.get("/account/").content.decode()) == opens
        assert opens == (role in (RoleName.COORDINATOR, RoleName.DATA_PROTECTION))


@pytest.mark.req("C-08")
def test_a_threshold_changes_by_two_people(alice: Any, olga: Any) -> None:
    answer = of(alice).post(ALPHA, {"value": 0.02, "reason": "Tried in spring", "seen": 0}, follow=True)
    assert "until then nothing changes" in visible_text(answer.content.decode())
    assert current_city().thresholds.alarm_alpha == 0.01
    own = page(alice, "/settings/")
    assert "Take it back" in own
    assert "Put into force" not in own
    other = page(olga, "/settings/")
    assert "Before: 1 % → After: 2 % Why: Tried in spring" in other
    assert "Put into force" in other
    assert "Reject" in other
    assert "Nobody decides" in decide(alice, "accept")
    assert "In force." in decide(olga, "accept")
    assert current_city().thresholds.alarm_alpha == 0.02
    history = page(alice, ALPHA)
    assert "decided by Olga (Administrator, Safety unit)" in history
    assert "agreed by Olga (Administrator, Safety unit)" in page(alice, "/settings/")


def test_a_proposal_is_rejected_or_taken_back_as_easily(alice: Any, olga: Any) -> None:
    for decision, person, said in (("reject", olga, "Rejected."), ("withdraw", alice, "Taken back.")):
        of(alice).post(ALPHA, {"value": 0.02, "reason": "Tried", "seen": 0})
        assert said in decide(person, decision)
    assert current_city().thresholds.alarm_alpha == 0.01
    history = page(alice, ALPHA)
    assert "Rejected" in history
    assert "Taken back" in history


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"value": 0.9, "reason": "x"}, "less than or equal to 0.2"),
        ({"value": "much", "reason": "x"}, "Enter a number"),
        ({"value": 0.02, "reason": ""}, "required"),
        ({"value": 0.01, "reason": "x"}, "This is its value already."),
        ({"value": 0.02, "reason": "Ask 040 123 4567"}, "tell who somebody is"),
    ],
)
def test_what_is_refused_comes_back_with_the_reason(alice: Any, form: dict[str, Any], said: str) -> None:
    answer = of(alice).post(ALPHA, {"seen": 0, **form})
    assert answer.status_code == 422
    assert said in visible_text(answer.content.decode())
    assert not SettingChange.objects.exists()


@pytest.mark.req("R-21")
def test_the_slower_of_two_keeps_what_they_wrote(alice: Any, olga: Any) -> None:
    of(alice).post(WAIT, {"value": 21, "reason": "Holidays", "seen": 0})
    answer = of(olga).post(WAIT, {"value": 10, "reason": "Zyzzyva", "seen": 0})
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "changed this setting meanwhile" in text
    assert "Zyzzyva" in text
    assert "21 days" in text


def test_a_preview_stores_nothing(alice: Any) -> None:
    names = {"names_en": "Theft of a bicycle", "preview": "1"}
    answer = of(alice).post("/settings/kinds.theft/", kind_form(**names))
    shown = visible_text(answer.content.decode())
    assert "This is how it would read" in shown
    assert "Theft of a bicycle" in shown
    assert not SettingChange.objects.exists()


def test_a_new_kind_is_offered_after_two_agree_and_a_retired_one_no_more(
    alice: Any, olga: Any, blackpool: Any
) -> None:
    names = {"names_fi": "Pyörävarkaus", "names_sv": "Cykelstöld", "names_en": "Theft of a bicycle"}
    of(alice).post("/settings/new-kind/", kind_form(code="bicycle_theft", **names))
    proposed = page(olga, "/settings/")
    assert "New kind: Theft of a bicycle" in proposed
    assert "Code bicycle_theft" in proposed
    assert "Theft of a bicycle" not in page(alice, "/report/")
    decide(olga, "accept")
    assert "Theft of a bicycle" in page(alice, "/report/")
    of(alice).post("/settings/kinds.bicycle_theft/", kind_form(retired="on", seen=1, **names))
    decide(olga, "accept")
    assert "Theft of a bicycle" not in page(alice, "/report/")
    assert "Theft of a bicycle (no longer in use)" in page(alice, "/settings/")
    answer = of(alice).post("/report/", sending(event(kind="bicycle_theft")))
    assert answer.status_code == 422
    assert not Signal.objects.exists()


def test_a_kind_of_a_code_that_is_taken_is_refused(alice: Any) -> None:
    taken = "A kind has this code already."
    for code, said in (
        ("theft", taken),
        ("Theft!", "lower-case letters, digits and underscores"),
        ("1theft", "begins with a letter"),
    ):
        answer = of(alice).post("/settings/new-kind/", kind_form(code=code, iccs="0501"))
        assert answer.status_code == 422
        assert said in visible_text(answer.content.decode())


def test_what_protects_counts_holds_for_the_picture_of_today(
    alice: Any, olga: Any, sample_finding: Any, reader: Any
) -> None:
    """A picture that was frozen before stays as it was; it is not the one that partners see any more."""
    before = current_edition(viewer_of(reader))
    of(alice).post("/settings/thresholds.smallest_count_partners/", {"value": 9, "reason": "x", "seen": 0})
    assert current_edition(viewer_of(reader)) == before
    decide(olga, "accept")
    after = current_edition(viewer_of(reader))
    assert before is not None
    assert after is not None
    assert (content_of(before)["smallest_count"], content_of(after)["smallest_count"]) == (5, 9)


def test_a_notice_stands_above_the_report_at_once_and_goes_again(alice: Any) -> None:
    form = {f"text_{language}": text for language, text in NOTICE.items()}
    address = "/settings/report_notice/"
    of(alice).post(address, {**form, "reason": "Holidays", "seen": 0})
    assert NOTICE["en"] in page(alice, "/report/")
    answer = of(alice).post(address, {"text_en": "English alone", "reason": "x", "seen": 1})
    assert "every language" in answer.content.decode()
    of(alice).post(address, {"text_fi": "", "reason": "Over", "seen": 1})
    assert NOTICE["en"] not in page(alice, "/report/")


@pytest.mark.req("L-12")
def test_a_number_to_call_changes_where_reporters_see_it(alice: Any) -> None:
    channel = value_of(folder_city(), "channels.police")
    texts = {f"{part}_{code}": channel[part][code] for part in ("names", "when") for code in channel[part]}
    form = {**texts, "phone": "0295 419 800", "web": "", "reason": "The number in force", "seen": 0}
    of(alice).post("/settings/channels.police/", form)
    assert "tel:0295419800" in of(alice).get("/report/").content.decode()


def test_what_is_no_setting_is_not_found(alice: Any) -> None:
    for key in ("thresholds.nothing", "kinds.nothing", "channels.nobody", "SECRET_KEY"):
        assert of(alice).get(f"/settings/{key}/").status_code == 404
    change = "00000000-0000-0000-0000-000000000000"
    assert of(alice).post(f"/settings/changes/{change}/", {"decision": "accept"}).status_code == 404


def test_the_days_offered_to_a_partner_are_the_setting(
    alice: Any, bob: Any, blackpool: Any, police: Any
) -> None:
    area = blackpool_area()
    of(alice).post("/report/", sending(event(area=area)))
    offered = (dt.date.today() + dt.timedelta(days=30)).isoformat()
    address = f"/inbox/{Signal.objects.get().public_id}/"
    assert offered not in of(alice).get(address).content.decode()
    wait = {"value": 30, "reason": "They are slow", "seen": 0}
    of(alice).post("/settings/thresholds.passed_on_answer_days/", wait)
    assert offered in of(alice).get(address).content.decode()


def blackpool_area() -> str:
    return str(Area.objects.filter(is_finest=True).values_list("code", flat=True)[0])


@pytest.mark.req("F-18")
def test_a_colleague_sees_who_must_agree_to_a_kind_and_what_to_do_where_nobody_can(
    alice: Any, colleague: Any, school: Any
) -> None:
    of(alice).post("/settings/new-kind/", kind_form(code="bicycle_theft"))
    shown = page(colleague, "/settings/")
    assert "Somebody of another organisation puts it into force." in shown
    assert "No other organisation has a coordinator or an administrator yet" in shown
    assert "Put into force" not in shown
    assert "takes two organisations" in decide(colleague, "accept")
    _person("Pia", _organisation("police", "Police", kind="police"), RoleName.COORDINATOR)
    assert "No other organisation has" not in page(colleague, "/settings/")

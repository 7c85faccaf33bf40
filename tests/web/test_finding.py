"""The page of a finding, and deciding on it."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.test import Client

from tilannekuva.accounts.actions import add_person
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.detection.actions import confirm, reject
from tilannekuva.detection.models import Finding
from tilannekuva.domain.errors import WrongState
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.states import REASONS_TO, FindingReason, FindingState
from tilannekuva.domain.viewer import system


def _client(person: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    return client


def _decide(client: Client, finding: Any, **values: str) -> Any:
    return client.post(f"/findings/{finding.public_id}/decide/", values)


def test_confirm_reject_and_take_back(sample_finding: Any, bob: Any) -> None:
    client = _client(bob)
    address = f"/findings/{sample_finding.public_id}/"
    assert "Nobody has decided yet" in client.get(address).content.decode()
    assert _decide(client, sample_finding, state="confirmed", reason="seen_on_the_spot").status_code == 302
    assert "Confirmed by a person" in client.get(address).content.decode()
    page = client.get(address).content.decode()
    assert "People have decided on this finding" in page
    assert "awaits a person" not in page
    assert _decide(client, sample_finding, state="rejected", reason="reporting_changed").status_code == 302
    assert _decide(client, sample_finding, state="open").status_code == 302
    page = client.get(address).content.decode()
    assert "The decision is taken back. The finding awaits one again." in page
    assert "Decision taken back" in page
    sample_finding.refresh_from_db()
    assert sample_finding.state == FindingState.OPEN
    assert sample_finding.decisions.count() == 3


def test_a_reload_after_a_refused_decision_shows_the_finding(sample_finding: Any, bob: Any) -> None:
    client = _client(bob)
    _decide(client, sample_finding, state="confirmed")
    answer = client.get(f"/findings/{sample_finding.public_id}/decide/")
    assert answer.headers["Location"] == f"/findings/{sample_finding.public_id}/"


def test_the_picture_follows_a_decision_at_once(sample_finding: Any, bob: Any) -> None:
    client = _client(bob)
    identifier = f'data-finding="{sample_finding.public_id}"'
    assert identifier in client.get("/").content.decode()
    _decide(client, sample_finding, state="rejected", reason="reporting_changed")
    assert identifier not in client.get("/").content.decode()
    _decide(client, sample_finding, state="open")
    assert identifier in client.get("/").content.decode()


@pytest.mark.parametrize(
    ("state", "reason"),
    [
        ("confirmed", ""),
        ("confirmed", "reporting_changed"),
        ("rejected", "seen_on_the_spot"),
        ("gone", "x"),
        ("", ""),
    ],
)
def test_a_decision_without_a_fitting_reason_is_refused(
    sample_finding: Any, bob: Any, state: str, reason: str
) -> None:
    answer = _decide(_client(bob), sample_finding, state=state, reason=reason)
    assert answer.status_code == 422
    assert "Choose a reason" in answer.content.decode()
    sample_finding.refresh_from_db()
    assert sample_finding.state == FindingState.OPEN
    assert not sample_finding.decisions.exists()


def test_confirming_takes_no_fewer_steps_than_rejecting(sample_finding: Any, bob: Any) -> None:
    """L-07: the same form, one choice and one press each."""
    page = _client(bob).get(f"/findings/{sample_finding.public_id}/").content.decode()
    for state, reasons in REASONS_TO.items():
        [form] = re.findall(rf'<form method="post".*?value="{state.value}".*?</form>', page, re.S)[:1]
        form = form[form.rindex("<form") :]
        assert form.count('type="radio"') == len(reasons)
        assert form.count('class="button-secondary"') == 1
        assert "checked" not in form


def test_unknown_and_forbidden_answer_alike(sample_finding: Any, bob: Any, charlie: Any) -> None:
    assert _client(bob).get(f"/findings/{uuid.uuid4()}/").status_code == 404
    answer = _client(charlie).get(f"/findings/{sample_finding.public_id}/")
    assert answer.status_code in (403, 404)
    assert "signals" not in answer.content.decode()


def test_who_may_only_read_sees_no_form_and_cannot_decide(sample_finding: Any, school: Any) -> None:
    import datetime as dt

    from tests.conftest import TESTER
    from tilannekuva.accounts.actions import add_person
    from tilannekuva.domain.role import RoleName

    reader = add_person(
        email="rita@example.invalid", display_name="Rita", language="en", organisation=school,
        roles={RoleName.REPORTER: dt.date.today() + dt.timedelta(days=9)}, password=None, by=TESTER,
    )  # fmt: skip
    client = _client(reader)
    page = client.get(f"/findings/{sample_finding.public_id}/").content.decode()
    assert 'name="reason"' not in page
    assert _decide(client, sample_finding, state="confirmed", reason="seen_on_the_spot").status_code == 404
    sample_finding.refresh_from_db()
    assert sample_finding.state == FindingState.OPEN


def test_how_often_a_rule_was_wrong_is_said(sample_finding: Any, bob: Any) -> None:
    client = _client(bob)
    address = f"/findings/{sample_finding.public_id}/"
    assert "not yet known" in client.get(address).content.decode()
    _decide(client, sample_finding, state="rejected", reason="reporting_changed")
    assert "Of 1 decided finding of this rule, people rejected 1" in client.get(address).content.decode()


def test_of_two_people_who_decide_at_once_the_second_is_told(sample_finding: Any, bob: Any) -> None:
    seen_by_the_second = Finding.objects.get(pk=sample_finding.pk)
    confirm(finding=sample_finding, reason=FindingReason.SEEN_ON_THE_SPOT, by=viewer_of(bob))
    with pytest.raises(WrongState, match="Somebody else decided"):
        reject(finding=seen_by_the_second, reason=FindingReason.TOO_LITTLE_TO_SAY, by=viewer_of(bob))
    assert Finding.objects.get(pk=sample_finding.pk).state == "confirmed"
    assert sample_finding.decisions.count() == 1


def test_a_rejected_finding_can_be_found_again_by_those_who_decide(
    sample_finding: Any, bob: Any, reporter: Any
) -> None:
    client = _client(bob)
    _decide(client, sample_finding, state="rejected", reason="reporting_changed")
    link = f'href="/findings/{sample_finding.public_id}/"'
    for address in ("/", f"/kinds/{sample_finding.kind.code}/"):
        page = client.get(address).content.decode()
        assert "Rejected findings (1)" in re.sub(r"\s+", " ", page).replace("</summary>", "")
        assert link in page
    assert link not in _client(reporter).get("/").content.decode()


@pytest.fixture
def reporter(school: Any) -> Any:
    """A reader who decides on nothing."""
    return add_person(
        email="rita@example.invalid", display_name="Rita", language="en", organisation=school,
        roles={RoleName.REPORTER: dt.date.today() + dt.timedelta(days=9)}, password="three grey herons at dawn",
        by=system("tester"),
    )  # fmt: skip


def test_the_course_of_its_own_places_stands_before_that_of_the_city(sample_finding: Any, bob: Any) -> None:
    page = _client(bob).get(f"/findings/{sample_finding.public_id}/").content.decode()
    own, city = page.index('id="own-trend-chart"'), page.index('id="trend-chart"')
    assert own < city
    [table] = re.findall(r'<table aria-labelledby="own-trend-heading">(.*?)</table>', page, re.S)
    counts = re.findall(r'<td class="number">([^<]*)</td>', table)
    assert counts == ["5", "4", "3", "0", "3", "0", "2", "0"]
    assert table.count("(in the finding)") == 3


def test_a_finding_of_before_courses_says_that_there_is_none(sample_finding: Any, bob: Any) -> None:
    from tests.web.edition_sample import CITY
    from tilannekuva.audit.locked import unlocked
    from tilannekuva.picture.actions import renew_editions

    del sample_finding.facts["course"]
    with unlocked():
        sample_finding.save()
    renew_editions(city=CITY, by=system("tester"))
    page = _client(bob).get(f"/findings/{sample_finding.public_id}/").content.decode()
    assert "There is no course of these places" in page
    assert 'id="own-trend-chart"' not in page
    assert 'id="trend-chart"' in page


def test_a_reader_sees_the_course_in_ranges(sample_finding: Any, alice: Any, school: Any) -> None:
    from tests.conftest import TESTER

    reader = add_person(
        email="rolf@example.invalid", display_name="Rolf", language="en", organisation=school,
        roles={RoleName.LEADER: dt.date.today() + dt.timedelta(days=9)}, password=None, by=TESTER,
    )  # fmt: skip
    page = _client(reader).get(f"/findings/{sample_finding.public_id}/").content.decode()
    [table] = re.findall(r'<table aria-labelledby="own-trend-heading">(.*?)</table>', page, re.S)
    counts = re.findall(r'<td class="number">([^<]*)</td>', table)
    assert counts == ["5–9", "1–4", "1–4", "0", "1–4", "0", "1–4", "0"]


def test_the_evidence_stands_before_the_decision_which_is_one_press_away(
    sample_finding: Any, bob: Any
) -> None:
    page = _client(bob).get(f"/findings/{sample_finding.public_id}/").content.decode()
    order = [
        page.index(f'id="{part}"') for part in ("map-heading", "trend-heading", "found-heading", "decision")
    ]
    assert order == sorted(order)
    assert page.index('href="#decision" accesskey="d"') < order[0]
    assert page.index('name="reason"') > order[-1]


def test_the_centre_of_an_area_is_told_in_degrees(sample_finding: Any, bob: Any) -> None:
    page = _client(bob).get(f"/findings/{sample_finding.public_id}/").content.decode()
    assert "60.200° N, 24.900° E" in page
    assert "in the middle of the city" in page


def test_a_refused_decision_is_told_before_the_evidence(sample_finding: Any, bob: Any) -> None:
    page = _decide(_client(bob), sample_finding, state="confirmed").content.decode()
    assert page.index('role="alert"') < page.index('id="map-heading"')


def test_without_a_script_there_is_a_still_map_and_the_way_to_the_tables(
    sample_finding: Any, bob: Any
) -> None:
    client = _client(bob)
    page = client.get(f"/findings/{sample_finding.public_id}/").content.decode()
    address = f"/findings/{sample_finding.public_id}/map.svg"
    without = "".join(re.findall(r"<noscript>.*?</noscript>", page, re.DOTALL))
    assert f'src="{address}"' in without
    for table in re.findall(r'href="#([\w-]+)"', without):
        assert f'id="{table}"' in page
    answer = client.get(address)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "image/svg+xml"
    assert client.get(f"/findings/{uuid.uuid4()}/map.svg").status_code == 404

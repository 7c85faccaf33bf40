"""The pages of phenomena and assessments: from a finding to what the picture says of it."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from typing import Any

import pytest
from django.test import Client

from tests.web import edition_sample as sample
from tilannekuva.detection.worker import work_once
from tilannekuva.domain.assessment import NEEDED_PARTS
from tilannekuva.picture.models import Assessment, Phenomenon
from tilannekuva.picture.queries import content_of, current_edition

WORDS = "Selling was seen at the station."


@pytest.fixture
def client_of_bob(bob: Any) -> Client:
    return _client(bob)


def _client(person: Any) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def opened(sample_finding: Any, client_of_bob: Client) -> Phenomenon:
    areas = [area.code for area in sample_finding.areas.all()]
    answer = client_of_bob.post(
        "/phenomena/new/",
        {"kind": sample_finding.kind.code, "areas": areas, "finding": str(sample_finding.public_id)},
    )
    assert answer.status_code == 302
    return Phenomenon.objects.get()


@pytest.fixture
def published(opened: Phenomenon, sample_finding: Any, client_of_bob: Client) -> Assessment:
    client_of_bob.post(f"/phenomena/{opened.public_id}/assess/")
    draft = Assessment.objects.get()
    answer = _post(client_of_bob, draft, "edit", _filled(sample_finding))
    assert answer.status_code == 302
    differs = {"stance": "differs", "text": "It only moved to the yards."}
    _post(client_of_bob, draft, "sign", differs)
    assert _post(client_of_bob, draft, "finish", {"act": "publish"}).status_code == 302
    draft.refresh_from_db()
    return draft


def _post(client: Client, draft: Assessment, step: str, words: dict[str, Any]) -> Any:
    """What a page sends: the words, and when that was written which stood on it."""
    draft.refresh_from_db()
    seen = draft.written_at.isoformat()
    return client.post(f"/assessments/{draft.public_id}/{step}/", {"seen": seen, **words})


def _filled(finding: Any, **other: Any) -> dict[str, Any]:
    return {
        **{part.value: WORDS for part in NEEDED_PARTS},
        "severity": "serious",
        "trend": "rising",
        "likelihood": "likely",
        "confidence": "moderate",
        "good_until": (dt.date.today() + dt.timedelta(days=60)).isoformat(),
        f"evidence-{finding.public_id}": "on",
        f"evidence-{finding.public_id}-reliability": "usually_reliable",
        f"evidence-{finding.public_id}-credibility": "probably_true",
        **other,
    }


def test_a_finding_leads_to_its_phenomenon_and_back(
    opened: Phenomenon, sample_finding: Any, client_of_bob: Client
) -> None:
    finding = client_of_bob.get(f"/findings/{sample_finding.public_id}/").content.decode()
    assert f"/phenomena/{opened.public_id}/" in finding
    page = client_of_bob.get(f"/phenomena/{opened.public_id}/").content.decode()
    assert f"/findings/{sample_finding.public_id}/" in page
    assert "Not measured yet" in page
    assert "Nobody has assessed it yet" in page


def test_the_next_run_measures_it(opened: Phenomenon, client_of_bob: Client) -> None:
    from tests.conftest import TESTER
    from tilannekuva.picture.actions import renew_editions

    run = work_once(sample.CITY)
    assert run is not None
    assert run.state == "done"
    renew_editions(city=sample.CITY, by=TESTER)
    page = client_of_bob.get(f"/phenomena/{opened.public_id}/").content.decode()
    assert "Not measured yet" not in page
    assert "What was measured" in page


def test_the_stage_is_set_with_a_reason_and_shown(opened: Phenomenon, client_of_bob: Client) -> None:
    address = f"/phenomena/{opened.public_id}/stage/"
    assert client_of_bob.post(address, {"stage": "emerging", "reason": ""}).status_code == 422
    assert client_of_bob.post(address, {"stage": "nonsense", "reason": "as_proposed"}).status_code == 422
    assert client_of_bob.post(address, {"stage": "emerging", "reason": "seen_in_own_work"}).status_code == 302
    for page in ("/", "/phenomena/", f"/phenomena/{opened.public_id}/"):
        assert 'class="stage stage-emerging"' in client_of_bob.get(page).content.decode()


@pytest.mark.req("S-06", "L-34")
def test_what_people_judge_stands_on_picture_and_page_apart(
    published: Assessment, client_of_bob: Client
) -> None:
    for page in ("/", "/phenomena/", f"/phenomena/{published.phenomenon.public_id}/"):
        text = client_of_bob.get(page).content.decode()
        [likely] = re.findall(r"People assess: [^<]*", text)[:1]
        assert "Likely (55–80 %)" in likely
        assert "onfidence" not in likely
        assert "Confidence: Moderate." in text
    page = client_of_bob.get(f"/phenomena/{published.phenomenon.public_id}/").content.decode()
    assert "It only moved to the yards." in page
    assert "graded B2" in page
    for heading in ("Observed facts", "Judgement", "Assumptions", "At least one other explanation"):
        assert f">{heading}<" in page


def test_the_edition_holds_what_was_judged(published: Assessment, bob: Any) -> None:
    from tilannekuva.accounts.queries import viewer_of

    edition = current_edition(viewer_of(bob))
    assert edition is not None
    [entry] = content_of(edition)["phenomena"]
    assert entry["assessment"]["id"] == str(published.public_id)
    assert entry["assessment"]["signatures"][0]["stance"] == "differs"


def test_a_draft_says_what_is_missing_and_cannot_be_published(
    opened: Phenomenon, sample_finding: Any, client_of_bob: Client
) -> None:
    client_of_bob.post(f"/phenomena/{opened.public_id}/assess/")
    draft = Assessment.objects.get()
    _post(client_of_bob, draft, "edit", _filled(sample_finding, confidence="", assumptions=""))
    page = client_of_bob.get(f"/assessments/{draft.public_id}/").content.decode()
    missing = page[page.index("Missing before") :][:400]
    assert "Confidence" in missing
    assert "Assumptions" in missing
    assert _post(client_of_bob, draft, "finish", {"act": "publish"}).status_code == 422


def test_words_that_the_gate_stops_stay_in_the_form_and_nowhere_else(
    opened: Phenomenon, sample_finding: Any, client_of_bob: Client
) -> None:
    client_of_bob.post(f"/phenomena/{opened.public_id}/assess/")
    draft = Assessment.objects.get()
    answer = _post(client_of_bob, draft, "edit", _filled(sample_finding, observed="Ask 131052-308T."))
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()
    draft.refresh_from_db()
    assert draft.parts == {}


def test_who_saves_over_other_words_is_told_and_loses_none(
    opened: Phenomenon, sample_finding: Any, client_of_bob: Client
) -> None:
    client_of_bob.post(f"/phenomena/{opened.public_id}/assess/")
    draft = Assessment.objects.get()
    early = draft.written_at.isoformat()
    _post(client_of_bob, draft, "edit", _filled(sample_finding))
    mine = _filled(sample_finding, observed="Mine.", seen=early)
    answer = _post(client_of_bob, draft, "edit", mine)
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "Somebody else changed this assessment meanwhile" in page
    assert "Mine." in page
    draft.refresh_from_db()
    assert draft.parts["observed"] == WORDS
    # The page that says so carries what the draft says now: who saves again has been told.
    [seen] = re.findall(r'name="seen" value="([^"]+)"', page)
    assert _post(client_of_bob, draft, "edit", {**mine, "seen": seen}).status_code == 302


def test_no_row_number_stands_on_the_page(opened: Phenomenon, client_of_bob: Client) -> None:
    client_of_bob.post(f"/phenomena/{opened.public_id}/assess/")
    page = client_of_bob.get(f"/assessments/{Assessment.objects.get().public_id}/edit/").content.decode()
    names = re.findall(r'name="evidence-([^"]+)"', page)
    assert names
    assert all(re.match(r"[0-9a-f]{8}-[0-9a-f]{4}-4", name) for name in names)


def test_a_new_version_shows_what_changed(
    published: Assessment, sample_finding: Any, client_of_bob: Client
) -> None:
    client_of_bob.post(f"/phenomena/{published.phenomenon.public_id}/assess/")
    draft = Assessment.objects.get(state="draft")
    _post(client_of_bob, draft, "edit", _filled(sample_finding, observed="Less was seen."))
    page = client_of_bob.get(f"/assessments/{draft.public_id}/").content.decode()
    assert f"<del>{WORDS}</del>" in page
    assert "<ins>Less was seen.</ins>" in page


def test_readers_read_and_decide_nothing(published: Assessment, reader: Any, charlie: Any) -> None:
    client, address = _client(reader), f"/phenomena/{published.phenomenon.public_id}/"
    page = client.get(address).content.decode()
    assert WORDS in page
    assert "Set the stage" not in page
    assert "Write a new version" not in page
    for path in ("stage/", "findings/", "assess/"):
        assert client.post(address + path).status_code in (403, 404)
    assert client.post(f"/assessments/{published.public_id}/sign/", {"stance": "agrees"}).status_code == 404
    assert client.get(f"/phenomena/{uuid.uuid4()}/").status_code == 404


def test_a_draft_is_nobodys_but_its_writers(opened: Phenomenon, reader: Any, client_of_bob: Client) -> None:
    client_of_bob.post(f"/phenomena/{opened.public_id}/assess/")
    draft = Assessment.objects.get()
    assert client_of_bob.get(f"/assessments/{draft.public_id}/").status_code == 200
    assert _client(reader).get(f"/assessments/{draft.public_id}/").status_code == 404


def test_pages_ask_the_database_no_more_with_more_phenomena(
    opened: Phenomenon, sample_finding: Any, client_of_bob: Client, django_assert_max_num_queries: Any
) -> None:
    client_of_bob.get("/phenomena/")
    with django_assert_max_num_queries(12):
        client_of_bob.get("/phenomena/")

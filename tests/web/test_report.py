"""The report page: what comes in through it, and what never does."""

from __future__ import annotations

import datetime as dt
import json
import re
import uuid
from typing import Any

import pytest
from django.test import Client

from tests.web import edition_sample as sample
from tests.web.report_sample import event, sending, with_words
from tilannekuva.accounts.actions import agree
from tilannekuva.audit.locked import unlocked
from tilannekuva.audit.models import AuditEntry
from tilannekuva.domain.viewer import system
from tilannekuva.intake.models import PhenomenonKind, Signal


@pytest.fixture
def reporter(sample_finding: Any, alice: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(alice)
    return client


def test_the_page_asks_five_things_and_no_more(reporter: Client) -> None:
    page = reporter.get("/report/").content.decode()
    fields = re.findall(r"<(?:input|select)\b[^>]*\brequired\b[^>]*>", page)
    required = {name for field in fields for name in re.findall(r'name="form-0-([a-z_]+)"', field)}
    # Those under "More" are filled in and folded away.
    assert required - {"stream", "severity", "n_events", "marking"} == {
        # What, when, how sure, own or heard. Where is one of three ways, so no browser can demand it.
        "kind", "occurred_on", "sureness", "observation"
    }  # fmt: skip
    assert not re.findall(r'<input[^>]*type="text"', page)


def test_the_page_alone_may_ask_where_one_is(reporter: Client) -> None:
    assert "geolocation=(self)" in reporter.get("/report/").headers["Permissions-Policy"]
    assert "geolocation=()" in reporter.get("/").headers["Permissions-Policy"]


@pytest.mark.req("L-17")
def test_a_point_becomes_a_square_and_is_kept_nowhere(reporter: Client) -> None:
    from tilannekuva.audit.locked import unlocked
    from tilannekuva.places.models import Area, Cell

    with unlocked():
        Cell.objects.create(
            code="E0N0", area=Area.objects.get(code="A1"), easting_m=125, northing_m=125,
            latitude=60.2, longitude=24.9,
            corners=json.dumps([[24.89, 60.19], [24.91, 60.19], [24.91, 60.21], [24.89, 60.21]]),
        )  # fmt: skip
    point = {"latitude": "60.2031", "longitude": "24.9027"}
    assert reporter.post("/report/", sending(event(area="", **point))).status_code == 302
    signal = Signal.objects.select_related("cell", "area").get()
    assert (signal.cell.code, signal.area.code) == ("E0N0", "A1")
    kept = json.dumps(
        [list(row.values()) for row in [*Signal.objects.values(), *AuditEntry.objects.values()]], default=str
    )
    # With the point of the decimals: four bare digits may also stand in a time of receipt.
    assert not any(digits in kept for digits in ("60.203", "24.902"))


def test_a_report_is_received_with_a_code(reporter: Client) -> None:
    answer = reporter.post("/report/", sending(event()), follow=True)
    signal = Signal.objects.get()
    page = answer.content.decode()
    assert answer.status_code == 200
    assert all(part in page for part in re.findall("....", signal.receipt_code))
    assert (signal.credibility, signal.observation, signal.area.code) == ("probably_true", "own", "A1")
    assert signal.owner.code == "school"


def test_sent_twice_it_comes_in_once(reporter: Client) -> None:
    report = sending(event(), event(1, time_band="night"))
    first, second = reporter.post("/report/", report), reporter.post("/report/", report)
    assert first.headers["Location"] == second.headers["Location"]
    assert Signal.objects.count() == 2


def test_another_event_keeps_what_was_written_and_stores_nothing(reporter: Client) -> None:
    answer = reporter.post("/report/", sending(event(kind=""), another="1"))
    page = answer.content.decode()
    assert 'name="form-1-kind"' in page
    assert 'name="form-TOTAL_FORMS" value="2"' in page
    assert "form-errors" not in page
    assert page.count('<option value="evening" selected>') == 2
    assert not Signal.objects.exists()


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"kind": ""}, "required"),
        ({"area": ""}, "Choose an area, or show the place on the map."),
        ({"latitude": "10", "longitude": "10"}, "lies outside the city"),
        ({"occurred_on": "2999-01-01"}, "has not come yet"),
        ({"kind": "nothing_of_ours"}, "What was chosen is not there any more."),
        ({"n_events": "0"}, "greater than or equal to 1"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_lost_or_stored(
    reporter: Client, changes: dict[str, str], says: str
) -> None:
    answer = reporter.post("/report/", sending(event(**changes)))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert '<option value="evening" selected>' in page
    assert not Signal.objects.exists()


def test_a_kind_that_was_retired_meanwhile_is_said_and_nothing_typed_is_lost(reporter: Client) -> None:
    reporter.get("/report/")
    with unlocked():
        PhenomenonKind.objects.filter(code=sample.DRUG_TRADE).update(is_retired=True)
    answer = reporter.post("/report/", sending(with_words("Valot pimeinä portailla", n_events="7")))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Street drug trade” was taken out of use while this page was open" in page
    assert "Choose another kind" in page
    for kept in ("Valot pimeinä portailla", 'value="7"', '<option value="A1" selected>'):
        assert kept in page
    assert not Signal.objects.exists()


@pytest.mark.req("L-11")
def test_before_sending_it_is_said_who_sees_which_field_and_on_which_ground(
    reporter: Client, school: Any
) -> None:
    page = reporter.get("/report/").content.decode()
    assert "Who sees what of it, and on which legal ground" in page
    assert "Nobody: they are not kept" in page
    assert "Your organisation has no agreement in force" in page
    today = dt.date.today()
    agree(
        code="school-counts", gives=school, receives=None, data_class="counts", legal_ground="Invented section 1",
        valid_from_on=today, valid_to_on=today, by=system("tester"),
    )  # fmt: skip
    page = reporter.get("/report/").content.decode()
    assert page.index("Invented section 1") < page.index("report-send")
    assert "to be confirmed by a lawyer" in page
    # What a device keeps names no partner.
    offline = reporter.get("/report/offline/").content.decode()
    assert "Invented section 1" not in offline
    assert "Nobody: they are not kept" in offline


def test_a_lost_id_is_given_anew(reporter: Client) -> None:
    answer = reporter.post("/report/", sending(event(), report_id="not-an-id"))
    assert answer.status_code == 422
    assert re.search(r'name="report_id" value="[0-9a-f-]{36}"', answer.content.decode())


def test_what_others_sent_looks_like_nothing(reporter: Client, bob: Any) -> None:
    location = reporter.post("/report/", sending(event())).headers["Location"]
    other = Client()
    other.force_login(bob)
    assert other.get(location).status_code == 404
    assert other.get(f"/report/received/{uuid.uuid4()}/").status_code == 404


def test_the_page_is_shut_for_those_who_do_not_report(sample_finding: Any, charlie: Any) -> None:
    client = Client()
    assert client.get("/report/").status_code == 302
    client.force_login(charlie)
    assert client.get("/report/").status_code == 403

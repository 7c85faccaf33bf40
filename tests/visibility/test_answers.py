"""An answer says nothing of other partners: it follows from the signal's own states and the partners' edition."""

from __future__ import annotations

import datetime as dt
import json
import re
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from tests.web.report_sample import event, sending
from tilannekuva.accounts.models import Organisation, Person
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.audit.locked import unlocked
from tilannekuva.audit.models import AuditEntry
from tilannekuva.detection.triage import actions
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.receipt_code import written_code
from tilannekuva.domain.states import SignalHandling, SignalJudgement
from tilannekuva.domain.thresholds import Thresholds
from tilannekuva.domain.triage import TriageReason
from tilannekuva.intake.actions import add_source
from tilannekuva.intake.models import Signal
from tilannekuva.publication.answers import Told, answer_of

pytestmark = [pytest.mark.django_db, pytest.mark.req("L-32")]

PROMISED = Thresholds().smallest_count_public


@pytest.fixture
def signal(sample_finding: Any, alice: Person) -> Signal:
    client = Client()
    client.force_login(alice)
    assert client.post("/report/", sending(event())).status_code == 302
    return Signal.objects.get()


def asked(code: str) -> str:
    """What the page says, without what differs at every request."""
    cache.clear()
    page = Client(headers={"accept-language": "en"}).post("/answer/", {"code": code}).content.decode()
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", page)


def add_like(signal: Signal, owner: Organisation, **values: Any) -> Signal:
    source = add_source(
        organisation=owner, code="other", by=viewer_of(Person.objects.get(email="alice@example.invalid"))
    )
    columns = (
        "kind",
        "area",
        "cell",
        "occurred_on",
        "time_band",
        "received_at",
        "stream",
        "severity",
        "marking",
    )
    with unlocked():
        return Signal.objects.create(
            owner=owner, source=source, **{name: getattr(signal, name) for name in columns} | values
        )


def test_rows_of_other_partners_change_no_letter(
    signal: Signal, police: Organisation, safety_unit: Organisation, bob: Person, colleague: Person
) -> None:
    by = viewer_of(colleague)
    actions.confirm(signals=[signal], reason=TriageReason.SEEN_ON_THE_SPOT, by=by)
    before = asked(signal.receipt_code)
    assert "Taken into account" in before
    others = [add_like(signal, owner) for owner in (police, safety_unit) for _ in range(7)]
    assert asked(signal.receipt_code) == before
    with unlocked():
        Signal.objects.filter(pk__in=[other.pk for other in others[:5]]).update(
            judgement=SignalJudgement.REFUTED, handling=SignalHandling.WITHDRAWN, marking=Marking.RED,
            occurred_on=signal.occurred_on - dt.timedelta(days=40),
        )  # fmt: skip
        Signal.objects.filter(pk__in=[other.pk for other in others[5:]]).update(
            owner=police, judgement=SignalJudgement.CONFIRMED, n_events=900
        )
    assert asked(signal.receipt_code) == before


def test_told_already_and_joined_read_alike(signal: Signal, colleague: Person) -> None:
    with unlocked():
        Signal.objects.filter(pk=signal.pk).update(handling=SignalHandling.JOINED)
    joined = asked(signal.receipt_code)
    with unlocked():
        Signal.objects.filter(pk=signal.pk).update(handling=SignalHandling.DUPLICATE)
    assert asked(signal.receipt_code) == joined
    assert "Joined to a phenomenon" in joined


def test_neither_owner_nor_reporter_nor_words_are_shown(
    signal: Signal, alice: Person, school: Organisation
) -> None:
    page = asked(signal.receipt_code)
    assert written_code(signal.receipt_code) in page
    for hidden in (alice.display_name, alice.email, school.names["en"], school.code, str(signal.public_id)):
        assert hidden not in page


@pytest.mark.req("C-22")
def test_unknown_codes_and_none_at_all_get_the_same_bytes(signal: Signal) -> None:
    unknown = asked("23456789BCDF")
    assert "No signal has this code" in unknown
    for typed in ("", "x", "2345-6789-bcdf", "0" * 12, "2" * 5000, "' OR 1=1 --", "\0"):
        assert asked(typed) == unknown
    assert asked(signal.receipt_code) != unknown


def test_the_code_leaves_no_trace(signal: Signal, caplog: pytest.LogCaptureFixture) -> None:
    n_entries = AuditEntry.objects.count()
    answer = Client().post("/answer/", {"code": signal.receipt_code})
    assert answer.status_code == 200
    assert "no-store" in answer["Cache-Control"]
    assert AuditEntry.objects.count() == n_entries
    assert signal.receipt_code not in caplog.text
    assert not any(
        signal.receipt_code in entry for entry in AuditEntry.objects.values_list("entry", flat=True)
    )
    assert Client().get(f"/answer/?code={signal.receipt_code}").content.decode().find("Received") == -1


@pytest.mark.req("C-21")
def test_an_address_asks_a_few_times_a_minute_whatever_it_asks(signal: Signal) -> None:
    cache.clear()
    client = Client(headers={"accept-language": "en"})
    statuses = [client.post("/answer/", {"code": "23456789BCDF"}).status_code for _ in range(12)]
    assert statuses == [200] * 10 + [429] * 2
    refused = client.post("/answer/", {"code": signal.receipt_code})
    assert (refused.status_code, refused["Retry-After"]) == (429, "60")
    assert "Taken" not in refused.content.decode()
    other = Client(REMOTE_ADDR="192.0.2.7").post("/answer/", {"code": signal.receipt_code})
    assert other.status_code == 200


def told(**values: Any) -> Told:
    given: dict[str, Any] = {
        "kind": "street_drug_trade", "area": "A1", "occurred_on": dt.date(2026, 6, 5), "received_on": dt.date(2026, 6, 6),
        "judgement": SignalJudgement.CONFIRMED, "handling": SignalHandling.IN_REVIEW, "last_step_on": None,
    }  # fmt: skip
    return Told(**given | values)


def edition(**finding: Any) -> dict[str, Any]:
    entry = {
        "id": "f1", "kind": "street_drug_trade", "area_codes": ["A1", "A2"], "first_on": "2026-06-01",
        "last_on": "2026-06-20", "state": "confirmed", "observed": 14, "n_organisations": 4,
    }  # fmt: skip
    return {
        "as_of": "2026-06-20",
        "kinds": [{"code": "street_drug_trade", "names": {"en": "Street drug trade"}}],
        "areas": [{"code": "A1", "names": {"en": "Alku"}}, {"code": "A2", "names": {"en": "Bulevardi"}}],
        "findings": [entry | finding],
    }


def led_to(told: Told, edition: dict[str, Any] | None) -> str:
    return answer_of(told, edition, "en", smallest_count=PROMISED).led_to


def test_what_it_led_to_names_kind_area_and_day_and_no_count() -> None:
    sentence = led_to(told(), edition())
    assert sentence.startswith("In the picture of")
    assert "more street drug trade in Alku than expected" in sentence
    assert "Bulevardi" not in sentence
    assert "14" not in sentence
    assert "4 org" not in sentence


@pytest.mark.parametrize(
    "hidden",
    [
        {"state": "open"}, {"state": "rejected"}, {"kind": "other"}, {"area_codes": ["A2"]}, {"observed": [1, 4]},
        {"observed": PROMISED - 1}, {"n_organisations": 1}, {"last_on": "2026-06-04"}, {"first_on": "2026-06-06"},
    ],
    ids=json.dumps,
)  # fmt: skip
def test_it_led_to_nothing_that_may_be_told(hidden: dict[str, Any]) -> None:
    assert led_to(told(), edition(**hidden)) == ""


def test_only_what_was_taken_up_led_to_anything() -> None:
    for judgement, handling in (
        (SignalJudgement.NOT_YET_JUDGED, SignalHandling.RECEIVED),
        (SignalJudgement.REFUTED, SignalHandling.JOINED),
        (SignalJudgement.CONFIRMED, SignalHandling.WITHDRAWN),
        (SignalJudgement.CONFIRMED, SignalHandling.OUT_OF_SCOPE),
    ):
        assert led_to(told(judgement=judgement, handling=handling), edition()) == ""
    assert led_to(told(), None) == ""

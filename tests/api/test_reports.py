"""The HTTP API: a key that can only send, a report that comes in once, refusals that repeat nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from tests.conftest import TESTER
from tilannekuva.accounts.actions import make_key, revoke_key
from tilannekuva.accounts.models import ApiKey
from tilannekuva.accounts.queries import key_of, keys_for, viewer_of, viewer_of_key
from tilannekuva.audit.models import AuditEntry
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.errors import NotAllowed, RuleBroken
from tilannekuva.domain.rules.people import LONGEST_KEY_DAYS
from tilannekuva.intake.models import Report, Signal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]

ADDRESS = "/api/v1/reports"


def _signal(**changed: Any) -> dict[str, Any]:
    return {"kind": "damage", "area": "A1", "occurred_on": "2026-06-01"} | changed


def _send(client: Client, key: str, *signals: dict[str, Any], **changed: Any) -> Any:
    body = {"report_id": str(uuid.uuid4()), "signals": list(signals) or [_signal()]} | changed
    return client.post(ADDRESS, body, content_type="application/json", headers={"X-Api-Key": key})


def test_a_report_comes_in_and_its_receipt_says_so(client: Client, key: str, school: Any) -> None:
    report_id = str(uuid.uuid4())
    answer = _send(client, key, _signal(), _signal(kind="robbery"), report_id=report_id)
    assert answer.status_code == 201
    receipt = answer.json()
    assert (receipt["type"], receipt["report_id"]) == ("tilannekuva.receipt", report_id)
    signals = Signal.objects.order_by("pk")
    assert [signal["receipt_code"] for signal in receipt["signals"]] == [s.receipt_code for s in signals]
    assert {signal.owner for signal in signals} == {school}
    assert {signal.recorded_by for signal in signals} == {None}
    entry = AuditEntry.objects.get(act="report.received")
    assert entry.by == f"key:{ApiKey.objects.get().public_id}"


@pytest.mark.req("R-03")
def test_a_report_sent_again_gets_the_same_answer_and_comes_in_once(client: Client, key: str) -> None:
    report_id = str(uuid.uuid4())
    first, again = (_send(client, key, report_id=report_id) for _ in range(2))
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert Signal.objects.count() == Report.objects.count() == 1


@pytest.mark.req("R-05")
def test_the_id_of_a_report_stands_for_one_report(client: Client, key: str) -> None:
    report_id = str(uuid.uuid4())
    _send(client, key, report_id=report_id)
    assert _send(client, key, _signal(kind="robbery"), report_id=report_id).status_code == 422
    without = client.post(
        ADDRESS, {"signals": [_signal()]}, content_type="application/json", headers={"X-Api-Key": key}
    )
    assert without.status_code == 400
    assert without.json()["faults"][0]["where"] == "report_id"
    assert Signal.objects.get().kind.code == "damage"


@pytest.mark.req("L-15")
def test_words_pass_the_gate_or_nothing_comes_in(client: Client, key: str, alice: Any) -> None:
    refused = _send(client, key, _signal(), _signal(text="Call him: 040 123 4567"))
    assert refused.status_code == 422
    assert refused.json()["faults"][0]["where"] == "signals.1.text"
    assert "123 4567" not in refused.content.decode()
    assert not Signal.objects.exists()
    assert _send(client, key, _signal(text="The lamp post at the corner is broken.")).status_code == 201
    assert Signal.objects.get().text.text == "The lamp post at the corner is broken."
    asked = _signal(text="Words about Roma people are sprayed on the wall.")
    assert _send(client, key, asked).status_code == 422
    assert _send(client, key, asked | {"text_reason": "aimed_at_a_group"}).status_code == 201


@pytest.mark.req("L-17")
def test_a_point_becomes_a_cell_and_is_not_kept(client: Client, key: str) -> None:
    answer = _send(client, key, _signal(area="", latitude=60.2034567, longitude=24.9012345))
    assert answer.status_code == 201
    signal = Signal.objects.select_related("cell", "area").get()
    assert (signal.cell.code, signal.area.code) == ("c1", "A1")


@pytest.mark.parametrize(
    ("changed", "where", "said"),
    [
        ({"kind": "no-such"}, "signals.0", "no-such"),
        ({"area": "Z9"}, "signals.0", "Z9"),
        ({"area": ""}, "signals.0", "area"),
        ({"area": "", "latitude": 24.9, "longitude": 60.2}, "signals.0", "outside"),
        ({"occurred_on": "2999-01-01"}, "signals", "has not come"),
        ({"occurred_on": "1.6.2026"}, "signals.0.occurred_on", "date"),
        ({"latitude": 91}, "signals.0.latitude", "90"),
        ({"n_events": 0}, "signals.0.n_events", "1"),
        ({"stream": "police_call_out"}, "signals.0", "police_call_out"),
        ({"marking": "clear"}, "signals.0.marking", ""),
        ({"owner": "police"}, "signals.0.owner", ""),
        ({"suspect": "N.N."}, "signals.0.suspect", ""),
    ],
)
def test_what_is_wrong_is_told_and_nothing_is_stored(
    client: Client, key: str, changed: dict[str, Any], where: str, said: str
) -> None:
    answer = _send(client, key, _signal(), _signal(**changed))
    assert answer.status_code == 422
    [fault] = answer.json()["faults"]
    assert fault["where"] == where.replace("signals.0", "signals.1")
    assert said in fault["reason"]
    assert not Signal.objects.exists()


@pytest.mark.req("L-16")
def test_a_refusal_repeats_nothing_of_what_was_sent(client: Client, key: str) -> None:
    canary = "canary-5e1f"
    for signal in (_signal(note=canary), _signal(occurred_on=canary), _signal(n_events=canary), canary):
        answer = _send(client, key, signal)  # type: ignore[arg-type]
        assert answer.status_code == 422
        assert canary not in answer.content.decode()
    broken = client.post(ADDRESS, canary, content_type="application/json", headers={"X-Api-Key": key})
    assert broken.status_code == 400
    assert canary not in broken.content.decode()


def test_only_a_key_in_force_opens(client: Client, key: str) -> None:
    for secret in ("", "wrong", key[:-1]):
        assert _send(client, secret).status_code == 401
    with time_machine.travel(dt.datetime.now(tz=dt.UTC) + dt.timedelta(days=31)):
        assert _send(client, key).status_code == 401
    revoke_key(key=ApiKey.objects.get(), by=TESTER)
    assert _send(client, key).status_code == 401
    assert not Signal.objects.exists()


def test_a_person_signed_in_has_no_key(client: Client, alice: Any) -> None:
    client.force_login(alice)
    assert _send(client, "").status_code == 401


def test_a_key_reads_nothing_not_even_its_own_signals(client: Client, key: str) -> None:
    _send(client, key)
    viewer = viewer_of_key(ApiKey.objects.get())
    assert not viewer.is_system
    assert not viewer.reads_picture
    assert not Signal.objects.visible_to(viewer).exists()


def test_every_operation_asks_for_a_key(client: Client) -> None:
    """Deny by default, as for pages; the description alone is open."""
    paths = client.get("/api/v1/openapi.json").json()["paths"]
    operations = [(path, method) for path, methods in paths.items() for method in methods]
    assert ("/api/v1/reports", "post") in operations
    for path, method in operations:
        assert paths[path][method]["security"] == [{"KeyOfAnOrganisation": []}]
        assert getattr(client, method)(path).status_code == 401


def test_the_addresses_of_the_api_are_known() -> None:
    """What opens without a page's door: to make this list longer is a decision, not an accident."""
    [resolver] = [r for r in get_resolver().url_patterns if getattr(r, "namespace", None) == "api"]
    assert {pattern.name for pattern in _patterns(resolver)} == {
        "api-root", "list_areas", "list_kinds", "openapi-json", "send_report",
        "open311_discovery", "open311_request", "open311_requests", "open311_service", "open311_services",
    }  # fmt: skip


def _patterns(resolver: URLResolver) -> list[URLPattern]:
    found: list[URLPattern] = []
    for pattern in resolver.url_patterns:
        found += _patterns(pattern) if isinstance(pattern, URLResolver) else [pattern]
    return found


def test_kinds_and_areas_tell_the_codes(client: Client, key: str) -> None:
    headers = {"X-Api-Key": key}
    codes = [kind["code"] for kind in client.get("/api/v1/kinds", headers=headers).json()]
    assert "damage" in codes
    assert client.get("/api/v1/areas", headers=headers).json() == [
        {"code": "A1", "names": {"en": "Alku", "fi": "Alku"}}
    ]


def test_reasons_come_in_the_language_asked_for(client: Client, key: str) -> None:
    body = {"report_id": str(uuid.uuid4()), "signals": [_signal(kind="no-such")]}
    headers = {"X-Api-Key": key, "Accept-Language": "fi"}
    answer = client.post(ADDRESS, body, content_type="application/json", headers=headers)
    assert "no-such" in answer.json()["faults"][0]["reason"]
    assert "There is no" not in answer.json()["faults"][0]["reason"]


def test_keys_are_made_by_administrators_and_end(school: Any, alice: Any) -> None:
    today = today_on(settings.TIME_ZONE)
    with pytest.raises(NotAllowed):
        make_key(organisation=school, program="p", expires_on=today, by=viewer_of(alice))
    for ends_on in (today - dt.timedelta(days=1), today + dt.timedelta(days=LONGEST_KEY_DAYS + 1)):
        with pytest.raises(RuleBroken):
            make_key(organisation=school, program="p", expires_on=ends_on, by=TESTER)
    key, secret = make_key(organisation=school, program="p", expires_on=today, by=TESTER)
    assert secret not in str(AuditEntry.objects.values_list("entry", flat=True))
    assert key_of(secret) == key
    assert not keys_for(viewer_of(alice)).exists()

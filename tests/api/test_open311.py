"""Open311 GeoReport v2, the way in for apps of residents: a strict filter, and answers in both forms."""

from __future__ import annotations

import uuid
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from tilannekuva.audit.models import AuditEntry
from tilannekuva.intake.models import Signal

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]

ADDRESS = "/api/open311/v2/"
PERSONAL = {
    "first_name": "canary-first", "last_name": "canary-last", "email": "canary@example.invalid",
    "phone": "canary-phone", "device_id": "canary-device", "account_id": "canary-account",
    "media_url": "https://example.invalid/canary.jpg", "address_string": "canary street 1 A 2",
}  # fmt: skip


def _post(client: Client, key: str, form: str = "json", **changed: Any) -> Any:
    body = {"api_key": key, "service_code": "damage", "lat": "60.205", "long": "24.905"} | changed
    headers = {"Idempotency-Key": body.pop("idempotency_key")} if "idempotency_key" in body else {}
    return client.post(f"{ADDRESS}requests.{form}", body, headers=headers)


def test_a_request_becomes_a_signal_of_residents(client: Client, key: str) -> None:
    answer = _post(client, key)
    assert answer.status_code == 201
    [record] = answer.json()
    signal = Signal.objects.select_related("cell", "kind").get()
    assert record["service_request_id"] == str(signal.public_id)
    assert signal.receipt_code in record["service_notice"]
    assert (signal.kind.code, signal.cell.code, signal.stream) == ("damage", "c1", "citizen_report")


@pytest.mark.req("S-13")
def test_nothing_about_the_sender_is_kept(client: Client, key: str, django_db_blocker: Any) -> None:
    from django.apps import apps

    assert _post(client, key, **PERSONAL).status_code == 201
    rows = [str(list(model.objects.values())) for model in apps.get_models() if model._meta.managed]
    assert not any("canary" in row for row in rows)


def test_words_about_a_person_are_refused_and_not_repeated(client: Client, key: str) -> None:
    answer = _post(client, key, description="Call Matti Meikäläinen 040 123 4567")
    assert answer.status_code == 400
    assert "123 4567" not in answer.content.decode()
    assert not Signal.objects.exists()


def test_a_retry_with_its_id_comes_in_once(client: Client, key: str) -> None:
    idempotency_key = str(uuid.uuid4())
    first, again = (_post(client, key, idempotency_key=idempotency_key) for _ in range(2))
    assert first.json() == again.json()
    assert Signal.objects.count() == 1
    assert _post(client, key, idempotency_key="seven").status_code == 400


@pytest.mark.parametrize(
    "changed",
    [
        {"lat": "", "long": ""},
        {"lat": "60.205"} | {"long": ""},
        {"lat": "north"},
        {"lat": "10", "long": "10"},
        {"service_code": "no-such"},
        {"lat": "", "long": "", "address_id": "Z9"},
    ],
)
def test_a_request_without_a_place_or_kind_is_refused(client: Client, key: str, changed: Any) -> None:
    answer = _post(client, key, "xml", **changed)
    assert answer.status_code == 400
    root = ElementTree.fromstring(answer.content)
    assert (root.tag, root[0].tag) == ("errors", "error")
    assert root.findtext("error/code") == "400"
    assert not Signal.objects.exists()


def test_an_area_is_named_by_its_code(client: Client, key: str) -> None:
    assert _post(client, key, lat="", long="", address_id="A1").status_code == 201
    assert Signal.objects.get().cell is None


def test_only_a_key_sends_and_nobody_lists(client: Client, key: str) -> None:
    assert _post(client, "wrong").status_code == 403
    assert client.get(f"{ADDRESS}requests.json?api_key={key}").status_code == 403
    # A key in an address would stand in the logs of every proxy on the way.
    assert client.post(f"{ADDRESS}requests.json?api_key={key}", {"service_code": "damage"}).status_code == 403


def test_services_are_the_kinds_in_the_language_asked_for(client: Client) -> None:
    listed = client.get(f"{ADDRESS}services.json", headers={"Accept-Language": "sv"}).json()
    assert {service["type"] for service in listed} == {"realtime"}
    codes = [service["service_code"] for service in listed]
    root = ElementTree.fromstring(client.get(f"{ADDRESS}services.xml").content)
    assert [element.text for element in root.iter("service_code")] == codes
    assert client.get(f"{ADDRESS}services/damage.json").json()["attributes"] == []
    assert client.get(f"{ADDRESS}services/none.xml").status_code == 404
    endpoint = client.get(f"{ADDRESS}discovery.json").json()["endpoints"][0]
    assert endpoint["url"].endswith("/api/open311/v2")
    assert (
        ElementTree.fromstring(client.get(f"{ADDRESS}discovery.xml").content).find("endpoints/endpoint/url")
        is not None
    )


def test_where_a_request_stands_is_told_by_its_id_alone(client: Client, key: str) -> None:
    [record] = _post(client, key).json()
    [told] = client.get(f"{ADDRESS}requests/{record['service_request_id']}.json").json()
    assert told["status"] == "open"
    assert set(told) == {"service_request_id", "status", "service_name", "service_code", "requested_datetime"}
    assert client.get(f"{ADDRESS}requests/{uuid.uuid4()}.json").status_code == 404
    assert AuditEntry.objects.filter(act="report.received").count() == 1

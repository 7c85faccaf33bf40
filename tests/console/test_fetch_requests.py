"""Residents' requests of another system come in once each, with place, kind and day and nothing else."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine

from tests.api.conftest import places  # noqa: F401  a vocabulary, an area and a cell
from tilannekuva.accounts.models import Organisation
from tilannekuva.audit.models import AuditEntry
from tilannekuva.console import fetch_command
from tilannekuva.console.web_address import get_json
from tilannekuva.domain.errors import BadInput
from tilannekuva.intake.models import Signal

from .conftest import Command

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("places")]

SERVICE = ("--service", "180=damage")


def _request(number: int, **changed: Any) -> dict[str, Any]:
    return {
        "service_request_id": str(number), "service_code": "180", "lat": 60.205, "long": 24.905,
        "requested_datetime": "2026-05-30T22:30:00Z", "description": "canary words",
        "first_name": "canary", "address": "canary street 1", "media_url": "https://example.invalid/canary.jpg",
    } | changed  # fmt: skip


@pytest.fixture(autouse=True)
def installed(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    city = SimpleNamespace(time_zone="Europe/Helsinki")
    monkeypatch.setattr(fetch_command, "start_installed", lambda home: (None, city))
    monkeypatch.setenv("TILANNEKUVA_HOME", "var/none")
    with time_machine.travel("2026-06-15T12:00:00Z", tick=False):
        yield


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    file = tmp_path / "requests.json"
    file.write_text(json.dumps([_request(1), _request(2, service_code="999"), _request(3, lat="")]))
    return file


@pytest.mark.req("S-13")
def test_a_saved_answer_comes_in_once(command: Command, school: Organisation, saved: Path) -> None:
    for expected in ("1 request became a signal", "0 requests became signals"):
        done = command("fetch-requests", saved, "--organisation", school.code, *SERVICE)
        assert done.code == 0, done
        assert expected in done.out
        assert "1 · Of a service that was not asked for" in done.out
        assert "1 · A request has no place" in done.out
    signal = Signal.objects.select_related("cell", "kind").get()
    # 22.30 in Greenwich is 1.30 of the next day in Helsinki.
    assert (signal.occurred_on.isoformat(), signal.time_band) == ("2026-05-31", "night")
    assert (signal.cell and signal.cell.code, signal.kind.code, signal.stream) == (
        "c1",
        "damage",
        "citizen_report",
    )
    assert AuditEntry.objects.filter(act="requests.fetched").count() == 2


@pytest.mark.req("S-13")
def test_nothing_else_of_a_request_is_kept(command: Command, school: Organisation, saved: Path) -> None:
    from django.apps import apps

    assert command("fetch-requests", saved, "--organisation", school.code, *SERVICE).code == 0
    rows = [str(list(model.objects.values())) for model in apps.get_models() if model._meta.managed]
    assert not any("canary" in row for row in rows)


def test_what_cannot_be_asked_is_refused(command: Command, school: Organisation, tmp_path: Path) -> None:
    by = ("--organisation", school.code)
    wrong = tmp_path / "wrong.json"
    wrong.write_text("{}")
    assert command("fetch-requests", wrong, *by, *SERVICE).complained("no list of requests")
    wrong.write_text("PK")
    assert command("fetch-requests", wrong, *by, *SERVICE).complained("no JSON")
    assert command("fetch-requests", tmp_path / "none.json", *by, *SERVICE).complained("cannot be read")
    assert command("fetch-requests", wrong, *by, "--service", "180").complained("SERVICE=KIND")
    assert command("fetch-requests", wrong, *by, "--service", "180=no-such").complained(
        "no kind", "Known are"
    )
    assert command("fetch-requests", wrong, *by, *SERVICE, "--since", "2026-06-16").complained("--since")
    assert command("fetch-requests", "http://example.invalid", *by, *SERVICE).complained("not be encrypted")
    assert not Signal.objects.exists()


class _City(BaseHTTPRequestHandler):
    """A city's interface with 1,500 requests on 5 June: it answers with 1,000 at most, as GeoReport v2 allows."""

    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        self.asked.append(self.path)
        if address.path == "/moved/requests.json":
            self.send_response(302)
            self.send_header("Location", "/v2/requests.json")
            self.end_headers()
            return
        first, last = (parse_qs(address.query)[name][0][:10] for name in ("start_date", "end_date"))
        days = [f"2026-06-{day:02}" for day in range(1, 16) if first <= f"2026-06-{day:02}" <= last]
        found = [
            _request(number, requested_datetime=f"{day}T12:00:00Z")
            for day in days
            for number in range(int(day[-2:]) * 1000, int(day[-2:]) * 1000 + 300)
        ]
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps(found[:1000]).encode())

    def log_message(self, *_arguments: object) -> None:
        """Stay silent."""


@pytest.fixture
def address() -> Iterator[str]:
    with HTTPServer(("127.0.0.1", 0), _City) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.mark.enable_socket
def test_an_answer_that_is_cut_off_is_asked_for_in_halves(
    command: Command, school: Organisation, address: str
) -> None:
    by = ("--organisation", school.code, *SERVICE, "--since", "2026-06-01")
    done = command("fetch-requests", f"{address}/v2/", *by)
    assert done.code == 0, done
    assert Signal.objects.count() == 15 * 300


@pytest.mark.enable_socket
@pytest.mark.req("C-28")
def test_no_other_address_is_asked(address: str) -> None:
    with pytest.raises(BadInput, match="302"):
        get_json(f"{address}/moved/requests.json")

"""Handing a file in by the web, and what is then looked for: shared by the tests of imports."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client

from tilannekuva.accounts.models import Person
from tilannekuva.domain.city import City
from tilannekuva.intake.import_worker import work_once
from tilannekuva.intake.models import ImportJob

AREA = "E05001643"
CANARY = "Matti Meikäläinen 131052-308T"
FILE = (
    "id,date,area,kind,remark\n"
    f"1,2026-03-01,{AREA},damage,{CANARY}\n"
    f"2,2026-03-02,{AREA},damage,\n"
    f"3,,{AREA},damage,\n"
)
Send = Callable[..., ImportJob]


@pytest.fixture
def partner(client: Client, alice: Person, blackpool: City) -> Client:
    client.force_login(alice)
    return client


@pytest.fixture
def hand_in(partner: Client) -> Send:
    def hand_in(
        content: str | bytes = FILE, *, work: Any = None, name: str = "x.csv", **more: str
    ) -> ImportJob:
        raw = content.encode() if isinstance(content, str) else content
        sent = {
            "tells": "signals", "stream": "partner_observation", "source": "file", "marking": "amber",
            "file": SimpleUploadedFile(name, raw),
        }  # fmt: skip
        answer = partner.post("/import/", sent | more)
        assert answer.status_code == 302, answer.content.decode()
        return ImportJob.objects.get(public_id=answer.headers["Location"].split("/")[2])

    return hand_in


def read(city: City) -> ImportJob:
    job = work_once(city)
    assert job is not None
    return job


def everything_stored() -> bytes:
    """Every cell of every table."""
    cells = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            cells += [repr(row).encode() for row in cursor.fetchall()]
    return b"\n".join(cells)

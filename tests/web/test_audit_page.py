"""The page of the audit: for auditors alone, and to read it is written down too."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client

from tests.conftest import PASSWORD, TESTER
from tilannekuva.accounts.actions import add_person
from tilannekuva.accounts.models import Organisation, Person
from tilannekuva.audit import schema_check
from tilannekuva.audit.actions import record
from tilannekuva.audit.models import AuditEntry
from tilannekuva.domain.role import RoleName
from tilannekuva.web.pages.audit import ENTRIES_ON_PAGE

pytestmark = [pytest.mark.django_db, pytest.mark.req("L-29")]


def add(organisation: Organisation, role: RoleName) -> Person:
    return add_person(
        email=f"{role}@example.invalid",
        display_name=role.title(),
        language="en",
        organisation=organisation,
        roles={role: dt.date.today() + dt.timedelta(days=9)},
        password=PASSWORD,
        by=TESTER,
    )


@pytest.fixture
def gustav(safety_unit: Organisation) -> Person:
    return add(safety_unit, RoleName.AUDITOR)


@pytest.fixture
def desk(client: Client, gustav: Person) -> Client:
    client.force_login(gustav)
    return client


def acts(page: str) -> list[str]:
    return re.findall(r'<td data-label="Act">([^<]*)</td>', page)


def page_of(desk: Client, query: str = "") -> str:
    answer = desk.get(f"/audit/{query}")
    assert answer.status_code == 200
    return unescape(answer.content.decode())


def test_only_an_auditor_opens_it(client: Client, safety_unit: Organisation, gustav: Person) -> None:
    for role in set(RoleName) - {RoleName.AUDITOR}:
        client.force_login(add(safety_unit, role))
        assert client.get("/audit/").status_code == 404
        assert 'href="/audit/"' not in client.get("/").content.decode()
    client.force_login(gustav)
    assert 'href="/audit/"' in client.get("/").content.decode()
    assert client.get("/audit/").status_code == 200


def test_each_look_is_one_entry_and_the_next_look_shows_it(desk: Client, gustav: Person) -> None:
    looks = AuditEntry.objects.filter(act="page.read", object_type="audit", by=f"person:{gustav.pk}")
    page_of(desk)
    assert looks.count() == 1
    assert acts(page_of(desk))[0] == "Page read"
    assert looks.count() == 2


def test_it_shows_ids_and_closed_words_and_never_the_detail(desk: Client, gustav: Person) -> None:
    record("role.given", by=TESTER, object_type="person", object_id="77", detail={"word": "kept apart"})
    page = page_of(desk)
    assert "<code>person</code>" in page
    assert '<code class="id">77</code>' in page
    assert "kept apart" not in page
    # By their number, never by name: who is signed in stands in the head of the page alone.
    table = page[page.index('<table class="list">') :]
    assert gustav.display_name not in table
    assert gustav.email not in page


def test_the_choice_stands_in_the_address_and_narrows_the_list(
    desk: Client, safety_unit: Organisation
) -> None:
    record("run.done", by=TESTER, object_type="run", object_id="r1")
    record("run.done", by=TESTER, object_type="run", object_id="r2")
    assert acts(page_of(desk, "?act=run.done")) == ["Run done", "Run done"]
    assert acts(page_of(desk, "?object_type=run&object_id=r2")) == ["Run done"]
    page_of(desk)
    assert set(acts(page_of(desk, f"?organisation={safety_unit.pk}"))) == {"Page read"}
    assert "No entry fits" in page_of(desk, "?until_on=2020-01-01")
    today = dt.date.today()
    assert acts(page_of(desk, f"?act=run.done&from_on={today - dt.timedelta(days=2)}")) == ["Run done"] * 2
    assert f'value="{today.isoformat()}"' in page_of(desk, f"?from_on={today.isoformat()}")


@pytest.mark.parametrize(
    "query", ["?act=nonsense", "?organisation=x", "?from_on=yesterday", "?before=0", "?until_on=9999-12-31"]
)
def test_what_cannot_be_understood_is_told_or_shows_all(desk: Client, query: str) -> None:
    record("run.done", by=TESTER, object_type="run", object_id="r1")
    assert "Run done" in acts(page_of(desk, query))


def test_the_list_is_read_page_by_page_without_losing_an_entry(desk: Client) -> None:
    for number in range(ENTRIES_ON_PAGE * 2 + 1):
        record("run.done", by=TESTER, object_type="run", object_id=f"r{number}")
    seen: list[str] = []
    query = "?act=run.done"
    while query:
        page = page_of(desk, query)
        seen += re.findall(r'<code class="id">(r\d+)</code>', page)
        older = re.search(r'<a href="(\?[^"]*)" rel="next"', page)
        query = older.group(1) if older else ""
    assert seen == [f"r{number}" for number in reversed(range(ENTRIES_ON_PAGE * 2 + 1))]


def test_the_checks_say_what_they_found(desk: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    page = page_of(desk)
    n_entries = AuditEntry.objects.count() - 1  # the look itself is written when it has been shown
    assert f"The sequence is without a gap: {n_entries} entries." in page
    assert "The entries on this page are as they were written." in page
    assert "No column of the database describes an observed person." in page
    monkeypatch.setattr(schema_check, "person_columns", lambda _tables: [("intake.signal.suspect", "no")])
    page = page_of(desk)
    assert "columns that would describe a person" in page
    assert "intake.signal.suspect" in page


def test_the_page_asks_the_database_no_more_for_a_longer_list(
    desk: Client, django_assert_max_num_queries: Any
) -> None:
    for number in range(ENTRIES_ON_PAGE):
        record("run.done", by=TESTER, object_type="run", object_id=f"r{number}")
    page_of(desk)
    with django_assert_max_num_queries(14):
        page_of(desk)

"""The audit: one sequence, canonical JSON, append only, and bound to the transaction of its act."""

from __future__ import annotations

import json
from contextlib import nullcontext

import pytest
import rfc8785
from django.db import DatabaseError, connection, transaction

from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.audit.models import AuditEntry
from tilannekuva.domain.errors import LockedDoor
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.viewer import NOBODY, Viewer, system

pytestmark = pytest.mark.django_db

TESTER = system("tester")


def _entries(n: int) -> list[AuditEntry]:
    return [record("thing.done", by=TESTER, object_type="thing", object_id=str(i)) for i in range(n)]


def test_sequence_numbers_follow_each_other() -> None:
    entries = _entries(5)
    first = entries[0].sequence
    assert [entry.sequence for entry in entries] == list(range(first, first + 5))


def test_entry_is_canonical_json_of_the_whole_act() -> None:
    by = Viewer(
        person_id=7,
        organisation_id=3,
        roles=frozenset({RoleName.LEADER, RoleName.ANALYST}),
        label="person:7",
    )
    entry = record(
        "finding.confirmed", by=by, object_type="finding", object_id="f1", detail={"ö": 2, "a": [1, "x"]}
    )
    content = json.loads(entry.entry)
    assert content.pop("at").endswith("Z")
    assert content == {
        "act": "finding.confirmed",
        "by": "person:7",
        "detail": {"ö": 2, "a": [1, "x"]},
        "object_id": "f1",
        "object_type": "finding",
        "organisation": "3",
        "roles": ["analyst", "leader"],
        "sequence": entry.sequence,
    }
    assert entry.entry == rfc8785.dumps(json.loads(entry.entry)).decode()


def test_columns_repeat_what_the_entry_says() -> None:
    entry = record("thing.done", by=TESTER, object_type="thing", object_id="t1")
    entry.refresh_from_db()
    content = json.loads(entry.entry)
    assert entry.at.isoformat(timespec="microseconds").replace("+00:00", "Z") == content["at"]
    for column in ("sequence", "act", "by", "object_type", "object_id", "organisation"):
        assert getattr(entry, column) == content[column]


def test_an_act_of_nobody_says_so() -> None:
    assert record("invitation.accepted", by=NOBODY).by == "nobody"


@pytest.mark.parametrize("open_door", [False, True], ids=["outside", "even inside an action"])
def test_django_cannot_change_or_remove_an_entry(open_door: bool) -> None:
    entry = _entries(1)[0]
    attempts = [
        entry.save,
        entry.delete,
        lambda: AuditEntry.objects.update(act="other"),
        AuditEntry.objects.all().delete,
    ]
    for attempt in attempts:
        with unlocked() if open_door else nullcontext(), pytest.raises(LockedDoor):
            attempt()
    entry.refresh_from_db()
    assert entry.act == "thing.done"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditentry SET act = 'other'",
        "DELETE FROM audit_auditentry",
        "UPDATE audit_auditentry SET sequence = sequence + 1",
    ],
)
def test_sql_cannot_change_or_remove_an_entry(statement: str) -> None:
    entry = _entries(1)[0]
    with pytest.raises(DatabaseError, match="append only"), transaction.atomic():
        connection.cursor().execute(statement)
    entry.refresh_from_db()
    assert entry.act == "thing.done"


@pytest.mark.skipif(connection.vendor != "sqlite", reason="a statement of SQLite")
def test_sql_cannot_replace_an_entry() -> None:
    entry = _entries(1)[0]
    columns = "id, sequence, at, act, by, organisation, object_type, object_id, entry"
    for pk, sequence in ((entry.pk, entry.sequence + 9), (entry.pk + 9, entry.sequence)):
        with pytest.raises(DatabaseError, match="append only"), transaction.atomic():
            connection.cursor().execute(
                f"INSERT OR REPLACE INTO audit_auditentry ({columns}) "
                "VALUES (%s, %s, '2026-01-01', 'x', '', '', '', '', '{}')",
                [pk, sequence],
            )
    assert AuditEntry.objects.get(pk=entry.pk).act == "thing.done"


@transaction.atomic
def _act_that_fails() -> None:
    record("thing.done", by=TESTER)
    raise LookupError


def test_entry_goes_when_its_act_is_undone() -> None:
    before = AuditEntry.objects.count()
    with pytest.raises(LookupError):
        _act_that_fails()
    assert AuditEntry.objects.count() == before
    # And leaves no hole in the sequence.
    first, second = _entries(2)
    assert second.sequence == first.sequence + 1 == before + 2

"""Searching the audit, and seeing that nothing in it was removed or changed."""

from __future__ import annotations

import ast
import datetime as dt
import re
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

import tilannekuva
from tilannekuva.accounts.actions.sessions import KEY_ACTS
from tilannekuva.audit.actions import record
from tilannekuva.audit.models import AuditEntry
from tilannekuva.audit.queries import Search, entries_visible_to, found, object_types, soundness
from tilannekuva.audit.words import ACTS, act_text
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.rules.audit import may_read_audit
from tilannekuva.domain.states import FINDING_AUDIT_ACTS
from tilannekuva.domain.triage import TRIAGE_AUDIT_ACTS
from tilannekuva.domain.viewer import NOBODY, Viewer, system

pytestmark = pytest.mark.django_db

AUDITOR = Viewer(person_id=1, organisation_id=1, roles=frozenset({RoleName.AUDITOR}), label="person:1")
LEADER = Viewer(person_id=2, organisation_id=5, roles=frozenset({RoleName.LEADER}), label="person:2")


@pytest.fixture
def entries() -> list[AuditEntry]:
    return [
        record("role.given", by=LEADER, object_type="person", object_id="7"),
        record("role.ended", by=LEADER, object_type="person", object_id="8"),
        record("run.done", by=system("worker"), object_type="run", object_id="7"),
    ]


@pytest.mark.req("L-29")
def test_an_auditor_reads_all_of_it_and_nobody_else_reads_any(entries: list[AuditEntry]) -> None:
    assert set(entries_visible_to(AUDITOR)) == set(entries)
    for role in set(RoleName) - {RoleName.AUDITOR}:
        other = Viewer(person_id=3, organisation_id=1, roles=frozenset({role}), label="person:3")
        assert not may_read_audit(other)
        assert not entries_visible_to(other).exists()
    for nobody in (NOBODY, system("console")):
        assert not entries_visible_to(nobody).exists()


@pytest.mark.parametrize(
    ("search", "expected"),
    [
        (Search(), [2, 1, 0]),
        (Search(act="role.given"), [0]),
        (Search(organisation="5"), [1, 0]),
        (Search(object_type="person"), [1, 0]),
        (Search(object_id="7"), [2, 0]),
        (Search(object_type="person", object_id="7"), [0]),
        (Search(act="edition.composed"), []),
    ],
)
def test_each_choice_narrows_and_all_of_them_hold_together(
    entries: list[AuditEntry], search: Search, expected: list[int]
) -> None:
    assert list(found(AUDITOR, search)) == [entries[position] for position in expected]


def test_the_span_takes_its_beginning_in_and_leaves_its_end_out(entries: list[AuditEntry]) -> None:
    first, second, third = (entry.at for entry in entries)
    assert list(found(AUDITOR, Search(from_at=second, until_at=third))) == [entries[1]]
    assert list(found(AUDITOR, Search(until_at=first))) == []
    assert list(found(AUDITOR, Search(before=entries[1].sequence))) == [entries[0]]


def test_what_was_acted_on_is_listed_once(entries: list[AuditEntry]) -> None:
    assert object_types(AUDITOR) == ["person", "run"]


def _without_triggers(statement: str, *values: Any) -> None:
    """What somebody could do who owns the database."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            for name in ("update", "delete"):
                cursor.execute(f"DROP TRIGGER audit_entry_no_{name}")
        else:
            cursor.execute("ALTER TABLE audit_auditentry DISABLE TRIGGER USER")
        cursor.execute(statement, values)


def test_untouched_it_is_sound(entries: list[AuditEntry]) -> None:
    told = soundness(AUDITOR, found(AUDITOR, Search()))
    assert told.is_sound
    assert told.n_entries == len(entries)


@pytest.mark.parametrize("removed", [0, 1])
def test_a_removed_entry_leaves_a_gap(entries: list[AuditEntry], removed: int) -> None:
    _without_triggers("DELETE FROM audit_auditentry WHERE id = %s", entries[removed].pk)
    told = soundness(AUDITOR, [])
    assert (told.n_missing, told.is_sound) == (1, False)


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("act", "role.kept"),
        ("by", "person:9"),
        ("organisation", "6"),
        ("object_id", "99"),
        ("at", dt.datetime(2020, 1, 1, tzinfo=dt.UTC)),
        ("entry", "{}"),
        ("entry", "no text of ours"),
        ("entry", '{"act" : "role.given"}'),
    ],
)
def test_a_changed_entry_is_named(entries: list[AuditEntry], column: str, value: object) -> None:
    quoted = connection.ops.quote_name(column)
    _without_triggers(f"UPDATE audit_auditentry SET {quoted} = %s WHERE id = %s", value, entries[1].pk)
    told = soundness(AUDITOR, found(AUDITOR, Search()))
    assert (told.changed, told.n_missing, told.is_sound) == ((entries[1].sequence,), 0, False)


def _acts_in_the_code() -> set[str]:
    """The first argument of every call that records an act, where it is written there."""
    acts: set[str] = set()
    for path in Path(tilannekuva.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="record" | "_audit"), args=[ast.Constant(value=str(act)), *_]):
                    acts.add(act)
    return acts


def test_every_act_has_words() -> None:
    acts = _acts_in_the_code() | set(FINDING_AUDIT_ACTS.values()) | set(TRIAGE_AUDIT_ACTS.values())
    acts |= set(KEY_ACTS.values())
    assert len(acts) > 30
    assert acts <= ACTS.keys()
    assert all(re.fullmatch(r"[a-z_]+\.[a-z_]+", act) for act in ACTS)
    assert act_text("role.given") == "Role given"
    assert act_text("an.act_to_come") == "an.act_to_come"

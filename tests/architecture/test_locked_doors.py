"""Writes go through actions: every other way into our tables is shut."""

from __future__ import annotations

import ast
from collections.abc import Callable
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

import tilannekuva
from tilannekuva.audit.locked import LockedModel, unlocked
from tilannekuva.domain.errors import LockedDoor

PACKAGE = Path(tilannekuva.__file__).parent

OURS = [table for table in apps.get_models() if table.__module__.startswith("tilannekuva.")]
# The sign-in library saves a person itself: a new password, the last sign-in.
SAVED_BY_SIGN_IN = {"Person"}
LOCKED = [table for table in OURS if table.__name__ not in SAVED_BY_SIGN_IN]

WAYS: dict[str, Callable[[type[models.Model]], object]] = {
    "save": lambda table: table().save(),
    "delete": lambda table: table(pk=1).delete(),
    "create": lambda table: table._default_manager.create(),
    "get_or_create": lambda table: table._default_manager.get_or_create(pk=1),
    "update_or_create": lambda table: table._default_manager.update_or_create(pk=1),
    "update": lambda table: table._default_manager.update(pk=1),
    "delete many": lambda table: table._default_manager.all().delete(),
    "bulk_create": lambda table: table._default_manager.bulk_create([table()]),
    "bulk_update": lambda table: table._default_manager.bulk_update([table(pk=1)], [_some_column(table)]),
}


def _some_column(table: type[models.Model]) -> str:
    return next(field.name for field in table._meta.concrete_fields if not field.primary_key)


def test_all_our_tables_are_locked() -> None:
    assert LOCKED
    assert [table.__name__ for table in LOCKED if not issubclass(table, LockedModel)] == []


@pytest.mark.django_db
@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("table", LOCKED, ids=lambda table: table.__name__)
def test_wrong_door_is_locked(table: type[models.Model], way: str) -> None:
    with pytest.raises(LockedDoor):
        WAYS[way](table)


def test_the_door_shuts_behind_an_action() -> None:
    table = LOCKED[0]
    with pytest.raises(LookupError), unlocked():
        raise LookupError
    with pytest.raises(LockedDoor):
        table().save()


def _modules() -> list[Path]:
    return sorted(path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts)


def test_only_actions_have_the_key() -> None:
    with_key = {
        path.relative_to(PACKAGE).as_posix()
        for path in _modules()
        if "unlocked"
        in {name.id for name in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(name, ast.Name)}
    }
    assert "accounts/actions/roles.py" in with_key
    wrong = {name for name in with_key if "actions" not in Path(name).with_suffix("").parts}
    assert wrong == set()


def test_public_actions_name_who_acts() -> None:
    """Rule 1: keyword-only, and `by=` always. Before somebody has signed in there is nobody to name."""
    nobody_yet = {"enter_demo", "note_refused_sign_in"}
    wrong = [
        f"{path.relative_to(PACKAGE)}:{function.name}"
        for path in _modules()
        if "actions" in path.relative_to(PACKAGE).with_suffix("").parts
        for function in ast.parse(path.read_text("utf-8")).body
        if isinstance(function, ast.FunctionDef) and not function.name.startswith("_")
        if any(_is_atomic(decorator) for decorator in function.decorator_list)
        if function.name not in nobody_yet
        if function.args.args or "by" not in [argument.arg for argument in function.args.kwonlyargs]
    ]
    assert wrong == []


def _is_atomic(decorator: ast.expr) -> bool:
    return ast.unparse(decorator) == "transaction.atomic"


def test_no_row_is_locked_by_select_for_update() -> None:
    """SQLite ignores it silently; work is claimed by a conditional update."""
    using = [path.name for path in _modules() if "select_for_update" in path.read_text("utf-8")]
    assert using == []

"""A check of our own tables at every start: no column describes an observed person (L-01)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.apps import apps
from django.core.checks import CheckMessage, Error, register
from django.db import models

from tilannekuva.domain.rules.schema import person_word_in

# The few tables about people who use the system.
TABLES_ABOUT_USERS = frozenset({"accounts.person", "accounts.role", "accounts.invitation"})

# Names of things, not of people.
NAMES_OF_THINGS = frozenset(
    {"accounts.organisation.names", "intake.phenomenonkind.names", "places.area.names"}
)


def person_columns(tables: Iterable[type[models.Model]]) -> Iterator[tuple[str, str]]:
    """Label and reason of every column that would describe a person."""
    for table in tables:
        label = table._meta.label_lower
        if label in TABLES_ABOUT_USERS:
            continue
        for field in table._meta.get_fields():
            if field.auto_created:
                continue
            column = f"{label}.{field.name}"
            word = person_word_in(field.name)
            if word is not None and column not in NAMES_OF_THINGS:
                yield column, f"{word!r} describes a person"
            elif isinstance(field, models.FileField):
                yield column, "a file can hold anything"
            elif _points_at_user(field) and not field.name.endswith("_by"):
                yield column, "a user stands in other tables only as who did something: name it …_by"


def _points_at_user(field: Any) -> bool:
    target = getattr(field, "related_model", None)
    return target is not None and target._meta.label_lower == "accounts.person"


@register("trust")
def check_no_column_describes_a_person(**kwargs: Any) -> list[CheckMessage]:
    ours = (table for table in apps.get_models() if table.__module__.startswith("tilannekuva."))
    return [
        Error(
            f"{column}: {reason}.",
            hint="Signals tell what, where and when. There is no place for who.",
            id="tilannekuva.E002",
        )
        for column, reason in person_columns(ours)
    ]

"""Lock the wrong door: rows that have actions are written by these actions and by nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

from django.db import models

from tilannekuva.domain.errors import LockedDoor

_open: ContextVar[bool] = ContextVar("tilannekuva_writes_open", default=False)

Row = TypeVar("Row", bound=models.Model)


@contextmanager
def unlocked() -> Iterator[None]:
    """Open the door for the writes inside. Actions use it; a test finds any other user."""
    token = _open.set(True)
    try:
        yield
    finally:
        _open.reset(token)


def _check_open(what: str) -> None:
    if not _open.get():
        raise LockedDoor(f"{what}: rows of this kind are written by the actions of their app.")


class LockedQuerySet(models.QuerySet[Row]):
    """A query set whose writes work inside `unlocked()` only."""

    def update(self, **kwargs: Any) -> int:
        _check_open(f"{self.model.__name__}.update")
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        _check_open(f"{self.model.__name__}.delete")
        return super().delete()

    def bulk_create(self, *args: Any, **kwargs: Any) -> list[Row]:
        _check_open(f"{self.model.__name__}.bulk_create")
        return super().bulk_create(*args, **kwargs)

    def bulk_update(self, *args: Any, **kwargs: Any) -> int:
        _check_open(f"{self.model.__name__}.bulk_update")
        return super().bulk_update(*args, **kwargs)


class LockedModel(models.Model):
    """A row that refuses `save` and `delete` from outside its actions."""

    class Meta:
        abstract = True

    def save(self, *args: Any, **kwargs: Any) -> None:
        _check_open(f"{type(self).__name__}.save")
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        _check_open(f"{type(self).__name__}.delete")
        return super().delete(*args, **kwargs)

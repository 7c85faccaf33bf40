"""The city of this installation, for every delivery: its folder, and over it the settings in force."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path

from django.conf import settings

from tilannekuva.domain.city import City, load_city
from tilannekuva.policy.queries import settled

_held: ContextVar[list[City] | None] = ContextVar("tilannekuva_city_of_one_piece_of_work", default=None)


@lru_cache(maxsize=4)
def _city(folder: Path) -> City:
    return load_city(folder)


def folder_city() -> City:
    """The city as its folder describes it; read once for each process."""
    return _city(settings.CITY_FOLDER)


def current_city() -> City:
    """The city with the settings in force. Asks the database whether anything changed; inside `one_city` once."""
    held = _held.get()
    if held is None:
        return settled(folder_city()).shown
    if not held:
        held.append(settled(folder_city()).shown)
    return held[0]


@contextmanager
def one_city() -> Iterator[None]:
    """One piece of work, such as a request, sees one state of the settings from its first look to its end."""
    token = _held.set([])
    try:
        yield
    finally:
        _held.reset(token)

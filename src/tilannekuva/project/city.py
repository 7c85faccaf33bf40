"""The city of this installation, for every delivery."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from django.conf import settings

from tilannekuva.domain.city import City, load_city


@lru_cache(maxsize=4)
def _city(folder: Path) -> City:
    return load_city(folder)


def current_city() -> City:
    """The city of this installation; read once for each process."""
    return _city(settings.CITY_FOLDER)

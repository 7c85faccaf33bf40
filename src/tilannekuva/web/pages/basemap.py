"""The layers of the basemap that the folder of the city has: sea, parks, streets. They tell nothing of what happened."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings

_BASEMAP = ("sea", "green", "roads", "rail", "stations")
_ON_PAPER = ("sea", "green", "rail")


def basemap_files() -> dict[str, Path]:
    """The layers of the basemap that the folder of the city has, by name."""
    if not settings.CITY_FOLDER:
        return {}
    files = {name: settings.CITY_FOLDER / "basemap" / f"{name}.geojson" for name in _BASEMAP}
    return {name: path for name, path in files.items() if path.is_file()}


def basemap_on_paper() -> dict[str, Any]:
    """The layers of the basemap that a map without a script draws, as FeatureCollections."""
    return {
        name: json.loads(path.read_text(encoding="utf-8"))
        for name, path in basemap_files().items()
        if name in _ON_PAPER
    }

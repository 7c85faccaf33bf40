"""Two square areas in Helsinki, and reading a text as if it were a file of incidents there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tilannekuva.domain.stream import Stream
from tilannekuva.intake.importers.incident_table import IncidentTable
from tilannekuva.intake.importers.incidents import read_incidents
from tilannekuva.places.areas_file import read_areas
from tilannekuva.places.placing import Placer, choose_metric_crs

SAMPLES = Path(__file__).resolve().parents[3] / "data" / "incidents"
CELL_SIZE_M = 250.0


Reader = Callable[..., IncidentTable]


def cells_only(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> Placer:
    return Placer(None, choose_metric_crs(latitude, longitude), CELL_SIZE_M)


@pytest.fixture(scope="session")
def samples() -> Path:
    return SAMPLES


@pytest.fixture(scope="session")
def placer() -> Placer:
    shapes, _ = read_areas(SAMPLES / "areas.geojson")
    return Placer(shapes, shapes.crs, CELL_SIZE_M)


@pytest.fixture(scope="session")
def centres() -> Placer:
    shapes, _ = read_areas(SAMPLES / "centres.csv")
    return Placer(shapes, shapes.crs, CELL_SIZE_M)


@pytest.fixture(scope="session")
def read(tmp_path_factory: pytest.TempPathFactory, placer: Placer) -> Reader:
    folder = tmp_path_factory.mktemp("incidents")

    # What is left out stands for a plain day in Helsinki; `placer=None` for a file that brings no areas.
    def read_content(content: str | bytes, name: str = "sample.csv", **options: Any) -> IncidentTable:
        path = folder / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        usual: dict[str, Any] = {
            "placer": placer,
            "default_stream": Stream.OTHER,
            "as_of_on": dt.date(2026, 4, 28),
            "city_time_zone": "Europe/Helsinki",
        }
        if options.get("placer", placer) is None:
            options["placer"] = cells_only
        return read_incidents(path, **{**usual, **options})

    return read_content

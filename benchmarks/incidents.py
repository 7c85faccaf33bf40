"""The incidents that are read: 148,636 of Chicago, or as many simulated ones where the file is not at hand."""

from __future__ import annotations

import json
import os
from dataclasses import dataclass
from pathlib import Path

from .process import FOLDER

N_ROWS = 148_636
_SEED = 20250428
_SOUTH, _WEST, _SIDE_DEG = 41.65, -87.85, 0.06
_N_SIDE = 5
_KINDS = ("street", "residence", "shop", "school", "station", "park", "bar", "other")


@dataclass(frozen=True, slots=True)
class IncidentFiles:
    """A gzipped CSV of incidents and the GeoJSON of their areas. `told`: which ones they are."""

    incidents: Path
    areas: Path
    told: str


def incident_files() -> IncidentFiles:
    """The published file where TILANNEKUVA_REFERENCE_DATA names its folder, else a simulated one."""
    reference = os.environ.get("TILANNEKUVA_REFERENCE_DATA")
    if reference:
        folder = Path(reference) / "chicago_aggravated_assaults_2010_2019"
        return IncidentFiles(
            folder / "incidents.csv.gz", folder / "police_districts.geojson", "aggravated assaults of Chicago"
        )
    incidents, areas = FOLDER / "simulated.csv.gz", FOLDER / "simulated_areas.geojson"
    if not incidents.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        _simulate_areas(areas)
        _simulate_incidents(incidents)
    told = "simulated: the run on real incidents is skipped, TILANNEKUVA_REFERENCE_DATA names no folder"
    return IncidentFiles(incidents, areas, told)


def _simulate_incidents(path: Path) -> None:
    """Ten years; places crowd around forty centres, evenings are busier."""
    import gzip

    import numpy as np
    import polars as pl

    rng = np.random.default_rng(_SEED)
    side_deg = _N_SIDE * _SIDE_DEG
    centres = rng.uniform(0, side_deg, (40, 2))
    offsets = centres[rng.integers(0, len(centres), N_ROWS)] + rng.normal(0, 0.015, (N_ROWS, 2))
    latitude, longitude = (offsets % side_deg).T + [[_SOUTH], [_WEST]]
    evening_minute = np.rint(rng.normal(19, 5, N_ROWS) * 60).astype(int) % 1440
    minute = np.sort(rng.integers(0, 3652, N_ROWS) * 1440 + evening_minute)
    table = pl.DataFrame(
        {
            "occurred_local": (np.datetime64("2010-01-01T00:00") + minute).astype("datetime64[ms]"),
            "offense_type": np.array(_KINDS)[rng.integers(0, len(_KINDS), N_ROWS)],
            "longitude": longitude.round(4),
            "latitude": latitude.round(4),
        }
    )
    text = table.write_csv(datetime_format="%Y-%m-%dT%H:%M").encode()
    path.write_bytes(gzip.compress(text, mtime=0))


def _simulate_areas(path: Path) -> None:
    features = []
    for number in range(_N_SIDE**2):
        south = _SOUTH + _SIDE_DEG * (number // _N_SIDE)
        west = _WEST + _SIDE_DEG * (number % _N_SIDE)
        north, east = south + _SIDE_DEG, west + _SIDE_DEG
        ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
        features.append(
            {
                "type": "Feature",
                "properties": {"district": f"{number + 1}"},
                "geometry": {"type": "Polygon", "coordinates": [ring]},
            }
        )
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}))

"""Writing the files of a city so that the same input gives the same bytes, one feature a line."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from pyproj import Transformer

DECIMALS = 5

Feature = tuple[Mapping[str, Any], shapely.Geometry]


def read_geojson(path: Path) -> list[Feature]:
    """The features of a file as (properties, geometry), empty ones left out."""
    document = json.loads(path.read_text(encoding="utf-8"))
    return [
        (feature["properties"], shapely.geometry.shape(feature["geometry"]))
        for feature in document["features"]
        if feature["geometry"]
    ]


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def reproject(geometries: Sequence[shapely.Geometry], source: str, target: str) -> np.ndarray:
    """Geometries from one system to the other, longitude or easting first in both."""
    transformer = Transformer.from_crs(source, target, always_xy=True)
    turned: np.ndarray = shapely.transform(
        np.array(list(geometries), dtype=object),
        lambda points: np.column_stack(transformer.transform(points[:, 0], points[:, 1])),
    )
    return turned


def write_geojson(path: Path, features: Iterable[Feature]) -> None:
    """Longitude first, 5 decimals, outer rings counter-clockwise (RFC 7946)."""
    lines = []
    for properties, geometry in features:
        if geometry.geom_type in ("Polygon", "MultiPolygon"):
            geometry = shapely.orient_polygons(geometry, exterior_cw=False)
        feature = {
            "type": "Feature",
            "properties": dict(properties),
            "geometry": {"type": geometry.geom_type, "coordinates": _rounded(geometry)},
        }
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    text = '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"
    path.write_text(text, encoding="utf-8")


def _rounded(geometry: shapely.Geometry) -> Any:
    def walk(value: Any) -> Any:
        if isinstance(value, tuple | list):
            return [walk(each) for each in value]
        return round(value, DECIMALS)

    return walk(shapely.geometry.mapping(geometry)["coordinates"])


def write_csv(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    data = text.getvalue().encode()
    # Without a time stamp, so that making the file again gives the same bytes.
    path.write_bytes(gzip.compress(data, 9, mtime=0) if path.suffix == ".gz" else data)

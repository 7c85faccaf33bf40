"""How fast points are placed: `python -m benchmarks.placing [areas.geojson [number of points]]`.

Points a second after construction, on one core. A sample is checked against the plain exact test of every
polygon, so that a fast wrong answer does not pass for a result.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
import shapely
from numpy.typing import NDArray

from tilannekuva.console.django_setup import start_bare
from tilannekuva.places.areas_file import read_areas
from tilannekuva.places.coordinates import to_metres
from tilannekuva.places.placing import Placer
from tilannekuva.places.shapes import AreaShapes

from .process import CHECKOUT
from .table import Line, show

HELSINKI = CHECKOUT / "cities" / "helsinki" / "areas.geojson"
_CHECKED = 20_000
_SEED = 20250428


def main(path: Path = HELSINKI, n_points: int = 1_000_000) -> None:
    start_bare()
    started = time.perf_counter()
    shapes, _ = read_areas(path)
    read_s = time.perf_counter() - started
    started = time.perf_counter()
    placer = Placer(shapes, shapes.crs, 250.0)
    built_s = time.perf_counter() - started
    rng = np.random.default_rng(_SEED)
    box = shapes.bounds
    latitude = rng.uniform(box.south, box.north, n_points)
    longitude = rng.uniform(box.west, box.east, n_points)
    placer.place(latitude[:1000], longitude[:1000])
    started = time.perf_counter()
    placed = placer.place(latitude, longitude)
    placed_s = time.perf_counter() - started
    exact = _exact_area_idx(shapes, latitude[:_CHECKED], longitude[:_CHECKED])
    n_wrong = int((exact != placed.area_idx[:_CHECKED]).sum())
    show(
        f"placing: {n_points:,} points in {len(shapes)} areas ({(placed.area_idx >= 0).mean():.0%} inside)",
        [
            Line("areas read", read_s, "s"),
            Line("placer built", built_s, "s"),
            Line("placed", n_points / placed_s, "points/s"),
            Line(f"of {len(exact):,} differ from the exact test", n_wrong, "", at_most=0),
        ],
    )
    if n_wrong:
        sys.exit(1)


def _exact_area_idx(
    shapes: AreaShapes, latitude: NDArray[np.float64], longitude: NDArray[np.float64]
) -> NDArray[np.int64]:
    easting, northing = to_metres(latitude, longitude, shapes.crs)
    point, area = shapely.STRtree(shapes.polygons).query(shapely.points(easting, northing), "intersects")
    exact = np.full(len(easting), len(shapes))
    np.minimum.at(exact, point, area)
    exact[exact == len(shapes)] = -1
    return exact


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HELSINKI, *map(int, sys.argv[2:3]))

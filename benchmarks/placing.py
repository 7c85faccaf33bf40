"""How fast points are placed: `python benchmarks/placing.py [areas.geojson] [number of points]`.

Prints points a second after construction, on one core, and checks a sample against the plain exact
test of every polygon, so that a fast wrong answer does not pass for a result.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import numpy as np
import shapely

from tilannekuva.places.areas_file import read_areas
from tilannekuva.places.coordinates import to_metres
from tilannekuva.places.placing import Placer

_CHECKED = 20_000


def main(path: Path, n_points: int) -> None:
    started = time.perf_counter()
    shapes, _ = read_areas(path)
    read_s = time.perf_counter() - started
    started = time.perf_counter()
    placer = Placer(shapes, shapes.crs, 250.0)
    built_s = time.perf_counter() - started
    rng = np.random.default_rng(20250428)
    box = shapes.bounds
    latitude = rng.uniform(box.south, box.north, n_points)
    longitude = rng.uniform(box.west, box.east, n_points)
    started = time.perf_counter()
    placed = placer.place(latitude, longitude)
    placed_s = time.perf_counter() - started
    easting, northing = to_metres(latitude[:_CHECKED], longitude[:_CHECKED], shapes.crs)
    point, area = shapely.STRtree(shapes.polygons).query(shapely.points(easting, northing), "intersects")
    exact = np.full(len(easting), len(shapes))
    np.minimum.at(exact, point, area)
    exact[exact == len(shapes)] = -1
    n_wrong = int((exact != placed.area_idx[:_CHECKED]).sum())
    print(f"{path}: {len(shapes)} areas read in {read_s:.2f} s, placer built in {built_s:.2f} s")
    print(f"{n_points:,} points in {placed_s:.2f} s: {n_points / placed_s:,.0f} points a second")
    print(
        f"{(placed.area_idx >= 0).mean():.0%} inside; {n_wrong} of {len(exact):,} differ from the exact test"
    )
    if n_wrong:
        sys.exit(1)


if __name__ == "__main__":
    here = Path(__file__).resolve().parents[1] / "cities" / "helsinki" / "areas.geojson"
    main(
        Path(sys.argv[1]) if len(sys.argv) > 1 else here, int(sys.argv[2]) if len(sys.argv) > 2 else 1_000_000
    )

"""How fast incidents are read and placed: `python benchmarks/reading.py INCIDENTS [AREAS]`.

Prints rows per second, the first run apart from the later ones (which find compiled code and open caches).
The time runs from the file on disk to arrays with area and cell; reading the areas is not part of it.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tilannekuva.domain.stream import Stream
from tilannekuva.intake.importers.incidents import read_incidents
from tilannekuva.intake.importers.points import PlacerMaker
from tilannekuva.places.areas_file import read_areas
from tilannekuva.places.placing import Placer, choose_metric_crs

CELL_SIZE_M = 250.0
WARM_RUNS = 7


def _cells_only(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> Placer:
    return Placer(None, choose_metric_crs(latitude, longitude), CELL_SIZE_M)


def main(incidents: Path, areas: Path | None) -> None:
    """Read the file several times and print the speeds."""
    placer: Placer | PlacerMaker = _cells_only
    if areas is not None:
        shapes, _ = read_areas(areas)
        placer = Placer(shapes, shapes.crs, CELL_SIZE_M)
    rates = []
    for _ in range(WARM_RUNS + 1):
        started = time.perf_counter()
        table = read_incidents(
            incidents,
            placer=placer,
            default_stream=Stream.OTHER,
            as_of_on=dt.date.max,
            city_time_zone="Europe/Helsinki",
        )
        rates.append(table.rejected.n_rows_read / (time.perf_counter() - started))
    warm = sorted(rates[1:])
    print(f"{incidents.name}: {table.rejected.n_rows_read:,} rows, {table.rejected.n_rejected:,} not taken")
    median = warm[WARM_RUNS // 2]
    print(f"first run {rates[0]:,.0f} rows/s; warm median {median:,.0f} rows/s, best {warm[-1]:,.0f} rows/s")


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) == 3 else None)

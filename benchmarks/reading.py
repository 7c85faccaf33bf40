"""How fast incidents are read and placed: `python -m benchmarks.reading [INCIDENTS [AREAS]]`.

The time runs from the file on disk to arrays with area and cell; reading the areas is not part of it. The
first run is told apart from the later ones, which find compiled code and open caches.
"""

from __future__ import annotations

import datetime as dt
import sys
import time
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tilannekuva.console.django_setup import start_bare
from tilannekuva.domain.stream import Stream
from tilannekuva.intake.importers.incidents import read_incidents
from tilannekuva.intake.importers.points import PlacerMaker
from tilannekuva.places.areas_file import read_areas
from tilannekuva.places.placing import Placer, choose_metric_crs

from .incidents import incident_files
from .table import Line, show

AT_LEAST_ROWS_PER_S = 500_000.0
_CELL_SIZE_M = 250.0
_WARM_RUNS = 7


def _cells_only(latitude: NDArray[np.float64], longitude: NDArray[np.float64]) -> Placer:
    return Placer(None, choose_metric_crs(latitude, longitude), _CELL_SIZE_M)


def main(incidents: Path | None = None, areas: Path | None = None) -> None:
    """Read a file several times and print the speeds. Without areas, cells alone are looked up."""
    start_bare()
    told, aim = "", None
    if incidents is None:
        files = incident_files()
        incidents, areas, told = files.incidents, files.areas, f" ({files.told})"
        aim = AT_LEAST_ROWS_PER_S  # small files take the time of their first row
    placer: Placer | PlacerMaker = _cells_only
    if areas is not None:
        shapes, _ = read_areas(areas)
        placer = Placer(shapes, shapes.crs, _CELL_SIZE_M)
    rates = []
    for _ in range(_WARM_RUNS + 1):
        started = time.perf_counter()
        table = read_incidents(incidents, placer=placer, default_stream=Stream.OTHER, as_of_on=dt.date.max)
        rates.append(table.n_rows_read / (time.perf_counter() - started))
    warm = sorted(rates[1:])
    show(
        f"reading: {incidents.name}, {table.n_rows_read:,} rows, {table.rejected.n_rejected:,} not taken{told}",
        [
            Line("read and placed, first run", rates[0], "rows/s"),
            Line("later runs, median", warm[_WARM_RUNS // 2], "rows/s", at_least=aim),
            Line("later runs, best", warm[-1], "rows/s"),
        ],
    )


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:3]))

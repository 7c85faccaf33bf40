"""The whole analysis of a city, levels and all detectors: what a run of the worker computes."""

from __future__ import annotations

import datetime as dt
import time

import numpy as np

from tilannekuva.detection.analysis import analyse
from tilannekuva.detection.events import EventArrays
from tilannekuva.detection.scope import Scope
from tilannekuva.domain.clock import day_number
from tilannekuva.domain.stream import STREAM_ORDER, Stream
from tilannekuva.domain.thresholds import Thresholds
from tilannekuva.domain.time_band import TIME_BAND_ORDER
from tilannekuva.places.arrays import PlaceArrays

from .process import run
from .table import Line, show
from .workloads import SEED

_N_AREAS, _N_CELLS, _N_KINDS, _YEARS = 150, 2_000, 20, 3
_AS_OF = dt.date(2026, 6, 28)
_PLANTED = 40


def main() -> None:
    lines = []
    for n_signals in (100_000, 200_000):
        ran = run(["-m", "benchmarks.city", str(n_signals)])
        first_s, seconds, n_findings = ran.out.split()
        lines += [
            Line(f"{n_signals:,} signals, all detectors", float(seconds), "s", at_most=10),
            Line("  the first in a process", float(first_s), "s"),
            Line("  findings", float(n_findings), ""),
            Line("  memory of that process", ran.peak_mib, "MiB"),
        ]
    show(f"city: {_N_AREAS} areas, {_N_CELLS:,} cells, {_N_KINDS} kinds, {_YEARS} years", lines)


def analyse_city(n_signals: int) -> None:
    """Print the seconds of a first and of a second analysis, and how many findings it has."""
    places = _places()
    events = _events(places, n_signals)
    scope = Scope(
        as_of=_AS_OF,
        kinds=tuple(f"kind_{number}" for number in range(_N_KINDS)),
        positive_kinds=frozenset(),
        thresholds=Thresholds(),
        seed=SEED,
    )
    for _ in range(2):
        started = time.perf_counter()
        result = analyse(events, places, scope)
        print(time.perf_counter() - started, end=" ")
    print(len(result.findings))


def _places() -> PlaceArrays:
    rng = np.random.default_rng(SEED)
    areas = rng.uniform(0, 20_000, (_N_AREAS, 2))
    cells = np.column_stack([np.arange(_N_CELLS) % 50, np.arange(_N_CELLS) // 50]) * 250.0 + 3_000
    nearest = np.argmin(np.hypot(*(cells[:, np.newaxis] - areas).transpose(2, 0, 1)), axis=1)
    return PlaceArrays(
        area_codes=tuple(f"{number:03}" for number in range(_N_AREAS)),
        area_names=tuple({"en": f"Area {number}"} for number in range(_N_AREAS)),
        area_easting_m=areas[:, 0], area_northing_m=areas[:, 1],
        cell_codes=tuple(f"E{number}" for number in range(_N_CELLS)),
        cell_easting_m=cells[:, 0], cell_northing_m=cells[:, 1], cell_area_idx=nearest,
    )  # fmt: skip


def _events(places: PlaceArrays, n_signals: int) -> EventArrays:
    """Busy and quiet cells, and in one of them something that began four weeks ago."""
    rng = np.random.default_rng(SEED)
    weight = rng.gamma(0.5, 1.0, _N_CELLS)
    cell = rng.choice(_N_CELLS, n_signals, p=weight / weight.sum()).astype(np.int64)
    last = day_number(_AS_OF)
    day = last - rng.integers(0, 365 * _YEARS, n_signals)
    kind = rng.integers(0, _N_KINDS, n_signals)
    cell[:_PLANTED], kind[:_PLANTED], day[:_PLANTED] = 777, 3, last - np.arange(_PLANTED) % 28
    same = np.zeros(n_signals, np.int64)
    reported = [STREAM_ORDER.index(stream) for stream in (Stream.CITIZEN_REPORT, Stream.PARTNER_OBSERVATION)]
    return EventArrays(
        day=day, band=rng.integers(0, len(TIME_BAND_ORDER) - 2, n_signals), cell_idx=cell,
        area_idx=places.cell_area_idx[cell], kind_idx=kind, stream=rng.choice(reported, n_signals),
        severity=same, reliability=same, credibility=same, source_idx=rng.integers(0, 8, n_signals),
        received_day=day, n_events=same + 1,
    )  # fmt: skip


if __name__ == "__main__":
    import sys

    analyse_city(int(sys.argv[1])) if len(sys.argv) > 1 else main()

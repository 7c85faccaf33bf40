"""A file of a million rows becomes signals: how long reading, telling what is in already, and storing take.

Run as a program (`python -m benchmarks.imports HOME FILE`) it imports the file into an installation and
prints the figures.
"""

from __future__ import annotations

import json
import shutil
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from .installation import _prepare
from .process import CHECKOUT, FOLDER, run
from .table import Line, show

N_ROWS = 1_000_000
ROWS_A_SECOND = 50_000
_SEED = 20250428
_DAYS = 3 * 365


def main() -> None:
    home, file = FOLDER / "imports", FOLDER / f"imports-{N_ROWS}.csv"
    if home.exists():
        shutil.rmtree(home)
    found = json.loads(run(["-m", "benchmarks.imports", home, file]).out.strip().splitlines()[-1])
    whole_s = sum(found["seconds"].values())
    lines = [Line(what, seconds, "s") for what, seconds in found["seconds"].items()]
    lines.append(Line("in all", N_ROWS / whole_s, "rows a second", at_least=ROWS_A_SECOND))
    lines.append(Line("rows lost", N_ROWS - found["n_signals"] - found["n_rejected"], "", at_most=0))
    show(f"Import of {N_ROWS:,} rows into SQLite", lines)


def import_file(home: Path, file: Path) -> dict[str, Any]:
    """An installation of Helsinki, a file of points all over it, and the file in the installation."""
    from tilannekuva.console.django_setup import prepare_installation, start_installed
    from tilannekuva.domain.city import load_city
    from tilannekuva.project.installation import create

    folder = CHECKOUT / "cities" / "helsinki"
    city = load_city(folder)
    create(home, city_folder=folder, demo=True)
    start_installed(home)
    prepare_installation()
    organisation = _prepare(city)
    if not file.exists():
        _write(file)

    from tilannekuva.domain.clock import today_on
    from tilannekuva.domain.stream import Stream
    from tilannekuva.domain.viewer import system
    from tilannekuva.intake.actions import add_source, import_signals
    from tilannekuva.intake.file_signals import file_signals, vocabulary_ids, without_those_in
    from tilannekuva.intake.importers.incidents import read_incidents
    from tilannekuva.places.city_places import read_city_places

    by = system("benchmark")
    placer = read_city_places(city).placer
    at = [time.perf_counter()]
    table = read_incidents(
        file, placer=placer, default_stream=Stream.OTHER, as_of_on=today_on(city.time_zone),
        city_time_zone=city.time_zone,
    )  # fmt: skip
    at.append(time.perf_counter())
    known = vocabulary_ids()
    signals = file_signals(table, placer, {name: known[name] for name in table.kinds}, where=file.name)
    source = add_source(organisation=organisation, code="file", by=by)
    signals = without_those_in(signals, source, takes_identical=False)
    at.append(time.perf_counter())
    batch = import_signals(
        drafts=signals.drafts(), source=source, file_sha256=table.sha256, n_rows_read=table.n_rows_read,
        rejected={str(reason): n for reason, n in signals.rejected.counts().items()}, by=by,
    )  # fmt: skip
    at.append(time.perf_counter())
    parts = ("reading", "kinds, places, what is in", "storing")
    return {
        "seconds": dict(zip(parts, np.diff(at).tolist(), strict=True)),
        "n_signals": batch.n_signals,
        "n_rejected": batch.n_rejected,
    }


def _write(file: Path) -> None:
    """Points in cells of the city, three years of days, the kinds of the vocabulary."""
    import polars as pl

    from tilannekuva.intake.models import PhenomenonKind
    from tilannekuva.places.models import Cell

    rng = np.random.default_rng(_SEED)
    cells = np.array(list(Cell.objects.values_list("latitude", "longitude")))
    kinds = np.array(list(PhenomenonKind.objects.values_list("code", flat=True)))
    minute = rng.integers(0, _DAYS * 1440, N_ROWS)
    where = cells[rng.integers(0, len(cells), N_ROWS)]
    table = pl.DataFrame(
        {
            "occurred": (np.datetime64("2022-01-01T00:00") + minute).astype("datetime64[ms]"),
            "latitude": where[:, 0].round(5),
            "longitude": where[:, 1].round(5),
            "kind": kinds[rng.integers(0, len(kinds), N_ROWS)],
        }
    )
    table.write_csv(file, datetime_format="%Y-%m-%dT%H:%M")


if __name__ == "__main__":
    print(json.dumps(import_file(Path(sys.argv[1]), Path(sys.argv[2]))))

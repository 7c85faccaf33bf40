"""An installation of Helsinki with any number of simulated signals, built once and kept in `var/bench`.

Run as a program (`python -m benchmarks.installation HOME N_SIGNALS`) it builds one: through the same actions
by which a file comes in, then a detection run and its editions.
"""

from __future__ import annotations

import datetime as dt
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from .process import CHECKOUT, FOLDER, run

if TYPE_CHECKING:
    from tilannekuva.accounts.models import Organisation
    from tilannekuva.domain.city import City

EMAIL = "analyst@example.invalid"
_SEED = 20250428
_HISTORY_DAYS = 3 * 365
_BUSY_CELLS = 2_000


def home_with(n_signals: int) -> Path:
    """The folder of the installation; built first where it is not there, which is told."""
    home = FOLDER / f"city-{n_signals}"
    if not (home / "complete").exists():
        print(f"\nBuilding an installation with {n_signals:,} signals, once …", flush=True)
        if home.exists():
            shutil.rmtree(home)
        print("  " + run(["-m", "benchmarks.installation", home, str(n_signals)]).out.strip())
        (home / "complete").touch()
    return home


def build(home: Path, n_signals: int) -> None:
    """Make the installation and print how long its parts took."""
    from tilannekuva.console.django_setup import prepare_installation, start_installed
    from tilannekuva.domain.city import load_city
    from tilannekuva.domain.clock import today_on
    from tilannekuva.project.installation import create

    folder = CHECKOUT / "cities" / "helsinki"
    city = load_city(folder)
    create(home, city_folder=folder, demo=True)  # every signal in it is simulated
    start_installed(home)
    prepare_installation()
    started = time.perf_counter()
    organisation = _prepare(city)
    prepared = time.perf_counter()
    _fill(organisation, n_signals, today_on(city.time_zone))
    filled = time.perf_counter()
    _detect(city)
    print(
        f"places {prepared - started:.0f} s, signals {filled - prepared:.0f} s "
        f"({n_signals / (filled - prepared):,.0f} a second), "
        f"detection and editions {time.perf_counter() - filled:.0f} s"
    )


def _prepare(city: City) -> Organisation:
    """Places, vocabulary, and one organisation with one person that gives its counts."""
    from tilannekuva.accounts.actions import add_organisation, add_person, agree
    from tilannekuva.accounts.models import OrganisationKind, Regime
    from tilannekuva.domain.clock import today_on
    from tilannekuva.domain.role import RoleName
    from tilannekuva.domain.viewer import system
    from tilannekuva.intake.actions import load_vocabulary
    from tilannekuva.places.actions.loading import load_city_places

    by = system("benchmark")
    today = today_on(city.time_zone)
    load_city_places(city=city, by=by)
    load_vocabulary(kinds=city.kinds, by=by)
    organisation = add_organisation(
        code="city", names={"en": "City"}, kind=OrganisationKind.CITY_DIVISION, regime=Regime.GENERAL, by=by
    )
    agree(
        code="city-counts",
        gives=organisation,
        receives=None,
        data_class="counts",
        legal_ground="Simulated",
        valid_from_on=today - dt.timedelta(days=_HISTORY_DAYS),
        valid_to_on=today + dt.timedelta(days=_HISTORY_DAYS),
        by=by,
    )
    add_person(
        email=EMAIL,
        display_name="Analyst",
        language="en",
        organisation=organisation,
        roles={RoleName.ANALYST: today + dt.timedelta(days=_HISTORY_DAYS)},
        password=None,
        is_simulated=True,
        by=by,
    )
    return organisation


def _fill(organisation: Organisation, n_signals: int, today: dt.date) -> None:
    from tilannekuva.domain.viewer import system
    from tilannekuva.intake.actions import add_source, import_signals

    by = system("benchmark")
    import_signals(
        drafts=_drafts(n_signals, today),
        source=add_source(organisation=organisation, code="simulation", by=by),
        file_sha256="0" * 64,
        n_rows_read=n_signals,
        rejected={},
        by=by,
    )


def _drafts(n_signals: int, today: dt.date) -> Iterator[Any]:
    """Few cells are busy and most are quiet; kinds and streams of all sorts."""
    from tilannekuva.domain.marking import Marking
    from tilannekuva.domain.severity import Severity
    from tilannekuva.domain.stream import STREAM_ORDER
    from tilannekuva.domain.time_band import TIME_BAND_ORDER
    from tilannekuva.intake.drafts import SignalDraft
    from tilannekuva.intake.models import PhenomenonKind
    from tilannekuva.places.models import Cell

    rng = np.random.default_rng(_SEED)
    cells = list(Cell.objects.order_by("code").values_list("pk", "area_id"))
    kinds = list(PhenomenonKind.objects.values_list("pk", flat=True))
    busy_idx = rng.choice(len(cells), min(_BUSY_CELLS, len(cells)), replace=False)
    share = 1 / np.arange(1, len(busy_idx) + 1)
    where = rng.choice(busy_idx, n_signals, p=share / share.sum())
    age_days = rng.integers(1, _HISTORY_DAYS, n_signals)
    kind = rng.integers(0, len(kinds), n_signals)
    band = rng.integers(0, 4, n_signals)
    stream = rng.integers(0, len(STREAM_ORDER), n_signals)
    day = [today - dt.timedelta(days=age) for age in range(_HISTORY_DAYS)]
    for idx in range(n_signals):
        cell_id, area_id = cells[where[idx]]
        yield SignalDraft(
            kind_id=kinds[kind[idx]],
            area_id=area_id,
            cell_id=cell_id,
            occurred_on=day[age_days[idx]],
            time_band=TIME_BAND_ORDER[band[idx]],
            stream=STREAM_ORDER[stream[idx]],
            severity=Severity.MODERATE,
            marking=Marking.AMBER,
        )


def _detect(city: City) -> None:
    from tilannekuva.console.work_commands import work_through
    from tilannekuva.detection.actions import request_run
    from tilannekuva.domain.clock import today_on
    from tilannekuva.domain.viewer import system

    yesterday = today_on(city.time_zone) - dt.timedelta(days=1)
    request_run(as_of=yesterday, seed=_SEED, by=system("benchmark"))
    done = work_through(city)
    if done is None or done.state != "done":
        sys.exit(f"Detection failed: {done.failure if done else 'nothing was due'}")


if __name__ == "__main__":
    build(Path(sys.argv[1]), int(sys.argv[2]))

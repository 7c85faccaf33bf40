"""Data for the tests of the statistics."""

import csv
import os
from datetime import date
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import settings
from numpy.typing import NDArray

# Also when the statistics are tested alone, without the rest of the suite.
settings.register_profile("stats", deadline=None, derandomize=True, max_examples=25)
settings.load_profile("stats")


def pytest_configure(config: pytest.Config) -> None:
    """Known also when the statistics are tested alone."""
    config.addinivalue_line("markers", "req(id): the trust requirement that a test proves")


class ScanCase(NamedTuple):
    counts: NDArray[np.int64]
    degrees: NDArray[np.float64]
    names: list[str]


@pytest.fixture(scope="session")
def reference_data() -> Path:
    """The folder of reference data that are too large or too encumbered for the repository."""
    folder = os.environ.get("TILANNEKUVA_REFERENCE_DATA")
    if not folder:
        pytest.skip(
            "reference data not at hand: set TILANNEKUVA_REFERENCE_DATA to the folder that holds "
            "benchmark_workloads, satscan_chicago_assaults_2019 and the others"
        )
    return Path(folder)


@pytest.fixture(scope="session")
def nyc_fever() -> ScanCase:
    folder = Path(__file__).parents[1] / "data" / "satscan_nyc_fever_2001"
    return read_scan_case(
        folder / "cases.csv", folder / "locations.csv", "zip", date(2001, 11, 1), date(2001, 11, 24)
    )


def read_scan_case(cases: Path, locations: Path, name: str, first_on: date, last_on: date) -> ScanCase:
    """Cases by location and day, from a table of cases and one of locations."""
    with locations.open() as file:
        places = list(csv.DictReader(file))
    names = [place[name] for place in places]
    row_of = {place: row for row, place in enumerate(names)}
    counts = np.zeros((len(places), (last_on - first_on).days + 1), np.int64)
    with cases.open() as file:
        for case in csv.DictReader(file):
            day = (date.fromisoformat(case["date"]) - first_on).days
            counts[row_of[case[name]], day] += int(case["cases"])
    degrees = np.array([[float(place["latitude"]), float(place["longitude"])] for place in places])
    return ScanCase(counts, degrees, names)

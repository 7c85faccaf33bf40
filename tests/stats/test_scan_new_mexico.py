"""The scan on brain cancer in New Mexico, 1973 to 1991, against SaTScan and scanstatistics."""

import csv
import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tilannekuva.stats import space_time_scan


@pytest.mark.parametrize(
    ("key", "when", "with_strata"),
    [
        ("retrospective_space_time_poisson_age_sex_sample_parameters", "retrospective", True),
        ("purely_spatial_poisson_age_sex_50pct", "purely_spatial", True),
        ("retrospective_space_time_poisson_no_covariates", "retrospective", False),
    ],
)
def test_new_mexico_brain_cancer(reference_data: Path, key: str, when: Any, with_strata: bool) -> None:
    """SaTScan 10.3.2; Kulldorff et al. (1998). Adjusted for age and sex, or not."""
    folder = reference_data / "satscan_new_mexico_brain_cancer"
    names, degrees, cases, people = read_new_mexico(folder)
    expected = json.loads((folder / "expected_results.json").read_text())[key]["clusters"]
    result = space_time_scan(
        cases if with_strata else cases.sum(axis=2),
        degrees,
        model="poisson",
        strata=people if with_strata else None,
        population=None if with_strata else people.sum(axis=2),
        metric="great_circle",
        when=when,
        rng=np.random.default_rng(1),
    )
    assert result.n_cases == 1175
    for ours, theirs in zip(result.clusters, expected, strict=False):
        assert {names[j] for j in ours.location_idx} == set(theirs["location_ids"])
        assert ours.observed == theirs["number_of_cases"]
        assert f"{ours.expected:.2f}" == f"{theirs['expected_cases']:.2f}"
        assert f"{ours.log_likelihood_ratio:.6f}" == f"{theirs['log_likelihood_ratio']:.6f}"
        assert ours.relative_risk == pytest.approx(theirs["relative_risk"], abs=0.0051)
        assert ours.p_value == pytest.approx(theirs["p_value"], abs=0.06)
        if when == "retrospective":
            first, last = (int(text[:4]) - 1973 for text in theirs["time_frame"].split(" to "))
            assert (ours.first_period_idx, ours.last_period_idx) == (first, last)
    assert result.clusters[0].p_value == pytest.approx(expected[0]["p_value"], abs=0.012)


def test_new_mexico_beyond_its_own_past(reference_data: Path) -> None:
    """R package scanstatistics 1.1.2, vignette: 1986-1989 against a baseline from 1973-1985."""
    folder = reference_data / "satscan_new_mexico_brain_cancer"
    names, degrees, counts, people = read_new_mexico_seats(folder)
    past, year = slice(0, 13), np.arange(19.0) - 12
    rate, trend = np.log(counts[:, past].sum() / people[:, past].sum()), 0.0
    for _ in range(20):  # Poisson regression on the year
        usual = people[:, past] * np.exp(rate + trend * year[past])
        excess = counts[:, past] - usual
        slope = np.array([excess.sum(), (excess * year[past]).sum()])
        curve = np.array([[(usual * year[past] ** (r + s)).sum() for s in (0, 1)] for r in (0, 1)])
        rate, trend = np.array([rate, trend]) + np.linalg.solve(curve, slope)
    baseline = people * np.exp(rate + trend * year)
    recent = slice(13, 17)
    result = space_time_scan(
        counts[:, recent],
        degrees,
        model="expectation_based_poisson",
        baseline=baseline[:, recent],
        metric="great_circle",
        max_periods=4,
        rng=np.random.default_rng(1),
    )
    first = result.clusters[0]
    assert {names[j] for j in first.location_idx} == {"losalamos", "santafe"}
    assert (first.first_period_idx, first.last_period_idx) == (0, 3)
    assert first.p_value == pytest.approx(0.005, abs=0.006)


def read_new_mexico(folder: Path) -> tuple[list[str], Any, Any, Any]:
    """Counties, coordinates, and cases and person-days by county, year and stratum of age and sex.

    Populations are of 1 July 1973, 1982 and 1991; between them they change day by day, as in SaTScan.
    """
    with (folder / "locations.csv").open() as file:
        counties = list(csv.DictReader(file))
    names = [county["county"] for county in counties]
    degrees = np.array([[float(county["latitude"]), float(county["longitude"])] for county in counties])
    cases = np.zeros((32, 19, 36), np.int64)
    census = np.zeros((32, 3, 36))
    with gzip.open(folder / "cases.csv.gz", "rt") as file:
        for row in csv.DictReader(file):
            cases[names.index(row["county"]), int(row["year"]) - 1973, stratum(row)] += int(row["cases"])
    with gzip.open(folder / "population.csv.gz", "rt") as file:
        for row in csv.DictReader(file):
            idx = names.index(row["county"]), (int(row["year"]) - 1973) // 9, stratum(row)
            census[idx] += float(row["population"])
    known_on = [date(year, 7, 1).toordinal() for year in (1973, 1982, 1991)]
    people = np.zeros(cases.shape)
    for t in range(19):
        # A day has the mean of the population at its beginning and at its end.
        edge = np.arange(date(1973 + t, 1, 1).toordinal(), date(1974 + t, 1, 1).toordinal() + 1)
        weight = np.stack([np.interp(edge, known_on, row) for row in np.eye(3)], axis=1)
        people[:, t] = np.tensordot(census, (weight[1:] + weight[:-1]).sum(axis=0) / 2, axes=(1, 0))
    return names, degrees, cases, people


def stratum(row: dict[str, str]) -> int:
    return 2 * (int(row["age_group"]) - 1) + int(row["sex"]) - 1


def read_new_mexico_seats(folder: Path) -> tuple[list[str], Any, Any, Any]:
    """Counties, coordinates of their seats, and cases and population by county and year."""
    with (folder / "county_seats_and_centroids.csv").open() as file:
        seat = {
            row["county"]: (float(row["seat_lat"]), float(row["seat_long"])) for row in csv.DictReader(file)
        }
    with (folder / "county_year_population_cases.csv").open() as file:
        rows = list(csv.DictReader(file))
    names = sorted({row["county"] for row in rows})
    counts, people = np.zeros((len(names), 19), np.int64), np.zeros((len(names), 19))
    for row in rows:
        at = names.index(row["county"]), int(row["year"]) - 1973
        counts[at], people[at] = int(row["count"]), float(row["population"])
    return names, np.array([seat[name] for name in names]), counts, people

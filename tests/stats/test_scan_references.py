"""The space-time scan against SaTScan."""

import csv
import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from tilannekuva.stats import ScanResult, space_time_scan

from .conftest import ScanCase, read_scan_case


def scan(case: ScanCase, **settings: Any) -> ScanResult:
    defaults: dict[str, Any] = {
        "rng": np.random.default_rng(20240501),
        "metric": "great_circle",
        "n_replicates": 999,
    }
    return space_time_scan(case.counts, case.degrees, **(defaults | settings))


def assert_clusters_equal(result: ScanResult, clusters: list[dict[str, Any]], case: ScanCase) -> None:
    assert len(result.clusters) >= len(clusters)
    for ours, theirs in zip(result.clusters, clusters, strict=False):
        assert {case.names[j] for j in ours.location_idx} == set(theirs["location_ids"])
        assert ours.observed == theirs["number_of_cases"]
        assert ours.expected == pytest.approx(theirs["expected_cases"], abs=0.0051)
        if "test_statistic" in theirs:
            assert ours.log_likelihood_ratio == pytest.approx(theirs["test_statistic"], abs=6e-7)


def test_nyc_fever_prospective(nyc_fever: ScanCase) -> None:
    """Kulldorff et al. (2005), and SaTScan 10.3.2 on the same data."""
    expected = nyc_expected("prospective_stp_3km_7days")
    result = scan(nyc_fever, max_radius_m=3000, max_periods=7)
    assert_clusters_equal(result, expected, nyc_fever)
    statistics = [c.log_likelihood_ratio for c in result.clusters[:3]]
    assert statistics == pytest.approx([3.845418, 3.164201, 2.137259], abs=6e-7)
    first = result.clusters[0]
    assert (first.first_period_idx, first.last_period_idx) == (21, 23)  # 2001-11-22 to 24
    assert len(first.location_idx) == 9
    # SaTScan stopped after 206 replicates, so its p-values are good to about 0.03 each.
    for ours, theirs in zip(result.clusters, expected, strict=False):
        assert ours.p_value == pytest.approx(theirs["p_value"], abs=0.12)
        assert ours.gumbel_p_value == pytest.approx(ours.p_value, abs=0.06)
    assert 3 <= first.recurrence_interval_periods <= 6


@pytest.mark.parametrize("when", ["prospective", "retrospective"])
def test_nyc_fever_without_limits(nyc_fever: ScanCase, when: str) -> None:
    expected = nyc_expected(f"{when}_stp_50pct_50pct")
    result = scan(nyc_fever, when=when)
    assert_clusters_equal(result, expected, nyc_fever)
    for ours, theirs in zip(result.clusters, expected, strict=False):
        assert ours.p_value == pytest.approx(theirs["p_value"], abs=0.06)


CHARLOTTESVILLE = ("charlottesville_2018_2019", date(2018, 9, 28), date(2019, 9, 27))
CHICAGO = ("chicago_assaults_2019", date(2019, 1, 1), date(2019, 12, 31))
ONE_KM = {"max_radius_m": 1000, "max_periods": 60, "min_cases": 3}
THREE_KM = {"max_radius_m": 3000, "max_periods": 28, "min_cases": 5}
BACK = {"when": "retrospective", "n_replicates": 32}


@pytest.mark.parametrize(
    ("source", "prefix", "key", "settings"),
    [
        (CHARLOTTESVILLE, "drug_", "drug_prospective_1km_60days", ONE_KM),
        (CHARLOTTESVILLE, "violence_", "violence_prospective_1km_60days", ONE_KM),
        (CHARLOTTESVILLE, "violence_", "violence_retrospective_1km_60days", ONE_KM | BACK),
        (CHICAGO, "", "prospective_3km_28days", THREE_KM),
        (CHICAGO, "", "retrospective_3km_28days", THREE_KM | BACK | {"n_replicates": 1}),
    ],
)
def test_incidents(
    reference_data: Path, source: tuple[str, date, date], prefix: str, key: str, settings: dict[str, Any]
) -> None:
    name, first_on, last_on = source
    folder = reference_data / f"satscan_{name}"
    case = read_scan_case(
        folder / f"{prefix}cases.csv", folder / f"{prefix}locations.csv", "location", first_on, last_on
    )
    expected = json.loads((folder / "expected_results.json").read_text())[key]["clusters"]
    result = scan(case, **settings)
    assert_clusters_equal(result, expected, case)
    if "n_replicates" not in settings:
        # SaTScan stopped early here too, after about 200 replicates.
        assert result.clusters[0].p_value == pytest.approx(expected[0]["p_value"], abs=0.12)


@pytest.mark.parametrize("share", [10, 50])
@pytest.mark.parametrize("model", ["permutation", "poisson"])
@pytest.mark.parametrize("n_areas", [150, 1000])
def test_simulated_city(reference_data: Path, n_areas: int, model: Any, share: int) -> None:
    """Whole distribution of the replicate maxima, not only the clusters."""
    folder = reference_data / "benchmark_workloads"
    xy, population, counts = read_workload(folder, n_areas)
    short = {"permutation": "stp", "poisson": "poisson"}[model]
    reference = json.loads((folder / "reference" / "satscan_workloads.json").read_text())[
        f"scan_{n_areas}_{short}_{share}"
    ]
    result = space_time_scan(
        counts,
        xy,
        model=model,
        population=population if model == "poisson" else None,
        max_share=share / 100,
        max_periods=28,
        rng=np.random.default_rng(1),
        n_replicates=999,
    )
    statistic = {"permutation": "Test statistic", "poisson": "Log likelihood ratio"}[model]
    assert len(result.clusters) >= len(reference["clusters"])
    for ours, theirs in zip(result.clusters, reference["clusters"], strict=False):
        assert f"{ours.log_likelihood_ratio:.6f}" == theirs[statistic]
        assert {f"a{j}" for j in ours.location_idx} == set(theirs["Location IDs included"].split(", "))
        assert ours.observed == int(theirs["Number of cases"])
        assert f"{ours.expected:.2f}" == theirs["Expected cases"]
        assert ours.p_value == pytest.approx(float(theirs["P-value"]), abs=0.08)
        radius = float(theirs["Coordinates / radius"].split(" / ")[1])
        assert ours.radius_m <= radius + 0.0051  # of circles with the same locations, the smallest
        if model == "poisson":
            assert ours.relative_risk == pytest.approx(float(theirs["Relative risk"]), abs=0.0051)
    chance = reference["null_llr"]
    maxima = result.replicate_maxima
    error = maxima.std() / np.sqrt(999)
    assert maxima.mean() == pytest.approx(chance["mean"], abs=4 * np.sqrt(2) * error)
    assert np.median(maxima) == pytest.approx(chance["q50"], abs=0.25)
    assert np.quantile(maxima, 0.95) == pytest.approx(chance["q95"], abs=0.6)


def test_north_humberside(reference_data: Path) -> None:
    """Cuzick & Edwards (1990); SaTScan 10.3.2, which stopped after 139 replicates."""
    folder = reference_data / "satscan_north_humberside"
    with (folder / "cases_controls.csv").open() as file:
        rows = list(csv.DictReader(file))
    expected = json.loads((folder / "expected_results.json").read_text())
    clusters = expected["purely_spatial_bernoulli_50pct"]["clusters"]
    result = space_time_scan(
        [[int(row["cases"])] for row in rows],
        [[float(row["x"]), float(row["y"])] for row in rows],
        model="bernoulli",
        controls=[int(row["controls"]) for row in rows],
        when="purely_spatial",
        rng=np.random.default_rng(1),
    )

    # Clusters with the same statistic come in another order than in SaTScan.
    def key(found: dict[str, Any]) -> tuple[float, list[str]]:
        return -found["log_likelihood_ratio"], sorted(found["location_ids"])

    ours = [
        {
            "location_ids": [rows[j]["location"] for j in cluster.location_idx],
            "number_of_cases": cluster.observed,
            "expected_cases": round(cluster.expected, 2),
            "relative_risk": round(cluster.relative_risk, 2),
            "log_likelihood_ratio": round(cluster.log_likelihood_ratio, 6),
        }
        for cluster in result.clusters[: len(clusters)]
    ]
    wanted = [{name: cluster[name] for name in ours[0]} for cluster in clusters]
    for found in [*ours, *wanted]:
        found["location_ids"] = sorted(found["location_ids"])
    assert sorted(ours, key=key) == sorted(wanted, key=key)
    # A quarter of all replicates have the very statistic of the first cluster. We count them as as large, which
    # is on the safe side; SaTScan counts some of them, as rounding will have it: p = 0.360 and 0.583.
    first = result.clusters[0]
    larger = (result.replicate_maxima > first.log_likelihood_ratio * (1 + 1e-9)).mean()
    assert larger == pytest.approx(0.360, abs=0.12)
    assert larger < clusters[1]["p_value"] < first.p_value


def nyc_expected(key: str) -> list[dict[str, Any]]:
    path = Path(__file__).parents[1] / "data" / "satscan_nyc_fever_2001" / "expected_results.json"
    clusters: list[dict[str, Any]] = json.loads(path.read_text())[key]["clusters"]
    return clusters


def read_workload(folder: Path, n_areas: int) -> tuple[Any, Any, Any]:
    """Coordinates, population, and counts by area and day."""
    with (folder / f"scan_{n_areas}_areas.csv").open() as file:
        areas = list(csv.DictReader(file))
    xy = np.array([[float(area["x"]), float(area["y"])] for area in areas])
    path = folder / f"scan_{n_areas}_cases.csv"
    counts = np.zeros((n_areas, 365), np.int64)
    with path.open() if path.exists() else gzip.open(f"{path}.gz", "rt") as file:
        for row in csv.DictReader(file):
            counts[int(row["area"]), int(row["day"])] += int(row["count"])
    return xy, np.array([int(area["pop"]) for area in areas]), counts

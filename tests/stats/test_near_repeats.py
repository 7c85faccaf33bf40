"""Knox and near repeats: against their slow twin, the reference programs, their laws, and their edges."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import special

from tilannekuva.stats import BadArgument, BadCoordinates, KnoxResult, TooLittleData, knox, near_repeat

from .naive import near_repeats as naive

Events = tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]


def rng() -> np.random.Generator:
    return np.random.default_rng(20240501)


def events(seed: int, n: int = 60, *, grid: bool = False, fractions: bool = False) -> Events:
    """Events over a kilometre and 60 days; on a grid many distances are just the limits."""
    chance = np.random.default_rng(seed)
    x, y = chance.uniform(0, 1000, (2, n))
    day = chance.uniform(0, 60, n)
    if grid:
        x, y = np.round(x, -2), np.round(y, -2)
    return x, y, day if fractions else np.floor(day)


@pytest.mark.parametrize("grid", [False, True])
@pytest.mark.parametrize("fractions", [False, True])
@pytest.mark.parametrize("seed", range(4))
def test_knox_counts_what_the_naive_twin_counts(seed: int, grid: bool, fractions: bool) -> None:
    x, y, day = events(seed, grid=grid, fractions=fractions)
    result = knox(x, y, day, distance_m=200, days=5, n_permutations=9, rng=rng())
    assert result.observed == naive.near_in_both(x, y, day, 200, 5)
    assert result.near_in_space == naive.near_in_both(x, y, day, 200, 1e9)
    assert result.near_in_time == naive.near_in_both(x, y, day, 1e9, 5)
    assert result.expected == pytest.approx(result.near_in_space * result.near_in_time / result.n_pairs)


@pytest.mark.parametrize("metric", ["euclidean", "manhattan"])
@pytest.mark.parametrize("seed", range(4))
def test_near_repeat_counts_what_the_naive_twin_counts(seed: int, metric: Any) -> None:
    x, y, day = events(seed, grid=seed % 2 == 0, fractions=seed == 3)
    distances, days = [0, 1, 100, 250, 600], [0, 1, 3, 14, 70]
    result = near_repeat(
        x, y, day, distance_bands_m=distances, day_bands=days, metric=metric, n_permutations=19, rng=rng()
    )
    twin = naive.pairs_by_band(x, y, day, distances, days, manhattan=metric == "manhattan")
    assert result.observed.tolist() == twin
    # Dealing days anew moves pairs between the bands of days, never between those of distance.
    np.testing.assert_allclose(result.expected.sum(axis=1), result.observed.sum(axis=1), rtol=1e-12)


def test_burkitt_lymphoma_as_published(reference_data: Path) -> None:
    folder = reference_data / "knox_burkitt_uganda"
    with (folder / "events.csv").open() as file:
        rows = [[float(value) for value in row.values()] for row in csv.DictReader(file)]
    x, y, day = np.array(rows).T
    result = knox(x, y, day, distance_m=20, days=5, n_permutations=9999, rng=rng())
    assert (result.observed, result.n_pairs) == (13, 188 * 187 // 2)
    assert result.expected == pytest.approx(10.1438, abs=5e-5)
    # pointpats takes the chance of more pairs than observed, and 99 permutations.
    assert special.pdtrc(13, result.expected) == pytest.approx(0.146246, abs=5e-7)
    assert result.poisson_p_value == pytest.approx(special.pdtrc(12, result.expected))
    assert result.p_value == pytest.approx(0.21, abs=4 * (0.21 * 0.79 / 99) ** 0.5)


def test_arson_in_chicago_as_the_near_repeat_calculator(reference_data: Path) -> None:
    folder = reference_data / "near_repeat_chicago_arson_2016"
    with (folder / "events.csv").open() as file:
        rows = [
            (float(r["x"]), float(r["y"]), date.fromisoformat(r["date"]).toordinal())
            for r in csv.DictReader(file)
        ]
    expected = json.loads((folder / "expected_results.json").read_text())
    x, y, day = np.array(rows).T
    result = near_repeat(
        x, y, day, distance_bands_m=[0, 1, 200, 400, 600, 1e7], day_bands=[0, 1, 2, 3, 1e4],
        metric="manhattan", n_permutations=1999, rng=rng(),
    )  # fmt: skip
    assert result.observed.tolist() == expected["observed_recomputed_with_true_intervals"]
    # Its headline: 9 pairs (by its rounding; 8 here) at 74.25 times the mean of 99 permutations.
    mean_of_99 = 9 / 74.25
    assert result.expected[1, 0] == pytest.approx(mean_of_99, abs=4 * (mean_of_99 / 99) ** 0.5)
    assert result.p_value[1, 0] == 1 / 2000


def test_workloads_equal_the_planted_rate(reference_data: Path) -> None:
    with (reference_data / "benchmark_workloads" / "knox_10000.csv").open() as file:
        rows = [[float(value) for value in row.values()] for row in csv.DictReader(file)]
    x, y, day = np.array(rows).T
    result = knox(x, y, day, distance_m=150, days=14, rng=rng())
    assert result.ratio > 1.5
    assert result.p_value == 0.001


def test_planted_repeats_are_found_and_independent_events_are_not() -> None:
    """Over 40 seeds: power near 1 with one repeat in ten, false alarms near 5 % without."""
    found = {True: 0, False: 0}
    for seed in range(40):
        for planted in found:
            x, y, day = events(seed, 300)
            if planted:
                x[:30], y[:30], day[:30] = x[30:60] + 10, y[30:60], day[30:60] + 1
            result = knox(
                x, y, day, distance_m=50, days=2, n_permutations=199, rng=np.random.default_rng(seed)
            )
            found[planted] += result.p_value <= 0.05
    assert found[True] >= 39
    assert found[False] <= 6  # 2 expected; more than 6 of 40 has a chance below 1 %


@given(st.permutations(range(30)), st.floats(-1e6, 1e6), st.integers(0, 10_000))
def test_order_place_and_origin_of_time_do_not_matter(order: list[int], shift: float, later: int) -> None:
    x, y, day = (column[:30] for column in events(5))
    x, y = np.round(x), np.round(y)
    moved = [x[order] + round(shift), y[order] - round(shift), day[order] + later]
    options: dict[str, Any] = {"distance_m": 150, "days": 4, "n_permutations": 19}
    assert_same(knox(x, y, day, **options, rng=rng()), knox(*moved, **options, rng=rng()))


def assert_same(first: KnoxResult, second: KnoxResult) -> None:
    for name, value in first.as_dict().items():
        np.testing.assert_array_equal(value, second.as_dict()[name], err_msg=name)


@pytest.mark.parametrize("n_permutations", [1, 31, 32, 33, 99])
def test_any_number_of_threads_gives_the_same(n_permutations: int) -> None:
    x, y, day = events(2, 400, fractions=True)
    one, many = (
        knox(x, y, day, distance_m=80, days=3, n_permutations=n_permutations, rng=rng(), n_threads=n)
        for n in (1, 5)
    )
    assert_same(one, many)
    assert len(one.permuted) == n_permutations


def test_the_permutations_are_those_of_chance() -> None:
    """Their mean is Knox's expectation, within four standard errors."""
    x, y, day = events(3, 200)
    result = knox(x, y, day, distance_m=100, days=7, n_permutations=3999, rng=rng())
    error = result.permuted.std() / np.sqrt(result.permuted.size)
    assert abs(result.permuted.mean() - result.expected) < 4 * error


def test_a_long_time_in_seconds_and_huge_coordinates() -> None:
    x, y, day = events(1, 50, fractions=True)
    far = knox(
        x + 25_000_000, y + 6_600_000, day * 300, distance_m=200, days=900, n_permutations=9, rng=rng()
    )
    near = knox(x, y, day * 300, distance_m=200, days=900, n_permutations=9, rng=rng())
    assert far.observed == near.observed


def test_all_events_at_one_place_on_one_day() -> None:
    result = knox([5.0] * 6, [5.0] * 6, [3] * 6, distance_m=1, days=0, n_permutations=9, rng=rng())
    assert (result.observed, result.expected, result.ratio, result.p_value) == (15, 15.0, 1.0, 1.0)


def test_nothing_near_is_no_error() -> None:
    result = knox([0, 1e6], [0, 0], [0, 100], distance_m=10, days=1, n_permutations=9, rng=rng())
    assert (result.observed, result.expected, result.p_value) == (0, 0.0, 1.0)
    assert np.isnan(result.ratio)


def test_inputs_are_left_alone_and_results_are_read_only() -> None:
    x, y, day = events(4)
    before = [column.copy() for column in (x, y, day)]
    result = near_repeat(x, y, day, distance_bands_m=[0, 200], day_bands=[0, 7], n_permutations=9, rng=rng())
    for column, kept in zip((x, y, day), before, strict=True):
        np.testing.assert_array_equal(column, kept)
    with pytest.raises(ValueError, match="read-only"):
        result.observed[0, 0] = 1
    assert {len(column) for column in result.as_dict().values()} == {1}
    assert "1 distance × 1 day bands" in repr(result)


@pytest.mark.parametrize(
    ("changes", "error", "says"),
    [
        ({"day": [0, 1]}, BadArgument, "easting_m has 3 values and day has 2"),
        ({"day": [0, 1, np.nan]}, BadArgument, r"day\[2\] is nan; leave the event out"),
        ({"easting_m": [0, np.inf, 1]}, BadCoordinates, r"easting_m\[1\] is inf"),
        (
            {"easting_m": [24.94, 24.95, 25.1], "northing_m": [60.1, 60.2, 60.2]},
            BadCoordinates,
            "easting_m and northing_m: all 3 places lie within .*degrees or kilometres. Project them",
        ),
        ({"northing_m": ["a", "b", "c"]}, BadArgument, "northing_m must be numbers"),
        ({"distance_m": 0}, BadArgument, "distance_m is 0; it must be a number above 0"),
        ({"days": -1}, BadArgument, "days is -1; it must be a number of at least 0"),
        ({"n_permutations": 0}, BadArgument, "n_permutations is 0"),
        ({"rng": 7}, BadArgument, "give a numpy.random.Generator"),
        ({"easting_m": [0], "northing_m": [0], "day": [0]}, TooLittleData, "pairs need at least 2"),
    ],
)
def test_errors_say_what_and_what_next(changes: dict[str, Any], error: type[Exception], says: str) -> None:
    given_: dict[str, Any] = {
        "easting_m": [0, 100, 200], "northing_m": [0, 0, 0], "day": [0, 1, 2], "distance_m": 5, "days": 1, "rng": rng()
    }  # fmt: skip
    with pytest.raises(error, match=says):
        knox(**{**given_, **changes})


@pytest.mark.parametrize(
    ("bands", "says"),
    [
        ([5], "2 to 100 edges"),
        ([0, 0], "ascending"),
        ([3, 1], "ascending"),
        ([-1, 1], "at least 0"),
        ([0, np.inf], "finite"),
    ],
)
def test_bands_must_ascend(bands: list[float], says: str) -> None:
    with pytest.raises(BadArgument, match=says):
        near_repeat([0, 100], [0, 100], [0, 1], distance_bands_m=bands, day_bands=[0, 1], rng=rng())

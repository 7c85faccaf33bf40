"""Farrington flexible: against its slow twin, against R, its laws, and its edges."""

import csv
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats

from tilannekuva.stats import AlarmResult, BadArgument, TooLittleData, farrington_flexible
from tilannekuva.stats._count_distributions import probability_from, probability_up_to, quantile

from .naive import regression_alarms as naive

ARRAYS = ["expected", "lower", "upper", "score", "dispersion", "trend", "p_value", "alarm"]


def example(seed: int, n_series: int = 4, n_periods: int = 330) -> NDArray[np.int64]:
    """Weekly counts with season, trend and outbreaks."""
    rng = np.random.default_rng(seed)
    week = np.arange(n_periods)
    level = rng.uniform(2, 12, (n_series, 1))
    mean = level * np.exp(0.4 * np.cos(2 * np.pi * week / 52) + 0.001 * week)
    counts = rng.negative_binomial(4, 4 / (4 + mean))
    counts[:, rng.integers(0, n_periods, 6)] += rng.integers(5, 30, 6)
    return counts


@pytest.mark.parametrize(
    ("years_back", "window", "n_seasons", "left_out"),
    [(5, 3, 10, 26), (3, 2, 6, 10), (2, 3, 10, 26), (4, 3, 1, 3)],
)
@pytest.mark.parametrize("seed", range(3))
def test_equals_the_naive_fit(seed: int, years_back: int, window: int, n_seasons: int, left_out: int) -> None:
    counts = example(seed)
    result = farrington_flexible(
        counts, evaluate=5, years_back=years_back, half_window=window, n_seasons=n_seasons,
        recent_periods_left_out=left_out, alpha=0.02, min_cases=0,
    )  # fmt: skip
    for series in range(len(counts)):
        for column in range(5):
            twin = naive.farrington_flexible(
                counts[series], counts.shape[1] - 5 + column, year=52, years_back=years_back, window=window,
                n_seasons=n_seasons, left_out=left_out, alpha=0.02,
            )  # fmt: skip
            for name, value in twin._asdict().items():
                ours = getattr(result, name)[series, column]
                assert ours == pytest.approx(value, rel=1e-7, abs=1e-9, nan_ok=True), name


@given(st.floats(0.01, 400), st.floats(1, 8) | st.just(1.0), st.floats(0.001, 0.999))
def test_count_distributions_equal_scipy(mean: float, dispersion: float, level: float) -> None:
    if 1 < dispersion < 1 + 1e-6:
        dispersion = 1.0
    law = stats.nbinom(mean / (dispersion - 1), 1 / dispersion) if dispersion > 1 else stats.poisson(mean)
    count = np.array([-1.0, 0.0, 1.0, 3.0, np.floor(mean), np.floor(3 * mean)])
    means, dispersions = np.full(6, mean), np.full(6, dispersion)
    np.testing.assert_allclose(
        probability_up_to(count, means, dispersions), law.cdf(count), rtol=1e-7, atol=1e-12
    )
    np.testing.assert_allclose(
        probability_from(count, means, dispersions), law.sf(count - 1), rtol=1e-7, atol=1e-12
    )
    (q,) = quantile(level, means[:1], dispersions[:1])
    assert law.cdf(q) >= level - 1e-9
    assert law.cdf(q - 1) < level + 1e-9


@pytest.mark.parametrize("n_threads", [1, 2, 5])
def test_any_number_of_threads_gives_the_same_bytes(n_threads: int) -> None:
    counts = example(1, n_series=9)
    one, other = (farrington_flexible(counts, evaluate=7, n_threads=n) for n in (1, n_threads))
    for name in ARRAYS:
        assert getattr(one, name).tobytes() == getattr(other, name).tobytes()


def test_series_do_not_touch_each_other() -> None:
    counts = example(2, n_series=6)
    order = [3, 0, 5, 1, 4, 2]
    together, mixed = farrington_flexible(counts), farrington_flexible(counts[order])
    for name in ARRAYS:
        np.testing.assert_array_equal(getattr(together, name)[order], getattr(mixed, name))


def test_later_periods_do_not_reach_back() -> None:
    counts = example(3)
    wide, narrow = farrington_flexible(counts, evaluate=3), farrington_flexible(counts[:, :-2])
    for name in ARRAYS:
        np.testing.assert_array_equal(getattr(wide, name)[:, :1], getattr(narrow, name))


@given(st.integers(0, 1000), st.sampled_from(["nb_plugin", "delta", "muan"]))
def test_band_alarm_score_and_p_value_agree(seed: int, threshold: Any) -> None:
    result = farrington_flexible(example(seed), evaluate=4, threshold=threshold, trend="significant")
    known = ~np.isnan(result.expected)
    lower, upper, expected = result.lower[known], result.upper[known], result.expected[known]
    assert (lower >= 0).all()
    assert (lower <= upper).all()
    assert (upper >= np.floor(expected)).all()
    assert (result.dispersion[known] >= 1).all()
    assert (result.alarm[known] == (result.observed[known] > upper)).all()
    assert (result.alarm[known] == (result.score[known] > 1)).all()
    assert (result.p_value[known & result.alarm] <= 0.01).all()


def test_finds_an_outbreak_and_says_nothing_about_silence() -> None:
    counts = example(4, n_series=3)
    counts[0, -1] = 200
    counts[1, -4:] = [1, 1, 1, 1]
    result = farrington_flexible(counts)
    assert result.alarm[:, 0].tolist()[:2] == [True, False]
    assert result.score[0, 0] > 1
    assert result.p_value[0, 0] < 1e-6
    assert np.isnan([getattr(result, name)[1, 0] for name in ARRAYS[:-1]]).all()


@pytest.mark.parametrize("level", [0, 7, 1_000_000])
def test_constant_series(level: int) -> None:
    result = farrington_flexible(np.full((2, 330), level))
    assert not result.alarm.any()
    if level:
        np.testing.assert_allclose(result.expected, level, rtol=1e-9)
        np.testing.assert_allclose(result.dispersion, 1)
    else:
        assert np.isnan(result.expected).all()


def test_first_cases_ever() -> None:
    counts = np.zeros((1, 330), np.int64)
    counts[0, -1] = 6
    result = farrington_flexible(counts)
    assert result.alarm[0, 0] or np.isnan(result.expected[0, 0])


def test_no_series_at_all() -> None:
    assert farrington_flexible(np.zeros((0, 330))).alarm.shape == (0, 1)


def test_months_and_reading() -> None:
    counts = example(5, n_periods=80)
    before = counts.copy()
    result = farrington_flexible(
        counts, periods_per_year=12, half_window=1, n_seasons=4, recent_periods_left_out=6, evaluate=2
    )
    assert np.isfinite(result.expected).all()
    np.testing.assert_array_equal(counts, before)
    assert repr(result).startswith("<AlarmResult: farrington_flexible, 4 series × 2 period(s)")
    assert result.parameters["n_seasons"] == 4
    assert result.first_period_idx == 78


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"counts": -np.ones((1, 330))}, BadArgument, r"counts\[0, 0\] is -1"),
        ({"counts": np.full((1, 330), np.nan)}, BadArgument, "is nan"),
        ({"counts": np.ones(330)}, BadArgument, r"\(series, periods\)"),
        ({"counts": np.ones((1, 200), int)}, TooLittleData, "it needs 264"),
        ({"evaluate": 100}, TooLittleData, "to judge the last 100"),
        ({"evaluate": 0}, BadArgument, "evaluate is 0"),
        ({"n_seasons": 60}, BadArgument, "lower n_seasons or half_window"),
        ({"years_back": 1, "recent_periods_left_out": 50}, BadArgument, "lower recent_periods_left_out"),
        ({"trend": "perhaps"}, BadArgument, "trend is 'perhaps'"),
        ({"threshold": "high"}, BadArgument, "threshold is 'high'"),
        ({"alpha": 0.5}, BadArgument, r"alpha is 0\.5"),
        ({"reweight_above": -1}, BadArgument, "reweight_above is -1"),
    ],
)
def test_says_what_is_wrong(change: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        farrington_flexible(**({"counts": np.ones((1, 330), np.int64)} | change))


@pytest.mark.parametrize(
    ("name", "only_last_week", "settings"),
    [
        ("noufaily_40x52", False, {}),
        ("noufaily_1500_lastweek", True, {}),
        ("default_40x52", False,
         {"n_seasons": 1, "recent_periods_left_out": 3, "trend": "significant", "threshold": "delta"}),
    ],
)  # fmt: skip
def test_equals_r_on_a_simulated_city(
    reference_data: Path, name: str, only_last_week: bool, settings: dict[str, Any]
) -> None:
    polars = pytest.importorskip("polars")
    folder = reference_data / "benchmark_workloads"
    counts = polars.read_parquet(folder / "aberr_1500x520.parquet").to_numpy().T
    theirs = columns(folder / "reference" / f"farringtonFlexible_{name}.csv")
    if only_last_week:
        result = farrington_flexible(counts, **settings)
    else:
        result = farrington_flexible(counts[:40], evaluate=52, **settings)
    assert_equals_r(result, theirs, log_score=settings.get("threshold") != "delta")


@pytest.mark.parametrize("settings", ["control1", "control2"])
@pytest.mark.parametrize(
    ("ours", "threshold"), [("delta", "delta"), ("nb_plugin", "nbPlugin"), ("muan", "muan")]
)
def test_equals_r_on_salmonella_by_threshold(
    reference_data: Path, settings: str, ours: Any, threshold: str
) -> None:
    path = reference_data / "benchmark_workloads" / "reference" / "farringtonFlexible_salmonella_agona.json"
    reference = json.loads(path.read_text())[f"{settings}_{threshold}"]
    control = reference["control"]
    result = farrington_flexible(
        salmonella(reference_data)["observed"][None], evaluate=len(reference["observed"]),
        years_back=control["b"], half_window=control["w"], n_seasons=control["noPeriods"],
        recent_periods_left_out=control["pastWeeksNotIncluded"], reweight_above=control["weightsThreshold"],
        trend="always" if control["pThresholdTrend"] == 1 else "significant", alpha=control["alpha"],
        threshold=ours,
    )  # fmt: skip
    names = ["observed", "upperbound", "alarm", "expected", "phi", "score", "pvalue", "trend"]
    theirs = {name: np.array([number(value) for value in reference[name]]) for name in names}
    theirs["upper"] = theirs.pop("upperbound")
    assert_equals_r(result, theirs, log_score=threshold != "delta")


def test_equals_r_on_salmonella(reference_data: Path) -> None:
    table = salmonella(reference_data)
    result = farrington_flexible(table["observed"][None], evaluate=100, years_back=3)
    name = "farringtonFlexible_noufaily_b3w3"
    np.testing.assert_allclose(result.upper[0], table[f"{name}_upper"][-100:], atol=1e-6)
    np.testing.assert_array_equal(result.alarm[0], table[f"{name}_alarm"][-100:] == 1)
    assert result.alarm.sum() == 4


def assert_equals_r(result: AlarmResult, theirs: dict[str, NDArray[np.float64]], *, log_score: bool) -> None:
    known = ~np.isnan(theirs["upper"])
    np.testing.assert_array_equal(~np.isnan(result.expected.ravel()), known)
    np.testing.assert_array_equal(result.alarm.ravel(), theirs["alarm"] == 1)
    for ours, name in [
        ("expected",) * 2,
        ("upper",) * 2,
        ("dispersion", "phi"),
        ("p_value", "pvalue"),
        ("trend",) * 2,
    ]:
        np.testing.assert_allclose(
            getattr(result, ours).ravel()[known], theirs[name][known], rtol=1e-6, atol=1e-9, err_msg=ours
        )
    # R measures the score from the logarithm of the expected count, except with "delta".
    origin = result.expected.ravel()[known]
    origin = np.log(origin) if log_score else origin
    score = (result.observed.ravel()[known] - origin) / (result.upper.ravel()[known] - origin)
    np.testing.assert_allclose(score, theirs["score"][known], rtol=1e-6, atol=1e-9)


def salmonella(reference_data: Path) -> dict[str, Any]:
    folder = reference_data / "weekly_counts_salmonella_agona_1990_1995"
    table: dict[str, Any] = columns(folder / "reference_r_surveillance.csv")
    table["observed"] = table["observed"].astype(np.int64)
    return table


def columns(path: Path) -> dict[str, NDArray[np.float64]]:
    with path.open() as file:
        rows = list(csv.DictReader(file))
    return {name: np.array([number(row[name]) for row in rows]) for name in rows[0]}


def number(text: Any) -> float:
    return float("nan") if text in (None, "", "NA", "NaN") else float(text)

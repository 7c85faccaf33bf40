"""EARS: against its slow twin, against R, its laws, and its edges."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import special

from tilannekuva.stats import AlarmResult, BadArgument, TooLittleData, ears

from .naive import moving_alarms as naive
from .test_regression_alarms import ARRAYS, columns, example, salmonella

METHODS = ["C1", "C2", "C3"]


@given(st.integers(0, 10_000), st.sampled_from(METHODS), st.sampled_from([0.3, 2.0, 40.0]))
def test_equals_the_naive_bounds(seed: int, method: Any, level: float) -> None:
    counts = np.random.default_rng(seed).poisson(level, (3, 30))
    result = ears(counts, method=method, evaluate=19, alpha=0.01, min_cases=0)
    z = float(special.ndtri(0.99))
    for series in range(3):
        for column in range(19):
            expected, upper = naive.bound(counts[series].tolist(), 11 + column, method=method, z=z)
            assert result.expected[series, column] == pytest.approx(expected, rel=1e-12)
            assert result.upper[series, column] == pytest.approx(upper, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("method", ["C1", "C2"])
def test_equals_r_on_a_simulated_city(reference_data: Path, method: Any) -> None:
    result, theirs = first_series(reference_data, method=method, alpha=0.001)
    np.testing.assert_allclose(result.upper.ravel(), theirs["upper"], rtol=1e-9)
    np.testing.assert_array_equal(result.alarm.ravel(), theirs["alarm"] == 1)


@pytest.mark.parametrize("method", ["C1", "C2"])
def test_equals_r_on_salmonella(reference_data: Path, method: Any) -> None:
    table = salmonella(reference_data)
    result = ears(table["observed"][None], method=method, evaluate=len(table["observed"]) - 19, min_cases=0)
    np.testing.assert_allclose(result.upper[0], table[f"ears{method}_upper"][19:], rtol=1e-9, atol=1e-12)
    np.testing.assert_array_equal(result.alarm[0], table[f"ears{method}_alarm"][19:] == 1)
    assert result.alarm.sum() == {"C1": 16, "C2": 20}[method]


def test_bound_of_r_for_c3_follows_from_ours(reference_data: Path) -> None:
    """R adds to the period's own count what is to be added to the mean of its baseline."""
    result, theirs = first_series(reference_data, method="C3", alpha=0.025)
    assert_follows(result, theirs["upper"])
    table = salmonella(reference_data)
    last = ears(table["observed"][None], method="C3", evaluate=len(table["observed"]) - 19, min_cases=0)
    assert_follows(last, table["earsC3_upper"][19:])


def assert_follows(result: AlarmResult, upper_of_r: NDArray[np.float64]) -> None:
    expected, upper = result.expected.ravel(), result.upper.ravel()
    # Where our bound is cut off at 0, or lies on a baseline that does not vary, the room is not in it.
    defined = np.isfinite(upper_of_r) & (upper > 0) & (upper != expected)
    assert defined.mean() > 0.5
    ours = np.maximum(result.observed.ravel() + upper - expected, 0)
    np.testing.assert_allclose(upper_of_r[defined], ours[defined], rtol=1e-9, atol=1e-9)


def first_series(
    folder: Path, *, method: Any, alpha: float
) -> tuple[AlarmResult, dict[str, NDArray[np.float64]]]:
    polars = pytest.importorskip("polars")
    workloads = folder / "benchmark_workloads"
    counts = polars.read_parquet(workloads / "aberr_1500x520.parquet").to_numpy().T[:40]
    theirs = columns(workloads / "reference" / f"ears{method}_40x52.csv")
    return ears(counts, method=method, evaluate=52, alpha=alpha, min_cases=0), theirs


@given(st.integers(0, 1000), st.sampled_from(METHODS))
def test_band_alarm_score_and_p_value_agree(seed: int, method: Any) -> None:
    result = ears(example(seed, n_periods=60), method=method, evaluate=40, alpha=0.01, min_cases=0)
    assert (result.lower >= 0).all()
    assert (result.alarm == (result.observed > result.upper)).all()
    above = result.upper > result.expected
    assert (result.alarm[above] == (result.score[above] > 1)).all()
    assert (result.p_value[result.alarm] <= 0.01).all()
    assert (result.p_value[~result.alarm] >= 0.01).all()


@given(st.integers(0, 1000), st.sampled_from(METHODS), st.integers(2, 9))
def test_counts_in_other_units_give_the_same_alarms(seed: int, method: Any, times: int) -> None:
    counts = example(seed, n_periods=40)
    one, many = (ears(c, method=method, evaluate=20, min_cases=0) for c in (counts, counts * times))
    np.testing.assert_array_equal(one.alarm, many.alarm)
    np.testing.assert_allclose(one.upper * times, many.upper, rtol=1e-9, atol=1e-9)


def test_neither_order_of_series_nor_later_periods_matter() -> None:
    counts = example(2, n_series=6, n_periods=60)
    wide, narrow = ears(counts, method="C3", evaluate=9), ears(counts[::-1, :-4], method="C3", evaluate=5)
    for name in ARRAYS:
        assert getattr(wide, name)[:, :5].tobytes() == getattr(narrow, name)[::-1].tobytes(), name


def test_false_alarms_of_large_counts_are_about_as_many_as_it_says() -> None:
    counts = np.random.default_rng(20240501).poisson(400, (4000, 20))
    # Seven periods tell a spread badly: against Student's law with six degrees, alpha 0.01 is 0.037.
    assert 0.025 < ears(counts, alpha=0.01).alarm.mean() < 0.05


def test_a_rise_that_builds_up_is_seen_by_c3_alone() -> None:
    counts = np.array([[10, 14, 6, 12, 8, 10, 10, 14, 6, 12, 8, 13, 14, 15, 15]])
    alarms = {method: ears(counts, method=method, evaluate=4, alpha=0.01).alarm[0] for method in METHODS}
    assert not alarms["C1"].any()
    assert not alarms["C2"].any()
    assert alarms["C3"].tolist() == [False, False, True, True]


def test_a_case_after_silence_is_an_alarm_in_r_and_too_few_to_say_here() -> None:
    counts = np.zeros((1, 20), np.int64)
    counts[0, -1] = 1
    as_r = ears(counts, min_cases=0)
    assert as_r.alarm[0, 0]
    assert as_r.score[0, 0] == np.inf
    assert as_r.p_value[0, 0] == 0
    assert not ears(counts, smallest_spread=0.5, min_cases=0).alarm[0, 0]
    silent = ears(np.zeros((2, 20)), min_cases=0)
    assert not silent.alarm.any()
    assert (silent.p_value == 1).all()


@given(st.integers(0, 1000), st.sampled_from(METHODS), st.integers(1, 12))
def test_too_few_cases_say_nothing(seed: int, method: Any, min_cases: int) -> None:
    counts = np.random.default_rng(seed).poisson(0.5, (6, 30))
    result, all_told = (ears(counts, method=method, evaluate=15, min_cases=n) for n in (min_cases, 0))
    lag = 0 if method == "C1" else 2
    for column, period in enumerate(range(15, 30)):
        cases = counts[:, period] + counts[:, period - lag - 7 : period - lag].sum(axis=1)
        np.testing.assert_array_equal(result.too_few[:, column], cases < min_cases)
    assert not result.alarm[result.too_few].any()
    for name in ("expected", "lower", "upper", "score", "dispersion", "p_value"):
        assert np.isnan(getattr(result, name)[result.too_few]).all(), name
        told = ~result.too_few
        np.testing.assert_array_equal(getattr(result, name)[told], getattr(all_told, name)[told])


def test_nothing_in_the_history_is_too_few_until_there_are_enough_at_once() -> None:
    counts = np.zeros((7, 20), np.int64)
    counts[:, -1] = range(7)
    assert ears(counts).alarm[:, 0].tolist() == [False] * 5 + [True] * 2
    assert ears(counts).too_few[:, 0].tolist() == [True] * 5 + [False] * 2


def test_huge_counts() -> None:
    counts = np.array([[2**31 - 10 + k % 3 for k in range(40)]])
    for method in ("C1", "C2"):
        result = ears(counts, method=method, evaluate=20)  # type: ignore[arg-type]
        small = ears(counts - (2**31 - 20), method=method, evaluate=20)  # type: ignore[arg-type]
        np.testing.assert_allclose(result.upper - (2**31 - 20), small.upper, atol=1e-5)
        np.testing.assert_array_equal(result.alarm, small.alarm)


def test_reading() -> None:
    counts = example(5, n_periods=30)
    before = counts.copy()
    result = ears(counts, method="C2", evaluate=3)
    np.testing.assert_array_equal(counts, before)
    assert repr(result).startswith("<AlarmResult: ears_c2, 4 series × 3 period(s)")
    with pytest.raises(ValueError, match="read-only"):
        result.upper[0, 0] = 1
    assert ears(np.zeros((0, 30))).alarm.shape == (0, 1)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"counts": -np.ones((1, 30))}, BadArgument, r"counts\[0, 0\] is -1"),
        ({"counts": [[1, 2], [3]]}, BadArgument, "every row equally long"),
        ({"counts": np.ones((1, 7))}, TooLittleData, "judging 1 by C1 needs 7"),
        ({"counts": np.ones((1, 11)), "method": "C3"}, TooLittleData, "judging 1 by C3 needs 11"),
        ({"method": "C4"}, BadArgument, "method is 'C4'"),
        ({"alpha": 0.7}, BadArgument, r"alpha is 0\.7"),
        ({"evaluate": 0}, BadArgument, "evaluate is 0"),
        ({"evaluate": 1.5}, BadArgument, "must be a whole number"),
        ({"min_cases": -1}, BadArgument, "min_cases is -1"),
        ({"smallest_spread": -1}, BadArgument, "smallest_spread is -1"),
        ({"smallest_spread": float("nan")}, BadArgument, "smallest_spread is nan"),
    ],
)
def test_says_what_is_wrong(change: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        ears(**({"counts": np.ones((1, 30), np.int64)} | change))

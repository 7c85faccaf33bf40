"""The trend test: against its slow twin, pymannkendall, its laws, and its edges."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy import optimize, stats

from tilannekuva.stats import BadArgument, TooLittleData, mann_kendall

from .naive import trends as naive

DATA = Path(__file__).parents[1] / "data" / "trends_pymannkendall"


@given(arrays.arrays(np.int64, st.tuples(st.integers(1, 3), st.integers(4, 20)), elements=st.integers(0, 6)))
def test_equals_the_naive_twin(series: Any) -> None:
    result = mann_kendall(series)
    for row, values in enumerate(series.tolist()):
        s, z = naive.mann_kendall(values)
        assert result.s[row] == s
        assert result.z[row] == pytest.approx(z, rel=1e-12, nan_ok=True)


@pytest.mark.parametrize("name", ["mann_kendall_increasing_ties", "mann_kendall_noise"])
def test_equals_pymannkendall(reference_data: Path, name: str) -> None:
    folder = reference_data / "benchmark_workloads" / "reference"
    reference = json.loads((folder / "python_reference.json").read_text())[name]
    result = mann_kendall(reference["x"])
    assert result.s[0] == reference["S"]
    for ours, theirs in (("z", "z"), ("p_value", "p"), ("tau", "tau")):
        assert getattr(result, ours)[0] == pytest.approx(reference[theirs], rel=1e-12)


def remembering(seed: int, n_series: int, n_periods: int, memory: float) -> Any:
    """Series without a trend of which each value holds a part of the one before."""
    noise = np.random.default_rng(seed).normal(size=(n_series, n_periods + 50))
    for period in range(1, noise.shape[1]):
        noise[:, period] += memory * noise[:, period - 1]
    return noise[:, 50:]


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("rounded", [False, True])
def test_the_correction_for_memory_equals_the_naive_twin(seed: int, rounded: bool) -> None:
    series = remembering(seed, 6, 30, 0.6)
    series = np.rint(2 * series) if rounded else series
    result = mann_kendall(series, autocorrelation="hamed_rao")
    for row, values in enumerate(series.tolist()):
        assert result.variance_factor[row] == pytest.approx(
            naive.hamed_rao_factor(values), rel=1e-9, nan_ok=True
        )


def test_the_correction_for_memory_equals_pymannkendall() -> None:
    stored = json.loads((DATA / "hamed_rao.json").read_text())
    assert len(stored) == 12
    for name, case in stored.items():
        result = mann_kendall(case["series"], autocorrelation="hamed_rao")
        for ours, theirs in (("s", "s"), ("z", "z"), ("p_value", "p"), ("tau", "tau")):
            assert getattr(result, ours)[0] == pytest.approx(case[theirs], rel=1e-9, abs=1e-14), (name, ours)


def test_what_remembers_its_past_is_called_a_trend_less_often() -> None:
    series = remembering(1, 2000, 100, 0.5)
    plain, corrected = (
        (mann_kendall(series, autocorrelation=choice).p_value < 0.05).mean()
        for choice in ("none", "hamed_rao")
    )
    assert plain > 0.2
    assert corrected < 0.8 * plain  # less often, not as seldom as one would like: the docs give the shares
    trend = series[:200] + 0.05 * np.arange(100)
    assert (mann_kendall(trend, autocorrelation="hamed_rao").p_value < 0.05).mean() > 0.9


def test_memory_changes_neither_s_nor_tau_and_a_straight_line_has_none() -> None:
    series = remembering(2, 50, 40, 0.5)
    plain, corrected = (mann_kendall(series, autocorrelation=choice) for choice in ("none", "hamed_rao"))
    np.testing.assert_array_equal(plain.s, corrected.s)
    np.testing.assert_array_equal(plain.tau, corrected.tau)
    np.testing.assert_array_equal(plain.variance_factor, 1.0)
    line = mann_kendall(np.arange(12), autocorrelation="hamed_rao")
    assert line.variance_factor[0] == 1.0
    with pytest.raises(BadArgument, match="autocorrelation"):
        mann_kendall(series, autocorrelation="yue_wang")  # type: ignore[arg-type]


@given(st.lists(st.floats(-1e6, 1e6), min_size=4, max_size=12))
def test_turning_time_round_turns_the_trend_round(values: list[float]) -> None:
    forward, backward = mann_kendall(values), mann_kendall(values[::-1])
    assert backward.s[0] == -forward.s[0]
    np.testing.assert_array_equal(backward.p_value, forward.p_value)


@given(st.lists(st.integers(0, 1000), min_size=4, max_size=12))
def test_only_the_order_of_the_values_matters(values: list[int]) -> None:
    counts, stretched = mann_kendall(values), mann_kendall([value**3 + 0.5 for value in values])
    for name in ("tau", "s", "z", "p_value"):
        np.testing.assert_array_equal(getattr(counts, name), getattr(stretched, name))


def test_false_alarms_are_as_many_as_said() -> None:
    noise = np.random.default_rng(3).poisson(4, (20_000, 40))
    share = (mann_kendall(noise).p_value < 0.05).mean()
    assert share == pytest.approx(0.05, abs=4 * (0.05 * 0.95 / 20_000) ** 0.5 + 0.003)


def test_a_planted_trend_is_found() -> None:
    mean = 4 * np.exp(0.02 * np.arange(52))
    series = np.random.default_rng(4).poisson(mean, (200, 52))
    result = mann_kendall(series)
    assert ((result.p_value < 0.05) & (result.s > 0)).mean() > 0.95


def test_values_that_do_not_vary_say_nothing() -> None:
    result = mann_kendall([[3, 3, 3, 3], [1, 2, 3, 4]])
    assert np.isnan([result.tau[0], result.z[0], result.p_value[0]]).all()
    assert result.tau[1] == 1
    assert "2 series × 4 periods" in repr(result)


def test_any_number_of_threads_gives_the_same() -> None:
    series = np.random.default_rng(5).poisson(3, (50, 30))
    np.testing.assert_array_equal(mann_kendall(series, n_threads=1).z, mann_kendall(series, n_threads=7).z)


@pytest.mark.parametrize(
    ("series", "error", "says"),
    [
        ([1, 2, 3], TooLittleData, "has 3 period"),
        ([1, 2, np.nan, 4], BadArgument, r"series\[0, 2\] is nan"),
        (["a", "b", "c", "d"], BadArgument, "must be numbers"),
        ([[1, 2], [3]], BadArgument, "equally long"),
    ],
)
def test_errors_say_what_and_what_next(series: Any, error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        mann_kendall(series)


def naive_interval(values: Any, confidence: float) -> tuple[float, float]:
    """Where a tau is as far from the estimate as its own variance (Noether) lets it be, by bisection."""
    n = len(values)
    sign = np.sign(np.subtract.outer(values, values)) * np.sign(np.subtract.outer(np.arange(n), np.arange(n)))
    tau, unequal = sign.sum() / (n * (n - 1)), np.abs(sign).sum() / (n * (n - 1))
    between = np.var(sign.sum(axis=1) / (n - 1))
    z = stats.norm.ppf((1 + confidence) / 2)

    def beyond(t: float) -> float:
        variance = (4 * (n - 2) * between + 2 * (unequal - t * t)) / (n * (n - 1))
        return float((tau - t) ** 2 - z * z * variance)

    ends = []
    for outer in (-2.0, 2.0):
        ends.append(optimize.brentq(beyond, outer, tau) if beyond(tau) < 0 else tau)
    return max(ends[0], -1.0), min(ends[1], 1.0)


@given(st.integers(0, 500), st.sampled_from([0.7, 20.0]), st.sampled_from([0.8, 0.95]))
def test_the_interval_of_tau_equals_its_slow_twin(seed: int, level: float, confidence: float) -> None:
    values = np.random.default_rng(seed).poisson(level * np.linspace(1, 1 + seed % 3, 14))
    result = mann_kendall(values, confidence=confidence)
    if np.isnan(result.tau[0]):
        assert np.isnan(result.tau_low[0])
        assert np.isnan(result.tau_high[0])
        return
    low, high = naive_interval(values, confidence)
    assert result.tau_low[0] == pytest.approx(low, abs=1e-9)
    assert result.tau_high[0] == pytest.approx(high, abs=1e-9)


@pytest.mark.parametrize(("n", "slope"), [(10, 0.0), (20, 1.0), (52, 0.0), (52, 2.0), (104, 1.0)])
def test_the_interval_of_tau_holds_as_often_as_it_says(n: int, slope: float) -> None:
    values = np.random.default_rng(n).normal(size=(4_000, n)) + slope * np.arange(n) / n
    result = mann_kendall(values)
    truth = result.tau.mean()
    held = ((result.tau_low <= truth) & (truth <= result.tau_high)).mean()
    assert 0.925 < held < 0.985


def test_a_rise_without_a_break_is_not_certain_to_be_one() -> None:
    few, many = mann_kendall(np.arange(5)), mann_kendall(np.arange(50))
    assert few.tau[0] == many.tau[0] == few.tau_high[0] == many.tau_high[0] == 1.0
    assert few.tau_low[0] < 0.6 < 0.98 < many.tau_low[0] < 1.0


def test_a_series_that_remembers_has_a_wider_interval() -> None:
    chance = np.random.default_rng(1).normal(size=(300, 60))
    for period in range(1, 60):
        chance[:, period] += 0.7 * chance[:, period - 1]
    plain, corrected = mann_kendall(chance), mann_kendall(chance, autocorrelation="hamed_rao")
    wider = corrected.variance_factor > 1.5
    assert wider.mean() > 0.5
    assert ((corrected.tau_high - corrected.tau_low) > (plain.tau_high - plain.tau_low))[wider].all()

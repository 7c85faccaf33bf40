"""Cumulated likelihood ratios: against their slow twin, against R, their laws, and their edges."""

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tilannekuva.stats import BadArgument, TooLittleData, cusum_negative_binomial, cusum_threshold

from .naive import cumulative_alarms as naive
from .test_regression_alarms import ARRAYS

REFERENCE = Path(__file__).parents[1] / "data" / "alarms_r_surveillance" / "cusum.json"
RATIOS = [1.3, 2.0, None]


def rng() -> np.random.Generator:
    return np.random.default_rng(20240501)


def example(seed: int, n_series: int = 3, n: int = 40) -> tuple[NDArray[np.int64], Any, Any]:
    """Counts with seasonal means, their means, and dispersions of their own."""
    chance = np.random.default_rng(seed)
    mean = chance.uniform(0.5, 8, (n_series, 1)) * np.exp(0.5 * np.sin(np.arange(n) / 4))
    dispersion = np.where(chance.random((n_series, 1)) < 0.3, 1.0, chance.uniform(1.1, 3, (n_series, n)))
    return chance.poisson(mean * chance.uniform(0.8, 1.6, (n_series, 1))), mean, dispersion


@pytest.mark.parametrize("ratio", RATIOS)
@pytest.mark.parametrize("seed", range(3))
def test_equals_the_naive_statistic(seed: int, ratio: float | None) -> None:
    counts, mean, dispersion = example(seed, n_series=2, n=10)
    result = cusum_negative_binomial(
        counts, evaluate=10, mean=mean, dispersion=dispersion, detect_ratio=ratio, threshold=2, window=6
    )
    for series in range(len(counts)):
        twin = naive.statistics(
            counts[series].tolist(), mean[series].tolist(), dispersion[series].tolist(), ratio=ratio,
            threshold=2, window=6,
        )  # fmt: skip
        np.testing.assert_allclose(result.score[series] * 2, twin, rtol=1e-7, atol=1e-8)


@pytest.mark.parametrize("name", list(json.loads(REFERENCE.read_text())))
def test_equals_r(name: str) -> None:
    theirs = json.loads(REFERENCE.read_text())[name]
    mean, counts = np.array(theirs["mean"], float), np.array([theirs["counts"]])
    result = cusum_negative_binomial(
        counts, evaluate=counts.shape[1], mean=mean, dispersion=1 + theirs["alpha"] * mean,
        detect_ratio=theirs["ratio"], threshold=theirs["threshold"],
        # R counts the periods before the newest.
        window=None if theirs["window"] < 0 else theirs["window"] + 1,
    )  # fmt: skip
    statistic = result.score[0] * theirs["threshold"]
    np.testing.assert_allclose(statistic, theirs["statistic"], rtol=1e-7, atol=1e-9)
    np.testing.assert_array_equal(result.alarm[0], np.array(theirs["alarm"]) == 1)
    assert result.alarm.sum() >= 5
    # Where the count is 0, R's search for the bound of a negative binomial GLR gives up.
    found = np.array(theirs["cases"]) < 1e9
    assert found.mean() > 0.95
    np.testing.assert_array_equal(result.upper[0, found], np.ceil(theirs["cases"])[found] - 1)


@given(st.integers(0, 10_000), st.sampled_from(RATIOS), st.floats(0.5, 6), st.sampled_from([None, 1, 9]))
def test_one_count_more_than_the_bound_would_be_an_alarm(
    seed: int, ratio: float | None, threshold: float, window: int | None
) -> None:
    counts, mean, dispersion = example(seed, n=25)
    settings: dict[str, Any] = {
        "evaluate": 25, "mean": mean, "dispersion": dispersion, "detect_ratio": ratio, "threshold": threshold,
        "window": window,
    }  # fmt: skip
    result = cusum_negative_binomial(counts, **settings)
    assert (result.alarm == (result.observed > result.upper)).all()
    assert (result.alarm == (result.score >= 1)).all()
    assert (result.upper >= 0).all()
    for more, alarms in ((0, False), (1, True)):
        changed = counts.copy()
        changed[:, -1] = result.upper[:, -1] + more
        assert (cusum_negative_binomial(changed, **settings).alarm[:, -1] == alarms).all()


@given(st.integers(0, 10_000), st.floats(1.0, 4.0))
def test_one_dispersion_needs_no_search(seed: int, dispersion: float) -> None:
    """A dispersion that differs in the last digit takes the other way, and comes to the same."""
    counts, mean, _ = example(seed)
    settings: dict[str, Any] = {"evaluate": 40, "mean": mean, "detect_ratio": None, "threshold": 3}
    steady = cusum_negative_binomial(counts, dispersion=dispersion, **settings)
    almost = np.full(counts.shape, dispersion)
    almost[:, 0] += 1e-12
    searched = cusum_negative_binomial(counts, dispersion=almost, **settings)
    np.testing.assert_allclose(steady.score, searched.score, rtol=1e-6, atol=1e-9)


@given(st.integers(0, 10_000))
def test_an_unknown_ratio_fits_at_least_as_well_as_a_known_one(seed: int) -> None:
    counts, mean, dispersion = example(seed)
    settings: dict[str, Any] = {
        "evaluate": 40, "mean": mean, "dispersion": dispersion, "threshold": 1e6,
    }  # fmt: skip
    unknown = cusum_negative_binomial(counts, detect_ratio=None, **settings)
    for ratio in (1.1, 1.7, 4.0):
        known = cusum_negative_binomial(counts, detect_ratio=ratio, **settings)
        assert (unknown.score >= known.score - 1e-12).all()


@pytest.mark.parametrize("ratio", RATIOS)
def test_neither_threads_nor_the_order_of_series_matter(ratio: float | None) -> None:
    counts, mean, dispersion = example(1, n_series=9)
    results = [
        cusum_negative_binomial(
            counts[order], evaluate=40, mean=mean[order], dispersion=dispersion[order], detect_ratio=ratio,
            threshold=2, n_threads=n_threads,
        )
        for order, n_threads in ((slice(None), 1), (slice(None, None, -1), 4))
    ]  # fmt: skip
    for name in ARRAYS:
        assert getattr(results[0], name).tobytes() == getattr(results[1], name)[::-1].tobytes(), name


@pytest.mark.parametrize("ratio", RATIOS)
def test_a_period_without_expectation_is_passed_over(ratio: float | None) -> None:
    counts, mean, dispersion = example(3, n=30)
    settings: dict[str, Any] = {"detect_ratio": ratio, "threshold": [[1.0], [2.0], [3.0]]}
    whole = cusum_negative_binomial(counts, evaluate=30, mean=mean, dispersion=dispersion, **settings)
    with_gap = [np.insert(array, 10, value, axis=1) for array, value in
                ((counts, 50), (mean, np.nan), (dispersion, 1.0))]  # fmt: skip
    result = cusum_negative_binomial(
        with_gap[0], evaluate=31, mean=with_gap[1], dispersion=with_gap[2], **settings
    )
    assert np.isnan([getattr(result, name)[:, 10] for name in ARRAYS[:-1]]).all()
    assert not result.alarm[:, 10].any()
    for name in ("upper", "score", "alarm"):
        np.testing.assert_allclose(np.delete(getattr(result, name), 10, axis=1), getattr(whole, name))


def test_finds_a_slow_rise_that_no_period_shows() -> None:
    chance = rng()
    counts = chance.poisson(10.0, (200, 52))
    counts[:, 26:] = chance.poisson(14.0, (200, 26))
    threshold = cusum_threshold(
        mean=10.0, dispersion=1.0, detect_ratio=1.4, periods_between_false_alarms=520, rng=rng()
    )
    result = cusum_negative_binomial(
        counts, mean=10.0, dispersion=1.0, detect_ratio=1.4, threshold=threshold.threshold
    )
    first = np.where(result.alarm[:, 26:].any(axis=1), result.alarm[:, 26:].argmax(axis=1), 99)
    assert (first < 26).mean() > 0.99
    assert 2 < np.median(first) < 7
    # A single count so large would come once in a thousand weeks: most of the rise has none.
    assert (counts[:, 26:] > 21).mean() < 0.05


def test_threshold_gives_the_exact_mean_time() -> None:
    """Of Poisson counts with a whole reference value, the time between alarms is known exactly."""
    ratio, reference, alarm_from = 2.0, 3, 7
    mean = reference * math.log(ratio) / (ratio - 1)
    exact = naive.mean_time_between_alarms(mean, reference, alarm_from)
    found = cusum_threshold(
        mean=mean, dispersion=1.0, detect_ratio=ratio, periods_between_false_alarms=exact, n_replicates=1500,
        rng=rng(),
    )  # fmt: skip
    # The sum is log(ratio) times a whole number: thresholds between two of them are one and the same.
    assert found.lower - 1e-5 <= alarm_from * math.log(ratio)
    assert found.upper >= (alarm_from - 1) * math.log(ratio) + 1e-5
    assert math.ceil(round(found.threshold / math.log(ratio), 4)) in (alarm_from, alarm_from + 1)


@pytest.mark.parametrize(
    ("ratio", "dispersion", "window"), [(1.5, 1.0, None), (2.0, 2.5, None), (None, 1.8, 12)]
)
def test_threshold_holds_on_fresh_counts(ratio: float | None, dispersion: float, window: int | None) -> None:
    mean = 4 * np.exp(0.4 * np.sin(2 * np.pi * np.arange(52) / 52))
    found = cusum_threshold(
        mean=mean, dispersion=dispersion, detect_ratio=ratio, periods_between_false_alarms=100, window=window,
        rng=rng(),
    )  # fmt: skip
    assert found.lower < found.threshold < found.upper
    chance = np.random.default_rng(7)
    means = np.tile(mean, 20)
    size = means / max(dispersion - 1, 1e-9)
    counts = chance.poisson(chance.gamma(size, means / size, (400, len(means))))
    result = cusum_negative_binomial(
        counts, evaluate=len(means), mean=means, dispersion=dispersion, detect_ratio=ratio,
        threshold=found.threshold, window=window,
    )  # fmt: skip
    assert 100 * result.alarm.mean() == pytest.approx(1, abs=0.12)


def test_threshold_is_reproducible_and_reads_well() -> None:
    settings: dict[str, Any] = {
        "mean": 3.0, "dispersion": 1.2, "detect_ratio": None, "periods_between_false_alarms": 30, "window": 8,
        "n_replicates": 200,
    }  # fmt: skip
    one, other = (cusum_threshold(**settings, rng=rng(), n_threads=n) for n in (1, 3))
    assert one == other
    assert repr(one).startswith(f"<CusumThreshold: {one.threshold:.3f} (")
    assert one.as_dict()["seed"] == one.seed
    seldom = cusum_threshold(**settings | {"periods_between_false_alarms": 60}, rng=rng())
    assert seldom.threshold > one.threshold


def test_reading() -> None:
    counts, mean, dispersion = example(5)
    before = counts.copy(), mean.copy(), dispersion.copy()
    result = cusum_negative_binomial(
        counts, evaluate=10, mean=mean[:, -10:], dispersion=dispersion[:, -10:], detect_ratio=2, threshold=3
    )
    for old, new in zip(before, (counts, mean, dispersion), strict=True):
        np.testing.assert_array_equal(old, new)
    assert repr(result).startswith("<AlarmResult: cusum_negative_binomial, 3 series × 10 period(s)")
    assert result.first_period_idx == 30
    assert result.parameters["threshold"] == 3
    nothing = cusum_negative_binomial(np.zeros((0, 60)), mean=1, dispersion=1, detect_ratio=None, threshold=3)
    assert nothing.alarm.shape == (0, 52)


@pytest.mark.parametrize("ratio", RATIOS)
def test_silence_and_huge_counts(ratio: float | None) -> None:
    settings: dict[str, Any] = {"mean": 5.0, "dispersion": 2.0, "detect_ratio": ratio, "threshold": 5.0}
    silent = cusum_negative_binomial(np.zeros((1, 52)), **settings)
    assert (silent.score == 0).all()
    huge = cusum_negative_binomial(np.full((1, 52), 2**31 - 1), **settings)
    assert huge.alarm.all()
    assert np.isfinite(huge.score).all()


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"counts": -np.ones((1, 60))}, BadArgument, r"counts\[0, 0\] is -1"),
        ({"counts": np.ones((1, 20))}, TooLittleData, "counts has 20 periods; 52 are to be judged"),
        ({"mean": 0}, BadArgument, r"mean\[0, 0\] is 0; it must be finite and above 0"),
        ({"mean": np.inf}, BadArgument, r"mean\[0, 0\] is inf"),
        ({"mean": np.ones(51)}, BadArgument, r"broadcast to \(1, 52\)"),
        ({"mean": "many"}, BadArgument, "mean must be numbers and holds text"),
        ({"dispersion": 0.9}, BadArgument, r"dispersion\[0, 0\] is 0.9; it must be finite and at least 1"),
        ({"detect_ratio": 1.0}, BadArgument, "detect_ratio is 1.0; it must be above 1"),
        ({"detect_ratio": -2}, BadArgument, "detect_ratio is -2"),
        ({"threshold": 0}, BadArgument, r"threshold\[0\] is 0"),
        ({"threshold": np.nan}, BadArgument, "threshold is NaN"),
        ({"window": 0}, BadArgument, "window is 0"),
        ({"n_threads": 0}, BadArgument, "n_threads is 0"),
    ],
)
def test_says_what_is_wrong(change: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        cusum_negative_binomial(
            **(
                {"counts": np.ones((1, 60), np.int64), "mean": 1, "dispersion": 1, "detect_ratio": 2,
                 "threshold": 3} | change
            )
        )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"mean": []}, r"one number or \(n,\)"),
        ({"mean": np.ones((2, 2))}, r"one number or \(n,\)"),
        ({"mean": [1, 2], "dispersion": [1, 2, 3]}, "mean and dispersion must be numbers"),
        ({"mean": np.nan}, "known in every period"),
        ({"mean": -1}, r"mean\[0\] is -1"),
        ({"dispersion": 0.5}, r"dispersion\[0\] is 0\.5"),
        ({"periods_between_false_alarms": 1}, "periods_between_false_alarms is 1"),
        ({"n_replicates": 10}, "n_replicates is 10; it must be at least 100"),
        ({"rng": 3}, "rng is a int"),
    ],
)
def test_threshold_says_what_is_wrong(change: dict[str, Any], message: str) -> None:
    settings: dict[str, Any] = {
        "mean": 1.0, "dispersion": 1.0, "detect_ratio": 2.0, "periods_between_false_alarms": 50, "rng": rng(),
    }  # fmt: skip
    with pytest.raises(BadArgument, match=message):
        cusum_threshold(**settings | change)

"""The order of rows and the number of threads are nobody's business: the same seed gives the same bytes."""

from functools import partial
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tilannekuva import stats
from tilannekuva.stats._results import Result

SEEDS = st.integers(0, 10_000)


def rng(seed: int = 20240501) -> np.random.Generator:
    return np.random.default_rng(seed)


def same_bytes(one: Any, other: Any) -> None:
    """Two tables, or two arrays, byte by byte."""
    if isinstance(one, Result):
        one, other = one.as_dict(), other.as_dict()
    if isinstance(one, dict):
        assert one.keys() == other.keys()
        for name in one:
            assert np.asarray(one[name]).tobytes() == np.asarray(other[name]).tobytes(), name
    else:
        assert one.tobytes() == other.tobytes()


def few_series(seed: int, n_periods: int = 60) -> NDArray[np.int64]:
    """Series of which two are the same, one is silent, and two differ in their newest period alone."""
    counts = rng(seed).poisson(rng(seed).gamma(2, 3, (9, 1)), (9, n_periods))
    counts[4], counts[7] = counts[1], 0
    counts[8] = counts[2]
    counts[8, -1] += 1
    return counts


@given(SEEDS, st.booleans())
def test_back_test(seed: int, some_known: bool) -> None:
    counts = few_series(seed)
    known = rng(seed + 1).random(counts.shape) < 0.1 if some_known else np.zeros(counts.shape, bool)
    order = rng(seed + 2).permutation(len(counts))
    detector = partial(stats.ears, evaluate=40)
    one, other = (
        stats.back_test(detector, counts[rows], known_rises=known[rows], n_rises=30, rng=rng(seed))
        for rows in (np.arange(len(counts)), order)
    )
    assert one == other
    same_bytes(one, other)


def events(seed: int, *, whole_days: bool) -> tuple[NDArray[np.float64], ...]:
    x, y = rng(seed).uniform(0, 3_000, (2, 80))
    day = rng(seed + 1).uniform(0, 90, 80)
    x[40:50], y[40:50] = x[:10], y[:10]
    day[40:45] = day[:5]  # events that are the same in all
    return x, y, np.floor(day) if whole_days else day


@given(SEEDS, st.booleans())
def test_knox_and_near_repeat(seed: int, whole_days: bool) -> None:
    columns = events(seed, whole_days=whole_days)
    order = rng(seed).permutation(80)
    for method in (
        partial(stats.knox, distance_m=300, days=5, n_permutations=40),
        partial(
            stats.near_repeat, distance_bands_m=[0, 1, 300, 600], day_bands=[0, 2, 7, 14], n_permutations=40
        ),
    ):
        straight = method(*columns, rng=rng(seed), n_threads=1)
        for n_threads in (2, 5):
            mixed = method(*(c[order] for c in columns), rng=rng(seed), n_threads=n_threads)
            assert straight == mixed


@given(SEEDS, st.booleans())
def test_self_exciting(seed: int, whole_days: bool) -> None:
    x, y, day = events(seed, whole_days=whole_days)
    order = rng(seed).permutation(80)
    settings = {"window_days": 90, "place_width_m": 10}
    straight = stats.self_exciting(day, x, y, **settings, n_threads=1)
    mixed = stats.self_exciting(day[order], x[order], y[order], **settings, n_threads=3)
    assert straight == mixed
    assert stats.self_exciting(day, window_days=90) == stats.self_exciting(day[order], window_days=90)


@given(SEEDS)
def test_synthetic_control(seed: int) -> None:
    counts = rng(seed).poisson(rng(seed).gamma(3, 2, (16, 1)), (16, 9))
    counts[10] = counts[3]
    order = rng(seed).permutation(16)
    place = np.argsort(order)
    one = stats.synthetic_control(counts, [0, 5], n_before=6, n_placebos=40, rng=rng(seed))
    other = stats.synthetic_control(counts[order], place[[0, 5]], n_before=6, n_placebos=40, rng=rng(seed))
    same_bytes(one, other)
    assert one.placebo_ratios.tobytes() == other.placebo_ratios.tobytes()
    assert one.weights[order].tobytes() == other.weights.tobytes()


@given(SEEDS)
def test_slow_rise(seed: int) -> None:
    counts = few_series(seed, 12)
    mean = 0.7 * counts.mean(axis=1, keepdims=True) + 0.1
    order = rng(seed).permutation(len(counts))
    method = partial(stats.slow_rise, n_replicates=200)
    one = method(counts, mean=mean, rng=rng(seed), n_threads=1)
    other = method(counts[order], mean=mean[order], rng=rng(seed), n_threads=3)
    assert (one.statistic > 0).any()
    same_bytes({name: column[order] for name, column in one.as_dict().items()}, other.as_dict())


@pytest.mark.parametrize("n_threads", [2, 3, 7])
def test_cusum_threshold_on_any_number_of_threads(n_threads: int) -> None:
    settings: dict[str, Any] = {
        "mean": [4.0, 6.0], "dispersion": 1.4, "detect_ratio": None, "window": 12,
        "periods_between_false_alarms": 40, "n_replicates": 150,
    }  # fmt: skip
    one, other = (stats.cusum_threshold(**settings, rng=rng(), n_threads=n) for n in (1, n_threads))
    assert one == other


BY_SERIES = {
    "farrington_flexible": partial(stats.farrington_flexible, evaluate=5, years_back=3),
    "farrington": partial(stats.farrington, evaluate=5, years_back=3),
    "cusum": partial(
        stats.cusum_negative_binomial, mean=4.0, dispersion=1.3, detect_ratio=None, threshold=4, window=20
    ),
    "mann_kendall": stats.mann_kendall,
}


@pytest.mark.parametrize("name", BY_SERIES)
@pytest.mark.parametrize("seed", range(3))
def test_methods_without_chance_judge_each_series_by_itself(name: str, seed: int) -> None:
    counts = few_series(seed, 200)
    order = rng(seed).permutation(len(counts))
    one = BY_SERIES[name](counts, n_threads=1).as_dict()
    other = BY_SERIES[name](counts[order], n_threads=3).as_dict()
    n_each = len(one["tau"] if "tau" in one else one["alarm"]) // len(counts)
    for column in one.keys() - {"series_idx"}:
        expected = one[column].reshape(len(counts), n_each)[order]
        assert expected.tobytes() == other[column].reshape(len(counts), n_each).tobytes(), column


@given(SEEDS)
def test_difference_in_differences(seed: int) -> None:
    treated, others = (rng(seed + k).poisson(rng(seed).gamma(3, 4, (12, 1)), (12, 9)) for k in (0, 1))
    treated[3] = treated[5]
    order = rng(seed + 2).permutation(12)
    one = stats.difference_in_differences(treated, others, n_before=5)
    assert one.enough.all()
    assert one == stats.difference_in_differences(treated[order], others[order[::-1]], n_before=5)


@given(SEEDS)
def test_small_areas(seed: int) -> None:
    chance = rng(seed)
    share, n_answers, group = chance.uniform(0, 1, 21), chance.integers(5, 60, 21), np.arange(21) % 4
    share[[2, 9]] = np.nan
    share[3], n_answers[3], group[3] = share[1], n_answers[1], group[1]
    covariates = np.column_stack([np.ones(21), chance.normal(size=21)])
    order = chance.permutation(21)
    for method, columns in (
        (stats.fay_herriot, (share, 1 / n_answers)),
        (stats.fay_herriot, (share, 1 / n_answers, covariates)),
        (stats.small_area_shares, (share, n_answers)),
        (stats.small_area_shares, (share, n_answers, group)),
    ):
        one, other = method(*columns), method(*(column[order] for column in columns))
        for name in one.as_dict().keys() - {"area_idx"}:
            assert getattr(one, name)[order].tobytes() == getattr(other, name).tobytes(), name
        for name in ("coefficients", "coefficient_errors", "variance_between", "log_likelihood"):
            assert np.asarray(getattr(one, name)).tobytes() == np.asarray(getattr(other, name)).tobytes(), (
                name
            )

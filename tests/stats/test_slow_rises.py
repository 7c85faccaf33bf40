"""Rises that go on now: against the slow twin, their p-values under chance, their laws, and their edges."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import stats as scipy

from tilannekuva.stats import BadArgument, cusum_negative_binomial, slow_rise

from .naive import cumulative_alarms as naive


def rng(seed: int = 20240501) -> np.random.Generator:
    return np.random.default_rng(seed)


def example(seed: int, n_series: int = 4, n_periods: int = 12) -> tuple[NDArray[np.int64], Any, Any]:
    chance = rng(seed)
    mean = chance.uniform(0.2, 5, (n_series, 1)) * np.exp(0.4 * np.sin(np.arange(n_periods) / 3))
    dispersion = np.where(chance.random((n_series, 1)) < 0.5, 1.0, chance.uniform(1.1, 3, (n_series, 1)))
    return chance.poisson(mean * chance.uniform(0.7, 2, (n_series, 1))), mean, dispersion


@pytest.mark.parametrize("seed", range(6))
def test_equals_the_naive_twin(seed: int) -> None:
    counts, mean, dispersion = example(seed)
    result = slow_rise(counts, mean=mean, dispersion=dispersion, n_replicates=99, rng=rng())
    for row, series in enumerate(counts.tolist()):
        statistic, first = naive.rise_until_now(series, mean[row].tolist(), float(dispersion[row, 0]), 1.5)
        np.testing.assert_allclose(result.statistic[row], statistic, rtol=1e-9, atol=1e-12)
        assert result.first_period_idx[row] == first
        since = slice(first, None) if first >= 0 else slice(0, 0)
        assert result.observed[row] == counts[row, since].sum()
        np.testing.assert_allclose(result.expected[row], mean[row, since].sum())


def test_the_sum_is_that_of_the_method_with_a_threshold() -> None:
    counts, mean, dispersion = example(3)
    ours = slow_rise(counts, mean=mean, dispersion=dispersion, n_replicates=99, rng=rng())
    theirs = cusum_negative_binomial(
        counts, evaluate=12, mean=mean, dispersion=dispersion, detect_ratio=1.5, threshold=1e6
    )
    np.testing.assert_allclose(ours.statistic, theirs.score[:, -1] * 1e6, atol=1e-6)


@pytest.mark.parametrize(("known", "dispersion"), [(np.inf, 1.0), (np.inf, 2.5), (30, 1.0), (30, 2.0)])
def test_under_chance_p_values_are_not_too_small(known: float, dispersion: float) -> None:
    """Of 3,000 quiet series, a share q at most has p <= q; the level itself may be uncertain."""
    chance = rng(7)
    n, n_periods = 3_000, 26
    mean = chance.uniform(0.05, 3, (n, 1))
    level = np.broadcast_to(mean, (n, n_periods)).copy()
    if known < np.inf:
        level *= chance.gamma(known / dispersion, dispersion / known, (n, 1))
    if dispersion > 1:
        level = chance.gamma(level / (dispersion - 1), dispersion - 1)
    result = slow_rise(
        chance.poisson(level), mean=mean, dispersion=dispersion, known_cases=known, n_replicates=9_999,
        rng=rng(),
    )  # fmt: skip
    for share in (0.01, 0.05, 0.2):
        # Three standard errors of what 3,000 series can show.
        assert (result.p_value <= share).mean() <= share + 3 * np.sqrt(share * (1 - share) / n)
    assert (result.p_value <= 0.2).mean() > 0.13


def test_a_level_taken_for_certain_cries_too_often() -> None:
    chance = rng(8)
    level = 2 * chance.gamma(30, 1 / 30, (2_000, 1))
    counts = chance.poisson(np.broadcast_to(level, (2_000, 26)))
    sure = slow_rise(counts, mean=2.0, n_replicates=999, rng=rng())
    unsure = slow_rise(counts, mean=2.0, known_cases=30, n_replicates=999, rng=rng())
    assert (sure.p_value <= 0.01).mean() > 2 * (unsure.p_value <= 0.01).mean()


def test_what_was_planted_is_found_and_dated() -> None:
    """Half a case a week, doubled for ten weeks: no week tells, the sum does."""
    chance = rng(9)
    mean = np.full(26, 1.5)
    risen = mean * np.where(np.arange(26) >= 16, 2.0, 1.0)
    result = slow_rise(chance.poisson(risen, (400, 26)), mean=mean, n_replicates=9_999, rng=rng())
    assert (result.p_value <= 0.01).mean() > 0.7
    assert abs(np.median(result.first_period_idx[result.p_value <= 0.01]) - 16) <= 1


@given(st.permutations(range(4)), st.integers(1, 4))
def test_order_and_threads_change_nothing(order: list[int], n_threads: int) -> None:
    counts, mean, dispersion = example(1)
    settings: dict[str, Any] = {"n_replicates": 199, "known_cases": 50.0}
    plain = slow_rise(counts, mean=mean, dispersion=dispersion, rng=rng(), **settings).as_dict()
    moved = slow_rise(
        counts[order],
        mean=mean[order],
        dispersion=dispersion[order],
        rng=rng(),
        n_threads=n_threads,
        **settings,
    ).as_dict()
    for name, values in plain.items():
        np.testing.assert_array_equal(moved[name], values[order], err_msg=name)


def test_unknown_periods_are_passed_over() -> None:
    counts = np.array([[0, 5, 9, 5], [0, 5, 5, 0]])
    mean = np.array([[1.0, 1.0, np.nan, 1.0], [1.0, 1.0, 1.0, np.nan]])
    result = slow_rise(counts, mean=mean, n_replicates=99, rng=rng())
    assert result.observed[0] == 10
    assert result.expected[0] == 2
    assert np.isnan(result.statistic[1])
    assert np.isnan(result.p_value[1])
    with pytest.raises(ValueError, match="read-only"):
        result.p_value[0] = 0


def test_without_excess_there_is_no_rise() -> None:
    result = slow_rise(np.zeros((1, 8), int), mean=3.0, rng=rng())
    assert result.first_period_idx[0] == -1
    assert result.p_value[0] == 1
    assert "smallest p = 1" in repr(result)


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"counts": [[1, -1]]}, "counts"),
        ({"counts": [[1, 1.5]]}, "counts"),
        ({"mean": 0}, r"mean\[0, 0\] is 0; it must be finite and above 0"),
        ({"mean": [[1, 2, 3]]}, "broadcast"),
        ({"dispersion": 0.5}, "at least 1"),
        ({"detect_ratio": 1}, "above 1"),
        ({"detect_ratio": None}, "name a rise"),
        ({"known_cases": 0}, "above 0"),
        ({"known_cases": [1, 2]}, "one a series"),
        ({"n_replicates": 9}, "at least 99"),
        ({"rng": 1}, "numpy.random.Generator"),
    ],
)
def test_errors_say_what_and_what_next(changed: dict[str, Any], says: str) -> None:
    given: dict[str, Any] = {"counts": [[1, 2]], "mean": 1.0, "rng": rng()} | changed
    counts = given.pop("counts")
    with pytest.raises(BadArgument, match=says):
        slow_rise(counts, **given)


def test_the_ratio_has_the_interval_of_two_counts() -> None:
    """Against the binomial law of one of two Poisson counts, and of one count alone where the level is known."""
    counts = np.full((3, 10), 4)
    counts[:, 5:] = 9
    known = np.array([np.inf, 60.0, 8.0])
    result = slow_rise(counts, mean=4.0, known_cases=known, n_replicates=99, rng=rng())
    assert result.first_period_idx.tolist() == [5] * 3
    assert result.ratio == pytest.approx([45 / 20] * 3)
    garwood = [scipy.chi2.ppf(0.025, 90) / 2 / 20, scipy.chi2.ppf(0.975, 92) / 2 / 20]
    assert [result.ratio_low[0], result.ratio_high[0]] == pytest.approx(garwood)
    for row in (1, 2):
        exact = scipy.binomtest(45, int(45 + known[row])).proportion_ci(0.95, method="exact")
        ends = [share / (1 - share) * known[row] / 20 for share in (exact.low, exact.high)]
        assert [result.ratio_low[row], result.ratio_high[row]] == pytest.approx(ends)
    assert (np.diff(result.ratio_high - result.ratio_low) > 0).all()


def test_the_interval_of_a_ratio_widens_with_the_dispersion_and_is_nothing_without_a_rise() -> None:
    counts = np.full((2, 10), 9)
    counts[1] = 0
    poisson, wide = (
        slow_rise(counts, mean=4.0, dispersion=phi, n_replicates=99, rng=rng()) for phi in (1.0, 3.0)
    )
    assert wide.ratio_low[0] < poisson.ratio_low[0] < poisson.ratio[0] < poisson.ratio_high[0]
    assert poisson.ratio_high[0] < wide.ratio_high[0]
    assert np.isnan([poisson.ratio[1], poisson.ratio_low[1], poisson.ratio_high[1]]).all()


@pytest.mark.parametrize(("known", "dispersion"), [(np.inf, 1.0), (200.0, 1.0), (200.0, 2.0)])
def test_the_interval_holds_a_rise_that_lasted_all_along(known: float, dispersion: float) -> None:
    """1,000 series at twice the usual from the first period on, of which the sum says so."""
    chance = rng(3)
    n, n_periods = 1_000, 20
    level = 2 * 3.0 * np.ones((n, n_periods))
    if known < np.inf:
        # What was learned is off by as much as so many cases tell.
        level *= chance.gamma(known / dispersion, dispersion / known, (n, 1))
    if dispersion > 1:
        level = chance.gamma(level / (dispersion - 1), dispersion - 1)
    result = slow_rise(
        chance.poisson(level), mean=3.0, dispersion=dispersion, known_cases=known, n_replicates=99, rng=rng()
    )
    all_along = result.first_period_idx == 0
    held = (result.ratio_low <= 2) & (result.ratio_high >= 2)
    assert all_along.mean() > 0.5
    assert held[all_along].mean() > 0.93

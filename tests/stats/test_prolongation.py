"""Prolongation: against a slow twin, how well beginnings are told, its laws, and its edges."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tilannekuva.stats import BadArgument, kaplan_meier, run_above
from tilannekuva.stats._prolongation_kernels import find_episodes

from .naive import prolongation as naive

Counts = NDArray[np.int64]


def rng() -> np.random.Generator:
    return np.random.default_rng(20240501)


def risen(n_series: int, level: float, ratio: float, dispersion: float) -> tuple[Counts, Counts]:
    """Counts of 100 periods that have risen in the last 6 to 39, and since when."""
    chance = rng()
    begin = 100 - chance.integers(6, 40, n_series)
    mean = level * np.where(np.arange(100) >= begin[:, None], ratio, 1.0)
    if dispersion == 1:
        return chance.poisson(mean), begin
    size = level / (dispersion - 1)
    return chance.negative_binomial(size, size / (size + mean)), begin


@settings(max_examples=12)  # the twin takes its time
@given(st.integers(0, 10_000), st.sampled_from([0.5, 2.0, 5.0]), st.sampled_from([1.0, 2.5]))
def test_episodes_equal_the_naive_ones(seed: int, threshold: float, dispersion: float) -> None:
    chance = np.random.default_rng(seed)
    mean = chance.uniform(1, 6, 24)
    counts = chance.poisson(mean * np.repeat(chance.choice([1.0, 1.0, 2.5], 6), 4))
    found = find_episodes(counts[None], mean[None], np.full((1, 24), dispersion - 1), np.log(1.5), threshold)
    assert [(b, e, bool(over)) for _, b, e, over in found.tolist()] == naive.episodes(
        counts.tolist(), mean.tolist(), dispersion, 1.5, threshold
    )


def test_a_plain_case() -> None:
    counts = np.array([[2, 2, 9, 9, 9, 2, 2, 2, 2, 2, 2, 2, 2, 2, 8, 9, 8], [2] * 17, [1] * 14 + [9] * 3])
    result = run_above(counts, 2.0, least_episodes=1)
    assert result.episodes.tolist() == [[0, 2, 4, 1], [0, 14, 16, 0], [2, 14, 16, 0]]
    assert result.first_period_idx.tolist() == [14, -1, 14]
    assert result.length_periods[0] == 3
    assert np.isnan(result.length_periods[1])
    assert result.ratio[0] == pytest.approx(25 / 6)
    assert result.lower[0] <= 3 <= result.upper[0]
    # One has lasted 3 and is over; the other open one of the city has lasted at least 3.
    assert result.n_earlier.tolist() == [2, -1, 2]
    assert result.share_longer[0] == pytest.approx(kaplan_meier([3, 3], np.array([True, False])).survival[0])


@pytest.mark.parametrize(
    ("level", "ratio", "dispersion"),
    [(2.0, 2.0, 1.0), (2.0, 3.0, 2.0), (5.0, 1.5, 1.0), (5.0, 2.0, 2.0), (20.0, 1.5, 2.0)],
)
def test_the_interval_holds_the_beginning(level: float, ratio: float, dispersion: float) -> None:
    counts, begin = risen(1500, level, ratio, dispersion)
    result = run_above(counts, level, dispersion=dispersion)
    above = result.first_period_idx >= 0
    last = result.first_period_idx + result.length_periods - 1
    truth = last - begin + 1
    held = (result.lower <= truth) & (truth <= result.upper)
    assert above.mean() > 0.8
    assert held[above].mean() > 0.94
    assert abs(np.median((result.length_periods - truth)[above])) <= 2


def test_a_city_without_rises_shows_few() -> None:
    counts = rng().poisson(5.0, (1000, 260))
    result = run_above(counts, 5.0)
    assert (result.first_period_idx >= 0).mean() < 0.03
    assert len(result.episodes) / 5 / 1000 < 0.1  # a series and year


def test_lengths_are_compared_with_what_is_usual() -> None:
    """Rises that usually last 4 periods, and one that has gone on for 15."""
    counts = rng().poisson(4.0, (40, 200))
    for series in range(40):
        for begin in (20, 60, 100, 140):
            counts[series, begin : begin + 4] = rng().poisson(14.0, 4)
    counts[0, -15:] = rng().poisson(14.0, 15)
    result = run_above(counts, 4.0)
    assert result.length_periods[0] == pytest.approx(15, abs=3)
    assert result.lower[0] <= 15 <= result.upper[0]
    assert result.n_earlier[0] > 100
    assert result.share_longer[0] < 0.15
    assert result.survival[0].median == pytest.approx(4, abs=1)


def test_groups_keep_to_themselves() -> None:
    counts = rng().poisson(4.0, (6, 200))
    counts[:3, 50:53], counts[3:, 50:70] = 15, 15
    counts[:, -5:] = 15
    groups = np.array([7, 7, 7, 2, 2, 2])
    together = run_above(counts, 4.0, groups=groups, least_episodes=3)
    assert sorted(together.survival) == [2, 7]
    alone = run_above(counts[:3], 4.0, least_episodes=3)
    np.testing.assert_array_equal(together.share_longer[:3], alone.share_longer)
    assert together.share_longer[3] > together.share_longer[0]
    assert np.isnan(run_above(counts, 4.0, groups=groups, least_episodes=9).share_longer).all()


@given(st.integers(0, 1000))
def test_order_of_series_does_not_matter(seed: int) -> None:
    chance = np.random.default_rng(seed)
    counts = chance.poisson(chance.gamma(1, 4, (5, 1)) + 6 * (chance.random((5, 80)) < 0.1))
    one, other = run_above(counts, 4.0), run_above(counts[::-1], 4.0)
    for name, column in one.as_dict().items():
        np.testing.assert_array_equal(column, other.as_dict()[name][::-1])


def test_a_period_without_expectation_is_no_evidence() -> None:
    counts = rng().poisson(5.0, (3, 60))
    counts[:, -8:] = 14
    gap = np.full((3, 61), 5.0)
    gap[:, 30] = np.nan
    result = run_above(np.insert(counts, 30, 999, axis=1), gap)
    whole = run_above(counts, 5.0)
    np.testing.assert_array_equal(result.length_periods, whole.length_periods)
    np.testing.assert_array_equal(result.ratio, whole.ratio)


def test_what_was_under_way_in_the_first_period_tells_no_length() -> None:
    counts = np.full((1, 60), 4)
    counts[0, :9], counts[0, -6:] = 15, 15
    result = run_above(counts, 4.0)
    assert len(result.episodes) == 2
    assert result.n_earlier[0] == 0


def test_reading() -> None:
    counts, _ = risen(3, 5.0, 3.0, 1.0)
    before = counts.copy()
    result = run_above(counts, 5.0)
    np.testing.assert_array_equal(before, counts)
    assert repr(result).startswith("<ProlongationResult: 3 of 3 series above the expected now, ")
    assert {len(column) for column in result.as_dict().values()} == {3}
    polars = pytest.importorskip("polars")
    assert polars.DataFrame(result.as_dict()).shape == (3, 9)
    with pytest.raises(ValueError, match="read-only"):
        result.upper[0] = 1
    assert run_above(np.zeros((0, 9)), 1.0).length_periods.shape == (0,)
    silent = run_above(np.zeros((2, 9)), 1.0)
    assert repr(silent) == "<ProlongationResult: 0 of 2 series above the expected now, 0 episodes in all>"


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"observed": [[-1, 2]]}, r"counts\[0, 0\] is -1"),
        ({"expected": 0}, r"expected\[0, 0\] is 0; it must be finite and above 0"),
        ({"expected": np.ones(3)}, r"broadcast to \(2, 9\)"),
        ({"dispersion": 0.5}, r"dispersion\[0, 0\] is 0\.5"),
        ({"detect_ratio": 1}, "detect_ratio is 1"),
        ({"threshold": 0}, "threshold is 0"),
        ({"groups": [1, 2, 3]}, r"groups is int64 \(3,\)"),
        ({"groups": ["a", "b"]}, "groups must be numbers and holds text"),
        ({"groups": [0.5, 1.5]}, "one for each of 2 series"),
        ({"confidence": 2}, "confidence is 2"),
        ({"least_episodes": 0}, "least_episodes is 0"),
    ],
)
def test_says_what_is_wrong(change: dict[str, Any], message: str) -> None:
    with pytest.raises(BadArgument, match=message):
        run_above(**({"observed": np.ones((2, 9), np.int64), "expected": 1.0} | change))

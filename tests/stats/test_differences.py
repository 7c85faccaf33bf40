from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray
from scipy import special

from tilannekuva.stats import BadArgument, EffectResult, TooLittleData, difference_in_differences

from .naive import differences as naive

Counts = NDArray[np.int64]


def units(
    seed: int, *, effect: float = 1.0, n_treated: int = 6, n_others: int = 20, level: float = 3, bursts: float = 0.0,
    n_before: int = 12, n_after: int = 8, trend: float = 0.0,
) -> tuple[Counts, Counts]:  # fmt: skip
    """Units of different levels that all fall to nine tenths; `bursts` is how much each goes its own way."""
    chance = np.random.default_rng(seed)
    n = n_treated + n_others
    after = np.arange(n_before + n_after) >= n_before
    own_way = chance.gamma(1 / bursts, bursts, (n, 1)) if bursts else np.ones((n, 1))
    mean = level * chance.gamma(2, 0.5, (n, 1)) * np.where(after, 0.9 * own_way, 1.0)
    mean[:n_treated] *= np.where(after, effect, 1.0) * np.exp(trend * np.arange(n_before + n_after))
    counts = chance.poisson(mean)
    return counts[:n_treated], counts[n_treated:]


@pytest.mark.parametrize("seed", range(8))
def test_as_the_naive_twin(seed: int) -> None:
    treated, others = units(seed, effect=0.7, bursts=0.1 * (seed % 3))
    result = difference_in_differences(treated, others, n_before=12)
    assert result.ratio[0] == pytest.approx(naive.ratio_of_ratios(treated, others, 12))
    assert result.dispersion[0] == pytest.approx(naive.dispersion(treated, others, 12))
    low, high, t = result.ratio_low[0], result.ratio_high[0], special.stdtrit(24, 0.975)
    for ratio, inside in (
        (0.999 * low, False),
        (1.001 * low, True),
        (0.999 * high, True),
        (1.001 * high, False),
    ):
        assert naive.could_be(ratio, treated, others, 12, t) == inside


def test_numbers_by_hand() -> None:
    result = difference_in_differences([[50, 25], [50, 25]], [[100, 100], [100, 100]], n_before=1)
    assert (result.observed[0], result.expected[0], result.ratio[0], result.difference[0]) == (
        50,
        100,
        0.5,
        -50,
    )
    assert result.dispersion[0] == 1  # no unit differs from its group
    t, error = special.stdtrit(2, 0.975), (100 + 100**2 * (1 / 100 + 2 / 200)) ** 0.5
    assert result.difference_low[0] == pytest.approx(-50 - t * error)
    assert result.p_value[0] == pytest.approx(2 * special.stdtr(2, -50 / error))


@pytest.mark.parametrize("bursts", [0.0, 0.15])
@pytest.mark.parametrize("effect", [1.0, 0.6])
def test_the_interval_covers_what_was_planted(bursts: float, effect: float) -> None:
    """Over 400 seeds: 95 % of the intervals cover, and without an effect 5 % of the p-values are below 5 %."""
    covered, spared, significant = 0, 0, 0
    n = 400
    for seed in range(n):
        treated, others = units(seed, effect=effect, bursts=bursts)
        result = difference_in_differences(treated, others, n_before=12)
        covered += result.ratio_low[0] <= effect <= result.ratio_high[0]
        spared += result.difference_low[0] <= (effect - 1) * result.expected[0] <= result.difference_high[0]
        significant += result.p_value[0] < 0.05
    assert 0.9 <= covered / n <= 0.985
    assert spared / n >= 0.88
    if effect == 1:
        assert significant / n <= 0.1
    else:
        assert significant / n >= (0.8 if not bursts else 0.35)


def test_units_that_go_their_own_way_widen_the_interval() -> None:
    same, own = (difference_in_differences(*units(3, bursts=bursts), n_before=12) for bursts in (0.0, 0.5))
    assert own.dispersion[0] > 2 > same.dispersion[0] >= 1
    assert own.ratio_high[0] / own.ratio_low[0] > same.ratio_high[0] / same.ratio_low[0]


def test_a_trend_before_is_told() -> None:
    fair = sum(
        difference_in_differences(*units(s), n_before=12).pre_trend_p_value[0] < 0.05 for s in range(60)
    )
    trends = [difference_in_differences(*units(s, trend=0.1), n_before=12) for s in range(20)]
    assert fair <= 7  # 3 expected; more than 7 of 60 has a chance below 2 %
    assert sum(result.pre_trend_p_value[0] < 0.05 for result in trends) >= 18
    assert all(result.pre_trend_ratio[0] > 1.2 for result in trends)


@given(st.randoms(use_true_random=False), st.integers(1, 5))
def test_order_of_units_and_of_periods_on_a_side_does_not_matter(random: Any, times: int) -> None:
    treated, others = units(1, effect=0.8)
    rows = list(range(len(others)))
    random.shuffle(rows)
    before = list(range(12))
    random.shuffle(before)
    columns = [*before, *range(12, 20)]
    first = difference_in_differences(treated, others, n_before=12)
    second = difference_in_differences(treated[:, columns], others[rows][:, columns], n_before=12)
    assert first.ratio[0] == second.ratio[0]
    assert first.ratio_low[0] == pytest.approx(second.ratio_low[0], rel=1e-12)
    # Twice as many events in the comparison change its level, not its change.
    assert difference_in_differences(treated, others * times, n_before=12).ratio[0] == pytest.approx(
        first.ratio[0]
    )


def test_nothing_after_has_an_interval() -> None:
    result = difference_in_differences([[20, 0], [15, 0]], [[30, 28], [22, 25], [9, 8]], n_before=1)
    assert (result.ratio[0], result.ratio_low[0]) == (0, 0)
    assert 0 < result.ratio_high[0] < 1
    assert result.p_value[0] < 0.05


@pytest.mark.parametrize(
    ("treated", "others"),
    [
        ([[2, 1]], [[30, 30], [25, 20]]),  # few before
        ([[20, 10]], [[0, 30], [0, 20]]),  # nothing in the comparison before
        ([[20, 10]], [[30, 0], [25, 0]]),  # nor after
        ([[0, 0]], [[0, 0], [0, 0]]),
        ([[20, 10]], [[30, 30]]),  # two units tell nothing of how units differ
    ],
)
def test_too_few_to_say(treated: Any, others: Any) -> None:
    result = difference_in_differences(treated, others, n_before=1)
    assert not result.enough[0]
    assert np.isnan(
        [result.ratio_low[0], result.ratio_high[0], result.p_value[0], result.difference_low[0]]
    ).all()
    assert "too few to say" in repr(result)


def test_one_unit_as_a_row_and_one_period_before_without_a_pre_trend() -> None:
    result = difference_in_differences([40, 20], [[30, 30], [25, 20]], n_before=1)
    assert (result.n_treated, result.n_comparison, result.n_before, result.n_after) == (1, 2, 1, 1)
    assert np.isnan(result.pre_trend_ratio[0])


def test_inputs_are_left_alone_and_results_are_read_only() -> None:
    treated, others = units(2)
    kept = treated.copy(), others.copy()
    result = difference_in_differences(treated, others, n_before=12)
    np.testing.assert_array_equal(treated, kept[0])
    np.testing.assert_array_equal(others, kept[1])
    with pytest.raises(ValueError, match="read-only"):
        result.ratio[0] = 1
    assert isinstance(result, EffectResult)
    assert {len(column) for column in result.as_dict().values()} == {1}
    assert "6 treated and 20 other units" in repr(result)


@pytest.mark.parametrize(
    ("changes", "error", "says"),
    [
        ({"treated": [[1, -2]]}, BadArgument, r"treated: counts\[0, 1\] is -2"),
        ({"comparison": [[1, np.nan], [1, 2]]}, BadArgument, r"comparison: counts\[0, 1\] is nan"),
        ({"comparison": [[1, 2.5], [1, 2]]}, BadArgument, "whole numbers"),
        ({"comparison": [[1, 2], [1]]}, BadArgument, "every row equally long"),
        ({"comparison": [[1, 2, 3]]}, BadArgument, "give the same periods"),
        ({"treated": np.empty((0, 2))}, TooLittleData, "no unit on one side"),
        ({"n_before": 0}, BadArgument, "n_before is 0"),
        ({"n_before": 2}, TooLittleData, "at least one must lie after"),
        ({"n_before": 1.5}, BadArgument, "whole number"),
        ({"confidence": 0}, BadArgument, "confidence is 0"),
    ],
)
def test_errors_say_what_and_what_next(changes: dict[str, Any], error: type[Exception], says: str) -> None:
    given_: dict[str, Any] = {"treated": [[3, 2]], "comparison": [[3, 3], [4, 4]], "n_before": 1}
    with pytest.raises(error, match=says):
        difference_in_differences(**{**given_, **changes})

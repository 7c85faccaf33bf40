"""Farrington's method of 1996: against its slow twin, against R, its laws, and its edges."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilannekuva.stats import BadArgument, TooLittleData, farrington

from .naive import regression_alarms as naive
from .test_regression_alarms import ARRAYS, example, salmonella


@pytest.mark.parametrize(("years_back", "window"), [(5, 3), (3, 2), (2, 4)])
@pytest.mark.parametrize("seed", range(3))
def test_equals_the_naive_fit(seed: int, years_back: int, window: int) -> None:
    counts = example(seed)
    result = farrington(
        counts, evaluate=5, years_back=years_back, half_window=window, alpha=0.04, min_cases=0
    )
    for series in range(len(counts)):
        for column in range(5):
            twin = naive.farrington(
                counts[series], counts.shape[1] - 5 + column, year=52, years_back=years_back, window=window,
                alpha=0.04,
            )  # fmt: skip
            for name, value in twin._asdict().items():
                ours = getattr(result, name)[series, column]
                assert ours == pytest.approx(value, rel=1e-7, abs=1e-9, nan_ok=True), name


def test_equals_r_on_salmonella(reference_data: Any) -> None:
    table = salmonella(reference_data)
    result = farrington(table["observed"][None], evaluate=100, years_back=3, alpha=0.05)
    upper = table["farrington_b3w3_upper"][-100:]
    known = ~np.isnan(result.upper[0])
    np.testing.assert_allclose(result.upper[0, known], upper[known], rtol=1e-12)
    # With too few cases R gives a bound of 0 and no alarm, where there is nothing to say.
    np.testing.assert_array_equal(upper[~known], 0)
    np.testing.assert_array_equal(result.alarm[0], table["farrington_b3w3_alarm"][-100:] == 1)
    assert result.alarm.sum() == 16


@given(st.integers(0, 1000))
def test_band_alarm_score_and_p_value_agree(seed: int) -> None:
    result = farrington(example(seed), evaluate=4, alpha=0.02)
    known = ~np.isnan(result.expected)
    assert (result.lower[known] >= 0).all()
    assert (result.lower[known] < result.upper[known]).all()
    assert (result.alarm == (result.observed > result.upper)).all()
    assert (result.alarm[known] == (result.score[known] > 1)).all()
    # The band has half of alpha on either side.
    assert (result.alarm[known] == (result.p_value[known] < 0.01)).all()


@pytest.mark.parametrize("n_threads", [1, 2, 5])
def test_any_number_of_threads_and_any_order_of_series_give_the_same_bytes(n_threads: int) -> None:
    counts = example(1, n_series=9)
    one = farrington(counts, evaluate=7, n_threads=1)
    other = farrington(counts[::-1], evaluate=7, n_threads=n_threads)
    for name in ARRAYS:
        assert getattr(one, name).tobytes() == getattr(other, name)[::-1].tobytes()


def test_finds_an_outbreak_and_says_nothing_about_silence() -> None:
    counts = example(4, n_series=3)
    counts[0, -1] = 200
    counts[1, -4:] = [1, 1, 1, 1]
    result = farrington(counts)
    assert result.alarm[:, 0].tolist()[:2] == [True, False]
    assert np.isnan([getattr(result, name)[1, 0] for name in ARRAYS[:-1]]).all()
    assert repr(result).startswith("<AlarmResult: farrington, 3 series")


def test_false_alarms_are_about_as_many_as_it_says() -> None:
    rng = np.random.default_rng(20240501)
    counts = rng.poisson(12, (3000, 5 * 52 + 4))
    share = farrington(counts, alpha=0.05).alarm.mean()
    # The trend that is kept where it seems significant, and past counts that lose weight, raise it somewhat.
    assert 0.02 < share < 0.06


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"counts": -np.ones((1, 330))}, BadArgument, r"counts\[0, 0\] is -1"),
        ({"counts": np.full((1, 330), 0.5)}, BadArgument, r"counts\[0, 0\] is 0\.5"),
        ({"counts": np.ones((1, 200), int)}, TooLittleData, "it needs 264"),
        ({"half_window": -1}, BadArgument, "half_window is -1"),
        ({"years_back": 1, "half_window": 0}, BadArgument, "only 1 periods of history"),
        ({"alpha": 1}, BadArgument, "alpha is 1"),
    ],
)
def test_says_what_is_wrong(change: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        farrington(**({"counts": np.ones((1, 330), np.int64)} | change))

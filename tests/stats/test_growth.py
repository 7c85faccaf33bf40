"""Growth: its interval covers, is that of the share of both counts, and widens with the variance."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from tests.stats.naive.growth import interval
from tilannekuva.stats import growth_ratio
from tilannekuva.stats.errors import BadArgument


@pytest.mark.parametrize(("now", "before"), [(30, 20), (3, 9), (1, 1), (0, 7), (7, 0), (400, 395)])
def test_the_interval_is_that_of_the_share_by_clopper_and_pearson(now: int, before: int) -> None:
    ratio, lower, upper = growth_ratio(now, before)
    exact = stats.binomtest(now, now + before).proportion_ci(0.95, method="exact")
    assert float(lower) == pytest.approx(exact.low / (1 - exact.low))
    expected = np.inf if exact.high == 1 else exact.high / (1 - exact.high)
    assert float(upper) == pytest.approx(expected)
    assert float(ratio) == pytest.approx(now / before if before else np.inf)


@pytest.mark.parametrize(("now", "before"), [(20, 20), (41, 20), (0, 3), (4, 0), (7, 12)])
def test_the_interval_is_that_of_its_naive_twin(now: int, before: int) -> None:
    _ratio, lower, upper = growth_ratio(now, before)
    np.testing.assert_allclose((float(lower), float(upper)), interval(before, now, 0.95), rtol=1e-6)


@pytest.mark.parametrize(
    ("mean", "times", "dispersion"), [(8, 1.0, 1.0), (20, 1.7, 1.0), (30, 1.3, 2.5), (12, 1.0, 2.0)]
)
def test_the_interval_covers(mean: float, times: float, dispersion: float) -> None:
    rng = np.random.default_rng(20261125)

    def drawn(level: float) -> np.ndarray:
        if dispersion == 1:
            return rng.poisson(level, 4000)
        size = level / (dispersion - 1)
        return rng.negative_binomial(size, size / (size + level), 4000)

    now, before = drawn(mean * times * 1.4), drawn(mean)
    _ratio, lower, upper = growth_ratio(
        now, before, expected_now=1.4, expected_before=1.0, dispersion=dispersion
    )
    covered = np.mean((lower <= times) & (times <= upper))
    assert covered >= 0.93


def test_exposures_scale_and_variance_widens() -> None:
    plain = growth_ratio(30, 20)
    scaled = growth_ratio(30, 20, expected_now=2.0, expected_before=1.0)
    assert [float(each) for each in scaled] == pytest.approx([float(each) / 2 for each in plain])
    wide = growth_ratio(30, 20, dispersion=3.0)
    assert wide[1] < plain[1] < plain[0] < plain[2] < wide[2]


def test_swapping_the_spans_turns_the_ratio_over() -> None:
    ratio, lower, upper = growth_ratio(17, 9, expected_now=1.2)
    turned = growth_ratio(9, 17, expected_before=1.2)
    assert [float(each) for each in turned] == pytest.approx(
        [1 / float(each) for each in (ratio, upper, lower)]
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"now": -1, "before": 2},
        {"now": 1.5, "before": 2},
        {"now": np.nan, "before": 2},
        {"now": 1, "before": 2, "expected_now": 0},
        {"now": 1, "before": 2, "confidence": 1},
        {"now": 1, "before": 2, "dispersion": 0.5},
    ],
)
def test_what_is_no_count_or_exposure_is_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(BadArgument):
        growth_ratio(**wrong)

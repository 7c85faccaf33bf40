"""The interval of the change between two counts."""

import numpy as np
import pytest

from tests.stats.naive.count_changes import interval
from tilannekuva import stats


@pytest.mark.parametrize(("before", "after"), [(20, 20), (20, 41), (3, 0), (0, 4), (0, 0), (12, 7)])
def test_the_interval_is_the_exact_one(before: int, after: int) -> None:
    low, high = stats.count_change([before], [after])
    np.testing.assert_allclose((low[0], high[0]), interval(before, after, 0.95), rtol=1e-6)


def test_more_dispersion_makes_it_wider_and_swapping_turns_it_over() -> None:
    low, high = stats.count_change([40, 20], [20, 40])
    wide_low, wide_high = stats.count_change([40, 20], [20, 40], dispersion=2.0)
    assert (wide_low < low).all()
    assert (wide_high > high).all()
    np.testing.assert_allclose(low[0], 1 / high[1])


@pytest.mark.parametrize(
    ("before", "after", "settings", "what"),
    [([1], [1, 2], {}, "in pairs"), ([1], [1], {"dispersion": 0.5}, "dispersion"), ([1], [1], {"confidence": 1}, "confidence")],
)  # fmt: skip
def test_what_cannot_be_compared_is_refused(
    before: list[int], after: list[int], settings: dict[str, float], what: str
) -> None:
    with pytest.raises(stats.BadArgument, match=what):
        stats.count_change(before, after, **settings)

"""The survival curve: against values worked out by hand and published ones, its laws, and its edges."""

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats as scipy

from tilannekuva.stats import BadArgument, kaplan_meier

from .naive import prolongation as naive

# Weeks of remission under 6-MP in the trial of Freireich et al. (1963), 12 of 21 still in remission.
REMISSION = [6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35]
RELAPSED = [True, True, True, False, True, False, True, False, False, True, True, False, False, False, True,
            True, False, False, False, False, False]  # fmt: skip


def test_by_hand() -> None:
    curve = kaplan_meier([1, 2, 2, 3, 4], np.array([True, True, False, True, False]))
    assert curve.duration.tolist() == [1, 2, 3]
    assert curve.n_at_risk.tolist() == [5, 4, 2]
    np.testing.assert_allclose(curve.survival, [4 / 5, 4 / 5 * 3 / 4, 4 / 5 * 3 / 4 / 2])
    assert curve.median == 3
    assert [curve.longer_than(d)[0] for d in (0.5, 1, 1.9, 3, 99)] == pytest.approx([1, 0.8, 0.8, 0.3, 0.3])
    # Greenwood at the second step: 1 / (5 * 4) + 1 / (4 * 3).
    reach = 1.959964 * math.sqrt(1 / 20 + 1 / 12) / abs(math.log(0.6))
    assert curve.lower[1] == pytest.approx(0.6 ** math.exp(reach), rel=1e-6)
    assert curve.upper[1] == pytest.approx(0.6 ** math.exp(-reach), rel=1e-6)


def test_the_classic_trial() -> None:
    curve = kaplan_meier(REMISSION, np.array(RELAPSED))
    assert curve.duration.tolist() == [6, 7, 10, 13, 16, 22, 23]
    np.testing.assert_allclose(curve.survival, [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448], atol=0.0005)
    np.testing.assert_allclose(curve.lower[[0, 6]], [0.620, 0.188], atol=0.0005)
    np.testing.assert_allclose(curve.upper[[0, 6]], [0.952, 0.680], atol=0.0005)
    assert curve.median == 23
    assert (curve.n, curve.n_open) == (21, 12)


@given(st.lists(st.tuples(st.integers(0, 12), st.booleans()), max_size=40))
def test_equals_the_definition(events: list[tuple[int, bool]]) -> None:
    durations, ended = [d for d, _ in events], [over for _, over in events]
    curve = kaplan_meier(durations, np.array(ended, bool))
    for beyond in range(13):
        assert curve.longer_than(beyond)[0] == pytest.approx(naive.survival(durations, ended, beyond))
    known = curve.survival > 0
    assert (curve.lower[known] <= curve.survival[known]).all()
    assert (curve.survival[known] <= curve.upper[known]).all()


@given(st.lists(st.integers(1, 20), min_size=1, max_size=30))
def test_without_open_ones_it_is_the_share(durations: list[int]) -> None:
    curve = kaplan_meier(durations, np.ones(len(durations), bool))
    for beyond in durations:
        share = np.mean(np.array(durations) > beyond)
        assert curve.longer_than(beyond)[0] == pytest.approx(share, abs=1e-12)


def test_the_interval_holds_the_truth() -> None:
    chance = np.random.default_rng(20240501)
    held = 0
    for _ in range(1000):
        lasted, watched = chance.exponential(10, 60), chance.exponential(20, 60)
        curve = kaplan_meier(np.minimum(lasted, watched), lasted <= watched)
        _, lower, upper = curve.longer_than(8.0)
        held += lower <= math.exp(-0.8) <= upper
    assert 0.93 < held / 1000 < 0.97


def test_nothing_and_reading() -> None:
    nothing = kaplan_meier([], np.zeros(0, bool))
    assert nothing.longer_than(3)[0] == 1
    assert nothing.median == math.inf
    curve = kaplan_meier(REMISSION, np.array(RELAPSED))
    assert repr(curve) == "<SurvivalResult: 21 durations, 12 of them open, median 23>"
    assert {len(column) for column in curve.as_dict().values()} == {7}
    with pytest.raises(ValueError, match="read-only"):
        curve.survival[0] = 1


@pytest.mark.parametrize(
    ("duration", "ended", "message"),
    [
        ([-1], np.array([True]), r"duration\[0\] is -1"),
        ([math.nan], np.array([True]), r"duration\[0\] is nan"),
        (["long"], np.array([True]), "duration must be numbers"),
        ([[1]], np.array([True]), r"it must be \(n,\)"),
        ([1, 2], np.array([True]), "one for each of 2 durations"),
        ([1], np.array([1]), "ended is int64"),
    ],
)
def test_says_what_is_wrong(duration: Any, ended: Any, message: str) -> None:
    with pytest.raises(BadArgument, match=message):
        kaplan_meier(duration, ended)


@pytest.mark.parametrize("seed", range(5))
def test_equals_scipy(seed: int) -> None:
    chance = np.random.default_rng(seed)
    durations, ended = chance.integers(1, 20, 60), chance.random(60) < 0.7
    curve = kaplan_meier(durations, ended, confidence=0.9)
    theirs = scipy.ecdf(scipy.CensoredData(uncensored=durations[ended], right=durations[~ended])).sf
    ends = theirs.confidence_interval(0.9, method="log-log")
    for beyond in range(1, 19):
        share, low, high = curve.longer_than(beyond)
        assert share == pytest.approx(float(theirs.evaluate(beyond)), abs=1e-12)
        if 0 < share < 1:
            assert low == pytest.approx(float(ends.low.evaluate(beyond)), rel=1e-12)
            assert high == pytest.approx(float(ends.high.evaluate(beyond)), rel=1e-12)

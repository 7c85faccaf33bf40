"""Intervals of ratios: exact where they should be, and holding what they should hold over many histories."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats as laws

from tilannekuva.stats import knox, near_repeat, space_time_scan
from tilannekuva.stats._count_ratios import ratio_interval, risk_interval


def rng(seed: int) -> np.random.Generator:
    return np.random.default_rng(seed)


def test_the_ratio_of_a_poisson_count_is_that_of_garwood() -> None:
    low, high = ratio_interval([0, 1, 10], [2.0, 2.0, 2.0], 0.95)
    np.testing.assert_allclose(low * 2, [0, 0.025318, 4.795389], rtol=1e-4)
    np.testing.assert_allclose(high * 2, [3.688879, 5.571643, 18.390356], rtol=1e-4)


def test_the_risk_turns_around_where_inside_and_outside_do() -> None:
    low, high = risk_interval(30, 20.0, 100.0, 0.95)
    low_outside, high_outside = risk_interval(70, 80.0, 100.0, 0.95)
    assert (low, high) == pytest.approx((1 / high_outside, 1 / low_outside))
    # Clopper and Pearson for 30 of 100: 0.2124 to 0.3998.
    assert low == pytest.approx(0.21241 / 0.78759 * 4, rel=1e-3)
    assert high == pytest.approx(0.39981 / 0.60019 * 4, rel=1e-3)
    assert risk_interval(100, 20.0, 100.0, 0.95)[1] == np.inf


def test_the_risk_holds_as_often_as_it_says() -> None:
    risk, n_cases, share = 2.5, 60, 0.15
    inside = risk * share / (risk * share + 1 - share)
    count = np.arange(n_cases + 1)
    ends = np.array([risk_interval(int(c), share * n_cases, n_cases, 0.9) for c in count])
    held = (ends[:, 0] <= risk) & (risk <= ends[:, 1])
    assert 0.9 <= laws.binom.pmf(count, n_cases, inside)[held].sum() < 0.96


@pytest.mark.parametrize("model", ["permutation", "poisson", "expectation_based_poisson", "bernoulli"])
def test_the_risk_of_a_planted_cluster_is_held(model: Any) -> None:
    """Of windows that chance does not explain, so that the best of many is the planted one or near it."""
    xy = rng(0).uniform(0, 5_000, (25, 2))
    near = np.argsort(np.hypot(*(xy - xy[0]).T))[:3]
    rate = np.full((25, 14), 6.0)
    rate[near, -3:] *= 4
    truth, beside = 4.0, {
        "poisson": {"population": np.full(25, 1e6)},
        "expectation_based_poisson": {"baseline": np.full(25, 6.0)},
        "bernoulli": {"controls": np.full((25, 14), 5_000)},
    }.get(model, {})  # fmt: skip
    inside, total = rate[near, -3:].sum(), rate.sum()
    if model == "permutation":  # what is planted raises what is expected, too
        expected = np.outer(rate.sum(axis=1), rate.sum(axis=0))[near, -3:].sum() / total
        truth = inside / expected * (total - expected) / (total - inside)
    held = []
    for seed in range(150):
        best = space_time_scan(
            rng(seed).poisson(rate), xy, model=model, n_replicates=1, rng=rng(seed), **beside
        ).clusters[0]
        if set(best.location_idx) == set(near.tolist()) and best.first_period_idx == 11:
            held.append(best.relative_risk_low <= truth <= best.relative_risk_high)
    assert len(held) > 100
    assert np.mean(held) > 0.89


def history(seed: int, *, brings: int, n_spots: int = 15) -> tuple[NDArray[np.float64], ...]:
    """Events of which a tenth were brought by others nearby, `brings` at once; most lie around a few spots."""
    chance = rng(seed)
    xy, day = chance.uniform(0, 5_000, (600, 2)), chance.integers(0, 365, 600)
    spots = chance.uniform(0, 5_000, (n_spots, 2))
    xy[:360] = spots[chance.integers(0, n_spots, 360)] + chance.normal(0, 200, (360, 2))
    parent = np.repeat(np.flatnonzero(chance.random(600) < 0.1 / brings), brings)
    xy = np.vstack([xy, xy[parent] + chance.uniform(-80, 80, (len(parent), 2))])
    day = np.concatenate([day, day[parent] + chance.integers(0, 8, len(parent))])
    return xy[:, 0], xy[:, 1], day


@pytest.mark.parametrize("brings", [1, 4])
def test_the_ratio_of_knox_holds_also_where_repeats_come_in_bursts(brings: int) -> None:
    results = [
        knox(
            *history(seed, brings=brings),
            distance_m=150,
            days=7,
            n_permutations=1,
            rng=rng(seed),
            n_threads=1,
        )
        for seed in range(200)
    ]
    truth = sum(result.observed for result in results) / sum(result.expected for result in results)
    held = np.mean([result.ratio_low <= truth <= result.ratio_high for result in results])
    assert 0.88 < held < 0.995
    assert all(result.ratio_low <= result.ratio <= result.ratio_high for result in results)


def test_a_burst_says_less_than_as_many_pairs_apart() -> None:
    widths = [
        np.mean([
            np.log(result.ratio_high / result.ratio_low)
            for seed in range(20)
            for result in [knox(
                *history(seed, brings=brings), distance_m=150, days=7, n_permutations=1, rng=rng(seed)
            )]
        ])
        for brings in (1, 4)
    ]  # fmt: skip
    assert widths[1] > 1.2 * widths[0]


def test_the_ratios_of_near_repeats_hold() -> None:
    results = [
        near_repeat(
            *history(seed, brings=1), distance_bands_m=[0, 150, 400], day_bands=[0, 8, 30], n_permutations=99,
            rng=rng(seed), n_threads=1,
        )
        for seed in range(150)
    ]  # fmt: skip
    truth = sum(r.observed for r in results) / sum(r.expected for r in results)
    held = np.mean([(r.ratio_low <= truth) & (truth <= r.ratio_high) for r in results], axis=0)
    assert (held > 0.87).all()
    table = results[0].as_dict()
    assert (table["ratio_low"] <= table["ratio"]).all()
    assert (table["ratio"] <= table["ratio_high"]).all()
    # Two widths of band that meet say together what one does.
    one = knox(*history(3, brings=1), distance_m=np.nextafter(150, 0), days=7, n_permutations=1, rng=rng(3))
    assert one.observed == results[3].observed[0, 0]


def test_more_confidence_is_a_wider_interval() -> None:
    few = history(1, brings=1)
    narrow, wide = (
        knox(*few, distance_m=150, days=7, n_permutations=9, confidence=c, rng=rng(1)) for c in (0.8, 0.99)
    )
    assert wide.ratio_low < narrow.ratio_low < narrow.ratio_high < wide.ratio_high

"""Small areas: against the dense twin and R's sae, the laws of the model, and how often the intervals hold."""

import csv
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilannekuva.stats import (
    BadArgument,
    TooLittleData,
    effective_answers,
    fay_herriot,
    share_interval,
    small_area_shares,
)

from .naive import small_areas as naive

MILK = Path(__file__).parents[1] / "data" / "small_areas_milk" / "milk.csv"


def milk() -> dict[str, Any]:
    with MILK.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}


def city(seed: int, n_areas: int = 34, n_groups: int = 7, spread: float = 0.08) -> tuple[Any, ...]:
    """Districts of a city: the truth by area, the share that a sample says, answers, and groups."""
    rng = np.random.default_rng(seed)
    group = np.arange(n_areas) % n_groups
    angle = np.arcsin(np.sqrt(rng.uniform(0.1, 0.4, n_groups)))[group] + rng.normal(0, spread, n_areas)
    truth = np.sin(np.clip(angle, 0, np.pi / 2)) ** 2
    n_answers = rng.integers(20, 80, n_areas)
    return truth, rng.binomial(n_answers, truth) / n_answers, n_answers, group


def test_equals_the_reference_program() -> None:
    """Its iteration stops at a precision of 1e-4, so it agrees that far."""
    data = milk()
    rows = (data["major_area"][:, None] == [1, 2, 3, 4]).astype(float)
    result = fay_herriot(data["own"], data["standard_error"] ** 2, rows)
    assert result.variance_between == pytest.approx(0.01855022, abs=2e-6)
    assert np.allclose(result.estimate, data["estimate"], rtol=0, atol=2e-6)
    assert np.allclose(result.mean_squared_error, data["mean_squared_error"], rtol=0, atol=2e-6)


@pytest.mark.parametrize("seed", range(12))
def test_equals_the_naive_twin(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(8, 30))
    rows = np.column_stack([np.ones(n), rng.normal(size=n)])
    sampling = rng.uniform(0.2, 3.0, n)
    own = rows @ [1.0, 2.0] + rng.normal(0, 1.2, n) + rng.normal(0, np.sqrt(sampling))
    result = fay_herriot(own, sampling, rows)
    slow = naive.variance_between(own, sampling, rows)
    assert result.variance_between == pytest.approx(slow, rel=1e-4, abs=1e-5)
    values, errors = naive.estimates(own, sampling, rows, result.variance_between)
    assert np.allclose(result.estimate, values, rtol=1e-10)
    assert np.allclose(result.mean_squared_error, errors, rtol=1e-10)
    assert result.log_likelihood == pytest.approx(
        naive.restricted_log_likelihood(result.variance_between, own, sampling, rows), rel=1e-10
    )


@given(st.integers(0, 10_000), st.floats(0.01, 100), st.floats(-50, 50))
def test_another_unit_and_another_zero_change_nothing_else(seed: int, unit: float, zero: float) -> None:
    rng = np.random.default_rng(seed)
    sampling = rng.uniform(0.2, 3.0, 12)
    own = rng.normal(0, 1.5, 12)
    before = fay_herriot(own, sampling)
    after = fay_herriot(zero + unit * own, unit**2 * sampling)
    assert np.allclose(after.estimate, zero + unit * before.estimate, rtol=1e-6, atol=1e-6 * unit)
    assert np.allclose(after.own_weight, before.own_weight, atol=1e-6)


@given(st.integers(0, 10_000))
def test_the_order_of_areas_does_not_matter_and_estimates_lie_between(seed: int) -> None:
    _truth, share, n_answers, group = city(seed)
    result = small_area_shares(share, n_answers, group)
    order = np.random.default_rng(seed).permutation(len(share))
    again = small_area_shares(share[order], n_answers[order], group[order])
    assert np.allclose(again.estimate, result.estimate[order], rtol=1e-9)
    assert ((result.lower <= result.estimate) & (result.estimate <= result.upper)).all()
    assert ((result.lower >= 0) & (result.upper <= 1)).all()
    assert ((result.own_weight >= 0) & (result.own_weight <= 1)).all()


def test_the_more_answers_the_more_an_area_speaks_for_itself() -> None:
    share = np.array([0.5, 0.5, 0.1, 0.2, 0.3, 0.15])
    weight = small_area_shares(share, np.array([10, 1000, 50, 50, 50, 50])).own_weight
    assert weight[0] < weight[2] < weight[1]


def test_an_area_without_answers_gets_what_its_group_says_and_is_the_least_sure() -> None:
    share, n_answers, group = city(3)[1:]
    share[5] = np.nan
    result = small_area_shares(share, n_answers, group)
    beside = (group == group[5]) & ~np.isnan(share)
    assert result.own_weight[5] == 0
    assert result.estimate[beside].min() < result.estimate[5] < result.estimate[beside].max()
    assert result.mean_squared_error[5] > result.mean_squared_error[beside].max()


def test_where_nobody_of_a_group_answered_too_little_is_known_to_say() -> None:
    share, n_answers, group = city(3)[1:]
    share[group == 2] = np.nan
    result = small_area_shares(share, n_answers, group)
    assert np.isnan(result.estimate[group == 2]).all()
    assert np.isfinite(result.estimate[group != 2]).all()


def test_where_nobody_says_so_an_interval_still_stands() -> None:
    result = small_area_shares([0.0, 0.0, 0.0, 0.0, 0.0], [20, 20, 20, 20, 20])
    assert (result.estimate < 0.03).all()
    assert ((result.upper > 0.01) & (result.upper < 0.2)).all()


def test_a_share_alone_has_the_interval_of_its_own_answers() -> None:
    lower, upper = share_interval([0.25, 0.0, np.nan], [100, 20, 0])
    half = 1.96 / 20  # on the scale of arcsin √share
    assert np.sqrt(lower[0]) == pytest.approx(np.sin(np.pi / 6 - half), abs=1e-4)
    assert np.sqrt(upper[0]) == pytest.approx(np.sin(np.pi / 6 + half), abs=1e-4)
    assert lower[1] == 0
    assert 0 < upper[1] < 0.2
    assert np.isnan([lower[2], upper[2]]).all()


def test_the_interval_of_a_share_alone_holds_as_often_as_it_says() -> None:
    rng = np.random.default_rng(3)
    truth = rng.uniform(0.05, 0.5, 20_000)
    lower, upper = share_interval(rng.binomial(60, truth) / 60, np.full(20_000, 60))
    assert 0.93 < ((lower <= truth) & (truth <= upper)).mean() < 0.97


@pytest.mark.parametrize("spread", [0.0, 0.03, 0.08])
def test_intervals_hold_and_borrowing_comes_closer_than_each_area_alone(spread: float) -> None:
    held, ours, own = [], [], []
    for seed in range(120):
        truth, share, n_answers, group = city(seed, spread=spread)
        result = small_area_shares(share, n_answers, group)
        held.append(((result.lower <= truth) & (truth <= result.upper)).mean())
        ours.append(((result.estimate - truth) ** 2).mean())
        own.append(((share - truth) ** 2).mean())
    assert np.mean(held) >= 0.93
    assert np.mean(ours) < 0.8 * np.mean(own)


def test_effective_answers_are_those_of_kish() -> None:
    weights = np.array([1.0, 1.0, 4.0])
    assert effective_answers([weights.sum()], [(weights**2).sum()])[0] == pytest.approx(2.0)
    assert effective_answers([30.0], [30.0])[0] == 30
    assert np.isnan(effective_answers([0.0], [0.0])[0])


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: small_area_shares([50, 40, 30, 20], [9, 9, 9, 9]), r"share\[0\] is 50.0; give shares of 1"),
        (lambda: small_area_shares([0.5, 0.4], [9]), "n_effective has shape"),
        (
            lambda: small_area_shares([0.5] * 5, [9, 9, 0, 9, 9]),
            r"n_effective\[2\] is 0.0; it must be above 0",
        ),
        (lambda: small_area_shares([0.5] * 5, [9] * 5, [0.5] * 5), "group_idx must be 5 whole numbers"),
        (lambda: fay_herriot([1, 2, np.inf, 4], [1] * 4), r"own\[2\] is infinite"),
        (lambda: fay_herriot([1.0] * 6, [1.0] * 6, np.ones((6, 2))), "not independent"),
        (lambda: fay_herriot([1.0] * 6, [1.0] * 6, np.ones((5, 1))), r"covariates has shape \(5, 1\)"),
        (lambda: fay_herriot([[1.0]], [1.0]), "own has shape"),
        (lambda: fay_herriot(["a"], [1.0]), "own must be numbers"),
        (lambda: fay_herriot([1.0] * 4, [1.0] * 4, confidence=1.0), "confidence is 1.0"),
        (lambda: effective_answers([1.0], [1.0, 2.0]), "weight_square_sum"),
    ],
)
def test_what_cannot_be_is_said(call: Any, message: str) -> None:
    with pytest.raises(BadArgument, match=message):
        call()


def test_too_few_areas_is_said_with_what_to_do() -> None:
    with pytest.raises(TooLittleData, match="Take larger groups, or none"):
        small_area_shares([0.1, 0.2, 0.3, 0.4], [30] * 4, [0, 0, 1, 1])


def test_a_result_prints_and_is_a_table() -> None:
    result = small_area_shares(*city(1)[1:])
    assert repr(result).startswith("<SmallAreaResult: 34 areas, 0 without own answers; estimates 0.")
    assert {len(column) for column in result.as_dict().values()} == {34}
    with pytest.raises(ValueError, match="read-only"):
        result.estimate[0] = 1.0

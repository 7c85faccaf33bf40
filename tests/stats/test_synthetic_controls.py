import csv
import gzip
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tilannekuva.stats import BadArgument, TooLittleData, synthetic_control

from .naive import synthetic_controls as naive

Counts = NDArray[np.int64]


def rng() -> np.random.Generator:
    return np.random.default_rng(20240501)


def units(
    seed: int,
    *,
    n_units: int = 200,
    n_treated: int = 3,
    effect: float = 1.0,
    level: float = 20.0,
    n_periods: int = 10,
) -> Counts:
    """Units of which the busy ones rise and the quiet ones fall; the first ones are busy, and treated after 6."""
    chance = np.random.default_rng(seed)
    busy = chance.gamma(2, 0.5, n_units)
    busy[:n_treated] = 1.5
    trend = np.exp(np.outer(0.04 * (busy - 1), np.arange(n_periods)))
    mean = level * busy[:, np.newaxis] * trend
    mean[:n_treated, 6:] *= effect
    return chance.poisson(mean)


def seattle(reference_data: Path) -> tuple[Counts, NDArray[np.int64], NDArray[np.float64]]:
    """Felonies, misdemeanours, drugs and any crime of 9,642 blocks in 16 quarters, 39 of them treated."""
    folder = reference_data / "seattle_drug_market_intervention"
    names = ["i_felony", "i_misdemea", "i_drugs", "any_crime"]
    counts, treated = np.zeros((9642, 16, 4), np.int64), set()
    with gzip.open(folder / "block_quarter_counts.csv.gz", "rt") as file:
        for row in csv.DictReader(file):
            block = int(row["block"]) - 1
            counts[block, int(row["time"]) - 1] = [int(row[name]) for name in names]
            if int(row["Intervention"]):
                treated.add(block)
    with gzip.open(folder / "block_covariates.csv.gz", "rt") as file:
        covariates = {
            int(row.pop("block")) - 1: list(map(float, row.values())) for row in csv.DictReader(file)
        }
    return counts, np.array(sorted(treated)), np.array([covariates[block] for block in range(9642)])


def test_seattle_as_microsynth(reference_data: Path) -> None:
    counts, treated, covariates = seattle(reference_data)
    result = synthetic_control(counts, treated, n_before=12, covariates=covariates, n_placebos=99, rng=rng())
    assert result.observed.tolist() == [46, 45, 20, 788]
    # Published, with two more covariates and raked weights: within ten points, and on the same side of 5 %.
    published = np.array([-32.6, -37.3, -15.8, -20.1])
    assert np.abs(100 * (result.ratio - 1) - published).max() < 2
    assert (result.p_value < 0.05).tolist() == [True, True, False, True]
    assert result.largest_imbalance < 1e-3
    assert result.weights.sum() == pytest.approx(39)
    assert (result.weights[treated] == 0).all()


@pytest.mark.parametrize("seed", range(4))
def test_weights_as_the_naive_twin(seed: int) -> None:
    """Some of these have an exact balance, some only a nearest one."""
    counts = units(seed)
    covariates = np.random.default_rng(seed).normal(size=(200, 2))
    result = synthetic_control(counts, [0, 1, 2], n_before=6, covariates=covariates, n_placebos=1, rng=rng())
    before = np.column_stack([counts[:, :6], covariates]).astype(float)
    before /= before.std(axis=0)
    target = before[:3].sum(axis=0)
    theirs, ours = naive.weights(before[3:], target, 3 / 197), result.weights[3:]
    missed = [float(np.linalg.norm(weights @ before[3:] - target)) for weights in (ours, theirs)]
    assert missed[0] <= 1.01 * missed[1] + 0.03
    if missed[1] < 1e-3:  # an exact balance, and the most equal weights that give it
        np.testing.assert_allclose(ours, theirs, atol=2e-3)
        assert result.expected[0] == pytest.approx(theirs @ counts[3:, 6:].sum(axis=1), rel=1e-3)


def test_the_treated_are_balanced_before() -> None:
    counts = units(1)
    result = synthetic_control(counts, [0, 1, 2], n_before=6, n_placebos=1, rng=rng())
    assert result.largest_imbalance < 1e-3
    np.testing.assert_allclose(result.weights @ counts[:, :6], counts[:3, :6].sum(axis=0), rtol=1e-3)
    assert result.weights.min() == 0


@pytest.mark.parametrize("effect", [1.0, 0.5])
def test_the_interval_covers_what_was_planted(effect: float) -> None:
    """Over 40 seeds. The busy rise while others fall: plain comparison would see an effect where none is."""
    covered, significant, ratios = 0, 0, []
    for seed in range(40):
        result = synthetic_control(
            units(seed, effect=effect), [0, 1, 2], n_before=6, n_placebos=59, rng=np.random.default_rng(seed)
        )
        covered += result.ratio_low[0] <= effect <= result.ratio_high[0]
        significant += result.p_value[0] <= 0.05
        ratios.append(result.ratio[0])
    assert np.mean(ratios) == pytest.approx(effect, rel=0.1)
    assert covered >= 34  # 38 expected; fewer than 34 has a chance of 1.5 %
    if effect == 1:
        assert significant <= 6
    else:
        assert significant >= 32


def test_several_outcomes_share_the_weights() -> None:
    counts = np.stack([units(1), units(2, effect=0.5)], axis=2)
    both = synthetic_control(counts, [0, 1, 2], n_before=6, n_placebos=60, rng=rng())
    assert both.ratio.shape == (2,)
    assert both.placebo_ratios.shape[1] == 2
    alone = synthetic_control(counts[:, :, 0], [0, 1, 2], n_before=6, n_placebos=60, rng=rng())
    assert both.expected[0] != alone.expected[0]  # the second is balanced too
    assert both.expected[1] == pytest.approx(both.weights @ counts[:, 6:, 1].sum(axis=1))


def test_order_of_units_does_not_matter() -> None:
    counts = units(3, effect=0.7)
    order = np.random.default_rng(1).permutation(len(counts))
    first = synthetic_control(counts, [0, 1, 2], n_before=6, n_placebos=50, rng=rng())
    moved = np.flatnonzero(order < 3)
    second = synthetic_control(counts[order], moved, n_before=6, n_placebos=50, rng=rng())
    for name, column in first.as_dict().items():
        np.testing.assert_array_equal(column, second.as_dict()[name], err_msg=name)
    np.testing.assert_array_equal(first.weights[order], second.weights)


def test_one_treated_unit_among_few_makes_every_placebo_once() -> None:
    counts = units(5, n_units=25, n_treated=1, n_periods=8)
    result = synthetic_control(counts, [0], n_before=6, n_placebos=999, rng=rng())
    assert 20 <= len(result.placebo_ratios) <= 24  # a few have no like
    assert result.p_value[0] >= 1 / 25
    # One in 25 is as far as anybody can say: no interval at 99 %.
    strict = synthetic_control(counts, [0], n_before=6, n_placebos=999, confidence=0.99, rng=rng())
    assert not strict.enough[0]
    assert np.isnan([strict.ratio_low[0], strict.p_value[0]]).all()


def test_an_unlike_unit_is_told() -> None:
    counts = units(6, level=8)
    counts[0] += 200
    result = synthetic_control(counts, [0], n_before=6, n_placebos=30, rng=rng())
    assert result.largest_imbalance > 1
    assert result.weights.sum() == pytest.approx(1, abs=0.05)


def test_nothing_anywhere_is_too_few() -> None:
    result = synthetic_control(np.zeros((30, 4), int), [0], n_before=2, n_placebos=99, rng=rng())
    assert (result.observed[0], result.expected[0]) == (0, 0)
    assert not result.enough[0]
    assert np.isnan(result.ratio[0])
    assert "too few to say" in repr(result)


def test_inputs_are_left_alone_and_results_are_read_only() -> None:
    counts = units(2)
    kept = counts.copy()
    result = synthetic_control(counts, [0, 1, 2], n_before=6, n_placebos=20, rng=rng())
    np.testing.assert_array_equal(counts, kept)
    with pytest.raises(ValueError, match="read-only"):
        result.weights[0] = 1
    assert {len(column) for column in result.as_dict().values()} == {1}


@pytest.mark.parametrize(
    ("changes", "error", "says"),
    [
        ({"outcome": [[1, -2], [1, 1]]}, BadArgument, r"outcome: counts\[0, 1, 0\] is -2"),
        ({"outcome": [[1, 2], [1]]}, BadArgument, "every row equally long"),
        ({"outcome": [1, 2]}, BadArgument, r"it must be \(units, periods, outcomes\)"),
        ({"treated_idx": []}, TooLittleData, "names no unit"),
        ({"treated_idx": [9]}, BadArgument, "names row 9; outcome has rows 0 to 4"),
        ({"treated_idx": [-1]}, BadArgument, "names row -1"),
        ({"treated_idx": [0, 0]}, BadArgument, "names a row twice"),
        ({"treated_idx": [0.5]}, BadArgument, "whole row numbers"),
        ({"treated_idx": [0, 1]}, TooLittleData, "needs at least 2 beside them"),
        ({"n_before": 2}, TooLittleData, "at least one must lie after"),
        ({"covariates": [1, 2]}, BadArgument, r"it must be \(5, n_covariates\)"),
        ({"covariates": [[1], [2], [np.nan], [1], [2]]}, BadArgument, r"covariates\[2\] holds"),
        ({"covariates": [["a"]] * 5}, BadArgument, "covariates must be numbers"),
        ({"n_placebos": 0}, BadArgument, "n_placebos is 0"),
        ({"rng": 5}, BadArgument, "give a numpy.random.Generator"),
    ],
)
def test_errors_say_what_and_what_next(changes: dict[str, Any], error: type[Exception], says: str) -> None:
    given_: dict[str, Any] = {
        "outcome": [[3, 2], [3, 3], [4, 4], [1, 2], [2, 2]], "treated_idx": [0], "n_before": 1, "rng": rng()
    }  # fmt: skip
    with pytest.raises(error, match=says):
        synthetic_control(**{**given_, **changes})

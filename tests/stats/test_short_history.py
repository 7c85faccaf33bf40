"""The interval of a short history holds what it states, also for counts that vary much more than Poisson."""

from __future__ import annotations

import numpy as np
import pytest

from tilannekuva.stats.errors import BadArgument, TooLittleData
from tilannekuva.stats.levels import count_interval, expected_from_share
from tilannekuva.stats.short_history import (
    FEWEST_EVENTS,
    SHORTEST_HISTORY,
    dispersion_of_parts,
    predict_window,
)

N_SERIES = 3000


def counts(rng: np.random.Generator, mean: float, dispersion: float, shape: tuple[int, ...]) -> np.ndarray:
    """Counts whose variance is `dispersion` times their mean."""
    if dispersion == 1:
        return rng.poisson(mean, shape)
    return rng.negative_binomial(mean / (dispersion - 1), 1 / dispersion, shape)


@pytest.mark.parametrize("mean", [3.0, 20.0, 300.0, 4700.0])
@pytest.mark.parametrize("dispersion", [1.0, 2.0, 6.0, 30.0])
@pytest.mark.parametrize(("n_past", "n_periods"), [(5, 1), (11, 1), (9, 3), (22, 4), (12, 12)])
def test_at_most_one_in_twenty_unchanged_series_is_called_changed(
    mean: float, dispersion: float, n_past: int, n_periods: int
) -> None:
    rng = np.random.default_rng([int(mean), int(dispersion), n_past])
    series = counts(rng, mean, dispersion, (N_SERIES, n_past + n_periods))
    past, seen = series[:, :n_past], series[:, n_past:].sum(axis=1)
    said = predict_window(past, n_periods)
    lower, upper = count_interval(said.expected, variance=said.variance)
    missed = float(((seen < lower) | (seen > upper)).mean())  # NaN is neither: too little to say
    assert missed <= 0.05 + 3 * np.sqrt(0.05 * 0.95 / N_SERIES)
    far = predict_window(past, n_periods, confidence=0.998)
    far_upper = count_interval(far.expected, variance=far.variance, confidence=0.998)[1]
    assert float((seen > far_upper).mean()) <= 0.006


def test_a_plain_poisson_interval_would_not_hold() -> None:
    """What was claimed before: with ten times the variance, most unchanged months were "below" or "above"."""
    rng = np.random.default_rng(1)
    series = counts(rng, 4700.0, 10.0, (N_SERIES, 12))
    past, seen = series[:, :11], series[:, 11]
    lower, upper = count_interval(past.mean(axis=1))
    assert float(((seen < lower) | (seen > upper)).mean()) > 0.3


@pytest.mark.parametrize("dispersion", [1.0, 5.0])
def test_a_real_change_is_still_seen(dispersion: float) -> None:
    rng = np.random.default_rng(2)
    past = counts(rng, 300.0, dispersion, (N_SERIES, 11))
    seen = counts(rng, 600.0, dispersion, (N_SERIES,))
    said = predict_window(past, 1)
    assert float((seen > count_interval(said.expected, variance=said.variance)[1]).mean()) > 0.95


def test_areas_hold_their_interval_when_the_whole_moves() -> None:
    """Areas of very different size that share good and bad months, and vary on their own as well."""
    rng = np.random.default_rng(3)
    n_cities, n_areas, n_past = 300, 40, 11
    size = rng.lognormal(2.0, 1.0, n_areas)
    missed = []
    for _city in range(n_cities):
        months = rng.gamma(25.0, 1 / 25.0, n_past + 1)
        by_area = rng.negative_binomial(np.outer(size, months) / 1.5, 1 / 2.5)
        past, seen = by_area[:, :-1], by_area[:, -1]
        whole = predict_window(past.sum(axis=0)[None], 1)
        level = expected_from_share(
            seen,
            past.sum(axis=1),
            total_history=float(past.sum()),
            total_expected=float(whole.expected[0]),
            dispersion=dispersion_of_parts(past),
            total_variance=float(whole.variance[0]),
        )
        missed.append(((seen < level.lower) | (seen > level.upper)).mean())
    assert 0.005 < float(np.mean(missed)) <= 0.05


@pytest.mark.parametrize("dispersion", [1.0, 3.0])
def test_the_dispersion_of_parts_leaves_out_what_moves_all_alike(dispersion: float) -> None:
    rng = np.random.default_rng(4)
    level = np.outer(rng.uniform(20, 200, 50), rng.uniform(0.5, 2.0, 24))
    table = rng.poisson(level)
    if dispersion > 1:
        table = rng.negative_binomial(level / (dispersion - 1), 1 / dispersion)
    assert dispersion_of_parts(table) == pytest.approx(dispersion, rel=0.15)
    assert dispersion_of_parts(np.zeros((3, 4))) == 1.0


def test_too_little_is_said_to_be_too_little() -> None:
    thin = np.full((1, 5), FEWEST_EVENTS / 5 - 1)
    assert np.isnan(predict_window(thin, 1).expected).all()
    assert np.isnan(predict_window(np.zeros((1, 5)), 1).variance).all()
    enough = np.full((1, 5), FEWEST_EVENTS / 5)
    assert predict_window(enough, 1).expected.tolist() == [FEWEST_EVENTS / 5]
    with pytest.raises(TooLittleData):
        predict_window(np.ones((1, SHORTEST_HISTORY - 1)), 1)
    with pytest.raises(BadArgument):
        predict_window(-np.ones((1, 5)), 1)
    with pytest.raises(BadArgument):
        predict_window(np.ones(5), 1)

"""How long a kind has been above the expected: found when it is, silent when it is not, late reports allowed for."""

from __future__ import annotations

import numpy as np
import pytest

from tilannekuva.detection.levels.episodes import episodes_of
from tilannekuva.detection.levels.expected_courses import Expected

N_PERIODS = 150


def expected(n_kinds: int = 3, mean: float = 20.0) -> Expected:
    course = np.full((n_kinds, N_PERIODS), mean)
    course[:, :40] = np.nan
    return Expected(course, np.full(n_kinds, np.nan))


def counts(seed: int, n_kinds: int = 3) -> np.ndarray:
    return np.random.default_rng(seed).poisson(20.0, (n_kinds, N_PERIODS))


def all_in(n_kinds: int = 3) -> np.ndarray:
    return np.ones((n_kinds, N_PERIODS))


def test_a_rise_of_ten_periods_is_told_with_an_interval_that_holds_ten() -> None:
    held = 0
    for seed in range(50):
        city = counts(seed)
        city[1, -10:] += np.random.default_rng(seed + 1000).poisson(14.0, 10)
        _first, episode, _third = episodes_of(city, expected(), all_in())
        assert episode is not None
        held += episode.lower <= 10 <= episode.upper
        assert (episode.share_longer is None) == (episode.share_lower is None)
    assert held >= 45


def test_a_quiet_city_is_seldom_in_an_episode() -> None:
    n_episodes = sum(
        episode is not None
        for seed in range(50)
        for episode in episodes_of(counts(seed), expected(), all_in())
    )
    assert n_episodes <= 5


def test_earlier_episodes_of_all_kinds_are_what_it_is_compared_with() -> None:
    city = counts(4)
    for kind_idx, start in ((0, 50), (0, 75), (0, 100), (2, 50), (2, 75), (2, 110)):
        city[kind_idx, start : start + 6] += 20
    city[1, -20:] += 20
    _first, episode, _third = episodes_of(city, expected(), all_in())
    assert episode is not None
    assert episode.n_earlier >= 6
    assert episode.share_longer is not None
    assert episode.share_longer < 0.2


def test_reports_that_are_missing_do_not_end_it() -> None:
    city = counts(5)
    city[1, -10:] += 20
    share = all_in()
    share[1, -2:] = (0.6, 0.2)
    thinned = np.rint(city * share).astype(np.int64)
    told = episodes_of(thinned, expected(), share)[1]
    assert told is not None
    assert told.length == 10
    without = episodes_of(thinned, expected(), all_in())[1]
    assert without is None or without.length < 10


def test_nothing_expected_is_nothing_told() -> None:
    nothing = Expected(np.full((3, N_PERIODS), np.nan), np.full(3, np.nan))
    assert episodes_of(counts(1), nothing, all_in()) == [None, None, None]


@pytest.mark.parametrize("mean", [0.0, 1e-9])
def test_a_season_that_expects_nothing_tells_nothing(mean: float) -> None:
    told = episodes_of(np.zeros((1, N_PERIODS), np.int64), expected(1, mean), all_in(1))
    assert told == [None]


def test_the_newest_year_is_judged_by_the_better_expectation() -> None:
    """A level that rose years ago is no episode of today: what is known of the newest year takes its place."""
    city = counts(6)
    city[1, 60:] += 20
    newest = Expected(np.where(np.arange(N_PERIODS) < 98, np.nan, [[20.0], [40.0], [20.0]]), np.full(3, 1.2))
    assert episodes_of(city, expected(), all_in())[1] is not None
    both = newest.after(expected())
    assert episodes_of(city, both, all_in())[1] is None
    assert np.isfinite(both.course[:, 40:]).all()
    np.testing.assert_array_equal(both.known_dispersion, 1.2)

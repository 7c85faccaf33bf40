"""The scan: what it returns, and its edges."""

from typing import Any

import numpy as np
import pytest

from tilannekuva.stats import ScanResult, space_time_scan
from tilannekuva.stats._scan_bounds_kernels import (
    LEVEL_HEIGHT,
    N_LEVELS,
    STEPS_PER_ROOT,
    counts_needed,
    step_of,
)

from .naive import scan as naive
from .scan_examples import COMBINATIONS, example


def scan(counts: Any, xy: Any, *, seed: int = 1, n_replicates: int = 40, **settings: Any) -> ScanResult:
    return space_time_scan(counts, xy, rng=np.random.default_rng(seed), n_replicates=n_replicates, **settings)


@pytest.mark.parametrize(("n_cases", "n_people"), [(300, np.inf), (np.inf, np.inf), (300, 700)])
def test_dismissed_counts_could_not_have_won(n_cases: float, n_people: float) -> None:
    table = np.empty((N_LEVELS, int(np.sqrt(80) * STEPS_PER_ROOT) + 2), np.int32)
    counts_needed(n_cases, n_people, 2, 80, 0, N_LEVELS, table)
    rng = np.random.default_rng(0)
    for expected in rng.uniform(0.01, 80, 300):
        step = step_of(expected)
        assert abs(step - np.sqrt(expected) * STEPS_PER_ROOT) <= 1
        for level in range(0, N_LEVELS, 7):
            count = int(table[level, step])
            if 2 <= count <= (np.inf if np.isinf(n_people) else expected * n_people / n_cases):
                ratio = naive.log_likelihood_ratio(count, expected, n_cases, n_people)
                assert ratio <= level * LEVEL_HEIGHT + 1e-9


def test_seed_tells_replicates_apart() -> None:
    counts, xy, *_ = example(4)
    one, same, other = scan(counts, xy, seed=1), scan(counts, xy, seed=1), scan(counts, xy, seed=2)
    assert one.seed == same.seed != other.seed
    np.testing.assert_array_equal(one.replicate_maxima, same.replicate_maxima)
    assert (one.replicate_maxima != other.replicate_maxima).any()


def test_an_empty_centre_takes_part_and_belongs_to_its_circle() -> None:
    counts = np.zeros((4, 10), np.int64)
    counts[[0, 2], -1] = 3
    counts[3] = 2
    result = scan(counts, [[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [90.0, 0.0]])
    assert result.clusters[0].location_idx == (1, 0, 2)
    assert result.clusters[0].centre_idx == 1
    assert result.clusters[0].radius_m == pytest.approx(1.0)


def test_a_single_case_is_no_cluster() -> None:
    result = scan([[0, 0, 1], [0, 0, 0]], [[0.0, 0.0], [100.0, 100.0]])
    assert result.clusters == ()
    assert not result.replicate_maxima.any()


def test_identical_everywhere_is_no_cluster() -> None:
    east, north = np.meshgrid(100 * np.arange(5.0), 100 * np.arange(5.0))
    result = scan(np.full((25, 8), 3), np.column_stack([east.ravel(), north.ravel()]))
    assert result.clusters == ()


def test_more_cases_than_small_integers_hold() -> None:
    counts, xy, *_ = example(5)
    result = scan(counts * 1000, xy, n_replicates=2, max_periods=6)
    assert result.n_cases == 1000 * counts.sum() > 2**15
    assert np.isfinite(result.replicate_maxima).all()
    np.testing.assert_allclose(
        result.clusters[0].log_likelihood_ratio,
        1000 * scan(counts, xy, n_replicates=2, min_cases=1).clusters[0].log_likelihood_ratio,
    )


def test_all_cases_in_the_scanned_periods() -> None:
    counts, xy, *_ = example(6)
    counts[:, :-2] = 0
    result = scan(counts, xy, max_periods=2)
    assert result.n_cases == counts.sum()
    assert all(c.first_period_idx >= 10 for c in result.clusters)


def test_inputs_stay_as_they_were() -> None:
    counts, xy, *_ = example(2)
    before = counts.copy(), xy.copy()
    result = scan(counts, xy)
    np.testing.assert_array_equal(counts, before[0])
    np.testing.assert_array_equal(xy, before[1])
    with pytest.raises(ValueError, match="read-only"):
        result.replicate_maxima[0] = 1


def test_result_reads_well() -> None:
    counts, xy, *_ = example(2)
    result = scan(counts, xy)
    assert repr(result).startswith(f"<ScanResult: prospective permutation scan of {counts.sum()} cases")
    table = result.as_dict()
    assert table["observed"].tolist() == [cluster.observed for cluster in result.clusters]
    assert tuple(table["location_idx"][0]) == result.clusters[0].location_idx


def test_retrospective_clusters_may_share_a_place_at_other_times() -> None:
    counts = np.ones((6, 40), np.int64)
    counts[0, 5] = counts[0, 30] = 20
    counts[1, 30] = 15
    xy = np.column_stack([100 * np.arange(6.0), np.zeros(6)])
    first, second = scan(counts, xy, when="retrospective").clusters[:2]
    assert set(first.location_idx) & set(second.location_idx)
    assert {first.first_period_idx, second.first_period_idx} == {5, 30}


def test_no_case_in_the_scanned_periods() -> None:
    counts, xy, *_ = example(7)
    counts[:, -3:] = 0
    result = scan(counts, xy, max_periods=3)
    assert result.clusters == ()
    assert not result.replicate_maxima.any()


def test_a_busy_weekday_explains_itself_only_where_it_is_told() -> None:
    rng = np.random.default_rng(5)
    xy = rng.uniform(0, 1000, (30, 2))
    weekday = np.arange(70) % 7
    bars = np.hypot(*(xy - 500).T) < 250  # busy on the last day of the week, and only there
    rate = np.where(bars[:, None] & (weekday == 6), 3.0, 0.3)
    counts = rng.poisson(rate)
    settings: dict[str, Any] = {"max_periods": 1, "n_replicates": 99}
    blind = space_time_scan(counts, xy, rng=np.random.default_rng(1), **settings)
    told = space_time_scan(counts, xy, rng=np.random.default_rng(1), weekday=weekday, **settings)
    assert blind.clusters[0].p_value == 0.01
    assert set(blind.clusters[0].location_idx) & set(np.flatnonzero(bars).tolist())
    assert not told.clusters or told.clusters[0].p_value > 0.05


@pytest.mark.parametrize(("model", "when"), COMBINATIONS)
def test_sequential_stops_at_the_fiftieth_as_large(model: str, when: str) -> None:
    case = example(2, model, when)
    full, early = case.scan(n_replicates=999), case.scan(n_replicates=999, sequential=True)
    n_done = early.replicate_maxima.size
    np.testing.assert_array_equal(early.replicate_maxima, full.replicate_maxima[:n_done])
    assert [c.location_idx for c in early.clusters] == [c.location_idx for c in full.clusters]
    as_large = full.replicate_maxima >= full.clusters[0].log_likelihood_ratio * (1 - 1e-9)
    if as_large.sum() < 50:
        assert n_done == 999
    else:
        assert as_large[:n_done].sum() == 49
        assert as_large[n_done]
        assert early.clusters[0].p_value == pytest.approx(50 / (n_done + 1))
    assert early.sequential
    assert not full.sequential

"""The space-time scan: against its slow twin, its laws, and its edges."""

import json
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tilannekuva.stats import BadArgument, BadCoordinates, ScanResult, TooLittleData, space_time_scan
from tilannekuva.stats._scan_chance_kernels import LEVEL_HEIGHT, STEPS_PER_ROOT, counts_to_exceed

from .naive import scan as naive

SETTINGS: list[dict[str, Any]] = [
    {"when": "prospective"},
    {"when": "prospective", "max_periods": 3, "max_radius_m": 400.0, "min_cases": 1},
    {"when": "retrospective"},
    {"when": "retrospective", "max_share": 0.2, "max_periods": 12, "min_cases": 3},
]


def example(
    seed: int, *, grid: bool = False, n_periods: int = 12
) -> tuple[NDArray[np.int64], NDArray[np.float64]]:
    """A few random places with few cases, on a grid with many equal distances or anywhere."""
    rng = np.random.default_rng(seed)
    counts = rng.poisson(rng.gamma(0.5, 0.6, (12, 1)), (12, n_periods))
    counts[0, -1] += 1
    if grid:
        east, north = np.meshgrid(np.arange(4) * 250.0, np.arange(3) * 250.0)
        return counts, np.column_stack([east.ravel(), north.ravel()])
    return counts, rng.uniform(0, 1000, (12, 2))


def scan(counts: Any, xy: Any, *, seed: int = 1, n_replicates: int = 40, **settings: Any) -> ScanResult:
    return space_time_scan(counts, xy, rng=np.random.default_rng(seed), n_replicates=n_replicates, **settings)


def naive_windows(counts: Any, xy: Any, settings: dict[str, Any]) -> list[naive.NaiveWindow]:
    return naive.all_windows(
        counts,
        xy,
        prospective=settings["when"] == "prospective",
        max_share=settings.get("max_share", 0.5),
        max_radius_m=settings.get("max_radius_m", np.inf),
        max_periods=settings.get("max_periods", counts.shape[1] // 2),
        min_cases=settings.get("min_cases", 2),
    )


def facts(result: ScanResult) -> list[tuple[object, ...]]:
    """What of the clusters does not hang on chance, or on which of several centres gave the same circle."""
    return [
        (set(c.location_idx), c.first_period_idx, c.last_period_idx, c.observed, round(c.expected, 9))
        for c in result.clusters
    ]


@pytest.mark.parametrize("settings", SETTINGS)
@pytest.mark.parametrize("grid", [False, True])
@pytest.mark.parametrize("seed", range(5))
def test_most_likely_cluster_equals_the_naive_one(seed: int, grid: bool, settings: dict[str, Any]) -> None:
    counts, xy = example(seed, grid=grid)
    windows = naive_windows(counts, xy, settings)
    result = scan(counts, xy, n_replicates=1, **settings)
    if not windows:
        assert result.clusters == ()
        return
    first = result.clusters[0]
    best = max(window.ratio for window in windows)
    assert first.log_likelihood_ratio == pytest.approx(best, rel=1e-12)
    with_cases = frozenset(j for j in first.location_idx if counts[j].any())
    same = [
        w
        for w in windows
        if (w.first_period, w.last_period) == (first.first_period_idx, first.last_period_idx)
    ]
    twin = next(w for w in same if w.locations == with_cases)
    assert first.observed == twin.observed
    assert first.expected == pytest.approx(twin.expected)
    assert first.log_likelihood_ratio == pytest.approx(twin.ratio, rel=1e-12)


@pytest.mark.parametrize("settings", SETTINGS)
def test_replicates_vary_as_dealt_periods_do(settings: dict[str, Any]) -> None:
    counts, xy = example(3)
    ours = scan(counts, xy, n_replicates=2000, **settings).replicate_maxima
    rng = np.random.default_rng(9)
    theirs = []
    for _ in range(60):
        windows = naive_windows(naive.deal_periods(counts, rng), xy, settings)
        theirs.append(max((window.ratio for window in windows), default=0.0))
    # Same mean within four standard errors, and no value that the naive scan could not give.
    error = np.std(theirs) / np.sqrt(len(theirs))
    assert abs(np.mean(ours) - np.mean(theirs)) < 4 * error
    assert min(abs(np.round(ours, 9)[:, None] - np.round(theirs, 9)).min(axis=0)) == 0


def test_dismissed_counts_could_not_have_won() -> None:
    n_cases = 300
    table = counts_to_exceed(n_cases, 80, 2)
    rng = np.random.default_rng(0)
    for expected in rng.uniform(0.01, 80, 300):
        step = int(np.sqrt(expected) * STEPS_PER_ROOT)
        for level in range(0, table.shape[0], 7):
            count = int(table[level, step])
            if count >= 2:
                ratio = naive.log_likelihood_ratio(count, expected, n_cases)
                assert ratio <= level * LEVEL_HEIGHT + 1e-9


@given(st.integers(0, 10_000), st.booleans(), st.sampled_from(SETTINGS))
def test_order_of_locations_does_not_matter(seed: int, grid: bool, settings: dict[str, Any]) -> None:
    counts, xy = example(seed, grid=grid)
    order = np.random.default_rng(seed).permutation(len(xy))
    straight, mixed = scan(counts, xy, **settings), scan(counts[order], xy[order], **settings)
    np.testing.assert_array_equal(straight.replicate_maxima, mixed.replicate_maxima)
    assert facts(straight) == [({int(order[j]) for j in idx}, *rest) for idx, *rest in facts(mixed)]  # type: ignore[attr-defined]


@given(st.integers(0, 10_000), st.floats(-1e6, 1e6), st.floats(-1e6, 1e6))
def test_shifting_the_plane_does_not_matter(seed: int, east_m: float, north_m: float) -> None:
    counts, xy = example(seed, grid=True)
    here, there = scan(counts, xy), scan(counts, xy + np.array([east_m, north_m]))
    assert facts(here) == facts(there)
    np.testing.assert_array_equal(here.replicate_maxima, there.replicate_maxima)


@given(st.integers(0, 10_000), st.floats(0, 6.28))
def test_turning_the_plane_leaves_the_clusters(seed: int, angle: float) -> None:
    counts, xy = example(seed)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    here, there = scan(counts, xy), scan(counts, xy @ turn.T)
    np.testing.assert_allclose(
        [c.log_likelihood_ratio for c in here.clusters[:1]],
        [c.log_likelihood_ratio for c in there.clusters[:1]],
    )


@pytest.mark.parametrize("when", ["prospective", "retrospective"])
def test_any_number_of_threads_gives_the_same_bytes(when: Any) -> None:
    counts, xy = example(4)
    results = [scan(counts, xy, when=when, n_replicates=100, n_threads=n) for n in (1, 2, 3, 7)]
    for other in results[1:]:
        assert other.replicate_maxima.tobytes() == results[0].replicate_maxima.tobytes()
        assert json.dumps(other.as_dict()) == json.dumps(results[0].as_dict())


def test_more_replicates_begin_with_the_same_ones() -> None:
    counts, xy = example(4)
    few, many = scan(counts, xy, n_replicates=33), scan(counts, xy, n_replicates=100)
    np.testing.assert_array_equal(few.replicate_maxima, many.replicate_maxima[:33])


def test_seed_tells_replicates_apart() -> None:
    counts, xy = example(4)
    one, same, other = scan(counts, xy, seed=1), scan(counts, xy, seed=1), scan(counts, xy, seed=2)
    assert one.seed == same.seed != other.seed
    np.testing.assert_array_equal(one.replicate_maxima, same.replicate_maxima)
    assert (one.replicate_maxima != other.replicate_maxima).any()


@given(st.integers(0, 10_000), st.sampled_from(SETTINGS))
def test_clusters_hang_together(seed: int, settings: dict[str, Any]) -> None:
    counts, xy = example(seed)
    result = scan(counts, xy, **settings)
    n_cases = counts.sum()
    seen: set[tuple[int, int]] = set()
    ratios = [cluster.log_likelihood_ratio for cluster in result.clusters]
    assert ratios == sorted(ratios, reverse=True)
    for cluster in result.clusters:
        idx = list(cluster.location_idx)
        periods = slice(cluster.first_period_idx, cluster.last_period_idx + 1)
        here = {(j, t) for j in idx for t in range(periods.start, periods.stop)}
        assert not seen & here
        seen |= here
        assert cluster.observed == counts[idx, periods].sum()
        assert cluster.expected == pytest.approx(counts[idx].sum() * counts[:, periods].sum() / n_cases)
        assert cluster.log_likelihood_ratio == pytest.approx(
            naive.log_likelihood_ratio(cluster.observed, cluster.expected, int(n_cases))
        )
        n_as_large = (result.replicate_maxima >= cluster.log_likelihood_ratio - 1e-9).sum()
        assert cluster.p_value == (1 + n_as_large) / 41
        assert cluster.location_idx[0] == cluster.centre_idx or not counts[cluster.centre_idx].any()
        assert np.hypot(*(xy[idx] - xy[cluster.centre_idx]).T).max() == pytest.approx(cluster.radius_m)


@pytest.mark.parametrize("seed", range(3))
def test_finds_what_was_planted(seed: int) -> None:
    rng = np.random.default_rng(seed)
    xy = rng.uniform(0, 10_000, (80, 2))
    counts = rng.poisson(0.3, (80, 60))
    near = np.argsort(np.hypot(*(xy - xy[7]).T))[:5]
    counts[near, -6:] += rng.poisson(1.5, (5, 6))
    first = scan(counts, xy, n_replicates=99).clusters[0]
    assert set(first.location_idx) & set(near.tolist())
    assert first.last_period_idx == 59
    assert first.p_value == 0.01
    assert first.gumbel_p_value < 1e-4
    assert first.recurrence_interval_periods == pytest.approx(100)
    assert first.relative_risk > first.observed_per_expected > 1


def test_an_empty_centre_takes_part_and_belongs_to_its_circle() -> None:
    counts = np.zeros((4, 10), np.int64)
    counts[[0, 2], -1] = 3
    counts[3] = 2
    result = scan(counts, [[0.0, 0.0], [1.0, 0.0], [2.0, 0.0], [90.0, 0.0]])
    assert result.clusters[0].location_idx == (1, 0, 2)
    assert result.clusters[0].centre_idx == 1
    assert result.clusters[0].radius_m == pytest.approx(1.0)


def test_a_single_case_is_no_cluster() -> None:
    result = scan([[0, 0, 1], [0, 0, 0]], [[0.0, 0.0], [1.0, 1.0]])
    assert result.clusters == ()
    assert not result.replicate_maxima.any()


def test_identical_everywhere_is_no_cluster() -> None:
    east, north = np.meshgrid(np.arange(5.0), np.arange(5.0))
    result = scan(np.full((25, 8), 3), np.column_stack([east.ravel(), north.ravel()]))
    assert result.clusters == ()


def test_more_cases_than_small_integers_hold() -> None:
    counts, xy = example(5)
    result = scan(counts * 1000, xy, n_replicates=2, max_periods=6)
    assert result.n_cases == 1000 * counts.sum() > 2**15
    assert np.isfinite(result.replicate_maxima).all()
    np.testing.assert_allclose(
        result.clusters[0].log_likelihood_ratio,
        1000 * scan(counts, xy, n_replicates=2, min_cases=1).clusters[0].log_likelihood_ratio,
    )


def test_all_cases_in_the_scanned_periods() -> None:
    counts, xy = example(6)
    counts[:, :-2] = 0
    result = scan(counts, xy, max_periods=2)
    assert result.n_cases == counts.sum()
    assert all(c.first_period_idx >= 10 for c in result.clusters)


def test_inputs_stay_as_they_were() -> None:
    counts, xy = example(2)
    before = counts.copy(), xy.copy()
    result = scan(counts, xy)
    np.testing.assert_array_equal(counts, before[0])
    np.testing.assert_array_equal(xy, before[1])
    with pytest.raises(ValueError, match="read-only"):
        result.replicate_maxima[0] = 1


def test_result_reads_well() -> None:
    counts, xy = example(2)
    result = scan(counts, xy)
    assert repr(result).startswith(f"<ScanResult: prospective permutation scan of {counts.sum()} cases")
    plain = result.as_dict()
    assert plain["n_replicates"] == 40
    assert plain["clusters"][0]["observed"] == result.clusters[0].observed


GOOD = np.ones((3, 6), np.int64)
XY = np.array([[0.0, 0.0], [1.0, 0.0], [0.0, 1.0]])


@pytest.mark.parametrize(
    ("counts", "xy", "settings", "error", "message"),
    [
        (-GOOD, XY, {}, BadArgument, r"counts\[0, 0\] is -1"),
        (GOOD * 0.5, XY, {}, BadArgument, r"counts\[0, 0\] is 0\.5"),
        (GOOD * np.nan, XY, {}, BadArgument, r"counts\[0, 0\] is nan"),
        (GOOD * 1e12, XY, {}, BadArgument, "at most 2147483647"),
        ([[1, 2], [3]], XY, {}, BadArgument, "every row equally long"),
        (GOOD[0], XY, {}, BadArgument, "1 dimension"),
        (GOOD, XY, {"model": "poisson"}, BadArgument, "model is 'poisson'; choose one of 'permutation'"),
        (GOOD, XY, {"metric": "manhattan"}, BadArgument, "metric"),
        (GOOD, XY, {"when": "tomorrow"}, BadArgument, "when"),
        (GOOD, XY, {"max_share": 1.5}, BadArgument, r"max_share is 1\.5"),
        (GOOD, XY, {"max_radius_m": 0}, BadArgument, "max_radius_m is 0"),
        (GOOD, XY, {"max_periods": 1.5}, BadArgument, r"max_periods is 1\.5"),
        (GOOD, XY, {"min_cases": 0}, BadArgument, "min_cases is 0"),
        (GOOD, XY, {"n_replicates": 0}, BadArgument, "n_replicates is 0"),
        (GOOD, XY, {"n_threads": 0}, BadArgument, "n_threads is 0"),
        (GOOD, XY[:2], {}, BadCoordinates, r"must be \(3, 2\)"),
        (GOOD, XY * np.nan, {}, BadCoordinates, r"coordinates\[0\]"),
        (GOOD, XY * 0, {}, BadCoordinates, "locations 0 and 1 have the same coordinates"),
        (GOOD, XY + np.array([91, 0]), {"metric": "great_circle"}, BadCoordinates, "look swapped"),
        (
            GOOD,
            XY + np.array([0, 200]),
            {"metric": "great_circle"},
            BadCoordinates,
            "in degrees, within 90 and 180",
        ),
        (GOOD, XY * 1e6, {"metric": "great_circle"}, BadCoordinates, "metric='euclidean'"),
        (GOOD[:1], XY[:1], {}, TooLittleData, "at least 2"),
        (GOOD[:0], XY[:0], {}, TooLittleData, r"0 location\(s\)"),
        (GOOD[:, :1], XY, {}, TooLittleData, r"1 period\(s\)"),
        (GOOD * 0, XY, {}, TooLittleData, "no case at all"),
    ],
)
def test_says_what_is_wrong(
    counts: Any, xy: Any, settings: dict[str, Any], error: type[Exception], message: str
) -> None:
    with pytest.raises(error, match=message):
        scan(counts, xy, **settings)


def test_wants_a_generator() -> None:
    with pytest.raises(BadArgument, match="default_rng"):
        space_time_scan(GOOD, XY, rng=42)  # type: ignore[arg-type]


def test_retrospective_clusters_may_share_a_place_at_other_times() -> None:
    counts = np.ones((6, 40), np.int64)
    counts[0, 5] = counts[0, 30] = 20
    counts[1, 30] = 15
    xy = np.column_stack([np.arange(6.0), np.zeros(6)])
    first, second = scan(counts, xy, when="retrospective").clusters[:2]
    assert set(first.location_idx) & set(second.location_idx)
    assert {first.first_period_idx, second.first_period_idx} == {5, 30}


def test_no_case_in_the_scanned_periods() -> None:
    counts, xy = example(7)
    counts[:, -3:] = 0
    result = scan(counts, xy, max_periods=3)
    assert result.clusters == ()
    assert not result.replicate_maxima.any()

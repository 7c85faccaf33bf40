"""Laws that every scan obeys, whatever its model."""

import json
from dataclasses import asdict
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilannekuva.stats import ScanResult, space_time_scan

from .naive import scan as naive
from .scan_examples import COMBINATIONS, Example, example

LIMITS: list[dict[str, Any]] = [{}, {"max_share": 0.3, "max_radius_m": 400.0, "min_cases": 3}]
SEEDS = st.integers(0, 10_000)


def facts(result: ScanResult) -> list[tuple[object, ...]]:
    """What of the clusters does not hang on chance, or on which of several centres gave the same circle."""
    return [
        (set(c.location_idx), c.first_period_idx, c.last_period_idx, c.observed, round(c.expected, 9))
        for c in result.clusters
    ]


def in_order(case: Example, order: Any) -> Example:
    """The same example, its locations in another order."""
    beside = {
        name: np.asarray(value)[order]
        for name, value in case.settings.items()
        if name in ("population", "baseline", "controls", "strata")
    }
    return case._replace(counts=case.counts[order], xy=case.xy[order], settings=case.settings | beside)


@given(SEEDS, st.booleans(), st.sampled_from(COMBINATIONS), st.sampled_from(LIMITS))
def test_order_of_locations_does_not_matter(
    seed: int, grid: bool, combination: tuple[str, str], limits: dict[str, Any]
) -> None:
    case = example(seed, *combination, grid=grid)
    order = np.random.default_rng(seed).permutation(len(case.xy))
    straight, mixed = case.scan(**limits), in_order(case, order).scan(**limits)
    assert straight.replicate_maxima.tobytes() == mixed.replicate_maxima.tobytes()
    assert facts(straight) == [({int(order[j]) for j in idx}, *rest) for idx, *rest in facts(mixed)]  # type: ignore[attr-defined]


@given(SEEDS, st.floats(-1e6, 1e6), st.floats(-1e6, 1e6), st.sampled_from(COMBINATIONS))
def test_shifting_the_plane_does_not_matter(
    seed: int, east_m: float, north_m: float, combination: tuple[str, str]
) -> None:
    case = example(seed, *combination, grid=True)
    here, there = case.scan(), case._replace(xy=case.xy + np.array([east_m, north_m])).scan()
    assert facts(here) == facts(there)
    np.testing.assert_array_equal(here.replicate_maxima, there.replicate_maxima)


@given(SEEDS, st.floats(0, 6.28), st.sampled_from(COMBINATIONS))
def test_turning_the_plane_leaves_the_clusters(seed: int, angle: float, combination: tuple[str, str]) -> None:
    case = example(seed, *combination)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    here, there = case.scan(), case._replace(xy=case.xy @ turn.T).scan()
    np.testing.assert_allclose(
        [c.log_likelihood_ratio for c in here.clusters[:1]],
        [c.log_likelihood_ratio for c in there.clusters[:1]],
    )


@pytest.mark.parametrize(("model", "when"), COMBINATIONS)
def test_any_number_of_threads_gives_the_same_bytes(model: str, when: str) -> None:
    case = example(4, model, when)
    for sequential in (False, True):
        results = [case.scan(n_replicates=300, n_threads=n, sequential=sequential) for n in (1, 2, 3, 7)]
        for other in results[1:]:
            assert other.replicate_maxima.tobytes() == results[0].replicate_maxima.tobytes()
            assert json.dumps(asdict(other), default=list) == json.dumps(asdict(results[0]), default=list)


@pytest.mark.parametrize(("model", "when"), COMBINATIONS)
def test_more_replicates_begin_with_the_same_ones(model: str, when: str) -> None:
    case = example(4, model, when)
    few, many = case.scan(n_replicates=33), case.scan(n_replicates=100)
    np.testing.assert_array_equal(few.replicate_maxima, many.replicate_maxima[:33])


@given(SEEDS, st.sampled_from(COMBINATIONS), st.sampled_from(LIMITS))
def test_clusters_hang_together(seed: int, combination: tuple[str, str], limits: dict[str, Any]) -> None:
    case = example(seed, *combination)
    result = case.scan(**limits)
    alone = combination[1] == "purely_spatial"
    _expected, n_cases, n_people = case.null
    seen: set[tuple[int, int]] = set()
    ratios = [cluster.log_likelihood_ratio for cluster in result.clusters]
    assert ratios == sorted(ratios, reverse=True)
    for cluster in result.clusters:
        idx = list(cluster.location_idx)
        periods = slice(cluster.first_period_idx, cluster.last_period_idx + 1)
        here = {(j, t) for j in idx for t in range(periods.start, periods.stop)}
        assert not seen & here
        seen |= here
        if alone:
            assert periods == slice(0, case.counts.shape[1])
            periods = slice(0, 1)
        assert cluster.observed == case.naive_counts[idx, periods].sum() >= limits.get("min_cases", 2)
        assert cluster.expected == pytest.approx(case.null.expected[idx, periods].sum())
        assert cluster.log_likelihood_ratio == pytest.approx(
            naive.log_likelihood_ratio(cluster.observed, cluster.expected, n_cases, n_people)
        )
        outside = 1.0 if np.isinf(n_cases) else (n_cases - cluster.observed) / (n_cases - cluster.expected)
        if outside:
            assert cluster.relative_risk == pytest.approx(cluster.observed_per_expected / outside)
        n_as_large = (result.replicate_maxima >= cluster.log_likelihood_ratio * (1 - 1e-9)).sum()
        assert cluster.p_value == (1 + n_as_large) / 41
        assert np.isnan(cluster.recurrence_interval_periods) == (combination[1] != "prospective")
        explained = [j for j in idx if case.null.expected[j].any()]
        away_m = np.hypot(*(case.xy[explained] - case.xy[cluster.centre_idx]).T)
        assert away_m.max() == pytest.approx(cluster.radius_m)


@given(SEEDS, st.sampled_from([c for c in COMBINATIONS if c[0] in ("poisson", "strata")]))
def test_the_unit_of_the_population_does_not_matter(seed: int, combination: tuple[str, str]) -> None:
    case = example(seed, *combination)
    name = "strata" if combination[0] == "strata" else "population"
    thousand = case._replace(settings=case.settings | {name: case.settings[name] * 1024})
    assert facts(case.scan()) == facts(thousand.scan())
    assert case.scan().replicate_maxima.tobytes() == thousand.scan().replicate_maxima.tobytes()


@given(SEEDS, st.sampled_from(["prospective", "retrospective", "purely_spatial"]))
def test_one_stratum_is_none(seed: int, when: str) -> None:
    case = example(seed, "poisson", when)
    people = case.settings["population"][:, :, None]
    plain = case.scan()
    strata = case._replace(counts=case.counts[:, :, None]).scan(population=None, strata=people)
    assert facts(plain) == facts(strata)


@given(SEEDS, st.sampled_from(["prospective", "retrospective"]))
def test_one_weekday_is_none(seed: int, when: str) -> None:
    case = example(seed, "permutation", when)
    plain, grouped = case.scan(), case.scan(weekday=np.full(12, 7))
    assert facts(plain) == facts(grouped)
    assert plain.replicate_maxima.tobytes() == grouped.replicate_maxima.tobytes()


@given(SEEDS)
def test_a_population_like_the_cases_is_the_permutation_model(seed: int) -> None:
    """Where everything is explained as that model explains it, windows are the same."""
    case = example(seed)
    product = case.counts.sum(axis=1)[:, None] * case.counts.sum(axis=0) / case.counts.sum()
    busy = case.counts.any(axis=0)
    kept = case._replace(counts=case.counts[:, busy])
    as_poisson = kept.scan(model="poisson", population=product[:, busy])
    assert facts(kept.scan()) == facts(as_poisson)


def test_many_controls_make_the_bernoulli_model_poisson() -> None:
    case = example(3, "bernoulli", "purely_spatial")
    many = case.settings["controls"] * 2_000
    bernoulli = case.scan(controls=many)
    poisson = case._replace(settings={"when": "purely_spatial"}).scan(
        model="poisson", population=case.counts + many
    )
    assert [c.location_idx for c in bernoulli.clusters] == [c.location_idx for c in poisson.clusters]
    np.testing.assert_allclose(
        [c.log_likelihood_ratio for c in bernoulli.clusters],
        [c.log_likelihood_ratio for c in poisson.clusters],
        rtol=1e-3,
    )


def test_order_of_periods_does_not_matter_to_places_alone() -> None:
    case = example(8, "poisson", "purely_spatial")
    back = {"population": case.settings["population"][:, ::-1]}
    assert facts(case.scan()) == facts(case._replace(counts=case.counts[:, ::-1]).scan(**back))


def test_a_baseline_knows_no_total() -> None:
    """What rises everywhere alike is found against a baseline, and hidden where the total is held fixed."""
    xy = np.random.default_rng(0).uniform(0, 1000, (20, 2))
    counts = np.full((20, 10), 2)
    counts[:, -1] = 6
    against = space_time_scan(
        counts, xy, model="expectation_based_poisson", baseline=np.full(20, 2.0), n_replicates=99,
        max_share=1.0, rng=np.random.default_rng(1),
    )  # fmt: skip
    assert len(against.clusters[0].location_idx) == 20
    assert against.clusters[0].log_likelihood_ratio == pytest.approx(120 * np.log(3) + 40 - 120)
    assert against.clusters[0].relative_risk == pytest.approx(3.0)
    assert against.clusters[0].p_value == 0.01
    assert space_time_scan(counts, xy, n_replicates=99, rng=np.random.default_rng(1)).clusters == ()

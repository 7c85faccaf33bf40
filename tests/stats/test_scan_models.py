"""Every model of the scan against its slow twin, on the data and on replicates."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from tilannekuva.stats import ScanResult, _scan_replicates
from tilannekuva.stats._scan_deal_kernels import settle

from .scan_examples import COMBINATIONS, Example, example

LIMITS: list[dict[str, Any]] = [{}, {"max_share": 0.3, "max_radius_m": 400.0, "min_cases": 1}]


@pytest.mark.parametrize("limits", LIMITS)
@pytest.mark.parametrize(("model", "when"), COMBINATIONS)
@pytest.mark.parametrize("seed", range(4))
def test_most_likely_cluster_equals_the_naive_one(
    seed: int, model: str, when: str, limits: dict[str, Any]
) -> None:
    case = example(seed, model, when, grid=seed % 2 == 1)
    windows = case.windows(**limits)
    result = case.scan(n_replicates=1, **limits)
    if not windows:
        assert result.clusters == ()
        return
    first = result.clusters[0]
    assert first.log_likelihood_ratio == pytest.approx(max(w.ratio for w in windows), rel=1e-9)
    periods = (0, 0) if when == "purely_spatial" else (first.first_period_idx, first.last_period_idx)
    explained = frozenset(j for j in first.location_idx if case.null.expected[j].any())
    twin = next(w for w in windows if (w.first_period, w.last_period) == periods and w.locations == explained)
    assert first.observed == twin.observed
    assert first.expected == pytest.approx(twin.expected)
    assert first.log_likelihood_ratio == pytest.approx(twin.ratio, rel=1e-9)


def scanned_replicates(
    monkeypatch: pytest.MonkeyPatch, case: Example, **settings: Any
) -> tuple[ScanResult, list[NDArray[np.int64]]]:
    """A scan, and the counts (places, slots) of each of its replicates."""
    seen: list[NDArray[np.int64]] = []

    def spy(counts: NDArray[Any], n_slots: int, sizes: NDArray[np.int64], *rest: Any) -> bool:
        n_places, n_rows, n_lanes = counts.shape
        by_group = counts[:-1].reshape(n_places - 1, n_rows // n_slots, n_slots, n_lanes)
        for r in range(len(sizes)):
            seen.append(by_group[:, r // n_lanes, :, r % n_lanes].astype(np.int64))
        return bool(settle(counts, n_slots, sizes, *rest))

    monkeypatch.setattr(_scan_replicates, "settle", spy)
    return case.scan(n_threads=1, **settings), seen


@pytest.mark.parametrize("limits", [*LIMITS, {"max_share": 1.0, "max_periods": 12, "min_cases": 3}])
@pytest.mark.parametrize(("model", "when"), COMBINATIONS)
def test_every_replicate_has_the_maximum_of_the_naive_scan(
    monkeypatch: pytest.MonkeyPatch, model: str, when: str, limits: dict[str, Any]
) -> None:
    """So nothing that could have won is ever dismissed."""
    assert_maxima_equal(monkeypatch, example(11, model, when), 8, limits)


@pytest.mark.parametrize(("model", "when"), COMBINATIONS)
def test_the_same_where_places_join_by_four(monkeypatch: pytest.MonkeyPatch, model: str, when: str) -> None:
    case = example(12, model, when, n_locations=36, n_periods=8, rate=0.002)
    limits = {"max_periods": None if when == "purely_spatial" else 3}
    assert_maxima_equal(monkeypatch, case, 5 if when == "retrospective" else 30, limits)


def assert_maxima_equal(
    monkeypatch: pytest.MonkeyPatch, case: Example, n_replicates: int, limits: dict[str, Any]
) -> None:
    result, seen = scanned_replicates(monkeypatch, case, n_replicates=n_replicates, **limits)
    when = case.settings["when"]
    order = np.lexsort(case.xy.T[::-1])
    order = order[case.null.expected[order].any(axis=1)]
    for maximum, slots in zip(result.replicate_maxima, seen, strict=True):
        counts = np.zeros_like(case.naive_counts)
        newest_first = slots[:, ::-1]
        counts[order, counts.shape[1] - slots.shape[1] :] = slots if when == "retrospective" else newest_first
        best = max((w.ratio for w in case.windows(counts, **limits)), default=0.0)
        assert maximum == pytest.approx(best, rel=1e-9)


@pytest.mark.parametrize(("model", "when"), COMBINATIONS)
def test_replicates_vary_as_the_naive_ones_do(model: str, when: str) -> None:
    case = example(3, model, when)
    ours = case.scan(n_replicates=2000).replicate_maxima
    rng = np.random.default_rng(9)
    theirs = [max((w.ratio for w in case.windows(case.draw(rng))), default=0.0) for _ in range(60)]
    error = np.std(theirs) / np.sqrt(len(theirs))
    assert abs(np.mean(ours) - np.mean(theirs)) < 4 * error


@pytest.mark.parametrize(("model", "when"), COMBINATIONS)
def test_chance_deals_what_is_expected(monkeypatch: pytest.MonkeyPatch, model: str, when: str) -> None:
    """Over many replicates, every place and slot holds its expectation on average."""
    case = example(5, model, when)
    _result, seen = scanned_replicates(monkeypatch, case, n_replicates=3000, max_periods=None)
    order = np.lexsort(case.xy.T[::-1])
    order = order[case.null.expected[order].any(axis=1)]
    n_slots = seen[0].shape[1]
    expected = case.null.expected[order][:, case.null.expected.shape[1] - n_slots :]
    if when != "retrospective":
        expected = expected[:, ::-1]
    stacked = np.stack(seen)
    error = np.sqrt(stacked.var(axis=0) / len(seen)) + 1e-9
    assert (np.abs(stacked.mean(axis=0) - expected) < 5 * error).all()
    fixed = when != "prospective" and model != "expectation_based_poisson"
    assert (np.ptp(stacked.sum(axis=(1, 2))) == 0) == (fixed or model in ("permutation", "weekday"))


@pytest.mark.parametrize(("model", "when"), COMBINATIONS)
def test_wide_integers_give_the_same(monkeypatch: pytest.MonkeyPatch, model: str, when: str) -> None:
    case = example(6, model, when)
    narrow = case.scan(n_replicates=70).replicate_maxima
    monkeypatch.setattr(_scan_replicates.Replicates, "_small", lambda self: self.wide)
    wide = case.scan(n_replicates=70).replicate_maxima
    assert wide.tobytes() == narrow.tobytes()


@pytest.mark.parametrize("when", ["prospective", "retrospective"])
def test_what_small_integers_do_not_hold_is_counted_again(monkeypatch: pytest.MonkeyPatch, when: str) -> None:
    counts = np.full((3, 8), 300)
    xy = np.array([[0.0, 0.0], [9.0, 0.0], [0.0, 7.0]])
    case = example(0, when=when)._replace(counts=counts, xy=xy)
    plain = case.scan(max_share=1.0).replicate_maxima
    monkeypatch.setattr(_scan_replicates.Replicates, "_small", lambda self: np.dtype(np.uint8))
    assert case.scan(max_share=1.0).replicate_maxima.tobytes() == plain.tobytes()

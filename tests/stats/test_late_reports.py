"""Late reports: against a slow twin, against R, how often the interval holds, and edges."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tilannekuva.stats import BadArgument, NowcastResult, TooLittleData, nowcast, reporting_triangle
from tilannekuva.stats.reporting_delays import learn_delays

from .naive import late_reports as naive

REFERENCE = Path(__file__).parents[1] / "data" / "alarms_r_surveillance" / "nowcast.json"
DELAYS = np.array([0.35, 0.2, 0.15, 0.1, 0.1, 0.05, 0.05])
Floats = NDArray[np.float64]


def rng() -> np.random.Generator:
    return np.random.default_rng(20240501)


def triangles(
    seed: int, *, n_series: int, level: Any = 8.0, n_periods: int = 60, batches: float | None = None
) -> Floats:
    """Whole (n_series, n_periods, 7) counts by delay; with `batches`, the delays of a period hang together."""
    chance = np.random.default_rng(seed)
    counts = chance.poisson(level, (n_series, n_periods))
    parts: Any = DELAYS
    if batches is not None:
        parts = chance.dirichlet(DELAYS * batches, (n_series, n_periods))
    return chance.multinomial(counts, parts).astype(float)


def cut(whole: Floats) -> Floats:
    """What is known by the end of the newest period."""
    n_periods, n_delays = whole.shape[-2:]
    late = np.arange(n_periods)[:, None] + np.arange(n_delays) >= n_periods
    return np.where(late, np.nan, whole)


def test_equals_r() -> None:
    reference = json.loads(REFERENCE.read_text())
    triangle = np.array(reference["triangle"], dtype=float)
    for name in ("all_periods", "windowed"):
        theirs = reference[name]
        result = nowcast(triangle, window=theirs["window"])
        assert result.delay_dispersion == 1  # R knows no other
        np.testing.assert_allclose(result.reported_share[0, :-10:-1], theirs["share"], rtol=1e-10)
        newest = slice(-len(theirs["mean"]), None)
        # R draws 20,000 times, and hence has an error of its own.
        np.testing.assert_allclose(result.estimate[0, newest], theirs["mean"], rtol=2e-3)
        variance = (result.dispersion * (result.estimate - result.observed))[0, newest]
        np.testing.assert_allclose(variance, theirs["variance"], rtol=0.02)
        np.testing.assert_array_equal(result.lower[0, newest], theirs["lower"])
        np.testing.assert_array_equal(result.upper[0, newest], theirs["upper"])


def test_share_without_a_prior_is_that_of_lawless(monkeypatch: pytest.MonkeyPatch) -> None:
    reference = json.loads(REFERENCE.read_text())
    triangle = np.nan_to_num(np.array(reference["triangle"], dtype=float))[None]
    monkeypatch.setattr("tilannekuva.stats.reporting_delays._PRIOR_CASES", 0.0)
    share = learn_delays(triangle, triangle.shape[1], shared=False).share[0]
    np.testing.assert_allclose(share, reference["lawless_share"][: len(share)], rtol=1e-10)


@pytest.mark.parametrize("seed", range(3))
def test_equals_the_drawn_posterior(seed: int) -> None:
    triangle = np.nan_to_num(cut(triangles(seed, n_series=1, level=5.0, n_periods=40))[0])
    result = nowcast(triangle)
    just, no_longer = naive.counts_by_delay(triangle, 40)
    share = 1.0
    for delay in range(6, 0, -1):
        share *= (0.1 * delay + no_longer[delay] - just[delay]) / (0.1 * (delay + 1) + no_longer[delay])
        assert result.reported_share[0, 40 - delay] == pytest.approx(share, rel=1e-12)
    if result.delay_dispersion > 1:
        pytest.skip("the twin knows no batches")
    usual = triangle[:-6].sum() / 34
    for age in (0, 2, 5):
        drawn = naive.draw_final_counts(triangle, age, usual, rng())
        assert result.estimate[0, -1 - age] == pytest.approx(drawn.mean(), rel=0.01)
        lower, upper = np.quantile(drawn, [0.025, 0.975])
        assert abs(result.lower[0, -1 - age] - lower) <= 1
        assert abs(result.upper[0, -1 - age] - upper) <= 1


@pytest.mark.parametrize("batches", [None, 30.0])
@pytest.mark.parametrize("level", [0.5, 3.0, 40.0])
def test_the_interval_holds_the_final_count_as_often_as_it_says(level: float, batches: float | None) -> None:
    """Also when reports come in batches, for which a multinomial would be far too sure."""
    whole = triangles(1, n_series=1500, level=level, n_periods=80, batches=batches)
    result = nowcast(cut(whole))
    final = whole.sum(axis=2)
    for age in range(6):
        lower, upper = result.lower[:, -1 - age], result.upper[:, -1 - age]
        known = ~np.isnan(lower)
        assert known.mean() > 0.9
        held = (lower <= final[:, -1 - age]) & (final[:, -1 - age] <= upper)
        assert held[known].mean() > 0.94, age
        if level == 40.0 and age < 3:
            # Nor is it wider than it need be, where counts are not a handful.
            assert held[known].mean() < 0.985, age


def test_the_interval_also_holds_a_rise() -> None:
    """The prior is worth one case: it does not talk a threefold newest period down."""
    level = np.full(60, 10.0)
    level[-3:] = 30.0
    whole = triangles(2, n_series=1500, level=level)
    result = nowcast(cut(whole))
    final = whole.sum(axis=2)
    held = (result.lower[:, -3:] <= final[:, -3:]) & (final[:, -3:] <= result.upper[:, -3:])
    assert held.mean() > 0.93
    assert result.estimate[:, -2].mean() == pytest.approx(30, rel=0.06)


def test_estimates_are_right_on_average() -> None:
    level = rng().gamma(1.0, 8.0, (2000, 60))  # as the prior has it
    whole = triangles(3, n_series=2000, level=level)
    result = nowcast(cut(whole), shared_delays=True)
    for age in range(6):
        assert result.estimate[:, -1 - age].mean() == pytest.approx(
            whole[:, -1 - age].sum(axis=1).mean(), rel=0.05
        )


def test_chance_above_comes_true() -> None:
    level = rng().gamma(1.0, 6.0, (2000, 60))  # as the prior has it
    whole = triangles(4, n_series=2000, level=level)
    result = nowcast(cut(whole), shared_delays=True)
    final = whole.sum(axis=2)
    chance = result.chance_above(9.0)
    for low, high in ((0.0, 0.05), (0.05, 0.3), (0.3, 0.7), (0.7, 1.0)):
        told = (chance[:, -4:] > low) & (chance[:, -4:] <= high)
        assert (final[:, -4:] > 9)[told].mean() == pytest.approx(chance[:, -4:][told].mean(), abs=0.04)
    np.testing.assert_array_equal(chance[:, :-6], final[:, :-6] > 9)
    assert np.isnan(result.chance_above(np.nan)).all()


def test_complete_periods_stay_as_they_are() -> None:
    whole = triangles(5, n_series=3)
    result = nowcast(cut(whole))
    old = np.s_[:, :-6]
    for name in ("observed", "estimate", "lower", "upper"):
        np.testing.assert_array_equal(getattr(result, name)[old], whole.sum(axis=2)[old])
    assert (result.reported_share[old] == 1).all()
    assert (result.lower >= result.observed).all()
    assert (result.lower <= result.estimate + 1).all()
    assert (result.estimate <= result.upper + 1).all()
    assert (np.diff(result.reported_share, axis=1) <= 0).all()


@given(st.integers(0, 1000), st.booleans())
def test_what_is_not_yet_known_is_not_looked_at(seed: int, shared: bool) -> None:
    whole = triangles(seed, n_series=3)
    one, other = (nowcast(table, shared_delays=shared) for table in (cut(whole), whole))
    same(one, other)
    order = nowcast(whole[::-1], shared_delays=shared)
    np.testing.assert_array_equal(order.upper[::-1], one.upper)


def test_shared_delays_of_one_series_are_its_own() -> None:
    table = cut(triangles(6, n_series=1))
    same(nowcast(table), nowcast(table, shared_delays=True))
    same(nowcast(table), nowcast(table[0]))


def test_small_series_need_shared_delays() -> None:
    whole = triangles(7, n_series=200, level=0.05)
    alone, together = nowcast(cut(whole)), nowcast(cut(whole), shared_delays=True)
    assert np.isnan(alone.estimate[:, -1]).mean() > 0.5
    assert not np.isnan(together.estimate).any()
    assert np.isfinite(alone.estimate[:, :-6]).all()  # complete, whatever is known of delays
    final = whole.sum(axis=2)
    assert ((together.lower <= final) & (final <= together.upper)).mean() > 0.95


def test_a_window_forgets_how_reports_used_to_come() -> None:
    old = np.random.default_rng(1).multinomial(20, DELAYS[::-1] / DELAYS.sum(), (1, 60))
    new = np.random.default_rng(2).multinomial(20, DELAYS, (1, 40))
    table = cut(np.concatenate([old, new], axis=1).astype(float))
    recent, whole = nowcast(table, window=40), nowcast(table)
    np.testing.assert_allclose(recent.reported_share[0, -1], DELAYS[0], atol=0.05)
    assert whole.reported_share[0, -1] < 0.25


def test_triangle_of_events() -> None:
    period, received = [0, 0, 0, 1, 3, 3, 2], [0, 1, 3, 1, 3, 3, 3]
    table = reporting_triangle(period, received, n_periods=4, max_delay=2)
    assert table.shape == (1, 4, 3)
    nan = np.nan
    np.testing.assert_array_equal(table[0], [[1, 1, 1], [1, 0, 0], [0, 1, nan], [2, nan, nan]])
    two = reporting_triangle(
        period, received, n_periods=4, max_delay=2, series_idx=[1, 1, 1, 1, 1, 0, 1], n_series=2
    )
    np.testing.assert_array_equal(np.nansum(two, axis=0), np.nan_to_num(table[0]))
    assert two[0, 3, 0] == 1
    none = reporting_triangle([], [], n_periods=4, max_delay=2)
    assert np.nansum(none) == 0


def test_silence() -> None:
    result = nowcast(np.zeros((2, 30, 4)))
    assert np.isnan(result.estimate[:, -3:]).all()
    assert (result.estimate[:, :-3] == 0).all()
    assert nowcast(np.zeros((0, 30, 4))).estimate.shape == (0, 30)


def test_reading() -> None:
    table = cut(triangles(8, n_series=2))
    before = table.copy()
    result = nowcast(table)
    np.testing.assert_array_equal(before, table)
    assert repr(result).startswith("<NowcastResult: 2 series × 60 periods, delays up to 6>")
    assert "newest" in repr(nowcast(table[0]))
    assert {len(column) for column in result.as_dict().values()} == {120}
    polars = pytest.importorskip("polars")
    assert polars.DataFrame(result.as_dict())["observed"].sum() == int(result.observed.sum())
    with pytest.raises(ValueError, match="read-only"):
        result.upper[0, 0] = 1


def same(one: NowcastResult, other: NowcastResult) -> None:
    for name, column in one.as_dict().items():
        np.testing.assert_array_equal(column, other.as_dict()[name])


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"reported": np.ones(5)}, BadArgument, r"reported has shape \(5,\)"),
        ({"reported": np.ones((5, 1))}, BadArgument, "max_delay of at least 1"),
        ({"reported": [[1, 2], [3]]}, BadArgument, "every row equally long"),
        ({"reported": -np.ones((9, 3))}, BadArgument, r"reported\[0, 0, 0\] is -1"),
        ({"reported": np.full((9, 3), np.nan)}, BadArgument, r"reported\[0, 0, 0\] is nan"),
        ({"reported": np.full((9, 3), 0.5)}, BadArgument, r"is 0\.5"),
        ({"reported": np.ones((3, 4))}, TooLittleData, "3 periods and delays up to 3"),
        ({"window": 2}, BadArgument, "window is 2; it must be at least 3"),
        ({"confidence": 1}, BadArgument, "confidence is 1"),
        ({"least_cases": 0}, BadArgument, "least_cases is 0"),
    ],
)
def test_says_what_is_wrong(change: dict[str, Any], error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        nowcast(**({"reported": np.ones((9, 3))} | change))


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"period": [0, 5]}, r"period\[1\] is 5; it must lie between 0 and 3"),
        ({"period": [0, -1]}, r"period\[1\] is -1"),
        ({"period": [0.5, 1]}, "whole numbers, not float64"),
        ({"period": [3, 3]}, "event 0 was received in period 2, before it happened in 3"),
        ({"period": [0]}, "have 1, 2 and 1 values"),
        ({"max_delay": 0}, "max_delay is 0"),
        ({"series_idx": [0, 1]}, r"series_idx\[1\] is 1; it must lie between 0 and 0"),
    ],
)
def test_triangle_says_what_is_wrong(change: dict[str, Any], message: str) -> None:
    settings: dict[str, Any] = {"period": [0, 1], "received_period": [2, 3], "n_periods": 4, "max_delay": 2}
    with pytest.raises(BadArgument, match=message):
        reporting_triangle(**settings | change)


@pytest.mark.parametrize("seed", range(3))
def test_the_triangle_counts_event_by_event(seed: int) -> None:
    chance = np.random.default_rng(seed)
    happened, series = chance.integers(0, 30, 200), chance.integers(0, 3, 200)
    received = np.minimum(happened + chance.geometric(0.4, 200) - 1, 29)
    triangle = reporting_triangle(
        happened, received, n_periods=30, max_delay=4, series_idx=series, n_series=3
    )
    for s in range(3):
        for t in range(30):
            for d in range(5):
                if t + d > 29:
                    assert np.isnan(triangle[s, t, d])
                    continue
                n = sum(
                    k == s and at == t and (late - at == d or (d == 4 and late - at > 4))
                    for k, at, late in zip(series, happened, received, strict=True)
                )
                assert triangle[s, t, d] == n

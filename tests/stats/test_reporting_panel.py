"""Like with like: against a slow twin, the laws of a changing panel, rises that are found, and edges."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tilannekuva.stats import BadArgument, TooLittleData, ears, panel_expected, sources_reporting

from .naive import reporting_panel as naive
from .test_regression_alarms import ARRAYS

Panel = tuple[NDArray[np.int64], NDArray[np.bool_]]


def example(seed: int, *, n_series: int = 3, n_sources: int = 6, n_periods: int = 80) -> Panel:
    """Sources of very different size, some of which come, go, or are away for a while."""
    chance = np.random.default_rng(seed)
    rate = chance.gamma(0.7, 3.0, (n_series, n_sources, 1))
    counts = chance.poisson(rate * chance.gamma(20, 0.05, (n_series, 1, n_periods)))
    reporting = np.ones((n_sources, n_periods), bool)
    reporting[0, : chance.integers(20, 79)] = False
    reporting[1, chance.integers(20, 79) :] = False
    reporting[2, 40:60] = False
    return counts * reporting, reporting


@pytest.mark.parametrize("window", [1, 5])
@pytest.mark.parametrize("with_course", [False, True])
@pytest.mark.parametrize("seed", range(6))
def test_equals_the_naive_twin(seed: int, with_course: bool, window: int) -> None:
    counts, reporting = example(seed)
    usual = np.exp(np.sin(np.arange(80) / 9) + np.arange(3)[:, None])
    result = panel_expected(
        counts, reporting, evaluate=4, window=window, baseline_periods=40, recent_periods_left_out=3, least_periods=6,
        usual=usual if with_course else None, alpha=0.02, min_cases=0,
    )  # fmt: skip
    for series in range(3):
        for column in range(4):
            twin = naive.judge(
                counts[series], reporting, usual[series] if with_course else np.ones(80), 76 + column,
                baseline=40, left_out=3, least_periods=6, alpha=0.02, window=window,
            )  # fmt: skip
            for name, value in twin._asdict().items():
                holder = result if name.startswith(("n_", "missing")) else result.alarms
                ours = getattr(holder, name)[series, column]
                assert ours == pytest.approx(value, rel=1e-9), name


@pytest.mark.req("F-05")
def test_a_source_that_joins_changes_nothing_until_it_can_be_compared() -> None:
    """Thirty reports a month from one period to the next, in 200 cities."""
    n_alarms = 0
    for seed in range(200):
        chance = np.random.default_rng(seed)
        counts = chance.poisson(chance.gamma(1.0, 1.0, (4, 6, 1)), (4, 6, 70))
        counts[:, 5] = 0
        without = panel_expected(counts[:, :5], np.ones((5, 70), bool), evaluate=8)
        counts[:, 5, 62:] = chance.poisson(7, (4, 8))
        reporting = np.ones((6, 70), bool)
        reporting[5, :62] = False
        result = panel_expected(counts, reporting, evaluate=8)
        for name in ARRAYS:
            np.testing.assert_array_equal(getattr(result.alarms, name), getattr(without.alarms, name))
        assert result.changed.all()
        assert (result.n_new == 1).all()
        np.testing.assert_array_equal(result.left_out, counts[:, 5, 62:])
        n_alarms += int(ears(counts.sum(axis=1)[:, :63]).alarm.sum())
    assert n_alarms > 300  # where all are added up, the newcomer is an alarm


def test_a_source_that_leaves_changes_nothing() -> None:
    counts, reporting = example(4)
    reporting[3, -3:] = False
    counts = counts * reporting
    result = panel_expected(counts, reporting, evaluate=3)
    without = panel_expected(np.delete(counts, 3, axis=1), np.delete(reporting, 3, axis=0), evaluate=3)
    for name in ARRAYS:
        np.testing.assert_array_equal(getattr(result.alarms, name), getattr(without.alarms, name))
    assert (result.n_gone >= 1).all()


@pytest.mark.parametrize("change", ["joins", "leaves", "away", "none"])
def test_false_alarms_are_at_most_as_many_as_it_says(change: str) -> None:
    """Also of a newcomer that has been there just long enough, whose rate is known badly."""
    chance = np.random.default_rng(20240501)
    counts = chance.poisson(chance.gamma(1.0, 2.0, (4000, 5, 1)), (4000, 5, 60))
    reporting = np.ones((5, 60), bool)
    away = {"joins": slice(0, 47), "leaves": slice(59, 60), "away": slice(10, 45), "none": slice(0, 0)}
    reporting[0, away[change]] = False
    result = panel_expected(counts * reporting, reporting, alpha=0.05)
    # Counts are whole: the band holds its share at least, and Poisson bands on average about 0.035.
    assert 0.015 < result.alarms.alarm.mean() <= 0.05


@pytest.mark.parametrize("change", ["joins", "leaves", "away half", "none"])
def test_false_alarms_of_whole_windows_are_at_most_as_many_as_it_says(change: str) -> None:
    """Also of a window in the middle of which a source leaves."""
    chance = np.random.default_rng(20240502)
    counts = chance.poisson(chance.gamma(1.0, 2.0, (4000, 5, 1)), (4000, 5, 70))
    reporting = np.ones((5, 70), bool)
    away = {"joins": slice(0, 56), "leaves": slice(66, 70), "away half": slice(68, 70), "none": slice(0, 0)}
    reporting[0, away[change]] = False
    counts = counts * reporting
    result = panel_expected(counts, reporting, window=4, alpha=0.05)
    assert 0.02 < result.alarms.alarm.mean() <= 0.052  # a standard error is 0.0034
    assert (result.n_gone == (change in ("leaves", "away half"))).all()
    if change != "joins":
        lost = counts[:, 0, :62].mean() * {"leaves": 4, "away half": 2, "none": 0}[change]
        assert result.missing.mean() == pytest.approx(lost, rel=0.05)


def test_a_window_is_the_sum_of_its_periods() -> None:
    counts, _ = example(7)
    everybody = np.ones((6, 80), bool)
    whole = panel_expected(counts, everybody, window=4, baseline_periods=40, min_cases=0)
    expected = 4 * counts[:, :, 32:72].sum(axis=(1, 2)) / 40
    np.testing.assert_allclose(whole.alarms.expected[:, 0], expected)
    np.testing.assert_array_equal(whole.alarms.observed[:, 0], counts[:, :, 76:].sum(axis=(1, 2)))


@pytest.mark.parametrize(("times", "share"), [(2.0, 0.4), (3.0, 0.9)])
def test_finds_a_rise_while_a_source_leaves(times: float, share: float) -> None:
    """Half of the reports are lost, the rest doubles: the sum is as before, and it is a rise."""
    chance = np.random.default_rng(20240501)
    counts = chance.poisson(4.0, (1000, 4, 64))
    counts[:, :, -1] = chance.poisson(4.0 * times, (1000, 4))
    reporting = np.ones((4, 64), bool)
    reporting[:2, -1] = False
    counts = counts * reporting
    assert panel_expected(counts, reporting).alarms.alarm.mean() > share
    if times == 2.0:
        assert ears(counts.sum(axis=1), alpha=0.01).alarm.mean() < 0.1


def test_a_steady_panel_expects_the_mean_of_its_sums() -> None:
    counts, _ = example(5)
    result = panel_expected(counts, np.ones((6, 80), bool), evaluate=2, baseline_periods=50, min_cases=0)
    for column, period in enumerate((78, 79)):
        expected = counts[:, :, period - 54 : period - 4].sum(axis=(1, 2)) / 50
        np.testing.assert_allclose(result.alarms.expected[:, column], expected)
        np.testing.assert_array_equal(result.alarms.observed[:, column], counts[:, :, period].sum(axis=1))
    assert not result.changed.any()


@given(st.integers(0, 10_000))
def test_neither_order_nor_division_of_steady_sources_matters(seed: int) -> None:
    counts, reporting = example(seed)
    whole = panel_expected(counts, reporting, evaluate=2)
    mixed = panel_expected(counts[::-1, ::-1], reporting[::-1], evaluate=2)
    for name in ARRAYS:
        np.testing.assert_allclose(getattr(whole.alarms, name), getattr(mixed.alarms, name)[::-1], rtol=1e-12)
    # A source in two halves is the same source.
    half = np.random.default_rng(seed).binomial(counts[:, 5:], 0.5)
    divided = np.concatenate([counts[:, :5], half, counts[:, 5:] - half], axis=1)
    again = panel_expected(divided, np.vstack([reporting, reporting[5]]), evaluate=2)
    for name in ARRAYS:
        np.testing.assert_allclose(getattr(whole.alarms, name), getattr(again.alarms, name), rtol=1e-9)


@given(st.integers(0, 10_000), st.floats(0.01, 100))
def test_the_unit_of_the_usual_course_does_not_matter(seed: int, unit: float) -> None:
    counts, reporting = example(seed)
    usual = np.exp(np.sin(np.arange(80) / 9))
    one, other = (panel_expected(counts, reporting, usual=usual * times) for times in (1.0, unit))
    for name in ARRAYS:
        np.testing.assert_allclose(getattr(one.alarms, name), getattr(other.alarms, name), rtol=1e-9)


def test_season_is_no_rise_when_the_usual_course_is_given() -> None:
    chance = np.random.default_rng(20240501)
    usual = np.exp(0.8 * np.sin(2 * np.pi * np.arange(70) / 52 - 0.7))
    counts = chance.poisson(2 * usual, (1000, 4, 70))
    reporting = np.ones((4, 70), bool)
    counts[:, 0, :40], reporting[0, :40] = 0, False
    with_course = panel_expected(counts, reporting, usual=usual, baseline_periods=40, alpha=0.05)
    without = panel_expected(counts, reporting, baseline_periods=40, alpha=0.05)
    assert with_course.alarms.alarm.mean() < 0.05
    assert without.alarms.alarm.mean() > 0.3


def test_too_few_to_say_and_a_panel_that_was_silent() -> None:
    counts = np.zeros((3, 2, 60), np.int64)
    counts[0, 0, -1], counts[1, 0, -1] = 4, 5
    reporting = np.ones((2, 60), bool)
    result = panel_expected(counts, reporting).alarms
    assert np.isnan(result.expected[[0, 2], 0]).all()
    assert result.expected[1, 0] == pytest.approx(0.5 / 52)
    assert result.alarm[:, 0].tolist() == [False, True, False]
    # Nobody who could be compared with anything.
    reporting[:, :50], counts[:] = False, 0
    counts[:, :, -1] = 50
    alone = panel_expected(counts, reporting)
    assert np.isnan(alone.alarms.expected).all()
    assert not alone.alarms.alarm.any()
    assert (alone.left_out == 100).all()


def test_series_of_their_own_reporters() -> None:
    counts, reporting = example(6)
    per_series = np.broadcast_to(reporting, counts.shape).copy()
    same = panel_expected(counts, per_series)
    np.testing.assert_array_equal(same.alarms.upper, panel_expected(counts, reporting).alarms.upper)
    per_series[0, 3, -1] = False
    other = panel_expected(counts * per_series, per_series)
    assert (other.n_compared[:, 0] - same.n_compared[:, 0]).tolist() == [-1, 0, 0]


def test_guesses_who_was_there() -> None:
    counts = np.zeros((2, 4, 12), np.int64)
    counts[0, 0, [3, 5]], counts[1, 0, 9] = 1, 2
    counts[0, 1, [0, 7]] = 1
    counts[1, 2, 11] = 1
    guess = sources_reporting(counts, silent_periods=3)
    assert ["".join("x" if there else "." for there in row) for row in guess] == [
        "...xxxxxxxxx",
        "x......x....",
        "...........x",
        "............",
    ]
    assert sources_reporting(counts, silent_periods=6)[1].all()


def test_reading() -> None:
    counts, reporting = example(7)
    before = counts.copy(), reporting.copy()
    result = panel_expected(counts, reporting, evaluate=2)
    np.testing.assert_array_equal(before[0], counts)
    np.testing.assert_array_equal(before[1], reporting)
    assert repr(result).startswith("<PanelResult: 3 series × 2 window(s)")
    table = result.as_dict()
    assert {len(column) for column in table.values()} == {6}
    polars = pytest.importorskip("polars")
    assert polars.DataFrame(table)["n_compared"].sum() == int(result.n_compared.sum())
    with pytest.raises(ValueError, match="read-only"):
        result.left_out[0, 0] = 1
    assert panel_expected(np.zeros((0, 2, 60)), np.ones((2, 60), bool)).alarms.alarm.shape == (0, 1)


@pytest.mark.parametrize(
    ("change", "error", "message"),
    [
        ({"counts": np.ones((2, 60))}, BadArgument, r"it must be \(series, sources, periods\)"),
        ({"counts": -np.ones((1, 2, 60))}, BadArgument, r"counts\[0, 0, 0\] is -1"),
        ({"counts": np.full((1, 2, 60), np.nan)}, BadArgument, r"counts\[0, 0, 0\] is nan"),
        ({"reporting": np.ones((2, 60))}, BadArgument, "reporting is float64"),
        ({"reporting": np.ones((3, 60), bool)}, BadArgument, r"reporting is bool \(3, 60\)"),
        ({"reporting": np.zeros((2, 60), bool)}, BadArgument, r"counts\[0, 0, 0\] is 1, but reporting says"),
        ({"evaluate": 10}, TooLittleData, "needs 66"),
        ({"usual": np.zeros(60)}, BadArgument, r"usual\[0, 0\] is 0"),
        ({"usual": np.ones(59)}, BadArgument, r"usual must be numbers \(n_series, n_periods\)"),
        ({"alpha": 0}, BadArgument, "alpha is 0"),
        ({"least_periods": 0}, BadArgument, "least_periods is 0"),
        ({"baseline_periods": 1}, BadArgument, "baseline_periods is 1"),
    ],
)
def test_says_what_is_wrong(change: dict[str, Any], error: type[Exception], message: str) -> None:
    arguments = {"counts": np.ones((1, 2, 60), int), "reporting": np.ones((2, 60), bool)}
    with pytest.raises(error, match=message):
        panel_expected(**(arguments | change))


@pytest.mark.parametrize("silent_periods", [0, 1, 3, 8])
@pytest.mark.parametrize("seed", range(4))
def test_who_was_there_equals_the_naive_twin(seed: int, silent_periods: int) -> None:
    counts = np.random.default_rng(seed).poisson(0.15, (2, 6, 50))
    counts[:, 3] = 0
    there = sources_reporting(counts, silent_periods=silent_periods)
    assert there.tolist() == naive.sources_reporting(counts.sum(axis=0).tolist(), silent_periods)

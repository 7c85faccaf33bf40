"""The back-test: it counts what there is, finds what was planted, knows chance when it sees it, and edges."""

from functools import partial
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats

from tilannekuva.stats import (
    AlarmResult,
    BadArgument,
    TooLittleData,
    back_test,
    cusum_negative_binomial,
    cusum_threshold,
    ears,
    farrington,
    farrington_flexible,
)
from tilannekuva.stats.planted_rises import choose_places, plant
from tilannekuva.stats.trial_record import trial_record

from .naive import back_testing as naive

Counts = NDArray[np.int64]


def rng(seed: int = 20240501) -> np.random.Generator:
    return np.random.default_rng(seed)


def poisson_band(
    counts: Counts, *, mean: float = 6.0, alpha: float = 0.01, evaluate: int = 100
) -> AlarmResult:
    """A detector that knows the truth: its false alarms can be told beforehand."""
    observed = counts[:, -evaluate:]
    upper = np.full(observed.shape, stats.poisson.ppf(1 - alpha, mean))
    nothing = np.full(observed.shape, np.nan)
    return AlarmResult(
        observed=observed, expected=np.full(observed.shape, mean), lower=nothing, upper=upper, score=nothing,
        dispersion=nothing, trend=nothing, p_value=nothing, alarm=observed > upper,
        first_period_idx=counts.shape[1] - evaluate, method="poisson_band", parameters={"mean": mean},
    )  # fmt: skip


def test_false_alarms_are_those_of_the_law() -> None:
    result = back_test(poisson_band, rng().poisson(6.0, (500, 200)), ratios=[], rng=rng())
    exact = 52 * stats.poisson.sf(stats.poisson.ppf(0.99, 6.0), 6.0)
    assert result.n_judged == 50_000
    assert result.alarms_per_series_year == pytest.approx(exact, rel=0.12)
    assert result.alarms_lower < result.n_alarms / 50_000 * 52 < result.alarms_upper
    assert result.shape.size == 0


def test_the_interval_of_the_false_alarms_holds() -> None:
    """Also when series differ, as their levels do."""
    held = 0
    level = rng(1).gamma(20, 0.3, (100, 1))
    exact = 52 * stats.poisson.sf(stats.poisson.ppf(0.95, 6.0), rng(1).gamma(20, 0.3, 200_000)).mean()
    for seed in range(200):
        level = rng(seed).gamma(20, 0.3, (100, 1))
        counts = rng(seed + 1000).poisson(level, (100, 60))
        result = back_test(partial(poisson_band, alpha=0.05, evaluate=52), counts, ratios=[], rng=rng())
        held += result.alarms_lower <= exact <= result.alarms_upper
    assert 0.9 < held / 200 < 0.99


def test_rises_are_found_as_often_as_the_law_says() -> None:
    counts = rng().poisson(6.0, (300, 200))
    result = back_test(
        partial(poisson_band, mean=6.0), counts, ratios=[2.0], shapes=["step", "spike"], duration=4,
        n_rises=3000, rng=rng(),
    )  # fmt: skip
    bound = stats.poisson.ppf(0.99, 6.0)
    quiet, loud = stats.poisson.cdf(bound, 6.0), stats.poisson.cdf(bound, 12.0)
    exact = [1 - loud**4, 1 - loud * quiet**3]
    assert ((result.found_lower - 0.01 < exact) & (exact < result.found_upper + 0.01)).all()
    np.testing.assert_allclose(result.found_by_chance, 1 - quiet**4, atol=0.015)
    delays = np.arange(4)
    chance = loud**delays * (1 - loud)
    assert result.delay_mean[0] == pytest.approx((delays * chance).sum() / chance.sum(), abs=0.06)
    assert result.n_rises.tolist() == [3000, 3000]
    np.testing.assert_array_equal(result.n_found, np.round(result.found * 3000))


@pytest.mark.parametrize(
    "detector",
    [
        partial(farrington_flexible, evaluate=52, years_back=3),
        partial(farrington, evaluate=52, years_back=3),
        partial(ears, evaluate=52, method="C2"),
        lambda counts: cusum_negative_binomial(
            counts, mean=counts[:, :-52].mean(axis=1, keepdims=True), dispersion=1.3, detect_ratio=None,
            threshold=5.5, window=26,
        ),
    ],
    ids=["farrington_flexible", "farrington", "ears", "cusum"],
)  # fmt: skip
def test_any_method_of_alarm_is_a_detector(detector: Any) -> None:
    counts = rng().negative_binomial(20, 20 / (20 + 6.0), (60, 5 * 52))
    before = counts.copy()
    result = back_test(detector, counts, ratios=[1.5, 4.0], n_rises=100, rng=rng())
    np.testing.assert_array_equal(counts, before)
    by_kind = {(s, r): f for s, r, f in zip(result.shape, result.ratio, result.found, strict=True)}
    for shape in ("step", "ramp", "spike"):
        assert by_kind[shape, 4.0] > by_kind[shape, 1.5]
        assert by_kind[shape, 4.0] > result.found_by_chance[0]
    assert by_kind["step", 4.0] > 0.9
    assert by_kind["step", 4.0] >= by_kind["spike", 4.0]


def test_a_slow_rise_is_the_business_of_sums() -> None:
    """What each method is for: sums for small rises that stay, single weeks for large ones."""
    counts = rng().poisson(8.0, (80, 4 * 52))
    threshold = cusum_threshold(
        mean=8.0, dispersion=1.0, detect_ratio=1.5, periods_between_false_alarms=500, rng=rng()
    ).threshold
    sums = back_test(
        partial(cusum_negative_binomial, mean=8.0, dispersion=1.0, detect_ratio=1.5, threshold=threshold),
        counts, ratios=[1.5], shapes=["step"], duration=12, rng=rng(),
    )  # fmt: skip
    weeks = back_test(
        partial(ears, evaluate=52, alpha=0.002), counts, ratios=[1.5], shapes=["step"], duration=12, rng=rng()
    )
    assert sums.found[0] > 0.9 > 0.6 > weeks.found[0]


def test_alarms_in_known_rises_are_not_false() -> None:
    counts = np.full((4, 150), 6)
    counts[1, 70:73], counts[2, 140] = 40, 40
    known = np.zeros((4, 150), bool)
    result = back_test(poisson_band, counts, ratios=[], rng=rng())
    assert (result.n_alarms, result.n_onsets, result.n_judged) == (4, 2, 400)
    known[1, 70:73] = True
    result = back_test(poisson_band, counts, ratios=[], known_rises=known, rng=rng())
    assert (result.n_alarms, result.n_onsets, result.n_judged) == (1, 1, 397)
    assert result.onsets_per_series_year == pytest.approx(52 / 397)


def test_periods_with_too_few_cases_are_not_judged() -> None:
    counts = rng().poisson(4.0, (20, 300))
    counts[:10] = 0
    result = back_test(partial(farrington_flexible, evaluate=30), counts, ratios=[], rng=rng())
    assert result.n_silent >= 300
    assert result.n_judged + result.n_silent == 600
    nothing = back_test(partial(farrington_flexible, evaluate=30), counts * 0, ratios=[], rng=rng())
    assert np.isnan(nothing.alarms_per_series_year)


def test_no_alarm_and_one_series_have_an_interval() -> None:
    counts = np.full((1, 110), 6)
    counts[0, -1] = 99
    one = back_test(poisson_band, counts, ratios=[], rng=rng())
    # Garwood's interval of one event: 0.0253 to 5.572.
    assert one.alarms_lower == pytest.approx(0.0253 * 0.52, abs=1e-4)
    assert one.alarms_upper == pytest.approx(5.572 * 0.52, abs=1e-3)
    none = back_test(poisson_band, np.full((3, 110), 6), ratios=[], rng=rng())
    assert none.alarms_lower == 0
    assert none.alarms_upper == pytest.approx(3.689 * 52 / 300, abs=1e-3)


def test_planted_rises_are_what_they_say() -> None:
    counts = rng().poisson(10.0, (50, 120))
    places = choose_places(
        counts, 60, n_rises=4000, duration=5, least_level=1.0, periods_per_year=52, rng=rng()
    )
    assert places.first_period_idx.min() == 60
    assert places.first_period_idx.max() == 115
    np.testing.assert_allclose(
        places.level[:20],
        [
            counts[s, b - 52 : b].mean()
            for s, b in zip(places.series_idx[:20], places.first_period_idx[:20], strict=True)
        ],
    )
    wanted = {"step": [1, 1, 1, 1, 1], "ramp": [0.2, 0.4, 0.6, 0.8, 1], "spike": [1, 0, 0, 0, 0]}
    for shape, weights in wanted.items():
        kind: Any = shape
        more = plant(counts, places, shape=kind, ratio=3.0, duration=5, rng=rng()) - counts[places.series_idx]
        assert (more >= 0).all()
        within = places.first_period_idx[:, None] + np.arange(5)
        added = more[np.arange(4000)[:, None], within]
        assert added.sum() == more.sum()
        np.testing.assert_allclose(added.mean(axis=0), 20 * np.array(weights), atol=0.4)


def test_quiet_series_are_not_planted_in() -> None:
    counts = rng().poisson([[0.2], [5.0]], (2, 200))
    places = choose_places(
        counts, 100, n_rises=50, duration=5, least_level=1.0, periods_per_year=52, rng=rng()
    )
    assert (places.series_idx == 1).all()
    with pytest.raises(TooLittleData, match="no series has 9 cases a period"):
        back_test(poisson_band, counts, least_level=9, rng=rng())
    with pytest.raises(TooLittleData, match="judges 4 periods; rises of 8"):
        back_test(partial(poisson_band, evaluate=4), counts, rng=rng())


def test_same_seed_same_record_and_reading() -> None:
    counts = rng().poisson(6.0, (20, 200))
    one, other = (back_test(poisson_band, counts, n_rises=50, rng=rng()) for _ in range(2))
    assert one.seed == other.seed
    for name, column in one.as_dict().items():
        np.testing.assert_array_equal(column, other.as_dict()[name])
    lines = repr(one).splitlines()
    assert lines[0].startswith("<BackTestResult: poisson_band, 20 series, 2,000 judged")
    assert len(lines) == 2 + 9
    assert "step  x 3" in lines[4]
    polars = pytest.importorskip("polars")
    assert polars.DataFrame(one.as_dict()).shape == (9, 16 + 8)
    with pytest.raises(ValueError, match="read-only"):
        one.found[0] = 1


@pytest.mark.parametrize("seed", range(4))
def test_equals_the_naive_twin(seed: int) -> None:
    counts = rng(seed).poisson(rng(seed).gamma(2, 3, (7, 1)), (7, 150))
    counts[5] = counts[1]
    known = rng(seed + 1).random(counts.shape) < 0.1
    settings = {"n_rises": 40, "duration": 5, "least_level": 2.0, "periods_per_year": 52}
    detector = partial(ears, evaluate=60, alpha=0.02)
    shapes: Any = ["step", "ramp", "spike"]
    result = back_test(
        detector, counts, ratios=[1.5, 3.0], shapes=shapes, known_rises=known, rng=rng(seed), **settings
    )

    def judge(series: list[int]) -> list[bool | None]:
        said = detector(np.array([series]))
        return [
            None if np.isnan(mean) else bool(alarm)
            for alarm, mean in zip(said.alarm[0], said.expected[0], strict=True)
        ]

    rows = counts.tolist()
    for name, value in naive.false_alarms(judge, rows, known.tolist(), 52).items():
        assert getattr(result, name) == pytest.approx(value, nan_ok=True), name
    kinds = [(shape, ratio) for shape in shapes for ratio in (1.5, 3.0)]
    for row, record in enumerate(naive.planted(judge, rows, kinds, result.seed, **settings)):
        for name, value in record.items():
            assert getattr(result, name)[row] == pytest.approx(value, nan_ok=True), (name, kinds[row])


@pytest.mark.parametrize("n", [1, 2, 5, 6, 7, 30, 300])
@pytest.mark.parametrize("confidence", [0.5, 0.9, 0.95])
def test_the_interval_of_the_median_delay_is_that_of_its_ranks(n: int, confidence: float) -> None:
    delay = rng(n).integers(0, 8, n)
    record = trial_record("step", 2.0, delay, delay, 8, confidence)
    ends = (record.delay_median_lower, record.delay_median_upper)
    assert ends == naive.median_ends(delay.tolist(), 7, confidence)
    assert ends[0] <= record.delay_median <= ends[1]


@pytest.mark.parametrize("n", [10, 60])
@pytest.mark.parametrize("odds", [(1, 0, 0, 0), (0.97, 0, 0, 0.03), (0.6, 0.3, 0.1, 0), (0, 0.1, 0.3, 0.6)])
def test_intervals_of_delays_hold(n: int, odds: tuple[float, ...]) -> None:
    chance, mean = rng(1), float(np.dot(odds, range(4)))
    median = float(np.searchsorted(np.cumsum(odds), 0.5))
    held = np.zeros(2)
    for _ in range(400):
        delay = chance.choice(4, n, p=odds)
        record = trial_record("step", 2.0, delay, delay, 4, 0.95)
        held += [
            record.delay_mean_lower <= mean <= record.delay_mean_upper,
            record.delay_median_lower <= median <= record.delay_median_upper,
        ]
    assert (held / 400 >= 0.93).all()


def test_what_always_happened_is_not_certain() -> None:
    """All found at once, and none by chance: the intervals still have a width."""
    at_once, never = np.zeros(20, np.int64), np.full(20, 8)
    record = trial_record("step", 2.0, at_once, never, 8, 0.95)
    assert (record.delay_mean_lower, record.delay_mean) == (0, 0)
    assert 0.5 < record.delay_mean_upper < 1.5
    assert (record.found_by_chance, record.by_chance_lower) == (0, 0)
    assert 0.1 < record.by_chance_upper < 0.2
    none = trial_record("step", 2.0, never, never, 8, 0.95)
    assert np.isnan(
        [none.delay_mean, none.delay_mean_upper, none.delay_median, none.delay_median_lower]
    ).all()


def test_onsets_have_an_interval() -> None:
    counts = rng().poisson(6.0, (500, 200))
    result = back_test(partial(poisson_band, alpha=0.2), counts, ratios=[], rng=rng())
    p = stats.poisson.sf(stats.poisson.ppf(0.8, 6.0), 6.0)
    # The first judged period follows none.
    exact = 52 * p * (1 - 0.99 * p)
    assert result.onsets_lower < exact < result.onsets_upper
    assert result.onsets_upper < result.alarms_lower


def test_the_table_tells_false_alarms_beside_what_is_found() -> None:
    counts = rng().poisson(6.0, (20, 200))
    with_rises = back_test(poisson_band, counts, n_rises=50, rng=rng())
    without = back_test(poisson_band, counts, ratios=[], rng=rng())
    for result, n_rows in ((with_rises, 9), (without, 1)):
        table = result.as_dict()
        for name in ("alarms_per_series_year", "alarms_lower", "alarms_upper", "onsets_lower"):
            assert table[name].tolist() == [getattr(result, name)] * n_rows
    assert without.as_dict()["shape"].tolist() == ["none"]
    assert without.as_dict()["n_rises"].tolist() == [0]


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"counts": -np.ones((1, 200))}, r"counts\[0, 0\] is -1"),
        ({"detector": lambda counts: counts}, "the detector gave a ndarray"),
        ({"detector": lambda counts: poisson_band(counts[:1])}, r"the detector gave alarms \(1, 100\)"),
        (
            {"detector": np.full((2, 200), 6), "counts": poisson_band},
            "the method of alarm comes first and the counts",
        ),
        ({"counts": poisson_band}, "counts is a function; give the counts themselves"),
        (
            {"known_rises": np.ma.masked_array(np.zeros((2, 200), bool), True)},
            "known_rises has masked values",
        ),
        ({"ratios": [1.0]}, "ratios has 1.0"),
        ({"ratios": [-1.0]}, "ratios is -1"),
        ({"shapes": ["wave"]}, "shapes is 'wave'"),
        ({"duration": 0}, "duration is 0"),
        ({"n_rises": 0}, "n_rises is 0"),
        ({"least_level": -1}, "least_level is -1"),
        ({"known_rises": np.zeros((2, 3), bool)}, r"known_rises is bool \(2, 3\)"),
        ({"confidence": 1.5}, r"confidence is 1\.5"),
        ({"rng": None}, "rng is a NoneType"),
    ],
)
def test_says_what_is_wrong(change: dict[str, Any], message: str) -> None:
    arguments = {"detector": poisson_band, "counts": np.full((2, 200), 6), "rng": rng()} | change
    with pytest.raises(BadArgument, match=message):
        back_test(arguments.pop("detector"), arguments.pop("counts"), **arguments)

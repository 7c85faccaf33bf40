"""Masked arrays and truth values: told, never taken for what they are not."""

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
import pytest

from tilannekuva import stats

COUNTS = np.random.default_rng(1).poisson(6.0, (8, 300))
XY = np.random.default_rng(2).uniform(0, 4_000, (8, 2))
X, Y, DAY = XY[:, 0], XY[:, 1], np.arange(8)
RING = (np.arange(0, 17, 2), np.array([[(i - 1) % 8, (i + 1) % 8] for i in range(8)]).ravel())
RNG = np.random.default_rng(1)

# Each takes the argument that is named, everything else being sound.
CALLS: list[tuple[str, Callable[[Any], object], Any]] = [
    ("counts", lambda a: stats.space_time_scan(a, XY, rng=RNG), COUNTS),
    ("coordinates", lambda a: stats.space_time_scan(COUNTS, a, rng=RNG), XY),
    ("population", lambda a: stats.space_time_scan(COUNTS, XY, model="poisson", population=a, rng=RNG), X),
    ("baseline",
     lambda a: stats.space_time_scan(COUNTS, XY, model="expectation_based_poisson", baseline=a, rng=RNG), X),
    ("controls", lambda a: stats.space_time_scan(COUNTS, XY, model="bernoulli", controls=a, rng=RNG), COUNTS),
    ("weekday", lambda a: stats.space_time_scan(COUNTS, XY, weekday=a, rng=RNG), np.arange(300) % 7),
    ("easting_m", lambda a: stats.knox(a, Y, DAY, distance_m=9, days=1, rng=RNG), X),
    ("day", lambda a: stats.knox(X, Y, a, distance_m=9, days=1, rng=RNG), DAY),
    ("day_bands", lambda a: stats.near_repeat(X, Y, DAY, distance_bands_m=[0, 9], day_bands=a, rng=RNG), DAY),
    ("northing_m", lambda a: stats.self_exciting(DAY, X, a), Y),
    ("counts", stats.farrington_flexible, COUNTS),
    ("counts", stats.farrington, COUNTS),
    ("counts", stats.ears, COUNTS),
    ("mean", lambda a: stats.slow_rise(COUNTS, mean=a, rng=RNG), COUNTS),
    ("dispersion", lambda a: stats.slow_rise(COUNTS, mean=6.0, dispersion=a, rng=RNG), COUNTS),
    ("known_cases", lambda a: stats.slow_rise(COUNTS, mean=6.0, known_cases=a, rng=RNG), X),
    ("mean", lambda a: stats.cusum_threshold(mean=a, dispersion=1.0, detect_ratio=2.0,
                                             periods_between_false_alarms=9, rng=RNG), X),
    ("counts", lambda a: stats.back_test(partial(stats.ears, evaluate=60), a, rng=RNG), COUNTS),
    ("counts", lambda a: stats.getis_ord_star(a, RING), COUNTS),
    ("counts", lambda a: stats.emerging_hot_spots(a, RING), COUNTS),
    ("series", stats.mann_kendall, COUNTS),
    ("p_values", stats.benjamini_hochberg, X / 4_000),
    ("counts", lambda a: stats.kernel_density(a, X, Y, cell_width_m=9), DAY),
    ("reported", stats.nowcast, COUNTS),
    ("duration", lambda a: stats.kaplan_meier(a, np.ones(8, bool)), DAY),
    ("expected", lambda a: stats.run_above(COUNTS, expected=a, dispersion=1.0), COUNTS),
    ("groups", lambda a: stats.run_above(COUNTS, expected=6.0, dispersion=1.0, groups=a), DAY),
    ("treated", lambda a: stats.difference_in_differences(a, COUNTS, n_before=9), COUNTS),
    ("outcome", lambda a: stats.synthetic_control(a, [0], n_before=9, rng=RNG), COUNTS),
    ("covariates",
     lambda a: stats.synthetic_control(COUNTS, [0], n_before=9, covariates=a, rng=RNG), XY),
    ("treated", lambda a: stats.weighted_displacement_quotient(a, (3, 4)), np.array([3, 4])),
    ("own", lambda a: stats.fay_herriot(a, np.ones(8)), X),
    ("group_idx", lambda a: stats.small_area_shares(X / 4_000, np.full(8, 9.0), a), DAY),
    ("weight_sum", lambda a: stats.effective_answers(a, np.ones(8)), X),
    ("need", lambda a: stats.allocate(a, [2], np.ones((1, 8))), X),
]  # fmt: skip
IDS = [f"{i}-{name}" for i, (name, _, _) in enumerate(CALLS)]


@pytest.mark.parametrize(("name", "call", "sound"), CALLS, ids=IDS)
def test_masked_values_are_not_taken_for_what_is_below_the_mask(name: str, call: Any, sound: Any) -> None:
    mask = np.zeros(np.shape(sound), bool)
    mask.flat[1] = True
    with pytest.raises(stats.BadArgument, match=rf"{name} has masked values.*fill them in"):
        call(np.ma.masked_array(sound, mask))


@pytest.mark.parametrize(("name", "call", "sound"), CALLS, ids=IDS)
def test_truth_is_no_number(name: str, call: Any, sound: Any) -> None:
    with pytest.raises(stats.BadArgument, match=rf"{name} holds true and false.*give {name}\.astype\(int\)"):
        call(np.asarray(sound) > 3)


def test_a_mask_that_hides_nothing_is_none() -> None:
    one = stats.mann_kendall(np.ma.masked_array(COUNTS, np.zeros(COUNTS.shape, bool)))
    assert one == stats.mann_kendall(COUNTS)


def test_masked_rows_in_a_list_are_told_too() -> None:
    rows = [np.ma.masked_array([1, 2, 3, 4, 5], [0, 0, 1, 0, 0]), [1, 2, 3, 4, 5]]
    with pytest.raises(stats.BadArgument, match="series has masked values"):
        stats.mann_kendall(rows)


def test_which_units_are_treated_is_told_by_rows() -> None:
    with pytest.raises(stats.BadArgument, match=r"give row numbers: numpy\.flatnonzero"):
        stats.synthetic_control(COUNTS, np.arange(8) < 2, n_before=9, rng=RNG)  # type: ignore[arg-type]


MOMENTS = np.datetime64("2024-01-01T06:30", "m") + np.array([0, 1, 1, 2, 5, 6, 9, 9]) * np.timedelta64(
    1440, "m"
)


@pytest.mark.parametrize("unit", ["m", "s", "ms", "us", "ns"])
def test_datetimes_of_any_unit_are_the_days_that_they_say(unit: str) -> None:
    days = (MOMENTS - MOMENTS[0]) / np.timedelta64(1, "D")

    def near_pairs(day: Any) -> int:
        return stats.knox(X, Y, day, distance_m=2_000, days=2, rng=np.random.default_rng(1)).observed

    assert near_pairs(MOMENTS.astype(f"M8[{unit}]")) == near_pairs(days) > 0
    told = stats.self_exciting(MOMENTS.astype(f"M8[{unit}]"))
    assert told.background_per_day == pytest.approx(stats.self_exciting(days).background_per_day, nan_ok=True)


@pytest.mark.parametrize(
    ("day", "message"),
    [
        (np.array(["2024-01-01", "NaT"] * 4, "M8[D]"), r"day\[1\] is not known"),
        (np.arange(8).astype("m8[h]"), "spans of time"),
    ],
)
def test_moments_that_are_not_known_and_spans_are_refused(day: Any, message: str) -> None:
    with pytest.raises(stats.BadArgument, match=message):
        stats.knox(X, Y, day, distance_m=2_000, days=2, rng=RNG)
    with pytest.raises(stats.BadArgument, match=message):
        stats.self_exciting(day)


@pytest.mark.parametrize(("name", "call", "sound"), CALLS, ids=IDS)
def test_complex_values_are_not_cut_to_their_real_part(name: str, call: Any, sound: Any) -> None:
    with pytest.raises(stats.BadArgument, match=f"{name} must be numbers on a line and holds complex ones"):
        call(np.asarray(sound) + 0.5j)


@pytest.mark.parametrize("kind", [str, "S12", object])
@pytest.mark.parametrize(("name", "call", "sound"), CALLS, ids=IDS)
def test_text_is_no_number_even_where_it_reads_like_one(name: str, call: Any, sound: Any, kind: Any) -> None:
    text = np.asarray(sound).astype(str)
    with pytest.raises(stats.BadArgument, match=f"{name} must be numbers and holds text"):
        call(text.astype(kind))


@pytest.mark.parametrize(("kind", "says"), [("M8[s]", "dates or times"), ("m8[s]", "spans of time")])
@pytest.mark.parametrize(("name", "call", "sound"), CALLS, ids=IDS)
def test_moments_are_no_numbers(name: str, call: Any, sound: Any, kind: str, says: str) -> None:
    if name == "day":
        return  # days may be moments: below
    with pytest.raises(stats.BadArgument, match=f"{name} must be numbers and holds {says}"):
        call(np.asarray(sound).astype(np.int64).astype(kind))


CELL_X, CELL_Y = (100.0 * axis for axis in np.divmod(np.arange(8), 4))
SCAN: dict[str, Any] = {"rng": RNG, "n_replicates": 9}
KNOX: dict[str, Any] = {"distance_m": 500, "days": 7, "rng": RNG}
CUSUM: dict[str, Any] = {"mean": 6.0, "dispersion": 1.0, "detect_ratio": 1.5, "threshold": 5}
# Single numbers, each of which True and text must not pass for.
SCALARS: list[tuple[str, Callable[[Any], object]]] = [
    ("max_share", lambda a: stats.space_time_scan(COUNTS, XY, max_share=a, **SCAN)),
    ("max_radius_m", lambda a: stats.space_time_scan(COUNTS, XY, max_radius_m=a, **SCAN)),
    ("max_periods", lambda a: stats.space_time_scan(COUNTS, XY, max_periods=a, **SCAN)),
    ("min_cases", lambda a: stats.space_time_scan(COUNTS, XY, min_cases=a, **SCAN)),
    ("confidence", lambda a: stats.space_time_scan(COUNTS, XY, confidence=a, **SCAN)),
    ("n_threads", lambda a: stats.mann_kendall(COUNTS, n_threads=a)),
    ("distance_m", lambda a: stats.knox(X, Y, DAY, **KNOX | {"distance_m": a})),
    ("days", lambda a: stats.knox(X, Y, DAY, **KNOX | {"days": a})),
    ("max_lag_days", lambda a: stats.self_exciting(DAY, max_lag_days=a)),
    ("window_days", lambda a: stats.self_exciting(DAY, window_days=a)),
    ("alpha", lambda a: stats.farrington_flexible(COUNTS, alpha=a)),
    ("reweight_above", lambda a: stats.farrington_flexible(COUNTS, reweight_above=a)),
    ("evaluate", lambda a: stats.ears(COUNTS, evaluate=a)),
    ("detect_ratio", lambda a: stats.cusum_negative_binomial(COUNTS, **CUSUM | {"detect_ratio": a})),
    ("threshold", lambda a: stats.cusum_negative_binomial(COUNTS, **CUSUM | {"threshold": a})),
    ("periods_between_false_alarms", lambda a: stats.cusum_threshold(
        mean=6.0, dispersion=1.0, detect_ratio=1.5, periods_between_false_alarms=a, rng=RNG)),
    ("known_cases", lambda a: stats.slow_rise(COUNTS, mean=6.0, known_cases=a, rng=RNG)),
    ("least_level", lambda a: stats.back_test(partial(stats.ears, evaluate=60), COUNTS, least_level=a, rng=RNG)),
    ("ratios", lambda a: stats.back_test(partial(stats.ears, evaluate=60), COUNTS, ratios=[a], rng=RNG)),
    ("cell_width_m", lambda a: stats.kernel_density(DAY, CELL_X, CELL_Y, cell_width_m=a)),
    ("bandwidth_m", lambda a: stats.kernel_density(DAY, CELL_X, CELL_Y, cell_width_m=100, bandwidth_m=a)),
    ("dispersion", lambda a: stats.weighted_displacement_quotient((9, 8), (7, 6), dispersion=a)),
    ("n_before", lambda a: stats.difference_in_differences(COUNTS, COUNTS, n_before=a)),
    ("gap", lambda a: stats.allocate([3.0], [2], [[1.0]], gap=a)),
    ("seconds", lambda a: stats.allocate([3.0], [2], [[1.0]], seconds=a)),
    ("continuity", lambda a: stats.allocate([3.0], [2], [[1.0]], previous=[[1]], continuity=a)),
    ("silent_periods", lambda a: stats.sources_reporting(COUNTS[np.newaxis], silent_periods=a)),
]  # fmt: skip


@pytest.mark.parametrize("wrong", [True, np.True_, "7", 7 + 0j])
@pytest.mark.parametrize(("name", "call"), SCALARS, ids=[name for name, _ in SCALARS])
def test_true_and_text_are_no_single_number(name: str, call: Any, wrong: Any) -> None:
    with pytest.raises(stats.BadArgument, match=name):
        call(wrong)


@pytest.mark.parametrize("wrong", ["yes", 1, None, np.array([True, False])])
def test_a_choice_of_yes_or_no_is_true_or_false(wrong: Any) -> None:
    with pytest.raises(stats.BadArgument, match=r"sequential is .* give True or False"):
        stats.space_time_scan(COUNTS, XY, sequential=wrong, **SCAN)
    with pytest.raises(stats.BadArgument, match=r"shared_delays is .* give True or False"):
        stats.nowcast(np.ones((2, 40, 5), int), shared_delays=wrong)


@pytest.mark.parametrize("wrong", [-1.0, np.nan, np.inf])
@pytest.mark.parametrize("first", [True, False])
def test_sums_of_weights_are_sums(wrong: float, first: bool) -> None:
    columns = ([4.0, wrong], [2.0, 2.0]) if first else ([4.0, 4.0], [2.0, wrong])
    with pytest.raises(stats.BadArgument, match=r"weight_(square_)?sum holds .* sums of weights are finite"):
        stats.effective_answers(*columns)


def test_ragged_rows_are_told() -> None:
    ragged: Any = [[1, 2, 3, 4], [1, 2]]
    with pytest.raises(stats.BadArgument, match="every row equally long"):
        stats.emerging_hot_spots(ragged, RING)
    with pytest.raises(stats.BadArgument, match="every row equally long"):
        stats.kernel_density(ragged, X, Y, cell_width_m=9)

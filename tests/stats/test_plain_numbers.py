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

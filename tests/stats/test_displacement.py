import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilannekuva.stats import BadArgument, weighted_displacement_quotient

from .naive import displacement as naive

pairs = st.tuples(st.integers(1, 500), st.integers(1, 500))


def test_the_difference_as_ptools(reference_data: Path) -> None:
    file = reference_data / "benchmark_workloads" / "reference" / "evaluation_microsynth_wdd.json"
    for case in json.loads(file.read_text())["wdd"]["cases"]:
        result = weighted_displacement_quotient(
            case["treated"],
            case["control"],
            case.get("disp_treated"),
            case.get("disp_control"),
            confidence=0.9,
        )
        theirs = case["res"]
        assert result.local_change == theirs["Est_Local"]
        assert result.total_change == theirs["Est_Total"]
        assert result.z == pytest.approx(theirs["Z"], abs=1e-9)
        low, high = result.total_change_interval
        assert (low, high) == pytest.approx((theirs["LowCI"], theirs["HighCI"]), abs=1e-8)
        if "disp_treated" in case:
            assert result.displacement_change == theirs["Est_Displace"]


def test_numbers_by_hand() -> None:
    result = weighted_displacement_quotient([100, 50], [100, 100], [100, 75])
    assert result.quotient == pytest.approx(0.5)  # the benefit spread: half as much around as within
    assert result.local_change == -50
    assert result.total_change == -75
    assert result.local_change_interval[0] == pytest.approx(-50 - 1.959964 * 350**0.5, abs=1e-5)
    # In full to the neighbours: nothing won.
    moved = weighted_displacement_quotient([100, 50], [100, 100], [100, 150])
    assert (moved.quotient, moved.total_change, moved.p_value) == (-1, 0, 1)


@given(pairs, pairs, pairs)
def test_the_quotient_and_its_interval_as_the_naive_twin(
    treated: tuple[int, int], control: tuple[int, int], moved: tuple[int, int]
) -> None:
    result = weighted_displacement_quotient(treated, control, moved)
    few = min(map(sum, (treated, control, moved))) < 5
    if few:
        assert not result.quotient_known
    elif result.quotient_known:
        assert result.quotient == pytest.approx(naive.quotient(treated, control, moved), rel=1e-9)
        low, high = result.quotient_interval
        span = high - low
        for q, inside in ((low - 0.01 * span, False), (low + 0.01 * span, True),
                          (high - 0.01 * span, True), (high + 0.01 * span, False)):  # fmt: skip
            assert naive.could_be(q, treated, control, moved, 1.959964) == inside
    else:  # even a treated change of 0 would not surprise
        assert abs(treated[1] / control[1] - treated[0] / control[0]) < 1.96 * np.sqrt(
            sum(t / c**2 + t**2 / c**3 for t, c in zip(treated, control, strict=True))
        )
        assert result.quotient_interval == (-np.inf, np.inf)


def test_intervals_cover_what_was_planted() -> None:
    """2,000 made-up measures: a third goes away, half of that moves next door, all else falls to nine tenths."""
    chance = np.random.default_rng(4)
    before, after = np.array([1000, 1500, 750]), np.array([600, 1350, 825])
    shares_before, shares_after = before / before[1], after / after[1]
    quotient = (shares_after[2] - shares_before[2]) / (shares_after[0] - shares_before[0])
    covered = {"quotient": 0, "difference": 0}
    for _ in range(2_000):
        treated, control, moved = chance.poisson(np.column_stack([before, after]))
        result = weighted_displacement_quotient(treated, control, moved)
        assert result.quotient_known
        for name, truth, (low, high) in (
            ("quotient", quotient, result.quotient_interval),
            ("difference", -400 + 150 + 75, result.total_change_interval),
        ):
            covered[name] += low <= truth <= high
    for name, hits in covered.items():
        assert hits / 2_000 == pytest.approx(0.95, abs=0.015), name


def test_dispersion_widens() -> None:
    poisson = weighted_displacement_quotient([100, 50], [90, 80], [60, 70])
    bursts = weighted_displacement_quotient([100, 50], [90, 80], [60, 70], dispersion=2.5)
    assert bursts.total_change == poisson.total_change
    assert bursts.z == pytest.approx(poisson.z / 2.5**0.5)


def test_nothing_at_all() -> None:
    result = weighted_displacement_quotient([0, 0], [0, 0], [0, 0])
    assert result.total_change == 0
    assert np.isnan([result.z, result.p_value, *result.total_change_interval]).all()
    assert np.isnan(result.quotient)
    assert not result.quotient_known
    assert not result.enough
    assert "too few events to say" in repr(result)


def test_no_events_are_no_certainty() -> None:
    """Where an area never had an event, nothing is known of it, however many the others have."""
    result = weighted_displacement_quotient([0, 0], [0, 1], [60, 40], [55, 50])
    assert result.enough
    assert np.isnan(result.local_change_interval).all()
    assert result.displacement_change_interval[0] < -15 < result.displacement_change_interval[1]
    still = weighted_displacement_quotient([90, 40], [80, 82], [0, 0])
    assert still.quotient == 0
    assert not still.quotient_known
    assert still.quotient_interval == (-np.inf, np.inf)
    assert np.isnan(still.displacement_change_interval).all()


@pytest.mark.parametrize("dispersion", [1.0, 3.0])
@pytest.mark.parametrize("level", [0.2, 0.5, 1, 2, 5])
def test_intervals_of_few_events_hold(level: float, dispersion: float) -> None:
    """4,000 comparisons in which nothing changed; the true change is 0."""
    chance = np.random.default_rng(5)
    drawn = dispersion * chance.poisson(level, (4_000, 2, 2))
    said = held = 0
    for treated, control in drawn:
        result = weighted_displacement_quotient(treated, control, dispersion=dispersion)
        said += result.enough
        held += result.enough and bool(result.p_value >= 0.05)
    assert said - held <= 0.06 * 4_000
    assert level < 2 or held >= 0.94 * said


def test_it_prints_and_turns_into_a_row() -> None:
    result = weighted_displacement_quotient([100, 50], [100, 100], [100, 75])
    assert "total change -75" in repr(result)
    assert "quotient 0.50" in repr(result)
    assert "too little change" in repr(weighted_displacement_quotient([10, 9], [10, 10], [5, 5]))
    row = result.as_dict()
    assert row["quotient_low"] < row["quotient"] < row["quotient_high"]
    assert "quotient" not in repr(weighted_displacement_quotient([100, 50], [100, 100]))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"treated": [1, 2, 3]}, r"treated has shape \(3,\)"),
        ({"control": [1, -2]}, "whole numbers of at least 0"),
        ({"control": [1, np.nan]}, "whole numbers"),
        ({"treated": [1, 2.5]}, "whole numbers"),
        ({"treated": ["a", 1]}, "treated must be numbers and holds text"),
        ({"displacement_control": [1, 2]}, "has no displacement beside it"),
        ({"dispersion": 0}, "dispersion is 0"),
        ({"dispersion": 0.5}, r"dispersion is 0\.5; .* at least 1"),
        ({"dispersion": np.inf}, "dispersion is inf"),
        ({"confidence": 2}, "confidence is 2"),
    ],
)
def test_errors_say_what_and_what_next(changes: dict[str, Any], says: str) -> None:
    with pytest.raises(BadArgument, match=says):
        weighted_displacement_quotient(**{"treated": [3, 2], "control": [3, 3], **changes})


def test_the_example_of_wheeler_and_ratcliffe() -> None:
    """As the tests of R's `ptools` have it from the paper: -118, variance 1,568, z -2.98, -196 to -40."""
    result = weighted_displacement_quotient((207, 110), (308, 318), (178, 157), (150, 140))
    assert result.total_change == -118
    assert result.z == pytest.approx(-118 / np.sqrt(1568))
    assert [round(end) for end in result.total_change_interval] == [-196, -40]

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tilannekuva.stats import Allocation, BadArgument, LimitsClash, StatsError, TooLittleData, allocate

from .naive import allocation as naive

# Two partners, three needs: small enough to try everything.
problems = st.fixed_dictionaries(
    {
        "need": st.lists(st.integers(0, 9), min_size=3, max_size=3),
        "capacity": st.lists(st.integers(0, 4), min_size=2, max_size=2),
        "suitability": st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=2, max_size=2),
        "presence": st.integers(0, 1),
        "previous": st.none()
        | st.lists(st.lists(st.integers(0, 2), min_size=3, max_size=3), min_size=2, max_size=2),
        "continuity": st.sampled_from([0.0, 0.5, 1.0]),
        "groups": st.lists(st.tuples(st.just([0, 2]), st.integers(0, 4)), max_size=1),
    }
)


def solve(problem: dict[str, Any], **more: Any) -> Allocation:
    continuity = problem["continuity"] if problem["previous"] is not None else 0.0
    return allocate(
        problem["need"], problem["capacity"], problem["suitability"], minimum_presence=problem["presence"],
        previous=problem["previous"], continuity=continuity, group_limits=problem["groups"], gap=0, **more,
    )  # fmt: skip


@given(problems)
def test_as_the_naive_twin(problem: dict[str, Any]) -> None:
    if not any(problem["need"]):
        with pytest.raises(TooLittleData):
            solve(problem)
        return
    expected = naive.best(**{**problem, "continuity": problem["continuity"] if problem["previous"] else 0.0})
    if expected is None:
        with pytest.raises(LimitsClash):
            solve(problem)
        return
    result = solve(problem)
    assert result.optimal
    assert result.value == pytest.approx(expected)
    assert result.bound >= expected - 1e-6
    check_limits(problem, result)


def check_limits(problem: dict[str, Any], result: Allocation) -> None:
    fits, units = np.array(problem["suitability"]), result.units
    assert (units >= 0).all()
    assert (units.sum(axis=1) <= problem["capacity"]).all()
    assert (units[fits == 0] == 0).all()
    assert (units.sum(axis=0) >= problem["presence"]).all()
    assert (result.covered <= np.array(problem["need"]) + 1e-9).all()
    assert result.covered.sum() == pytest.approx(result.value)
    for needs, most in problem["groups"]:
        assert units[:, needs].sum() <= most
    if problem["previous"] is not None:
        before = np.array(problem["previous"])
        kept = np.minimum(np.floor(problem["continuity"] * before.sum(axis=1)), problem["capacity"])
        assert (np.minimum(units, before).sum(axis=1) >= kept).all()
        assert (result.moved == np.maximum(before - units, 0).sum(axis=1)).all()


def test_a_city_with_all_limits() -> None:
    """Six partners, 120 needs: within 1 % of a proven bound, all limits kept, prices named."""
    chance = np.random.default_rng(5)
    n_needs = 120
    problem: dict[str, Any] = {
        "need": chance.gamma(1, 5, n_needs),
        "capacity": chance.integers(10, 60, 6),
        "suitability": chance.uniform(0, 2, (6, n_needs)) * (chance.random((6, n_needs)) < 0.7),
        "presence": 1,
        "previous": None,
        "groups": [(list(range(0, 40)), 45), (list(range(40, 80)), 200)],
        "continuity": 0.0,
    }
    first = allocate(
        problem["need"], problem["capacity"], problem["suitability"], minimum_presence=1,
        group_limits=problem["groups"],
    )  # fmt: skip
    check_limits(problem, first)
    assert first.optimal
    assert 0 <= first.gap <= 0.0101
    assert {limit.name for limit in first.binding} >= {"capacity"}
    problem |= {"previous": first.units, "continuity": 0.8, "need": problem["need"][::-1].copy()}
    second = allocate(
        problem["need"], problem["capacity"], problem["suitability"], minimum_presence=1,
        group_limits=problem["groups"], previous=first.units, continuity=0.8,
    )  # fmt: skip
    check_limits(problem, second)
    free = allocate(
        problem["need"], problem["capacity"], problem["suitability"], minimum_presence=1,
        group_limits=problem["groups"], previous=first.units,
    )  # fmt: skip
    assert free.value >= second.value * 0.99
    assert free.moved.sum() > second.moved.sum()


def test_the_price_of_a_limit_is_what_one_unit_more_brings() -> None:
    # Partner 0 meets 3 of need 0 a unit, of which 30 are wanted; four units do it, and a fifth would meet 3 more.
    result = allocate([30.0, 2.0], [4, 1], [[3.0, 0], [0, 2.0]], gap=0)
    assert result.value == 14
    prices = {(limit.name, limit.which_idx): limit.price for limit in result.binding}
    assert prices[("capacity", 0)] == pytest.approx(3, abs=1e-4)
    assert allocate([30.0, 2.0], [5, 1], [[3.0, 0], [0, 2.0]], gap=0).value == 17
    # A presence where little is needed takes a unit from where it meets 3.
    held = allocate([30.0, 2.0], [4, 0], [[3.0, 1.0], [0, 2.0]], minimum_presence=1, gap=0)
    assert held.value == 10
    prices = {(limit.name, limit.which_idx): limit.price for limit in held.binding}
    assert prices[("minimum_presence", 1)] == pytest.approx(2, abs=1e-4)


def test_no_unit_is_sent_for_nothing() -> None:
    result = allocate([2.0, 0.0], [9], [[1.0, 1.0]], gap=0)
    assert result.units.tolist() == [[2, 0]]
    assert result.binding == ()


@given(st.permutations(range(4)))
def test_order_of_needs_does_not_change_the_value(order: list[int]) -> None:
    chance = np.random.default_rng(2)
    need, fits = chance.gamma(1, 5, 4), chance.uniform(0, 2, (2, 4))
    first = allocate(need, [3, 4], fits, minimum_presence=1, gap=0)
    second = allocate(need[order], [3, 4], fits[:, order], minimum_presence=1, gap=0)
    assert first.value == pytest.approx(second.value)


def test_nothing_needed_and_nobody_there() -> None:
    with pytest.raises(TooLittleData, match="need is 0 everywhere"):
        allocate([0, 0], [3], [[1, 1]])
    idle = allocate([5, 5], [0], [[1, 1]])
    assert (idle.value, idle.gap) == (0, 0)


def test_results_are_read_only_print_and_turn_into_a_table() -> None:
    result = allocate([5.0, 1.0], [2], [[2.0, 1.0]], gap=0)
    with pytest.raises(ValueError, match="read-only"):
        result.units[0, 0] = 1
    table = result.as_dict()
    assert [column.tolist() for column in table.values()] == [[0], [0], [2]]
    assert "2 units of 1 partners to 2 needs, 4 met" in repr(result)
    assert "capacity 0 (2)" in repr(result)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"minimum_presence": [0, 7]}, "asks 7 unit.s. for need 1, and the partners that suit it have 5"),
        ({"minimum_presence": 3}, "asks 6 units in all and the partners have 5"),
        ({"minimum_presence": 2, "group_limits": [([0, 1], 3)]}, "minimum_presence and group_limits clash"),
        (
            {"previous": [[3, 0], [2, 0]], "continuity": 1, "group_limits": [([0], 4)]},
            "continuity and group_limits clash",
        ),
        (
            {"previous": [[3, 0], [2, 0]], "continuity": 1, "suitability": [[0, 1], [1, 1]]},
            "continuity clashes with the other limits",
        ),
    ],
)
def test_limits_that_clash_are_named(changes: dict[str, Any], says: str) -> None:
    given_: dict[str, Any] = {"need": [9, 9], "capacity": [3, 2], "suitability": [[1, 1], [1, 1]]}
    with pytest.raises(LimitsClash, match=says):
        allocate(**{**given_, **changes})


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"need": [1, -1]}, r"need\[1\] is -1"),
        ({"need": [1, np.nan]}, r"need\[1\] is nan"),
        ({"need": []}, "at least one value each"),
        ({"need": ["a", "b"]}, "need must be numbers"),
        ({"capacity": [1.5, 2]}, "capacity holds 1.5"),
        ({"capacity": [-1, 2]}, "capacity holds -1"),
        ({"capacity": 3}, "capacity has 0 dimension"),
        ({"suitability": [[1, 1]]}, r"suitability has shape \(1, 2\); with 2 capacities and 2 needs"),
        ({"minimum_presence": [1, 1, 1]}, "minimum_presence must be a number, or one a need"),
        ({"continuity": 0.5}, "continuity needs previous"),
        ({"continuity": 2}, "it is a share, 0 to 1"),
        ({"previous": [[1, 1]]}, r"previous has shape \(1, 2\)"),
        ({"group_limits": [3]}, r"group_limits\[0\] is 3; it must be \(needs, most\)"),
        ({"group_limits": [([5], 1)]}, r"group_limits\[0\] names need 5"),
        ({"group_limits": [([0], -1)]}, r"group_limits\[0\] is -1"),
        ({"gap": 1}, "gap is 1"),
        ({"seconds": 0}, "seconds is 0"),
    ],
)
def test_errors_say_what_and_what_next(changes: dict[str, Any], says: str) -> None:
    given_: dict[str, Any] = {"need": [9, 9], "capacity": [3, 2], "suitability": [[1, 1], [1, 1]]}
    with pytest.raises(BadArgument, match=says):
        allocate(**{**given_, **changes})


def test_time_that_runs_out_is_told() -> None:
    chance = np.random.default_rng(1)
    need, fits = chance.gamma(1, 50, 400), chance.uniform(0.5, 2, (12, 400))
    try:
        result = allocate(need, chance.integers(50, 90, 12), fits, minimum_presence=1, gap=0, seconds=0.05)
    except StatsError as error:
        assert "give more seconds" in str(error)
    else:
        assert result.gap >= 0
        assert result.bound >= result.value

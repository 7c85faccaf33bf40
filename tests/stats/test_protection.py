"""What is published of nested tables, and of tables of any shape, tells no small count to whoever can calculate."""

from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.stats.naive import protection as naive
from tilannekuva import stats

LIMIT = 10
# Two districts with three and two areas, one with a single one, and the city.
PARENT = (6, 6, 6, 7, 7, 8, 9, 9, 9, -1)
N_LEAVES = 6


def contributions(rng: np.random.Generator, n_tables: int, mean: float = 4.0, n_sources: int = 4) -> Any:
    level = rng.gamma(0.5, mean / 0.5, (n_tables, N_LEAVES, 1))
    return rng.poisson(level * rng.dirichlet(np.ones(n_sources), (n_tables, N_LEAVES)))


def open_cells(low: Any, high: Any, counts: Any, sensitive: Any) -> Any:
    """Sensitive counts below the limit that a reader can tell from 0, or from the limit (D-03)."""
    return sensitive & (counts < LIMIT) & ((low > 0) | (high < LIMIT))


@pytest.mark.req("D-03")
@pytest.mark.req("D-04")
def test_no_small_count_of_five_hundred_tables_can_be_worked_out() -> None:
    result = stats.protect_nested(contributions(np.random.default_rng(20240501), 500), PARENT, limit=LIMIT)
    for row in range(500):
        low, high = naive.intervals(result.counts[row], result.hidden[row], PARENT)
        assert not open_cells(low, high, result.counts[row], result.sensitive[row]).any()
        # The closed solution is what the linear programs find.
        np.testing.assert_allclose(result.low[row], low)
        np.testing.assert_allclose(result.high[row], high)
    assert result.hidden[result.sensitive].all()
    assert (~result.hidden).sum() > 500  # and something is published


@pytest.mark.req("D-03")
def test_the_attack_bites_where_only_small_counts_are_left_out() -> None:
    result = stats.protect_nested(contributions(np.random.default_rng(20240501), 200), PARENT, limit=LIMIT)
    broken = 0
    for row in range(200):
        low, high = naive.intervals(result.counts[row], result.sensitive[row], PARENT)
        broken += bool(open_cells(low, high, result.counts[row], result.sensitive[row]).any())
    assert broken > 50


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.5, 40.0), st.integers(1, 6))
def test_every_sensitive_count_keeps_its_margin(seed: int, mean: float, n_sources: int) -> None:
    given_parts = contributions(np.random.default_rng(seed), 3, mean, n_sources)
    result = stats.protect_nested(given_parts, PARENT, limit=LIMIT)
    small = result.sensitive & (result.counts < LIMIT)
    assert (result.low[small] == 0).all()
    assert (result.high[small] >= LIMIT).all()
    of_few = result.sensitive & ~small
    margin = np.maximum(LIMIT, -(-result.counts // 10))[of_few]
    assert (result.counts[of_few] - result.low[of_few] >= margin).all()
    assert (result.high[of_few] - result.counts[of_few] >= margin).all()
    assert (result.low <= result.counts).all()
    assert (result.high >= result.counts).all()


@pytest.mark.req("D-02")
@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**32 - 1), st.floats(0.5, 40.0))
def test_no_difference_of_published_counts_is_small(seed: int, mean: float) -> None:
    """A total without any of the published places inside it is 0 or at least the limit."""
    result = stats.protect_nested(contributions(np.random.default_rng(seed), 2, mean), PARENT, limit=LIMIT)
    for counts, hidden in zip(result.counts, result.hidden, strict=True):
        for total in range(N_LEAVES, len(PARENT)):
            inside = [place for place, higher in enumerate(PARENT) if higher == total and not hidden[place]]
            if hidden[total]:
                continue
            for taken in product((0, 1), repeat=len(inside)):
                rest = counts[total] - sum(
                    int(counts[place]) for place, take in zip(inside, taken, strict=True) if take
                )
                assert rest == 0 or rest >= LIMIT


@pytest.mark.req("D-10")
def test_what_one_or_two_sources_reported_is_hidden() -> None:
    parts = np.full((1, N_LEAVES, 4), 20)
    parts[0, 0] = [400, 3, 2, 1]  # a school reported nearly everything
    parts[0, 3] = [60, 60, 0, 0]  # only two reported
    result = stats.protect_nested(parts, PARENT, limit=LIMIT)
    assert result.hidden[0, [0, 3]].all()
    judged = [naive.is_sensitive(parts[0, leaf].tolist(), LIMIT, 3, 2, 0.9) for leaf in range(N_LEAVES)]
    assert result.sensitive[0, :N_LEAVES].tolist() == judged
    assert sum(judged) == 2


@pytest.mark.req("D-05")
def test_the_same_tables_give_the_same_answer_whatever_stands_beside_them() -> None:
    parts = contributions(np.random.default_rng(7), 20)
    whole = stats.protect_nested(parts, PARENT)
    assert whole == stats.protect_nested(parts.copy(), PARENT)
    assert (whole.hidden[::-1] == stats.protect_nested(parts[::-1], PARENT).hidden).all()
    alone = stats.protect_nested(parts[3:4], PARENT)
    assert (alone.hidden[0] == whole.hidden[3]).all()


@pytest.mark.parametrize(
    "parts", [np.zeros((1, N_LEAVES, 3), int), np.full((1, N_LEAVES, 3), 100)], ids=["nothing", "plenty"]
)
def test_nothing_is_hidden_where_all_is_large_and_all_where_all_is_zero(parts: Any) -> None:
    result = stats.protect_nested(parts, PARENT)
    assert result.hidden.all() == (parts.sum() == 0)
    assert result.hidden.any() == (parts.sum() == 0)


@pytest.mark.parametrize(
    ("parent", "what"),
    [((6, 6, 6), "6 finest"), ((1, 2, 3, 4, 5, 6, -1), "lies in one of"), ((9,) * 9 + (0,), "in none")],
)
def test_places_that_do_not_nest_are_refused(parent: Any, what: str) -> None:
    with pytest.raises(stats.BadArgument, match=what):
        stats.protect_nested(np.ones((1, N_LEAVES, 2), int), parent)


# --- tables of any shape

# Rows A, B, C and their total; columns d, v and their total.
ORACLE = np.array([[25, 2, 27], [11, 9, 20], [14, 7, 21], [50, 18, 68]])


def two_way_relations(n_rows: int, n_columns: int) -> Any:
    """Rows and columns, each with its total last."""
    rows = []
    for row in range(n_rows):
        cells = np.zeros((n_rows, n_columns))
        cells[row] = [1] * (n_columns - 1) + [-1]
        rows.append(cells.ravel())
    for column in range(n_columns):
        cells = np.zeros((n_rows, n_columns))
        cells[:, column] = [1] * (n_rows - 1) + [-1]
        rows.append(cells.ravel())
    return np.array(rows)


@pytest.mark.req("D-03")
def test_the_table_of_the_reference_is_protected_by_the_same_cells() -> None:
    """A-v is sensitive; pytauargus hides A-d, B-d and B-v beside it, and A-v then lies in [0, 11]."""
    relations, counts = two_way_relations(4, 3), ORACLE.ravel()
    sensitive = np.zeros(12, dtype=bool)
    sensitive[1] = True
    hidden = stats.suppress(counts, sensitive, relations)
    assert set(np.flatnonzero(hidden)) == {0, 1, 3, 4}
    low, high = stats.attack(counts, hidden, relations)
    assert (low[1], high[1]) == (0, 11)
    low, high = stats.attack(counts, sensitive, relations)
    assert (low[1], high[1]) == (2, 2)  # alone it would be told by either total


@pytest.mark.req("D-04")
def test_sensitive_cells_of_two_way_tables_stand_the_attack() -> None:
    rng = np.random.default_rng(3)
    relations = two_way_relations(5, 4)
    for _ in range(40):
        inner = rng.poisson(rng.gamma(1.0, 30.0, (4, 3)))
        with_rows = np.column_stack([inner, inner.sum(axis=1)])
        counts = np.vstack([with_rows, with_rows.sum(axis=0)]).ravel()
        sensitive = counts < LIMIT
        hidden = stats.suppress(counts, sensitive, relations, limit=LIMIT)
        low, high = stats.attack(counts, hidden, relations)
        assert hidden[sensitive].all()
        assert not open_cells(low, high, counts, sensitive).any()


def test_a_cell_that_nothing_can_protect_is_said_so() -> None:
    """A sum of 0 holds nothing that could move."""
    with pytest.raises(stats.LimitsClash, match="cell 0"):
        stats.suppress([0], [True], [[1.0]])


def test_relations_that_do_not_hold_are_refused() -> None:
    with pytest.raises(stats.BadArgument, match="relation 0"):
        stats.attack([1, 2, 4], [False, False, False], [[1, 1, -1]])


def test_the_attack_finds_what_trying_every_table_finds() -> None:
    relations = two_way_relations(3, 3)
    counts = np.array([2, 3, 5, 4, 1, 5, 6, 4, 10])
    hidden = np.array([True, True, False, True, True, False, False, False, False])
    low, high = stats.attack(counts, hidden, relations)
    for cell, values in enumerate(naive.possible_values(counts.tolist(), hidden.tolist(), relations, 10)):
        assert (low[cell], high[cell]) == (min(values), max(values))

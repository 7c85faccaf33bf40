"""Local sums and hot-spot classes: against their slow twins, exact values, their laws, and their edges."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from tilannekuva.stats import BadArgument, TooLittleData, emerging_hot_spots, getis_ord_star

from .naive import hot_spots as naive

SIDE = 8
Rows = tuple[NDArray[np.int64], NDArray[np.int64]]


def rows_of(neighbours: list[list[int]]) -> Rows:
    lengths = [len(near) for near in neighbours]
    return np.cumsum([0, *lengths]), np.array(
        [other for near in neighbours for other in near], dtype=np.int64
    )


def chessboard(side: int = SIDE) -> list[list[int]]:
    """The four neighbours of every square."""
    return [
        [
            row * side + column
            for row, column in ((r - 1, c), (r, c - 1), (r, c + 1), (r + 1, c))
            if 0 <= row < side and 0 <= column < side
        ]
        for r in range(side)
        for c in range(side)
    ]


def noise(n_periods: int, seed: int = 1, side: int = SIDE) -> NDArray[np.int64]:
    return np.random.default_rng(seed).poisson(3.0, (side * side, n_periods))


@pytest.mark.parametrize("seed", range(3))
def test_equals_the_naive_twin(seed: int) -> None:
    counts = noise(5, seed)
    z = getis_ord_star(counts, rows_of(chessboard()))
    twin = [
        [naive.getis_ord_star(counts[:, period].tolist(), chessboard(), cell) for period in range(5)]
        for cell in range(len(counts))
    ]
    np.testing.assert_allclose(z, twin, rtol=1e-9, atol=1e-12)
    np.testing.assert_array_equal(getis_ord_star(counts[:, 2], rows_of(chessboard())), z[:, 2])


def test_equals_the_exact_values_of_a_textbook_example(reference_data: Path) -> None:
    folder = reference_data / "benchmark_workloads" / "reference"
    example = json.loads((folder / "python_reference.json").read_text())["getis_ord_6pts"]
    points = np.array(example["points"], dtype=float)
    near = np.hypot(*(points[:, None] - points[None]).T) <= example["threshold"]
    neighbours = [[int(j) for j in np.flatnonzero(row) if j != i] for i, row in enumerate(near)]
    z = getis_ord_star(example["y"], rows_of(neighbours))
    np.testing.assert_allclose(z, example["z_star_exact_Ord_Getis_1995"], atol=1e-9)
    np.testing.assert_allclose(z, example["z_star=True_transform=B"], atol=1e-9)


@given(st.integers(1, 50), st.integers(0, 1000))
def test_scale_and_level_do_not_matter(factor: int, more: int) -> None:
    counts, rows = noise(3), rows_of(chessboard())
    np.testing.assert_allclose(
        getis_ord_star(counts * factor + more, rows), getis_ord_star(counts, rows), rtol=1e-7, atol=1e-7
    )


@given(st.permutations(range(SIDE * SIDE)))
def test_the_names_of_the_cells_do_not_matter(order: list[int]) -> None:
    counts = noise(2)
    place = np.argsort(order)
    neighbours = [[int(place[other]) for other in chessboard()[cell]] for cell in order]
    z = getis_ord_star(counts[order], rows_of(neighbours))
    np.testing.assert_allclose(z, getis_ord_star(counts, rows_of(chessboard()))[order], rtol=1e-9, atol=1e-12)


def test_where_nothing_varies_there_is_nothing_to_say() -> None:
    counts = np.column_stack([np.full(4, 7.3), [1, 2, 3, 4]])
    z = getis_ord_star(counts, rows_of([[1], [0], [3], [2]]))
    assert np.isnan(z[:, 0]).all()
    assert np.isfinite(z[:, 1]).all()
    everybody = [[j for j in range(4) if j != i] for i in range(4)]
    assert np.isnan(getis_ord_star([1, 2, 3, 4], rows_of(everybody))).all()


@pytest.mark.parametrize(
    ("added", "name"),
    [
        (np.full(24, 14), "persistent"),
        (np.where(np.arange(24) == 23, 20, 0), "new"),
        (np.where(np.arange(24) >= 19, 20, 0), "consecutive"),
        (np.where(np.arange(24) < 23, 14, 0), "historical"),
        (6 + np.arange(24), "intensifying"),
        (30 - np.arange(24), "diminishing"),
        (np.where(np.arange(24) % 3 == 0, 20, 0), "sporadic"),
        (np.zeros(24, np.int64), "none"),
    ],
)
def test_a_planted_course_gets_its_class(added: NDArray[np.int64], name: str) -> None:
    side, centre = 20, 142
    counts = noise(24, side=side)
    counts[[centre, *chessboard(side)[centre]]] += added
    result = emerging_hot_spots(counts, rows_of(chessboard(side)))
    assert result.hot_spot_class[centre] == name
    for cell, given_class in enumerate(result.hot_spot_class):
        twin = naive.hot_spot_class(
            result.is_hot[cell].tolist(), result.trend.p_value[cell], result.trend.s[cell] > 0, 0.05
        )
        assert given_class == twin
    assert "400 cells × 24 periods" in repr(result)


def test_a_map_of_noise_has_hardly_a_hot_cell() -> None:
    """The false discovery rate holds over the whole map: most maps without a hot spot show none."""
    shown = [emerging_hot_spots(noise(12, seed), rows_of(chessboard())).is_hot.any() for seed in range(40)]
    assert sum(shown) <= 12


def test_any_number_of_threads_gives_the_same() -> None:
    rows = rows_of(chessboard())
    np.testing.assert_array_equal(
        getis_ord_star(noise(4), rows, n_threads=1), getis_ord_star(noise(4), rows, n_threads=6)
    )


@pytest.mark.parametrize(
    ("counts", "neighbours", "error", "says"),
    [
        ([1, 2], ([0, 1, 2], [1, 0]), TooLittleData, "at least 3"),
        ([1, -2, 3], ([0, 0, 0, 0], []), BadArgument, r"counts\[1\] is -2"),
        ([1, np.nan, 3], ([0, 0, 0, 0], []), BadArgument, r"counts\[1\] is nan"),
        ([1, 2, 3], ([0, 1], [1]), BadArgument, "indptr must have 4 entries"),
        ([1, 2, 3], ([0, 1, 2, 3], [1, 2, 3]), BadArgument, "from 0 to 2"),
        ([1, 2, 3], ([0, 1, 2, 3], [1, 1, 0]), BadArgument, "cell 1 names itself"),
        ([1, 2, 3], ([0, 2, 2, 2], [1, 1]), BadArgument, "twice"),
        ([1, 2, 3], None, BadArgument, "two arrays of whole numbers"),
        ("abc", ([0], []), BadArgument, "must be numbers"),
    ],
)
def test_errors_say_what_and_what_next(
    counts: Any, neighbours: Any, error: type[Exception], says: str
) -> None:
    with pytest.raises(error, match=says):
        getis_ord_star(counts, neighbours)


def test_classes_need_periods() -> None:
    with pytest.raises(BadArgument, match="n_cells, n_periods"):
        emerging_hot_spots([1, 2, 3], rows_of([[1], [0], []]))


def test_a_map_without_a_case_is_unknown() -> None:
    result = emerging_hot_spots(np.zeros((SIDE * SIDE, 8), np.int64), rows_of(chessboard()))
    assert set(result.hot_spot_class) == {"unknown"}
    assert not result.is_hot.any()
    assert f"{SIDE * SIDE} unknown" in repr(result)


def test_single_cases_are_no_hot_spot() -> None:
    counts = np.zeros((SIDE * SIDE, 8), np.int64)
    counts[45, 4:] = 1
    assert set(emerging_hot_spots(counts, rows_of(chessboard())).hot_spot_class) == {"unknown"}
    # Without the rule, four cells and their own stand beyond any normal band.
    assert emerging_hot_spots(counts, rows_of(chessboard()), min_cases=0).is_hot.sum() == 5 * 4


@given(st.integers(0, 200), st.floats(0.005, 2.0), st.integers(1, 12))
def test_unknown_is_who_holds_too_few_where_too_few_are_usual(
    seed: int, level: float, min_cases: int
) -> None:
    neighbours = chessboard()
    counts = np.random.default_rng(seed).poisson(level, (SIDE * SIDE, 6))
    result = emerging_hot_spots(counts, rows_of(neighbours), min_cases=min_cases)
    told = (counts.max(axis=0) > counts.min(axis=0)).sum()
    for cell, others in enumerate(neighbours):
        held = counts[[cell, *others]].sum()
        usual = counts.sum() / len(counts) * (1 + len(others))
        too_few = max(held, usual) < min_cases or told < 4
        assert (result.hot_spot_class[cell] == "unknown") == too_few
        assert not (too_few and result.is_hot[cell].any())


def test_many_expected_and_none_seen_is_an_answer() -> None:
    counts = noise(12)
    counts[[45, *chessboard()[45]]] = 0
    assert emerging_hot_spots(counts, rows_of(chessboard())).hot_spot_class[45] == "none"


def test_the_table_tells_which_way_and_how_sure() -> None:
    counts = np.random.default_rng(3).poisson(4.0, (9, 12))
    counts[4] += np.arange(12)
    result = emerging_hot_spots(counts, (np.arange(10), (np.arange(9) + 1) % 9))
    table = result.as_dict()
    for name in ("tau", "tau_low", "tau_high", "z", "p_value"):
        assert table[f"trend_{name}"].tobytes() == getattr(result.trend, name).tobytes()
    assert table["trend_tau_low"][4] > 0


def test_neighbours_may_be_a_sparse_array_of_ones() -> None:
    indptr, indices = rows_of(chessboard())
    counts = np.random.default_rng(4).poisson(3.0, (SIDE**2, 6))
    sparse = pytest.importorskip("scipy.sparse")
    near = sparse.csr_array((np.ones(len(indices)), indices, indptr))
    np.testing.assert_array_equal(getis_ord_star(counts, near), getis_ord_star(counts, (indptr, indices)))
    assert emerging_hot_spots(counts, near) == emerging_hot_spots(counts, (indptr, indices))
    with pytest.raises(BadArgument, match="weights other than 1"):
        getis_ord_star(counts, near * 0.25)
    with pytest.raises(BadArgument, match=r"give rows, neighbours\.tocsr"):
        getis_ord_star(counts, near.tocsc())

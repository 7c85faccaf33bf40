"""What every result has in common: a table for polars, a reading for people, and a comparison that does not fail."""

import inspect
from collections.abc import Callable
from dataclasses import FrozenInstanceError, replace
from functools import cache, partial
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest

from tilannekuva import stats
from tilannekuva.stats._results import Result


def rng(seed: int = 20240501) -> np.random.Generator:
    return np.random.default_rng(seed)


COUNTS = rng().poisson(6.0, (8, 300))
X, Y = rng(1).uniform(0, 4_000, (2, 60))
DAY = rng(2).integers(0, 60, 60)
XY = rng(3).uniform(0, 4_000, (8, 2))
RING = (np.arange(0, 17, 2), np.array([[(i - 1) % 8, (i + 1) % 8] for i in range(8)]).ravel())


def _scan(counts: Any = COUNTS, **settings: Any) -> stats.ScanResult:
    return stats.space_time_scan(counts[:, -30:], XY, n_replicates=19, rng=rng(), **settings)


MAKERS: dict[str, Callable[[], Any]] = {
    "scan": _scan,
    "scan without a cluster": lambda: _scan(np.full((8, 30), 3)),
    "knox": lambda: stats.knox(X, Y, DAY, distance_m=500, days=7, n_permutations=19, rng=rng()),
    "knox without a near pair": lambda: stats.knox([0, 9e5], [0, 0], [0, 9], distance_m=1, days=1, rng=rng()),
    "near_repeat": lambda: stats.near_repeat(
        X, Y, DAY, distance_bands_m=[0, 300, 600], day_bands=[0, 7, 14], n_permutations=19, rng=rng()
    ),
    "self_exciting": lambda: stats.self_exciting(DAY, window_days=60),
    "self_exciting, too few": lambda: stats.self_exciting(DAY[:9], window_days=60),
    "farrington_flexible": lambda: stats.farrington_flexible(COUNTS, evaluate=3, years_back=3),
    "farrington": lambda: stats.farrington(COUNTS, evaluate=3, years_back=3),
    "ears": lambda: stats.ears(COUNTS, evaluate=3),
    "cusum": lambda: stats.cusum_negative_binomial(
        COUNTS, mean=6.0, dispersion=1.0, detect_ratio=1.5, threshold=5
    ),
    "cusum_threshold": lambda: stats.cusum_threshold(
        mean=6.0, dispersion=1.0, detect_ratio=1.5, periods_between_false_alarms=20, n_replicates=100, rng=rng()
    ),
    "slow_rise": lambda: stats.slow_rise(COUNTS[:, -9:], mean=6.0, n_replicates=99, rng=rng()),
    "back_test": lambda: stats.back_test(partial(stats.ears, evaluate=60), COUNTS, n_rises=9, rng=rng()),
    "back_test without rises": lambda: stats.back_test(
        partial(stats.ears, evaluate=60), COUNTS, ratios=[], rng=rng()
    ),
    "mann_kendall": lambda: stats.mann_kendall(COUNTS),
    "emerging_hot_spots": lambda: stats.emerging_hot_spots(COUNTS[:, -12:], RING),
    "protect_nested": lambda: stats.protect_nested(
        rng().poisson(4.0, (3, 4, 4)), (4, 4, 5, 5, 6, 6, -1), limit=10
    ),
    "kernel_density": lambda: stats.kernel_density(
        np.arange(16), *(100.0 * axis for axis in np.divmod(np.arange(16), 4)), cell_width_m=100, bandwidth_m=150
    ),
    "nowcast": lambda: stats.nowcast(rng().poisson(3.0, (2, 40, 5))),
    "panel_expected": lambda: stats.panel_expected(rng().poisson(1.0, (3, 4, 57)), np.ones((4, 57), bool)),
    "run_above": lambda: stats.run_above(COUNTS, expected=5.0, dispersion=1.0),
    "kaplan_meier": lambda: stats.kaplan_meier([1, 2, 2, 5], [True, True, False, True]),
    "difference_in_differences": lambda: stats.difference_in_differences(COUNTS[:3], COUNTS[3:], n_before=200),
    "synthetic_control": lambda: stats.synthetic_control(
        COUNTS[:, :12], [0, 1], n_before=8, n_placebos=5, rng=rng()
    ),
    "weighted_displacement_quotient": lambda: stats.weighted_displacement_quotient((90, 60), (80, 82), (40, 45)),
    "fay_herriot": lambda: stats.fay_herriot(rng().normal(5, 1, 9), np.full(9, 0.3)),
    "allocate": lambda: stats.allocate([3.0, 2.0], [2, 1], [[1.0, 0.5], [0.2, 1.0]]),
}  # fmt: skip

made = cache(lambda name: MAKERS[name]())


def results_of_the_package() -> set[str]:
    return {
        name
        for name in stats.__all__
        if inspect.isclass(kind := getattr(stats, name)) and issubclass(kind, Result)
    }


def test_no_result_is_left_out() -> None:
    """Who adds a result adds it here; and everything that ends like one is one."""
    assert {type(made(name)).__name__ for name in MAKERS} == results_of_the_package()
    named = {name for name in stats.__all__ if name.endswith("Result")}
    assert named <= results_of_the_package()


@pytest.mark.parametrize("name", MAKERS)
def test_polars_takes_it_in_one_call(name: str) -> None:
    polars = pytest.importorskip("polars")
    columns = made(name).as_dict()
    table = polars.DataFrame(columns)
    lengths = {len(column) for column in columns.values()}
    assert len(lengths) == 1, {key: len(column) for key, column in columns.items()}
    assert table.shape == (lengths.pop(), len(columns))
    for key, column in columns.items():
        assert table[key].dtype != polars.Object, key
        if isinstance(column, np.ndarray) and column.dtype.kind in "iuf":
            np.testing.assert_array_equal(table[key].to_numpy(), column, err_msg=key)


def test_a_cluster_is_a_row_with_its_locations() -> None:
    polars = pytest.importorskip("polars")
    result = _scan(min_cases=1)
    table = polars.DataFrame(result.as_dict())
    assert table.height == len(result.clusters) > 0
    for row, cluster in zip(table.iter_rows(named=True), result.clusters, strict=True):
        assert tuple(row["location_idx"]) == cluster.location_idx
        assert row["relative_risk_low"] <= row["relative_risk"] <= row["relative_risk_high"]


@pytest.mark.parametrize("name", MAKERS)
def test_results_can_be_compared(name: str) -> None:
    result, again = made(name), MAKERS[name]()
    assert result == again
    assert result != "something else"
    assert result not in [None, 1, COUNTS.tolist()]


def test_what_differs_is_not_equal() -> None:
    one = made("mann_kendall")
    assert one != replace(one, tau=one.tau + 1e-9)
    assert one != replace(one, n_periods=1)
    assert made("knox") != made("near_repeat")
    assert made("scan") != _scan(max_share=0.3)
    assert made("cusum") != replace(made("cusum"), parameters={})


class _Table(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.cells: list[str] = []

    def handle_starttag(self, tag: str, attrs: Any) -> None:
        assert not attrs
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.cells.append(data)


@pytest.mark.parametrize("name", MAKERS)
def test_a_notebook_shows_a_table(name: str) -> None:
    result = made(name)
    reader = _Table()
    reader.feed(result._repr_html_())
    assert reader.open == []
    assert reader.cells[0].startswith(type(result).__name__)
    assert set(result.as_dict()) <= set(reader.cells)
    assert repr(result).startswith(f"<{type(result).__name__}")
    assert len(reader.cells) < 15 * (len(result.as_dict()) + 1)


@pytest.mark.parametrize("name", MAKERS)
def test_nobody_changes_a_result(name: str) -> None:
    result = made(name)
    with pytest.raises(FrozenInstanceError):
        result.seed = 1
    for value in vars(result).values():
        if isinstance(value, np.ndarray) and value.size:
            with pytest.raises(ValueError, match="read-only"):
                value.flat[0] = value.flat[0]


@pytest.mark.parametrize("name", [n for n in stats.__all__ if inspect.isfunction(getattr(stats, n))])
def test_help_is_readable(name: str) -> None:
    """Names of types, not what they are made of."""
    signature = str(inspect.signature(getattr(stats, name)))
    assert "_SupportsArray" not in signature
    assert "Union" not in signature
    assert len(signature) < 1_000

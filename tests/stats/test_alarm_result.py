"""What every method of alarm gives back: a table that polars takes in one call."""

import numpy as np
import pytest

from tilannekuva.stats import ears

from .test_regression_alarms import ARRAYS, example


def test_turns_into_a_long_table() -> None:
    result = ears(example(1, n_series=3, n_periods=30), evaluate=4)
    table = result.as_dict()
    assert set(table) == {"series_idx", "period_idx", "observed", "too_few", *ARRAYS}
    for row in range(12):
        series, period = int(table["series_idx"][row]), int(table["period_idx"][row])
        assert table["upper"][row] == result.upper[series, period - result.first_period_idx]
    assert table["period_idx"].min() == 26
    assert table["period_idx"].max() == 29


def test_polars_takes_it() -> None:
    polars = pytest.importorskip("polars")
    result = ears(example(1, n_series=3, n_periods=30), evaluate=4)
    table = polars.DataFrame(result.as_dict())
    assert table.shape == (12, 12)
    assert table["alarm"].sum() == int(np.sum(result.alarm))

"""How many incidents a row stands for."""

from __future__ import annotations

import numpy as np
import polars as pl
from numpy.typing import NDArray

from .rejections import Reason, RowCheck
from .text_columns import as_numbers, as_text

LARGEST_COUNT = 1_000_000


def read_counts(column: pl.Series, check: RowCheck, *, decimal_comma: bool) -> NDArray[np.int32]:
    """Counts from 1 to `LARGEST_COUNT`; other rows are rejected in `check` and hold 0.

    A whole number written as 3.0 is taken. A count of zero is listed like any other row not taken: it
    says that nothing was counted, and here only incidents are read.
    """
    missing = as_text(column).is_null().to_numpy()
    count = as_numbers(column, decimal_comma).fill_null(np.nan).to_numpy()
    check.reject(missing, Reason.COUNT_MISSING)
    check.reject(np.isnan(count), Reason.COUNT_TEXT)
    check.reject(count < 0, Reason.COUNT_NEGATIVE)
    check.reject(count == 0, Reason.COUNT_ZERO)
    check.reject(count > LARGEST_COUNT, Reason.COUNT_TOO_LARGE)
    check.reject(count != np.floor(count), Reason.COUNT_FRACTION)
    return np.where(check.good, count, 0).astype(np.int32)

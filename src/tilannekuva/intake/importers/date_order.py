"""Whether the day or the month comes first in dates such as 3/4/2026."""

from __future__ import annotations

from enum import StrEnum


class DateOrder(StrEnum):
    """How dates such as 3/4/2026 are to be read."""

    DAY_FIRST = "day_first"
    MONTH_FIRST = "month_first"

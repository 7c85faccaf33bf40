"""The course beside a finding: its kind in the whole city, with the days of the finding marked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .chart_words import marks_text
from .charts import trend_chart
from .place_table import day_in_full, in_span, trend_rows

_FEWEST_PERIODS = 52
_PERIODS_BEFORE = 12


def finding_trend(edition: Mapping[str, Any], finding: Mapping[str, Any]) -> dict[str, Any]:
    """The chart of a finding, its rows (those of the finding with `in_span`) and the two days, in words.

    The whole city, for an edition holds no course of single areas. A year, and as much before the
    finding as shows what was usual.
    """
    span = finding["first_on"], finding["last_on"]
    marked = in_span(edition, *span)
    first = marked.index(True) if True in marked else len(marked)
    n_periods = max(_FEWEST_PERIODS, len(marked) - first + _PERIODS_BEFORE)
    rows = trend_rows(edition, finding["kind"], "reported", n_periods=n_periods)
    return {
        "chart": trend_chart(dict(edition), finding["kind"], n_periods=n_periods, span=span),
        "rows": [row | {"in_span": is_in} for row, is_in in zip(rows, reversed(marked), strict=False)],
        "marks": marks_text(edition, with_discovered=False),
        "first": day_in_full(span[0]),
        "last": day_in_full(span[1]),
    }

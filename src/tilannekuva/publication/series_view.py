"""A statistic as a reader may see it: rows, the course of an area, and the file that they take away."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tilannekuva.domain.disclosure import ShownCount, shown_count
from tilannekuva.domain.statistics import PeriodUnit, period_text
from tilannekuva.domain.stream import DISCOVERED, Stream
from tilannekuva.intake.models import IndicatorSeries, IndicatorValue

from .charts import course_chart

# A spreadsheet computes a cell that begins so; full-width signs are read like the plain ones (C-31).
_BEGINS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


@dataclass(frozen=True, slots=True)
class SeriesRow:
    """One count as it may be shown."""

    starts_on: dt.date
    period: str
    area_code: str
    area: str
    count: ShownCount


def series_rows(
    series: IndicatorSeries, values: Iterable[IndicatorValue], *, smallest: int, language: str
) -> list[SeriesRow]:
    """The rows of a series, in the order of `values`; counts below `smallest` as ranges."""
    unit = PeriodUnit(series.period_unit)
    return [
        SeriesRow(
            starts_on=value.period_starts_on,
            period=period_text(unit, value.period_starts_on),
            area_code=value.area.code,
            area=value.area.name(language),
            count=shown_count(value.n_events, smallest=smallest),
        )
        for value in values
    ]


def series_chart(
    series: IndicatorSeries, rows: Sequence[SeriesRow], *, is_protected: bool
) -> dict[str, Any] | None:
    """The course of one area, or the sum of several where every count is shown as it is.

    None for several areas of protected counts: from a sum and all parts but one, the last part follows.
    """
    if not rows or (is_protected and len({row.area_code for row in rows}) > 1):
        return None
    by_period: dict[dt.date, list[ShownCount]] = defaultdict(list)
    for row in rows:
        by_period[row.starts_on].append(row.count)
    group = "discovered" if Stream(series.stream) in DISCOVERED else "reported"
    values = []
    for starts_on, counts in sorted(by_period.items()):
        low, high = sum(count.low for count in counts), sum(count.high for count in counts)
        values.append(
            {"on": starts_on.isoformat(), "group": group, "low": low, "high": high}
            | {"count": low if low == high else None, "expected": None, "lower": None, "upper": None}
        )
    return course_chart(values)


def series_csv(head: Mapping[str, str], columns: Sequence[str], rows: Sequence[SeriesRow]) -> bytes:
    """Exactly these rows as CSV (RFC 4180, UTF-8), below lines that tell what they are, for whom and until when."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    for name, value in head.items():
        writer.writerow([f"# {defused(name)}", defused(value)])
    writer.writerow([defused(name) for name in columns])
    for row in rows:
        writer.writerow([defused(each) for each in (row.period, row.area_code, row.area, str(row.count))])
    return out.getvalue().encode()


def defused(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula (S-19)."""
    return f"'{cell}" if cell.startswith(_BEGINS_A_FORMULA) else cell

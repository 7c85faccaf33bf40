"""What is told, as a table and as JSON: the same counts as on the pages, and not one more."""

from __future__ import annotations

import csv
import io
from typing import Any

from .told import Told

COLUMNS = (
    "period",
    "kind",
    "kind_name",
    "level",
    "area",
    "area_name",
    "reports",
    "change_from_a_year_before",
)
_DEFUSED = ("=", "+", "-", "@", "\t", "\r")


def public_rows(told: Told) -> list[tuple[str, ...]]:
    """Every count that is told, by quarter, kind and area; what is not told has no row."""
    rows = []
    for quarter in told.quarters:
        for kind in told.kinds:
            for code, count in sorted(told.counts(quarter, kind["code"]).items()):
                place = told.places[code]
                trend = told.trend(quarter, kind["code"], place.code)
                rows.append(
                    (
                        quarter.code,
                        kind["code"],
                        told.name(kind),
                        place.level,
                        place.code,
                        place.name,
                        str(count),
                        trend.value if trend is not None else "",
                    )
                )
    return rows


def public_csv(told: Told) -> bytes:
    """RFC 4180, UTF-8 with its mark so that spreadsheets read it; no cell is a formula (S-19)."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([_defused(cell) for cell in row] for row in public_rows(told))
    return out.getvalue().encode("utf-8-sig")


def public_json(told: Told, *, sha256: str) -> dict[str, Any]:
    """The same for programs, with limits and method. `sha256`: of the frozen release."""
    content = told.content
    kept = ("schema", "method", "city", "simulated", "marking", "as_of", "good_until", "limits", "levels")
    return {
        **{name: content[name] for name in (*kept, "attributions", "lead", "covered")},
        "release_sha256": sha256,
        "areas": [
            {"code": place.code, "name": place.name, "level": place.level, "parent": place.parent}
            for place in told.places.values()
        ],
        "kinds": [
            {"code": kind["code"], "name": told.name(kind), "positive": kind["positive"]}
            for kind in told.kinds
        ],
        "columns": [COLUMNS[position] for position in (0, 1, 4, 6, 7)],
        "counts": [
            [period, kind, area, int(count), trend or None]
            for period, kind, _kind_name, _level, area, _area_name, count, trend in public_rows(told)
        ],
    }


def _defused(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_DEFUSED) else cell

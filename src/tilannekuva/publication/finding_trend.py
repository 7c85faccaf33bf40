"""The courses beside a finding: at its own places, and of its kind in the whole city."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from .chart_words import marks_text
from .charts import trend_chart, trend_values
from .charts.small import small_trend_svg
from .place_table import day_in_full, in_span, trend_rows

_FEWEST_PERIODS = 52
_PERIODS_BEFORE = 12
_OWN_HEIGHT_PX = 120


def finding_trend(edition: Mapping[str, Any], finding: Mapping[str, Any]) -> dict[str, Any]:
    """The charts of a finding, their rows (those of the finding with `in_span`) and the two days, in words.

    `own` is the course at its places, None where the edition holds none. The one of the whole city goes back a year,
    and as much before the finding as shows what was usual.
    """
    span = finding["first_on"], finding["last_on"]
    marked = in_span(edition, *span)
    first = marked.index(True) if True in marked else len(marked)
    n_periods = max(_FEWEST_PERIODS, len(marked) - first + _PERIODS_BEFORE)
    return {
        "chart": trend_chart(dict(edition), finding["kind"], n_periods=n_periods, span=span),
        "rows": _rows(edition, finding, n_periods=n_periods),
        "marks": marks_text(edition, with_discovered=False),
        "own": _own(finding),
        "first": day_in_full(span[0]),
        "last": day_in_full(span[1]),
    }


def own_course(finding: Mapping[str, Any]) -> dict[str, Any] | None:
    """The course at the places of a finding, in the form of an edition that holds nothing else; or None.

    Findings of before it was counted have none, and neither have those whose small counts it would give away.
    """
    # Sorted: a database may keep the days of a year in any order.
    course = sorted(finding.get("course", {}).items())
    if not course:
        return None
    nothing: list[float] = []
    observed = [shown for _start, shown in course]
    reported = {"observed": observed, "expected": nothing, "lower": nothing, "upper": nothing}
    return {
        "period_starts": [start for start, _shown in course],
        "courses": {finding["kind"]: {"reported": reported}},
    }


def own_course_svg(finding: Mapping[str, Any], *, where: str) -> str:
    """The same as a small chart, or nothing."""
    course = own_course(finding)
    if course is None:
        return ""
    title = _("Signals reported in each period at the places of the finding: %(where)s") % {"where": where}
    return small_trend_svg(trend_values(course, finding["kind"]), title=title)


def _own(finding: Mapping[str, Any]) -> dict[str, Any] | None:
    course = own_course(finding)
    if course is None:
        return None
    span = finding["first_on"], finding["last_on"]
    return {
        "chart": trend_chart(course, finding["kind"], span=span, height=_OWN_HEIGHT_PX),
        "rows": _rows(course, finding),
    }


def _rows(
    edition: Mapping[str, Any], finding: Mapping[str, Any], *, n_periods: int | None = None
) -> list[dict[str, Any]]:
    """The rows of a course, the newest first; those of the finding say so."""
    rows = trend_rows(edition, finding["kind"], "reported", n_periods=n_periods)
    marked = in_span(edition, finding["first_on"], finding["last_on"])
    return [row | {"in_span": is_in} for row, is_in in zip(rows, reversed(marked), strict=False)]

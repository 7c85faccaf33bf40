"""What stands under a trend chart: what its marks mean, and why a mark is missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _


def has_band(edition: Mapping[str, Any]) -> bool:
    """Whether the course of any kind is compared period by period: it takes more than two years of history."""
    return any(
        value is not None
        for groups in edition["courses"].values()
        for course in groups.values()
        for value in course["expected"]
    )


def has_incoming(edition: Mapping[str, Any]) -> bool:
    """Whether reports of the newest periods of any kind are still coming in."""
    return any(course.get("incoming") for groups in edition["courses"].values() for course in groups.values())


def marks_text(edition: Mapping[str, Any], *, with_discovered: bool) -> str:
    """What the marks of a chart mean, and why there is no line and band where there is none."""
    dots = (
        _("Dots: signals reported; triangles: discovered, where there were any, not compared.")
        if with_discovered
        else _("Dots: signals reported.")
    )
    parts = [dots, _band_text(edition), _("Bars: counts too small to show exactly.")]
    if has_incoming(edition):
        parts.append(_("Ring: what a period will have been when all reports are in, with its 95 % interval."))
    return " ".join(parts)


def _band_text(edition: Mapping[str, Any]) -> str:
    if has_band(edition):
        return _(
            "Line and band: expected with its 95 % interval, where the history before it is long enough."
        )
    return _(
        "There is no line and band: they compare each period with the same season of at least two earlier years, "
        "and the history is shorter. What the sentences call expected is the mean so far, for the whole span "
        "at once."
    )

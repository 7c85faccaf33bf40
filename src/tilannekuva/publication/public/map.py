"""The map of a kind: outlines of registered areas alone, shaded by the count that is told (D-06)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tilannekuva.domain.quarter import Quarter

from ..still_map import map_svg
from .told import Told
from .words import quarter_text

_WIDTH_PX = 640
_STEPS = (1, 2, 5, 10)


def shade_steps(told: Told) -> list[int]:
    """Where each grey begins. The same for every map, whatever was counted: no legend follows the counts (D-17)."""
    return [step * told.smallest_count for step in _STEPS]


def looks(told: Told, kind: str, quarter: Quarter, level: str) -> dict[str, str]:
    """By code of the finest areas, how each looks: that of the area of `level` in which it lies."""
    steps = shade_steps(told)
    found = {}
    for code in told.finest:
        place = told.places[code]
        chain = [place, *told.around(code)]
        shown = next((each for each in chain if each.level == level), place)
        count = told.count(quarter, kind, shown.code)
        if count is not None:
            found[place.code] = f"count-{sum(count >= step for step in steps) - 1}"
        elif not place.has_reporters:
            found[place.code] = "blind"
    return found


def public_map_svg(
    told: Told, kind: Mapping[str, Any], quarter: Quarter, level: str, geography: Mapping[str, Any]
) -> str:
    """The map as SVG; nothing where no outline is known. `geography["inhabited"]`: codes that must be in the frame."""
    areas = geography["areas"]
    if not areas["features"]:
        return ""
    title = _("Map: %(kind)s, %(quarter)s. The table beside it says the same.") % {
        "kind": told.name(kind),
        "quarter": quarter_text(quarter),
    }
    return map_svg(
        areas,
        basemap=geography["basemap"],
        looks=looks(told, kind["code"], quarter, level),
        frame=geography["inhabited"],
        title=title,
        width=_WIDTH_PX,
    )

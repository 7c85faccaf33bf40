"""The still map of a choice, and of one finding: for paper, and for pages that are read without a script."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from .choice import Choice
from .map_data import finding_map_data, map_data
from .map_looks import looks_of
from .still_map import map_svg

Shapes = Mapping[str, Any]

_PAGE_WIDTH_PX = 640


def page_map_svg(edition: Mapping[str, Any], geography: Shapes, choice: Choice) -> str:
    """The map that the page draws with a script, as it stands; nothing where no shape is known."""
    data = map_data(edition, choice)
    return picture_map_svg(edition, geography, data, width=_PAGE_WIDTH_PX, named=data["names"])


def finding_map_svg(
    edition: Mapping[str, Any], geography: Shapes, finding: Mapping[str, Any], language: str
) -> str:
    """The place of one finding among the areas about it."""
    data = finding_map_data(edition, finding, language)
    return picture_map_svg(
        edition, geography, data, width=_PAGE_WIDTH_PX, named=data["names"], findings=[finding]
    )


def picture_map_svg(
    edition: Mapping[str, Any],
    geography: Shapes,
    data: Mapping[str, Any],
    *,
    width: int,
    named: Mapping[str, str],
    findings: Sequence[Mapping[str, Any]] | None = None,
    numbers: Mapping[str, str] | None = None,
) -> str:
    """`data`: the slice that `map_data` makes; `named`: names of areas, the most important first.

    `findings`: entries of the edition, by default those that the slice holds; `numbers`: see `still_map`.
    """
    looks = {} if data.get("is_plain") else looks_of(data)
    areas, cells = geography.get("areas"), geography.get("cells")
    if cells and (not areas or not areas["features"]):
        # Without areas the cells with signals are the map.
        shown = [cell for cell in cells["features"] if cell["properties"]["code"] in looks]
        areas = {**cells, **({"features": shown} if shown else {})}
    if not areas or not areas["features"]:
        return ""
    if findings is None:
        told = {finding["id"] for finding in data["findings"]}
        findings = [finding for finding in edition["findings"] if finding["id"] in told]
    return map_svg(
        areas,
        findings=findings,
        cells=cells,
        basemap=geography.get("basemap"),
        looks=looks,
        frame=data["frame"],
        names=named,
        numbers=numbers,
        title=_("Map of findings"),
        width=width,
    )

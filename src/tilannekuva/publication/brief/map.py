"""The map on paper: places by their look, findings by the number that they have in the list beside it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from tilannekuva.detection.words import STREAM_GROUPS, count_text
from tilannekuva.domain.city import name_in
from tilannekuva.picture.words import LEVEL_STATES, window_text

from ..choice import Choice, first_choice
from ..coverage_view import blind_text
from ..map_data import attribution_of, map_data
from ..map_looks import looks_of
from ..picture_map import picture_map_svg
from ..still_map import LOOKS

_WIDTH_PX = 330


def map_content(
    edition: Mapping[str, Any],
    geography: Mapping[str, Any],
    groups: Sequence[Mapping[str, Any]],
    *,
    language: str,
) -> dict[str, Any]:
    """The part of the content of `picture.typ` about the map. `groups`: views of findings, as the list shows them."""
    choice = first_choice(edition, language)
    data = map_data(edition, choice)
    looks = looks_of(data)
    sources = attribution_of(edition)
    return {
        "map": picture_map_svg(
            edition,
            geography,
            data,
            width=_WIDTH_PX,
            named=_names(data, groups),
            numbers={group["id"]: str(number) for number, group in enumerate(groups, start=1)},
        ),
        "map_missing": _("There is no map: neither areas nor grid cells with signals are known."),
        "map_caption": _caption(edition, choice),
        "map_legend": _legend(data, set(looks.values())),
        "map_findings": _(
            "Numbers: findings of the list, outlined where they lie; dashed until a person confirms them."
        )
        if groups
        else "",
        "map_no_data": blind_text(len(data["blind"])),
        "map_sources": _("Data of the map: %(sources)s") % {"sources": sources} if sources else "",
    }


def _names(data: Mapping[str, Any], groups: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Names of areas, those of findings first: they get the room there is. Numbers alone are names too."""
    told = [code for group in groups for code in group["area_codes"]]
    return {code: data["names"].get(code) or code for code in dict.fromkeys([*told, *data["names"]])}


def _caption(edition: Mapping[str, Any], choice: Choice) -> str:
    kinds = {kind["code"]: name_in(kind["names"], choice.language) for kind in edition["kinds"]}
    window = window_text(edition["period_unit"], choice.window)
    if not edition["areas"]:
        text = _("Signals in a grid cell: %(kind)s, %(group)s, %(window)s")
    elif choice.kind is not None:
        text = _("%(kind)s, %(group)s, %(window)s")
    else:
        text = _("Signals in an area: %(kind)s, %(group)s, %(window)s")
    kind = kinds[choice.kind] if choice.kind is not None else _("all phenomena together")
    group = str(STREAM_GROUPS[choice.group])
    return text % {"kind": kind, "group": group[:1].lower() + group[1:], "window": window}


def _legend(data: Mapping[str, Any], drawn: set[str]) -> list[list[str]]:
    """Colour and word of each look that the map shows; an empty colour is the hatch."""
    words = {state: str(LEVEL_STATES[state]) for state in ("far_above", "above", "as_expected", "below")}
    words |= {
        f"count-{step}": _("from %(n)s") % {"n": count_text(start)}
        for step, start in enumerate(data["count_steps"])
    }
    words["unknown"] = (
        _("Too little to say, or no signals: no proof of calm")
        if data["kind"]
        else _("No signals: no proof of calm")
    )
    return [[LOOKS.get(look, ""), word] for look, word in words.items() if look in drawn]

"""What the map draws of an edition: codes, counts and steps, no shapes. And the words it speaks with."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tilannekuva.detection.words import STREAM_GROUPS
from tilannekuva.domain.city import Text, name_in, text_in
from tilannekuva.picture.sentences import no_finding_sentence
from tilannekuva.picture.words import LEVEL_STATES, READINGS, STATE_OF_STEP, STILL_COMING_IN, window_text

from .choice import Choice
from .coverage_view import blind_codes
from .finding_view import state_of
from .map_looks import area_part, cell_part, concerns, count_steps, first_count_step
from .picture_view import Address


def map_data(
    edition: Mapping[str, Any],
    choice: Choice,
    *,
    finding_url: Address = lambda public_id: f"#finding-{public_id}",
) -> dict[str, Any]:
    """The slice of an edition that a choice shows on the map.

    `areas`: area code -> [observed, expected, lower, upper, step]; `cells`: cell code -> observed; where no kind is
    chosen, of all concerns together; `count_steps`: where each grey begins;
    `frame`: codes of the areas with signals, which the map must show; `is_by_cell`: there are no areas, and
    grid cells are all that is drawn; `blind`: codes of the areas of which nothing is known.
    """
    areas, cells = area_part(edition, choice), cell_part(edition, choice)
    counts = [level[0] for level in areas.values()] if edition["areas"] else cells.values()
    first = first_count_step(edition["smallest_count"])
    return {
        "kind": choice.kind,
        "window": choice.window,
        "group": choice.group.value,
        "areas": areas,
        "cells": cells,
        "count_steps": count_steps(counts, first=first),
        "blind": blind_codes(edition, choice.window),
        "findings": [
            _finding(finding, choice.language, finding_url)
            for finding in edition["findings"]
            if finding["state"] != "rejected" and choice.kind in (None, finding["kind"])
        ],
        "names": {area["code"]: name_in(area["names"], choice.language) for area in edition["areas"]},
        "frame": sorted(areas_with_signals(edition)),
        "is_by_cell": not edition["areas"],
        "words": map_words(edition, choice.language),
    }


def finding_map_data(edition: Mapping[str, Any], entry: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The slice for the small map of one finding: its outline, and the areas around it."""
    return {
        "kind": None,
        "window": edition["windows"][0],
        "group": "reported",
        "areas": {},
        "cells": {},
        "count_steps": count_steps((), first=first_count_step(edition["smallest_count"])),
        "is_plain": True,
        "is_by_cell": not edition["areas"],
        "blind": [],
        "findings": [_finding(entry, language, lambda _public_id: "")],
        "names": {area["code"]: name_in(area["names"], language) for area in edition["areas"]},
        "frame": sorted(entry["area_codes"]),
        "words": map_words(edition, language),
    }


def attribution_of(edition: Mapping[str, Any]) -> str:
    """Whose data the map shows, in the active language."""
    for layer in edition["layers"]:
        if layer["layer"] == "areas":
            return attribution_text(layer["sources"])
    return ""


def attribution_text(sources: Iterable[Text]) -> str:
    """The lines of an attribution as one, in the active language. Text only: the map would take it as markup."""
    return re.sub(r"[<>]", "", " · ".join(text_in(source, get_language() or "en") for source in sources))


def areas_with_signals(edition: Mapping[str, Any]) -> set[str]:
    """Where anything was reported in the longest window: the map need not show the open sea."""
    longest = str(edition["windows"][-1])
    return {
        code
        for groups in edition["area_levels"].values()
        for code, level in groups.get("reported", {}).get(longest, {}).items()
        if level[0] != 0
    }


def map_words(edition: Mapping[str, Any], language: str) -> dict[str, Any]:
    """The words and steps that a script needs to say what it draws, in the active language."""
    return {
        "language": language,
        "states": {state: str(word) for state, word in LEVEL_STATES.items()},
        "state_of_step": {str(step): state for step, state in STATE_OF_STEP.items() if step is not None},
        "groups": {str(group): str(word) for group, word in STREAM_GROUPS.items()},
        "windows": {str(n): window_text(edition["period_unit"], n) for n in edition["windows"]},
        "concerns": concerns(edition),
        "first_count_step": first_count_step(edition["smallest_count"]),
        "from_count": _("from %(n)s"),
        "seen_and_expected": _("%(observed)s seen, %(expected)s expected"),
        "cell": _("cell E %(east)s, N %(north)s"),
        "observed": _("Observed"),
        "expected": _("Expected (95 %)"),
        "state": _("State"),
        "still_coming_in": str(STILL_COMING_IN),
        "readings": list(READINGS),
        "no_signals": _("No signals in this picture. That is no proof of calm."),
        "no_data": _("No data: nobody who reports looks here, and nothing came in. That is no calm."),
        "choose_kind": _("Signals of all phenomena together. Choose one to see how this place stands."),
        "findings_here": _("Findings here"),
        "close": _("Close"),
        "no_findings": _no_findings(edition),
        "map_controls": _map_controls(),
        "degrees": {
            "north": _("%(degrees)s° N"),
            "south": _("%(degrees)s° S"),
            "east": _("%(degrees)s° E"),
            "west": _("%(degrees)s° W"),
        },
        "map_failed": _("The map cannot be drawn here. The table below shows the same."),
    }


def _no_findings(edition: Mapping[str, Any]) -> dict[str, str]:
    """What no finding means: of all kinds ("") and of each kind of which something else is to be said."""
    of_all = no_finding_sentence(edition)
    of_kinds = {kind["code"]: no_finding_sentence(edition, kind["code"]) for kind in edition["kinds"]}
    return {"": of_all} | {code: sentence for code, sentence in of_kinds.items() if sentence != of_all}


def _map_controls() -> dict[str, str]:
    """What the map library says by itself, under its own names for it."""
    return {
        "CooperativeGesturesHandler.MacHelpText": _("Zoom the map with ⌘ and the wheel"),
        "CooperativeGesturesHandler.MobileHelpText": _("Move the map with two fingers"),
        "CooperativeGesturesHandler.WindowsHelpText": _("Zoom the map with Ctrl and the wheel"),
        "Map.Title": _("Map"),
        "Marker.Title": _("Place on the map"),
        "NavigationControl.ZoomIn": _("Zoom in"),
        "NavigationControl.ZoomOut": _("Zoom out"),
    }


def _finding(finding: Mapping[str, Any], language: str, finding_url: Address) -> dict[str, Any]:
    state, word = state_of(finding["state"], finding["possible"])
    return {
        "id": finding["id"],
        "url": finding_url(finding["id"]),
        "kind": finding["kind"],
        "place": finding["place"],
        "place_codes": finding["place_codes"],
        "area_codes": finding["area_codes"],
        "observed": finding["observed"],
        "expected": finding["expected"],
        "state": state,
        "state_word": word,
        "sentence": name_in(finding["sentence"], language),
    }

"""The annex of the PDF: every phenomenon, every finding, the methods, and what the picture rests on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from tilannekuva.detection.words import METHOD_EXPLANATIONS, METHOD_LIMITS, METHODS, count_text
from tilannekuva.domain.alphabet import alphabetical
from tilannekuva.picture.words import LEVEL_STATES, window_text

from ..basis_view import basis_rows, layer_rows, rejected_rows
from ..place_table import expected_text


def annex_content(
    edition: Mapping[str, Any], findings: Sequence[Mapping[str, Any]], kinds: Mapping[str, str], window: str
) -> dict[str, Any]:
    """The part of the content of `picture.typ` that stands after the page break.

    `findings`: views of all of them; `kinds`: names by code, in the active language; `window`: a key of
    the levels of the edition.
    """
    layers = [
        [layer["name"], f"{layer['age']} {'; '.join(layer['sources'])}".strip()]
        for layer in layer_rows(edition)
    ]
    return {
        "annex_heading": _("Annex: every phenomenon"),
        "annex_window": window_text(edition["period_unit"], int(window)),
        "annex": _kinds(edition, kinds, window),
        "annex_note": _("In the order of their names: nothing here is ranked."),
        "every_finding_heading": _("Annex: every finding"),
        "every_finding": [
            {
                "sentence": view["sentence"],
                "state": view["state_word"],
                "method": view["method"],
                "decided": view["decided"],
                "course": view["course_svg"],
                "course_alt": _("Signals reported in each period at the places of the finding: %(where)s")
                % {"where": view["where"]},
            }
            for view in findings
        ],
        "methods_heading": _("Methods and what they do not know"),
        "methods": [
            {
                "name": str(METHODS[method]),
                "text": str(METHOD_EXPLANATIONS[method]),
                "limits": str(METHOD_LIMITS[method]),
            }
            for method in METHODS
        ],
        "rejected_heading": _("Rows not taken"),
        "rejected": [list(row) for row in rejected_rows(edition["basis"])],
        "basis_heading": _("Basis"),
        "basis": [*layers, *(list(row) for row in basis_rows(edition["basis"]))],
    }


def _kinds(edition: Mapping[str, Any], kinds: Mapping[str, str], window: str) -> dict[str, Any]:
    """One row for each kind, by name: what a reader looks it up by."""
    rows = []
    for code in sorted(edition["city_levels"], key=lambda code: alphabetical(kinds[code])):
        groups = edition["city_levels"][code]
        reported, discovered = groups["reported"][window], groups["discovered"][window]
        expected = expected_text(reported["expected"], reported["lower"], reported["upper"])
        rows.append(
            [
                kinds[code],
                count_text(reported["observed"]),
                _expected_or_why_not(reported, expected),
                count_text(discovered["observed"]),
                str(LEVEL_STATES[reported["state"]]),
            ]
        )
    return {
        "head": [_("Phenomenon"), _("Reported"), _("Expected (95 %)"), _("Discovered"), _("State")],
        "rows": rows,
    }


def _expected_or_why_not(level: Mapping[str, Any], expected: str) -> str:
    if level["state"] == "new":
        return _("not seen before")
    return expected if level["expected"] is not None else _("too little to say")

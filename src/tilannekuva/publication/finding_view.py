"""What a list or a page shows of one finding: its sentence, its numbers, how it was found and how sure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from tilannekuva.detection.parameter_words import parameter_text, value_text
from tilannekuva.detection.sentences import by_chance_text, cells_text, radius_text, where_text
from tilannekuva.detection.whereabouts_words import degrees_text, way_text
from tilannekuva.detection.words import (
    FINDING_REASONS,
    METHOD_EXPLANATIONS,
    METHOD_LIMITS,
    METHODS,
    STREAMS,
    count_text,
)
from tilannekuva.domain.city import name_in
from tilannekuva.domain.marking import Marking
from tilannekuva.picture.sentences import is_of_city

from .finding_trend import own_course_svg
from .place_table import day_in_full, expected_text


def finding_view(
    edition: Mapping[str, Any], finding: Mapping[str, Any], language: str, *, url: str
) -> dict[str, Any]:
    """An entry of `findings` of an edition, in the active language."""
    names = {area["code"]: name_in(area["names"], language) for area in edition["areas"]}
    kinds = {kind["code"]: name_in(kind["names"], language) for kind in edition["kinds"]}
    state, word = state_of(finding["state"], finding["possible"])
    marking = Marking(finding["marking"])
    areas = [names.get(code) or code for code in finding["area_codes"]]
    where = where_text(
        areas,
        finding["place_codes"],
        whereabouts=finding.get("whereabouts"),
        of_city=is_of_city(edition),
    )
    return {
        "id": finding["id"],
        "url": url,
        "kind": finding["kind"],
        "kind_name": kinds.get(finding["kind"], finding["kind"]),
        "sentence": name_in(finding["sentence"], language),
        "state": state,
        "state_word": word,
        "marking": {"code": marking.value, "label": marking.label},
        "places": frozenset(finding["area_codes"] or finding["place_codes"]),
        "also": [],
        "areas": areas,
        "area_codes": list(finding["area_codes"]),
        "where": where,
        "place_facts": _place_facts(finding, of_city=is_of_city(edition)),
        "observed": count_text(finding["observed"]),
        "expected": _expected(finding),
        "since": day_in_full(finding["first_on"]),
        "facts": _facts(finding, of_city=is_of_city(edition)),
        # Numbers and our own marks only; the title is escaped where it is made.
        "course_svg": mark_safe(own_course_svg(finding, where=where)),
        "streams": [
            (str(word), count_text(shown))
            for stream, word in STREAMS.items()
            if (shown := finding["by_stream"].get(stream))
        ],
        "method": str(METHODS[finding["method"]]),
        "explanation": str(METHOD_EXPLANATIONS[finding["method"]]),
        "limits": str(METHOD_LIMITS[finding["method"]]),
        "basis": method_rows(finding),
        "decided": _decided(finding),
    }


def grouped(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Views of findings, those of one kind that share a place under the first of them (as its `also`).

    Several rules notice the same thing; each keeps its own numbers and its own decision.
    """
    groups: list[dict[str, Any]] = []
    for finding in findings:
        for group in groups:
            places = group["places"].union(*(also["places"] for also in group["also"]))
            if finding["kind"] == group["kind"] and not places.isdisjoint(finding["places"]):
                group["also"].append(finding)
                break
        else:
            groups.append(finding)
    return groups


def state_of(state: str, is_possible: bool) -> tuple[str, str]:
    """The state as a reader sees it: a code for its shape, and its word."""
    if state == "confirmed":
        return "confirmed", _("Confirmed by a person")
    if state == "rejected":
        return "rejected", _("Rejected by a person")
    if is_possible:
        return "possible", _("Possible: rests on one organisation or one stream")
    return "open", _("Awaits a decision")


def _facts(finding: Mapping[str, Any], *, of_city: bool) -> list[tuple[str, str]]:
    return [
        (_("Observed"), count_text(finding["observed"])),
        (_("Expected (95 %)"), _expected(finding)),
        (_("Since"), day_in_full(finding["first_on"])),
        (_("Until"), day_in_full(finding["last_on"])),
        (_("Last found"), day_in_full(finding["last_found_on"])),
        (_("How often"), by_chance_text(finding["by_chance_days"], of_city=of_city)),
        (_("Organisations"), count_text(finding["n_organisations"])),
        *_place_facts(finding, of_city=of_city),
    ]


def _place_facts(finding: Mapping[str, Any], *, of_city: bool) -> list[tuple[str, str]]:
    """Where exactly: the centre, the way to it, and the circle about it, as far as each may be told."""
    whereabouts = finding.get("whereabouts")
    cells = finding["place_codes"] if finding["place"] == "cell" else ()
    told = [
        (_("Centre"), degrees_text(whereabouts) if whereabouts else ""),
        (_("Direction"), way_text(whereabouts, of_city=of_city)),
        (_("Radius"), _("%(n)s m") % {"n": radius_text(finding["radius_m"])} if finding["radius_m"] else ""),
        (_("Grid cells"), cells_text(cells)),
    ]
    return [(name, text) for name, text in told if text]


def _expected(finding: Mapping[str, Any]) -> str:
    return expected_text(finding["expected"], finding["expected_lower"], finding["expected_upper"])


def method_rows(finding: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Rule, version, seed and parameters: enough to run it again."""
    return [
        (
            _("Rule"),
            _("%(method)s, version %(version)s")
            % {"method": METHODS[finding["method"]], "version": finding["method_version"]},
        ),
        (_("Seed"), str(finding["seed"])),
        *((parameter_text(name), value_text(value)) for name, value in sorted(finding["parameters"].items())),
    ]


def _decided(finding: Mapping[str, Any]) -> str:
    if not finding["decided_on"] or finding["state"] == "open":
        return ""
    day = day_in_full(finding["decided_on"])
    reason = finding["reason"]
    return f"{day}: {FINDING_REASONS[reason]}" if reason else day

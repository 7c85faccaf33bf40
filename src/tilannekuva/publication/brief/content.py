"""What stands in the PDF: every word and number, in the active language, from the edition alone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tilannekuva.detection.words import (
    METHOD_EXPLANATIONS,
    METHOD_LIMITS,
    METHODS,
    count_text,
    day_text,
    number_text,
)
from tilannekuva.domain.city import name_in
from tilannekuva.domain.marking import Marking
from tilannekuva.picture.words import LEVEL_STATES, NOTES, window_text

from ..charts import trend_chart
from ..drawing import chart_svg, map_svg

# A leader reads five at most; the annex holds every kind.
_KINDS_WITH_CHART = 5
_FINDINGS_ON_PAGE = 8


def brief_content(edition: dict[str, Any], geography: Mapping[str, Any], *, language: str) -> dict[str, Any]:
    """The content of `picture.typ`."""
    window = edition["windows"][0]
    kinds = {kind["code"]: name_in(kind["names"], language) for kind in edition["kinds"]}
    findings = [finding for finding in edition["findings"] if finding["state"] != "rejected"]
    chosen = _most_unusual(edition, str(window))
    return {
        "language": language.split("-")[0],
        "title": _("Situational picture of %(city)s") % {"city": name_in(edition["city"]["names"], language)},
        "subtitle": _("As of %(as_of)s, good until %(good_until)s")
        % {"as_of": _day(edition["as_of"]), "good_until": _day(edition["good_until"])},
        "marking": Marking(edition["marking"]).label,
        "simulated": str(NOTES["simulated"]) if edition["simulated"] else "",
        "notes": [str(NOTES[note]) for note in edition["notes"] if note != "simulated"],
        "summary": _summary(edition, findings, chosen, str(window)),
        "findings_heading": _("Findings"),
        "findings_note": _("A finding awaits a person's decision. It is never a verdict."),
        "no_findings": _(
            "Nothing stood out from what is expected. That is no proof of calm: see who reports."
        ),
        "findings": [_finding(finding, language) for finding in findings[:_FINDINGS_ON_PAGE]],
        "findings_left_out": _("Further findings: %(n)d") % {"n": len(findings) - _FINDINGS_ON_PAGE}
        if len(findings) > _FINDINGS_ON_PAGE
        else "",
        "map": _map(edition, geography, findings),
        "map_caption": _(
            "Areas of %(city)s. Outlined: places of findings, dashed until a person confirms them."
        )
        % {"city": name_in(edition["city"]["names"], language)},
        "kinds_heading": _("Phenomena"),
        "chart_note": _(
            "Dots: signals reported. Line and band: what is expected, with its 95 % interval. Bars: counts too small to show exactly."
        ),
        "kinds": [_kind(edition, code, kinds[code], str(window), language) for code in chosen],
        "annex_heading": _("Annex: every phenomenon"),
        "annex_window": window_text(edition["period_unit"], window),
        "annex": _annex(edition, kinds, str(window)),
        "methods_heading": _("Methods and what they do not know"),
        "methods": [
            {
                "name": str(METHODS[method]),
                "text": str(METHOD_EXPLANATIONS[method]),
                "limits": str(METHOD_LIMITS[method]),
            }
            for method in METHODS
        ],
        "basis_heading": _("Basis"),
        "basis": _basis(edition),
        "page_of": _("Page"),
    }


def _day(text: str) -> str:
    return day_text(dt.date.fromisoformat(text), year=True)


def _most_unusual(edition: dict[str, Any], window: str) -> list[str]:
    """The kinds for the page: above the expected first, then by how much was reported. Strengths apart."""

    def unusual(code: str) -> tuple[int, float]:
        level = edition["city_levels"][code]["reported"][window]
        observed = level["observed"] if isinstance(level["observed"], int) else level["observed"][1]
        return (level["step"] if level["step"] is not None else -2, observed)

    codes = [kind["code"] for kind in edition["kinds"] if not kind["positive"]]
    codes = [code for code in codes if code in edition["city_levels"]]
    return sorted(codes, key=unusual, reverse=True)[:_KINDS_WITH_CHART]


def _summary(
    edition: dict[str, Any], findings: list[dict[str, Any]], chosen: list[str], window: str
) -> list[str]:
    above = [code for code in chosen if (edition["city_levels"][code]["reported"][window]["step"] or 0) > 0]
    decided = sum(finding["state"] == "confirmed" for finding in findings)
    possible = sum(finding["possible"] for finding in findings)
    return [
        _("Phenomena reported above the expected in the whole city: %(n)d of %(of)d.")
        % {"n": len(above), "of": sum(not kind["positive"] for kind in edition["kinds"])},
        _("Findings that stand: %(n)d, of which people confirmed %(confirmed)d.")
        % {"n": len(findings), "confirmed": decided},
        _("Only possible, because they rest on one organisation or one stream: %(n)d.") % {"n": possible},
    ]


def _finding(finding: dict[str, Any], language: str) -> dict[str, str]:
    return {
        "sentence": finding["sentence"].get(language) or next(iter(finding["sentence"].values())),
        "state": _("Confirmed by a person")
        if finding["state"] == "confirmed"
        else _("Possible")
        if finding["possible"]
        else _("Awaits a decision"),
        "method": str(METHODS[finding["method"]]),
    }


def _kind(edition: dict[str, Any], code: str, name: str, window: str, language: str) -> dict[str, str]:
    level = edition["city_levels"][code]["reported"][window]
    sentence = level["sentence"].get(language) or next(iter(level["sentence"].values()))
    return {
        "name": name,
        "state": str(LEVEL_STATES[level["state"]]),
        "sentence": sentence,
        "chart": chart_svg(trend_chart(edition, code, width=640, height=92, n_periods=104)),
        "chart_alt": f"{name}. {sentence}",
    }


def _map(edition: dict[str, Any], geography: Mapping[str, Any], findings: list[dict[str, Any]]) -> str:
    areas, cells = geography.get("areas"), geography.get("cells")
    if not areas or not areas["features"]:
        areas = cells
    if not areas or not areas["features"]:
        return ""
    return map_svg(
        areas, findings=findings, cells=cells, frame=_areas_with_signals(edition), title=_("Map of findings")
    )


def _areas_with_signals(edition: dict[str, Any]) -> set[str]:
    """Where anything was reported in the longest window: the map leaves out the open sea."""
    longest = str(edition["windows"][-1])
    return {
        code
        for groups in edition["area_levels"].values()
        for code, level in groups.get("reported", {}).get(longest, {}).items()
        if level[0] != 0
    }


def _annex(edition: dict[str, Any], kinds: dict[str, str], window: str) -> dict[str, Any]:
    rows = []
    for code, groups in edition["city_levels"].items():
        reported, discovered = groups["reported"][window], groups["discovered"][window]
        expected = (
            f"{number_text(reported['expected'])} ({number_text(reported['lower'])}–{number_text(reported['upper'])})"
            if reported["expected"] is not None
            else _("too little to say")
        )
        rows.append(
            [
                kinds[code],
                count_text(reported["observed"]),
                expected,
                count_text(discovered["observed"]),
                str(LEVEL_STATES[reported["state"]]),
            ]
        )
    return {
        "head": [_("Phenomenon"), _("Reported"), _("Expected (95 %)"), _("Discovered"), _("State")],
        "rows": rows,
    }


def _basis(edition: dict[str, Any]) -> list[list[str]]:
    basis = edition["basis"]
    rows = [
        [_("Signals read"), count_text(basis["n_signals"])],
        [_("Run"), str(basis["run"])],
        [_("Seed"), str(basis["seed"])],
        [_("Version"), str(basis["code_version"])],
        [_("Checksum of the inputs"), str(basis["inputs_sha256"])[:16]],
    ]
    sources = [source for layer in edition["layers"] for source in layer["sources"]]
    return [*rows, *([[_("Sources"), "; ".join(sources)]] if sources else [])]

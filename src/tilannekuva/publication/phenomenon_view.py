"""What a list or a page shows of one phenomenon: an entry of an edition, put into words. Pure."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tilannekuva.detection.words import count_text
from tilannekuva.domain.alphabet import alphabetical
from tilannekuva.domain.assessment import Part, Stance
from tilannekuva.domain.city import name_in
from tilannekuva.domain.grade import InfoCredibility, SourceReliability
from tilannekuva.domain.marking import Marking
from tilannekuva.picture.phenomenon_words import PARTS, SCALES, STAGES, STANCES, scale_text

from .charts.small import small_trend_svg
from .place_table import day_in_full, expected_text

_PERIODS_IN_ROW = 52
# What is said of it, in this order; how it stands comes first and alone, what people judged last and apart.
_TOLD = ("growth", "episode", "severity", "spread", "escalation", "possible", "discovered")

Edition = Mapping[str, Any]


def phenomenon_views(edition: Edition, language: str, *, today: dt.date) -> list[dict[str, Any]]:
    """Every phenomenon of an edition in the active language. Editions of before there were any hold none."""
    return [phenomenon_view(edition, entry, language, today=today) for entry in edition.get("phenomena", ())]


def phenomenon_view(
    edition: Edition, entry: Mapping[str, Any], language: str, *, today: dt.date
) -> dict[str, Any]:
    """One of them. `today` decides whether it, or what people judged of it, is past its time."""
    told = {name: name_in(texts, language) for name, texts in entry["sentences"].items()}
    name = phenomenon_name(edition, entry, language)
    good_until = dt.date.fromisoformat(entry["good_until"])
    judged = entry["assessment"]
    values = course_values(edition, entry)[-_PERIODS_IN_ROW:]
    return {
        "id": entry["id"],
        "kind": entry["kind"],
        "name": name,
        "stage": entry["stage"],
        "stage_word": str(STAGES[entry["stage"]]),
        "since": day_in_full(entry["since"]),
        "good_until": day_in_full(entry["good_until"]),
        "is_stale": today > good_until,
        "standing": told.get("standing") or told["proposal"],
        "proposal": told["proposal"],
        "told": [told[each] for each in _TOLD if each in told],
        "judged": told.get("judged", ""),
        "confidence": told.get("confidence", ""),
        "assessment": assessment_view(judged, today=today) if judged else None,
        "findings": list(entry["findings"]),
        "is_measured": entry["measured"] is not None,
        # Numbers and our own marks only; the title is escaped where it is made.
        "trend_svg": mark_safe(small_trend_svg(values, title=f"{name}. {told.get('standing', '')}")),
        "course": [_course_row(row) for row in reversed(values)],
    }


def phenomenon_name(edition: Edition, entry: Mapping[str, Any], language: str) -> str:
    """Its kind and where: "Street drug trade: Itäkeskus, Puotila"."""
    kinds = {kind["code"]: kind["names"] for kind in edition["kinds"]}
    areas = {area["code"]: area["names"] for area in edition["areas"]}
    names = [name_in(areas[code], language) if code in areas else code for code in entry["area_codes"]]
    return named(name_in(kinds[entry["kind"]], language), names)


def named(kind: str, areas: list[str]) -> str:
    """The name of a phenomenon from those of its kind and its areas."""
    where = ", ".join(areas) if areas else _("the whole city")
    return _("%(kind)s: %(where)s") % {"kind": kind, "where": where}


def course_values(edition: Edition, entry: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Its course as rows of `charts.trend_values`: one for each period."""
    if entry["measured"] is None:
        return []
    course = entry["measured"]["course"]
    rows = []
    columns = zip(
        edition["period_starts"],
        *(course[name] for name in ("observed", "expected", "lower", "upper")),
        strict=True,
    )
    for start, observed, expected, lower, upper in columns:
        low, high = (observed, observed) if isinstance(observed, int) else observed
        rows.append(
            {
                "on": start,
                "group": "reported",
                "count": observed if isinstance(observed, int) else None,
                "low": low,
                "high": high,
                "expected": expected,
                "lower": lower,
                "upper": upper,
            }
        )
    return rows


def _course_row(row: Mapping[str, Any]) -> dict[str, str]:
    shown = row["count"] if row["count"] is not None else [row["low"], row["high"]]
    return {
        "period": day_in_full(row["on"]),
        "observed": count_text(shown),
        "expected": expected_text(row["expected"], row["lower"], row["upper"]),
    }


def assessment_view(judged: Mapping[str, Any], *, today: dt.date) -> dict[str, Any]:
    """What people judged, with its evidence and what organisations say of it. Each part under its own heading."""
    marking = Marking(judged["marking"])
    parts = judged["parts"]
    return {
        "id": judged["id"],
        "version": judged["version"],
        "language": judged["language"],
        "marking": {"code": marking.value, "label": marking.label},
        "published": day_in_full(judged["published_on"]) if judged["published_on"] else "",
        "good_until": day_in_full(judged["good_until"]) if judged["good_until"] else "",
        "is_stale": bool(judged["good_until"]) and today > dt.date.fromisoformat(judged["good_until"]),
        "scales": _scales(judged),
        "parts": [(str(PARTS[part]), parts[part.value]) for part in Part if part.value in parts],
        "counter_evidence_none": judged["counter_evidence_none"],
        "evidence": [_evidence(each) for each in judged["evidence"]],
        "agree": [_organisation(each) for each in judged["signatures"] if each["stance"] == Stance.AGREES],
        "differ": [
            {"organisation": _organisation(each), "text": each["text"], "word": str(STANCES[Stance.DIFFERS])}
            for each in judged["signatures"]
            if each["stance"] == Stance.DIFFERS
        ],
    }


def _scales(judged: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each scale on which something was chosen."""
    return [(str(word), scale_text(name, judged[name])) for name, word in SCALES.items() if judged[name]]


def _evidence(each: Mapping[str, Any]) -> dict[str, Any]:
    letter = SourceReliability(each["reliability"]).published_code
    digit = InfoCredibility(each["credibility"]).published_code
    sorts = {"finding": _("Finding"), "series": _("Statistic"), "survey": _("Survey question")}
    title = each["title"] if isinstance(each["title"], str) else name_in(each["title"], _language())
    if places := [name_in(names, _language()) for names in each.get("areas", ())]:
        title = named(title, sorted(places, key=alphabetical))
    since = _(", since %(day)s") % {"day": day_in_full(each["first_on"])} if each.get("first_on") else ""
    return {
        "sort": each["sort"],
        "id": each["id"],
        "text": f"{sorts[each['sort']]}: {title}{since}",
        "grade": f"{letter}{digit}",
        "possible": each.get("possible", False),
    }


def _organisation(each: Mapping[str, Any]) -> str:
    return name_in(each["organisation"], _language())


def _language() -> str:
    return get_language() or "en"

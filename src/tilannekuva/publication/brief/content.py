"""What stands in the PDF: every word and number, in the active language, from the edition alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tilannekuva.domain.alphabet import alphabetical
from tilannekuva.domain.city import name_in
from tilannekuva.domain.marking import Marking
from tilannekuva.picture.sentences import no_finding_sentence
from tilannekuva.picture.words import LEVEL_STATES, NOTES

from ..chart_words import marks_text
from ..charts import trend_chart
from ..coverage_view import coverage_text
from ..drawing import chart_svg
from ..finding_view import finding_view, grouped
from ..kind_order import kind_order
from ..lead import lead_text
from ..place_table import day_in_full
from .annex import annex_content
from .map import map_content

# A leader reads five at most; the annex holds every kind.
_KINDS_WITH_CHART = 5
_FINDINGS_ON_PAGE = 8


def brief_content(edition: dict[str, Any], geography: Mapping[str, Any], *, language: str) -> dict[str, Any]:
    """The content of `picture.typ`."""
    window = str(edition["windows"][0])
    kinds = {kind["code"]: name_in(kind["names"], language) for kind in edition["kinds"]}
    findings = [finding for finding in edition["findings"] if finding["state"] != "rejected"]
    views = [finding_view(edition, finding, language, url="") for finding in findings]
    groups = grouped(views)
    chosen = _first_kinds(edition, window, language)
    return {
        "language": language.split("-")[0],
        "title": _("Situational picture of %(city)s") % {"city": name_in(edition["city"]["names"], language)},
        "subtitle": _("As of %(as_of)s, good until %(good_until)s")
        % {"as_of": day_in_full(edition["as_of"]), "good_until": day_in_full(edition["good_until"])},
        "marking": Marking(edition["marking"]).label,
        "good_until": _("Good until %(day)s. After that day it shows what was, not what is.")
        % {"day": day_in_full(edition["good_until"])},
        "simulated": str(NOTES["simulated"]) if edition["simulated"] else "",
        "coverage": coverage_text(edition),
        "notes": [str(NOTES[note]) for note in edition["notes"] if note != "simulated"],
        "lead": lead_text(edition, groups, language),
        "summary": _summary(groups),
        "findings_heading": _("Findings"),
        "findings_note": _("A finding awaits a person's decision. It is never a verdict."),
        "no_findings": no_finding_sentence(edition),
        "findings": [_finding(group) for group in groups[:_FINDINGS_ON_PAGE]],
        "findings_left_out": _further(len(groups) - _FINDINGS_ON_PAGE),
        **map_content(edition, geography, groups[:_FINDINGS_ON_PAGE], language=language),
        "kinds_heading": _("Phenomena"),
        "chart_note": marks_text(edition, with_discovered=False),
        "kinds": [_kind(edition, code, kinds[code], window, language) for code in chosen],
        "page_of": _("Page"),
        **annex_content(edition, views, kinds, window),
    }


def _first_kinds(edition: dict[str, Any], window: str, language: str) -> list[str]:
    """The kinds for the page: in the order of the page. Strengths apart."""

    codes = [kind["code"] for kind in edition["kinds"] if not kind["positive"]]
    codes = [code for code in codes if code in edition["city_levels"]]
    names = {kind["code"]: name_in(kind["names"], language) for kind in edition["kinds"]}

    def order(code: str) -> tuple[Any, ...]:
        return *kind_order(edition["city_levels"][code]["reported"][window]), alphabetical(names[code])

    return sorted(codes, key=order)[:_KINDS_WITH_CHART]


def _summary(groups: Sequence[Mapping[str, Any]]) -> list[str]:
    """What else is to be known of the findings as a whole."""
    states = [{each["state"] for each in (group, *group["also"])} for group in groups]
    confirmed = sum("confirmed" in each for each in states)
    possible = sum("possible" in each for each in states)
    told = [
        (_("Confirmed by people: %(n)d."), confirmed),
        (_("Only possible, because they rest on one organisation or one stream: %(n)d."), possible),
    ]
    return [text % {"n": n} for text, n in told if n]


def _finding(group: Mapping[str, Any]) -> dict[str, str]:
    """The first of several findings of one thing, as on the page; the annex holds each of them."""
    n = len(group["also"])
    looks = ngettext("%(n)s more look noticed it", "%(n)s more looks noticed it", n) % {"n": n}
    return {
        "sentence": group["sentence"],
        "state": group["state_word"],
        "method": group["method"],
        "also": _("%(looks)s: see the annex.") % {"looks": looks} if n else "",
    }


def _further(n: int) -> str:
    if n <= 0:
        return ""
    return ngettext(
        "%(n)d further finding stands in the annex.", "%(n)d further findings stand in the annex.", n
    ) % {"n": n}


def _kind(edition: dict[str, Any], code: str, name: str, window: str, language: str) -> dict[str, str]:
    level = edition["city_levels"][code]["reported"][window]
    sentence = name_in(level["sentence"], language)
    episode = edition.get("readings", {}).get(code, {}).get("episode")
    if episode:
        sentence = f"{sentence} {name_in(episode['sentence'], language)}"
    return {
        "name": name,
        "state": str(LEVEL_STATES[level["state"]]),
        "sentence": sentence,
        "chart": chart_svg(trend_chart(edition, code, width=640, height=92, n_periods=104)),
        "chart_alt": f"{name}. {sentence}",
    }

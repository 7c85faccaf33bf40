"""What the templates of the picture show: an edition and a choice, put into words. Pure.

Page, fragment and offline file are made from this one view, so they cannot disagree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from tilannekuva.detection.words import STREAM_GROUPS, count_text
from tilannekuva.domain.alphabet import alphabetical
from tilannekuva.domain.city import name_in
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.stream import StreamGroup
from tilannekuva.picture.sentences import is_of_city, no_finding_sentence
from tilannekuva.picture.words import LEVEL_STATES, NOTES, READINGS, span_text, window_text

from .basis_view import basis_rows, layer_rows, rejected_rows
from .chart_words import has_band, marks_text
from .charts import trend_values
from .charts.small import small_trend_svg
from .choice import Choice
from .coverage_view import blind_rows, coverage_text
from .finding_view import finding_view, grouped
from .kind_order import kind_order
from .lead import lead_text, standing_groups
from .phenomenon_view import phenomenon_views
from .place_table import day_in_full, expected_text, place_rows, trend_rows

_PERIODS_IN_ROW = 52
_PERIODS_IN_CHART = 104

Edition = Mapping[str, Any]
Address = Callable[[str], str]


def picture_view(
    edition: Edition,
    choice: Choice,
    *,
    today: dt.date,
    finding_url: Address = lambda public_id: f"#finding-{public_id}",
    kind_url: Address | None = None,
    phenomenon_url: Address | None = None,
) -> dict[str, Any]:
    """Everything the fragments of `templates/publication/picture/` need, in the active language.

    `today` decides whether the picture is past its time. `finding_url`, `kind_url`: the address
    of a finding by its id, of a kind by its code, and of a phenomenon by its id.
    """
    shown = [
        finding_view(edition, finding, choice.language, url=finding_url(finding["id"]))
        for finding in edition["findings"]
        if choice.kind in (None, finding["kind"])
    ]
    findings = [finding for finding in shown if finding["state"] != "rejected"]
    found = list(findings)
    groups = grouped(findings)
    all_groups = groups if choice.kind is None else standing_groups(edition, choice.language)
    kinds = [_kind(edition, kind, choice, kind_url) for kind in edition["kinds"]]
    kinds.sort(key=lambda kind: (*kind["order"], alphabetical(kind["name"])))
    chosen = next((kind for kind in kinds if kind["code"] == choice.kind), None)
    return {
        "head": head(edition, choice.language, today=today),
        "choice": choice,
        "followed": _followed(edition, choice, today, phenomenon_url),
        "filters": _filters(edition, choice),
        "concerns": [kind for kind in kinds if not kind["positive"]],
        "strengths": [kind for kind in kinds if kind["positive"]],
        "chosen": chosen,
        "kinds_by_name": sorted(kinds, key=lambda kind: alphabetical(kind["name"])),
        "found": found,
        "findings": groups,
        "no_findings": no_finding_sentence(edition, choice.kind),
        "rejected": [finding for finding in shown if finding["state"] == "rejected"],
        "lead": lead_text(edition, all_groups, choice.language),
        "window_text": window_text(edition["period_unit"], choice.window),
        "has_band": has_band(edition),
        "has_areas": bool(edition["areas"]),
        "span_text": span_text(edition["period_unit"], choice.window),
        "group_text": str(STREAM_GROUPS[choice.group]),
        "places": place_rows(edition, choice) if chosen else [],
        "blind": blind_rows(edition, choice),
        "knows_coverage": "coverage" in edition,
        "is_by_cell": not edition["areas"],
        "trend": trend_rows(edition, choice.kind, choice.group.value, n_periods=_PERIODS_IN_CHART)
        if choice.kind
        else [],
        "layers": layer_rows(edition),
        "notes": [str(NOTES[note]) for note in edition["notes"] if note != "simulated"],
        "basis": basis_rows(edition["basis"]),
        "rejected_rows": rejected_rows(edition["basis"]),
        "of_city": is_of_city(edition),
        "legend": legend(),
        "chart_marks": marks_text(edition, with_discovered=True),
    }


def _followed(
    edition: Edition, choice: Choice, today: dt.date, phenomenon_url: Address | None
) -> list[dict[str, Any]]:
    """What people follow, of the chosen kind or of all, with the address of each."""
    views = phenomenon_views(edition, choice.language, today=today)
    return [
        view | {"address": phenomenon_url(view["id"]) if phenomenon_url else ""}
        for view in views
        if choice.kind in (None, view["kind"])
    ]


def head(edition: Edition, language: str, *, today: dt.date) -> dict[str, Any]:
    """As-of, good-until and marking: what every page of an edition begins with."""
    marking = Marking(edition["marking"])
    good_until = dt.date.fromisoformat(edition["good_until"])
    return {
        "city": name_in(edition["city"]["names"], language),
        "as_of": day_in_full(edition["as_of"]),
        "good_until": day_in_full(edition["good_until"]),
        "good_until_on": edition["good_until"],
        "coverage": coverage_text(edition),
        "is_stale": today > good_until,
        "marking": {"code": marking.value, "label": marking.label},
        "simulated": str(NOTES["simulated"]) if edition["simulated"] else "",
        "protected": _("Counts from 1 to %(n)d are shown as a range.") % {"n": edition["smallest_count"] - 1}
        if edition["smallest_count"] > 1
        else "",
    }


def legend() -> list[dict[str, Any]]:
    """The steps of the shading, from the most to the least; each with the class that draws it."""
    order = ("far_above", "above", "as_expected", "below")
    steps = [{"state": state, "word": str(LEVEL_STATES[state])} for state in order]
    return [*steps, {"state": "too_little", "word": _("Too little to say, or no signals: no proof of calm")}]


def _kind(
    edition: Edition, kind: Mapping[str, Any], choice: Choice, kind_url: Address | None
) -> dict[str, Any]:
    code, language = kind["code"], choice.language
    name = name_in(kind["names"], language)
    level = edition["city_levels"].get(code, {}).get(choice.group.value, {}).get(str(choice.window))
    expected = (level[part] for part in ("expected", "lower", "upper")) if level else (None, None, None)
    sentence = name_in(level["sentence"], language) if level else _("No signals in this picture.")
    group = "reported" if choice.group is StreamGroup.ALL else choice.group.value
    values = trend_values(dict(edition), code, group=group, n_periods=_PERIODS_IN_ROW)
    state = level["state"] if level else "too_little"
    return {
        "code": code,
        "name": name,
        "order": kind_order(level),
        "definition": name_in(kind["definitions"], language),
        "positive": kind["positive"],
        "state": state,
        "state_word": str(LEVEL_STATES[state]),
        "sentence": sentence,
        "readings": _readings(edition, code, language),
        "observed": count_text(level["observed"] if level else 0),
        "expected": expected_text(*expected),
        # Numbers and our own marks only; the title is escaped where it is made.
        "trend_svg": mark_safe(small_trend_svg(values, title=f"{name}. {sentence}")),
        "query": choice.query(kind=code),
        "url": kind_url(code) if kind_url else "",
        "is_chosen": code == choice.kind,
    }


def _readings(edition: Edition, code: str, language: str) -> list[str]:
    """What the course of a kind tells beside its level. Editions made before courses were read hold none."""
    told = edition.get("readings", {}).get(code, {})
    return [name_in(told[name]["sentence"], language) for name in READINGS if name in told]


def _filters(edition: Edition, choice: Choice) -> list[dict[str, Any]]:
    kinds = [(kind["code"], name_in(kind["names"], choice.language)) for kind in edition["kinds"]]
    windows = [(str(n), window_text(edition["period_unit"], n)) for n in edition["windows"]]
    groups = [(group.value, str(STREAM_GROUPS[group])) for group in StreamGroup]
    return [
        _filter("kind", _("Phenomenon"), [("", _("All phenomena")), *kinds], choice.kind or ""),
        _filter("period", _("Last"), windows, str(choice.window)),
        _filter("stream", _("Signals"), groups, choice.group.value),
    ]


def _filter(name: str, label: str, options: list[tuple[str, str]], chosen: str) -> dict[str, Any]:
    return {
        "name": name,
        "label": label,
        "options": [{"value": value, "label": text, "is_chosen": value == chosen} for value, text in options],
    }

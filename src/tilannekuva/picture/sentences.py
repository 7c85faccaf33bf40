"""Sentences of an edition: how one kind stands against what is expected, and what no finding means."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tilannekuva.detection.reporting_words import compared_reporters_text, who_changed_text
from tilannekuva.detection.words import number_text, signals_text

from .words import NOTES, span_text

_STATE_SENTENCES = {
    "far_above": lambda: _("Far more reported than expected %(span)s"),
    "above": lambda: _("More reported than expected %(span)s"),
    "as_expected": lambda: _("As much reported as expected %(span)s"),
    "below": lambda: _("Less reported than expected %(span)s"),
    "new": lambda: _("Not seen before in this source; reported %(span)s"),
    "too_little": lambda: _("Too little reported %(span)s to say more"),
    "not_compared": lambda: _("Signals %(span)s"),
}


def level_sentence(level: dict[str, Any], *, unit: str, n_periods: int) -> str:
    """`level` is an entry of `city_levels` of an edition (see `picture.compose`), in the active language."""
    span = span_text(unit, n_periods)
    sentence = _panel_sentence(level, span) if level.get("panel") else _plain_sentence(level, span)
    incoming = level.get("incoming")
    return f"{sentence} {_incoming_sentence(level, incoming)}" if incoming else sentence


def _plain_sentence(level: Mapping[str, Any], span: str) -> str:
    opening = _STATE_SENTENCES[level["state"]]() % {"span": span}
    if level["expected"] is None:
        return _("%(opening)s: %(signals)s.") % {
            "opening": opening,
            "signals": signals_text(level["observed"]),
        }
    return _("%(opening)s: %(signals)s, %(expected)s expected (%(lower)s–%(upper)s).") % {
        "opening": opening,
        **_numbers(level),
    }


def _panel_sentence(level: Mapping[str, Any], span: str) -> str:
    """What the same sources say decides; what all of them reported stands beside it."""
    panel = level["panel"]
    changed = _("Reporting changed: %(who)s.") % {"who": who_changed_text(panel["n_new"], panel["n_gone"])}
    together = _("All together: %(signals)s, %(expected)s expected (%(lower)s–%(upper)s).") % _numbers(level)
    if panel["expected"] is None:
        opening = _("Those who report changed too much %(span)s to compare.") % {"span": span}
        return " ".join([opening, changed, together])
    opening = _STATE_SENTENCES[level["state"]]() % {"span": span}
    same = compared_reporters_text(panel)
    return " ".join([f"{opening}. {same}", changed, together])


def _numbers(level: Mapping[str, Any]) -> dict[str, str]:
    return {
        "signals": signals_text(level["observed"]),
        "expected": number_text(level["expected"]),
        "lower": number_text(level["lower"]),
        "upper": number_text(level["upper"]),
    }


def _incoming_sentence(level: Mapping[str, Any], incoming: Mapping[str, Any]) -> str:
    """What is not all in yet is not called calm."""
    if incoming["estimate"] is None:
        return _("Reports are still coming in.")
    sentence = _("Reports are still coming in: about %(estimate)s in the end (%(lower)s–%(upper)s).") % {
        "estimate": number_text(round(incoming["estimate"])),
        "lower": number_text(incoming["lower"]),
        "upper": number_text(incoming["upper"]),
    }
    may_rise = level["step"] in (-1, 0) and incoming["upper"] > level["upper"]
    return " ".join([sentence, _("That may be above the expected.")]) if may_rise else sentence


def no_finding_sentence(edition: Mapping[str, Any], kind: str | None = None) -> str:
    """What it means that an edition has no finding (of a kind): calm is claimed for nothing unsearched."""
    notes = edition["notes"]
    if kind is not None and kind in edition.get("unsearched", ()):
        return _(
            "No signal of this phenomenon was searched: it is counted only. That there is no finding says nothing."
        )
    for note in ("nothing_searched", "too_few_to_search"):
        if note in notes:
            return str(NOTES[note])
    if kind is None and "mostly_unsearched" in notes:
        return _(
            "Nothing stood out among the signals that were searched. Most were not: what is discovered is counted "
            "only."
        )
    if _is_above(edition, kind):
        return (
            _(
                "No single place stands out. What is above the expected is spread over the whole city; the table shows "
                "each area."
            )
            if is_of_city(edition)
            else _(
                "No single place stands out. What is above the expected is spread over all of the data; the table shows "
                "each area."
            )
        )
    if not is_of_city(edition):
        return _(
            "Nothing stood out from what is expected. That is no proof of calm: it counts what was reported."
        )
    return _("Nothing stood out from what is expected. That is no proof of calm: see who reports.")


def is_of_city(edition: Mapping[str, Any]) -> bool:
    """Whether an edition shows a known city; else it shows a file. Editions of before this was told show a city."""
    return bool(edition.get("city", {}).get("is_known", True))


def _is_above(edition: Mapping[str, Any], kind: str | None) -> bool:
    """Whether the city has more of a concern than expected, in any window that a reader can choose."""
    strengths = {entry["code"] for entry in edition.get("kinds", ()) if entry["positive"]}
    levels = edition.get("city_levels", {})
    chosen = [kind] if kind else [code for code in levels if code not in strengths]
    return any(
        (level["step"] or 0) > 0
        for code in chosen
        for level in levels.get(code, {}).get("reported", {}).values()
    )

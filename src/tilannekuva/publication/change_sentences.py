"""What changed between two editions, in sentences of the active language. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from tilannekuva.domain.city import name_in
from tilannekuva.picture.edition_changes import SHOWN_FIRST, ChangeSort, EditionChange, edition_changes
from tilannekuva.picture.phenomenon_words import SCALES, STAGES, scale_text
from tilannekuva.picture.words import LEVEL_STATES

from .phenomenon_view import named

Edition = Mapping[str, Any]

_FINDING_STATES: dict[str, Callable[[], str]] = {
    "open": lambda: _("open again"),
    "confirmed": lambda: _("confirmed"),
    "rejected": lambda: _("rejected"),
}

_SENTENCES: dict[ChangeSort, Callable[[EditionChange], str]] = {
    ChangeSort.PHENOMENON_NEW: lambda change: _("Followed from now on: %(stage)s."),
    ChangeSort.PHENOMENON_GONE: lambda change: _("Closed. It was: %(was)s."),
    ChangeSort.STAGE: lambda change: _("From %(was)s to %(stage)s."),
    ChangeSort.ASSESSED_FIRST: lambda change: _("Assessed for the first time."),
    ChangeSort.ASSESSED_ANEW: lambda change: _("Assessed anew, version %(after)s.") + _scales_text(change),
    ChangeSort.ASSESSMENT_GONE: lambda change: _("The assessment holds no more."),
    ChangeSort.FINDING_NEW: lambda change: _("New finding."),
    ChangeSort.FINDING_DECIDED: lambda change: _("A finding was %(decided)s."),
    ChangeSort.FINDING_GONE: lambda change: _("A finding stands no more."),
    ChangeSort.LEVEL: lambda change: _("In the whole city from “%(level_was)s” to “%(level)s”."),
}


def changes_view(before: Edition, after: Edition, language: str) -> dict[str, Any]:
    """The changes from one edition to the next: `first` of them for the top of a page, and the `rest`."""
    lines = [
        {"name": _name(change, before, after, language), "text": change_sentence(change), "change": change}
        for change in edition_changes(before, after)
    ]
    return {"n": len(lines), "first": lines[:SHOWN_FIRST], "rest": lines[SHOWN_FIRST:]}


def change_sentence(change: EditionChange) -> str:
    """What changed, in the active language. What it is about stands before it, see `changes_view`."""
    return _SENTENCES[change.sort](change) % {
        "was": _word(STAGES, change.before),
        "stage": _word(STAGES, change.after),
        "after": change.after,
        "decided": _FINDING_STATES[change.after]() if change.after in _FINDING_STATES else "",
        "level_was": _word(LEVEL_STATES, change.before),
        "level": _word(LEVEL_STATES, change.after),
    }


def _word(words: Mapping[str, Any], code: str) -> str:
    """A word inside a sentence."""
    word = str(words.get(code, ""))
    return word[:1].lower() + word[1:]


def _scales_text(change: EditionChange) -> str:
    """The scales that changed, each with its old and new word. Percent signs are doubled: it is filled in later."""
    told = [
        _("%(scale)s: %(before)s → %(after)s.")
        % {
            "scale": SCALES[name],
            "before": scale_text(name, before),
            "after": scale_text(name, after),
        }
        for name, before, after in change.scales
    ]
    return "".join(f" {text}" for text in told).replace("%", "%%")


def _name(change: EditionChange, before: Edition, after: Edition, language: str) -> str:
    """The kind and the places, by the names that the newer edition gives them, else the older one."""
    kinds = {kind["code"]: kind["names"] for edition in (before, after) for kind in edition["kinds"]}
    areas = {area["code"]: area["names"] for edition in (before, after) for area in edition["areas"]}
    places = [name_in(areas[code], language) if code in areas else code for code in change.area_codes]
    return named(name_in(kinds[change.kind], language), places)

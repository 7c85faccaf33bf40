"""Words that do not stand in this house: synonyms of a word that does, and labels on areas and groups."""

from __future__ import annotations

import re

# One word per concept. The key (a pattern, also in the plural) must not be part of an identifier, a URL
# name or a sentence; the value is the word of the glossary.
INSTEAD_OF: dict[str, str] = {
    "alert": "finding",
    "anomaly": "finding",
    "hotspot": "finding, or the area",
    "hot_spot": "finding, or the area",
    "risk_area": "area",
    "risk_score": "observed against expected",
    "threat": "phenomenon",
    "incident_report": "signal",
    "event_report": "signal",
    "crime_report": "signal",
    "tip_off": "signal",
    "snapshot": "edition",
    "tlp_level": "marking",
    "sensitivity_label": "marking",
    "clearance": "viewer and marking",
    "phenomenon_type": "kind",
    "(agency|agencies)": "organisation",
    "tenant": "organisation",
    "neighbourhood": "area",
    "neighborhood": "area",
    "district_id": "area code",
    "intervention": "measure",
    "dashboard": "picture",
    "suspect": "nobody: persons have no place here",
    "offender": "nobody: persons have no place here",
    "victim": "nobody: persons have no place here",
    "(predict|prediction|predicted|predictor)": "expected, or assessed by people",
}

# Not ours to choose: names of columns in other people's files, of what is refused, of published methods.
MODULES_WITH_WORDS_OF_OTHERS = ("intake/importers/", "domain/labels.py", "domain/rules/schema.py", "stats/")


def forbidden_word(identifier: str) -> str | None:
    """The word in an identifier that has another word of the glossary, or None."""
    spaced = "_" + re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", identifier).casefold().strip("_") + "_"
    for word in INSTEAD_OF:
        if re.search(rf"_{word}(s|es)?_", spaced.replace("-", "_")):
            return word
    return None


def forbidden_term(sentence: str) -> str | None:
    """The synonym in a sentence for people, or None."""
    for word in INSTEAD_OF:
        phrase = word.replace("_", "[ -]")
        if re.search(rf"\b{phrase}(s|es)?\b", sentence, re.IGNORECASE):
            return word
    return None

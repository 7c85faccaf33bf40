"""What a reader should know first, in two sentences: what waits, and what is above the expected."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tilannekuva.detection.words import count_text
from tilannekuva.domain.city import name_in
from tilannekuva.picture.words import LEVEL_STATES, span_text

from .finding_view import finding_view, grouped
from .map_looks import concerns

Groups = Sequence[Mapping[str, Any]]

# States of what was compared; what is new, or known too little of, was not.
_COMPARED = frozenset({"far_above", "above", "as_expected", "below"})
_DECIDED = ("confirmed", "rejected")


def standing_groups(edition: Mapping[str, Any], language: str) -> list[dict[str, Any]]:
    """Views of the findings that nobody rejected, several looks at one thing under the first of them."""
    return grouped(
        [
            finding_view(edition, finding, language, url="")
            for finding in edition["findings"]
            if finding["state"] != "rejected"
        ]
    )


def findings_text(groups: Groups) -> str:
    """How many things were found, and in how many looks where several rules noticed the same."""
    n_looks = sum(1 + len(group["also"]) for group in groups)
    text = ngettext("%(n)s finding", "%(n)s findings", len(groups)) % {"n": count_text(len(groups))}
    if n_looks == len(groups):
        return text
    looks = ngettext("seen in %(n)s look", "seen in %(n)s looks", n_looks) % {"n": count_text(n_looks)}
    return f"{text} ({looks})"


def lead_text(edition: Mapping[str, Any], groups: Groups, language: str) -> str:
    """Such as "3 findings (seen in 11 looks) await a decision. 2 of 9 phenomena are above the expected …"."""
    # Where nothing was searched, that nothing was found would read as calm.
    found = _("Nothing was searched.") if "nothing_searched" in edition["notes"] else _waiting(groups)
    return f"{found} {_levels(edition, language)}"


def _waiting(groups: Groups) -> str:
    if not groups:
        return _("No finding.")
    n_waiting = sum(
        any(each["state"] not in _DECIDED for each in (group, *group["also"])) for group in groups
    )
    told = {"findings": findings_text(groups), "n": count_text(n_waiting)}
    if n_waiting == len(groups):
        return ngettext("%(findings)s awaits a decision.", "%(findings)s await a decision.", n_waiting) % told
    if not n_waiting:
        return _("%(findings)s, all decided.") % told
    return (
        ngettext(
            "%(findings)s, %(n)s of which awaits a decision.",
            "%(findings)s, %(n)s of which await a decision.",
            n_waiting,
        )
        % told
    )


def _levels(edition: Mapping[str, Any], language: str) -> str:
    """Of the shortest span that a reader can choose; strengths apart."""
    window = edition["windows"][0]
    span = span_text(edition["period_unit"], window)
    codes = concerns(edition)
    levels = [edition["city_levels"].get(code, {}).get("reported", {}).get(str(window)) for code in codes]
    known = [level for level in levels if level]
    if len(codes) == 1:
        names = {kind["code"]: name_in(kind["names"], language) for kind in edition["kinds"]}
        state = LEVEL_STATES[known[0]["state"] if known else "too_little"]
        return _("%(kind)s %(span)s: %(state)s.") % {
            "kind": _great(names[codes[0]]),
            "span": span,
            "state": _small(str(state)),
        }
    states = [level["state"] for level in known]
    if not any(state in _COMPARED for state in states):
        return _("Too little is known to say whether anything is above the expected %(span)s.") % {
            "span": span
        }
    n_above = sum(state in ("above", "far_above") for state in states)
    above = (
        ngettext(
            "%(n)s of %(of)s phenomena is above the expected %(span)s.",
            "%(n)s of %(of)s phenomena are above the expected %(span)s.",
            n_above,
        )
        % {"n": count_text(n_above), "of": count_text(len(codes)), "span": span}
        if n_above
        else _("None of the phenomena is above the expected %(span)s.") % {"span": span}
    )
    n_below = states.count("below")
    if not n_below:
        return above
    below = ngettext("%(n)s is below it.", "%(n)s are below it.", n_below) % {"n": count_text(n_below)}
    return f"{above} {below}"


def _great(name: str) -> str:
    """A name as it stands at the beginning of a sentence."""
    return name[:1].upper() + name[1:]


def _small(word: str) -> str:
    return word[:1].lower() + word[1:]

"""The personal-data gate: one door for every text that comes in, whichever way it comes.

`judge(text)` says whether a text passes, asks a question of its writer, or stops, and where what stands. It
keeps nothing, logs nothing, and its answer never holds the text. Whoever stores a text asks it first: the
actions do, and `registry` names every field that a text can reach.
"""

from __future__ import annotations

from . import (
    birth_dates,
    emails,
    homes,
    identity_codes,
    names,
    phones,
    protected_groups,
    school_classes,
    social_media,
    vehicles,
)
from .plain_text import plain
from .verdict import ASKING, Hit, Outcome, PersonalData, Verdict

__all__ = ["ASKING", "LONGEST_TEXT", "Hit", "Outcome", "PersonalData", "Verdict", "judge"]

LONGEST_TEXT = 20_000
"""Characters; more than minutes of a meeting. What is longer stops: nothing that was not looked through passes."""

_RECOGNISERS = (
    identity_codes,
    phones,
    emails,
    social_media,
    vehicles,
    homes,
    birth_dates,
    names,
    protected_groups,
    school_classes,
)


def judge(text: str) -> Verdict:
    """Look a text through. Time grows with its length, up to `LONGEST_TEXT` characters.

    Hits that lie within a hit of the same sort are left out; sorts may overlap.
    """
    if len(text) > LONGEST_TEXT:
        return Verdict((Hit(LONGEST_TEXT, len(text), PersonalData.UNCHECKABLE),))
    read = plain(text)
    found = {
        Hit(*read.span(hit.start, hit.end), hit.personal_data)
        for recogniser in _RECOGNISERS
        for hit in recogniser.find(read.text)
    }
    kept: list[Hit] = []
    reached: dict[PersonalData, int] = {}
    for hit in sorted(found, key=lambda hit: (hit.start, -hit.end)):
        if hit.end > reached.get(hit.personal_data, 0):
            kept.append(hit)
            reached[hit.personal_data] = hit.end
    return Verdict(tuple(kept))

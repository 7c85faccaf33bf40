"""The gate as a rule: what may be stored, and with which reason."""

from __future__ import annotations

from collections.abc import Callable

from tilannekuva.domain.errors import RuleBroken
from tilannekuva.domain.text import LONGEST_TEXT, TextReason

from . import judge
from .verdict import Outcome, Verdict


class TextRefused(RuleBroken):
    """The gate does not let a text in as it is. `verdict` says where what stands; the text itself is not held."""

    def __init__(self, reason: str, verdict: Verdict, **values: object) -> None:
        super().__init__(reason, **values)
        self.verdict = verdict


def check_text(text: str, *, reason: TextReason | None, can_be_reviewed: Callable[[], bool]) -> Verdict:
    """What the gate says of a text that may be stored. Raises TextRefused for any other.

    `can_be_reviewed` says whether there is anybody, beside its writer, who could look at what the gate asks
    about; it is asked only then.
    """
    verdict = judge(text)
    if verdict.outcome is Outcome.STOPS:
        raise TextRefused("The words tell who somebody is. Take that out: it has no place here.", verdict)
    if len(text) > LONGEST_TEXT:
        raise TextRefused("Write at most %(n)s characters.", verdict, n=LONGEST_TEXT)
    if verdict.outcome is Outcome.ASKS and not can_be_reviewed():
        raise TextRefused("Nobody but you could review these words. Take them out.", verdict)
    if verdict.outcome is Outcome.ASKS and reason is None:
        raise TextRefused("Does the phenomenon need these words? Take them out, or say why.", verdict)
    return verdict


def may_stand(text: str, *, reason: TextReason | None, can_be_reviewed: Callable[[], bool]) -> bool:
    try:
        check_text(text, reason=reason, can_be_reviewed=can_be_reviewed)
    except TextRefused:
        return False
    return True


def without_hits(text: str, verdict: Verdict) -> str:
    """The text with "…" in the place of everything that the gate found in it."""
    pieces, end = [], 0
    for hit in verdict.hits:
        if hit.start >= end:
            pieces += [text[end : hit.start], "…"]
        end = max(end, hit.end)
    return " ".join("".join([*pieces, text[end:]]).split(" ")).strip()


def parts_of(text: str, verdict: Verdict) -> list[tuple[str, bool]]:
    """The text cut into parts that were found (True) and that were not, for marking them on a page."""
    parts: list[tuple[str, bool]] = []
    end = 0
    for hit in verdict.hits:
        start = max(hit.start, end)
        if start > end:
            parts.append((text[end:start], False))
        if hit.end > start:
            parts.append((text[start : hit.end], True))
        end = max(end, hit.end)
    return [*parts, (text[end:], False)] if end < len(text) else parts

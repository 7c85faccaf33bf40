"""What is new in a version of an assessment, what fell away, and what stayed: two frozen ones in, lines out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from tilannekuva.domain.assessment import Part

from .phenomenon_words import PARTS, SCALES, scale_text


def changes_between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[dict[str, str]]:
    """One line for each scale, part and piece of evidence that differs: its name, the old and the new words.

    `before`, `after`: see `standing_phenomena.assessment_as_json`. Empty words: there was none, or it fell away.
    """
    lines = []
    for name, word in SCALES.items():
        old, new = (scale_text(name, each[name]) if each[name] else "" for each in (before, after))
        if old != new:
            lines.append(_line(str(word), old, new))
    for part in Part:
        old, new = (each["parts"].get(part.value, "") for each in (before, after))
        if old != new:
            lines.append(_line(str(PARTS[part]), old, new))
    old_evidence, new_evidence = ({_key(each) for each in version["evidence"]} for version in (before, after))
    if gone := len(old_evidence - new_evidence):
        lines.append(_line(_("Evidence"), _("%(n)d fell away") % {"n": gone}, ""))
    if added := len(new_evidence - old_evidence):
        lines.append(_line(_("Evidence"), "", _("%(n)d new") % {"n": added}))
    return lines


def _key(evidence: Mapping[str, Any]) -> tuple[str, str, str]:
    return evidence["sort"], evidence["id"], str(evidence["title"])


def _line(name: str, before: str, after: str) -> dict[str, str]:
    return {"name": name, "before": before, "after": after}

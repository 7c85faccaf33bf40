"""Who writes, signs and publishes an assessment, and when it is whole."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping

from ..assessment import (
    ASSESSMENT_TRANSITIONS,
    ASSESSORS,
    LONGEST_PART,
    NEEDED_PARTS,
    SIGNERS,
    AssessmentState,
    Confidence,
    Part,
    Stance,
)
from ..errors import NotAllowed, RuleBroken, WrongState
from ..labels import label_in
from ..viewer import Viewer

LONGEST_DAYS = 184
"""An assessment is good for half a year at most: the picture is renewed at every meeting of the management."""

# Sentences that mix how likely with how sure read as neither (S-06). Stems, so that inflected forms are met.
_LIKELY = re.compile(r"likel|probab|unlikel|todennäköi|luultava|sannolik|trolig", re.IGNORECASE)
_SURE = re.compile(
    r"confiden|certainty of th|arvion varmuus|varmuus on|varmuu[sd]|säkerhet i bedömning|bedömningens säkerhet",
    re.IGNORECASE,
)


def check_may_assess(viewer: Viewer) -> None:
    """Who: an analyst or a coordinator, by name (L-06, N-5)."""
    if viewer.is_system or viewer.person_id is None or not viewer.has(*ASSESSORS):
        raise NotAllowed("Only an analyst or a coordinator writes and publishes assessments.")


def may_assess(viewer: Viewer) -> bool:
    try:
        check_may_assess(viewer)
    except NotAllowed:
        return False
    return True


def check_may_sign(viewer: Viewer) -> None:
    """Who: somebody who may speak for an organisation on the picture."""
    if viewer.person_id is None or viewer.organisation_id is None or not viewer.has(*SIGNERS):
        raise NotAllowed("Only a coordinator, an analyst or a leader signs for an organisation.")


def may_sign(viewer: Viewer) -> bool:
    try:
        check_may_sign(viewer)
    except NotAllowed:
        return False
    return True


def check_can_become(before: AssessmentState, after: AssessmentState) -> None:
    """When: nothing leads back from a published assessment."""
    if after not in ASSESSMENT_TRANSITIONS[before]:
        raise WrongState("This assessment is no draft any more. Look at its page again.")


def can_become(before: AssessmentState, after: AssessmentState) -> bool:
    try:
        check_can_become(before, after)
    except RuleBroken:
        return False
    return True


def check_wording(text: str) -> None:
    """What no part may say: a label on an area, or how likely and how sure in one sentence."""
    if label := label_in(text):
        raise RuleBroken(
            'Write what happens, not what a place or a group is: "%(label)s" is a label.', label=label
        )
    for sentence in re.split(r"(?<=[.!?])\s+|\n", text):
        if _LIKELY.search(sentence) and _SURE.search(sentence):
            raise RuleBroken(
                "One sentence says how likely and how sure at once. Make two of it: they are different things."
            )


def check_part(part: Part, text: str) -> None:
    """The length and the wording of one part."""
    if len(text) > LONGEST_PART:
        raise RuleBroken("A part has at most %(n)d characters. Shorten it.", n=LONGEST_PART)
    check_wording(text)


def check_stance(stance: Stance, text: str) -> None:
    """A differing view says what it is (it is printed); agreement needs no words."""
    if stance is Stance.DIFFERS and not text.strip():
        raise RuleBroken("Say in what your organisation differs: it is printed beside the assessment.")
    check_part(Part.JUDGEMENT, text)


def missing_in(
    *,
    parts: Mapping[Part, str],
    counter_evidence_none: bool,
    chosen: Mapping[str, str],
    n_evidence: int,
    good_until: dt.date | None,
) -> list[str]:
    """What an assessment lacks: names of parts, of `chosen` scales, "evidence" and "good_until"."""
    lacking = [part.value for part in Part if part in NEEDED_PARTS and not parts.get(part, "").strip()]
    if counter_evidence_none and Part.COUNTER_EVIDENCE.value in lacking:
        lacking.remove(Part.COUNTER_EVIDENCE.value)
    lacking += [name for name, value in chosen.items() if not value]
    if not n_evidence:
        lacking.append("evidence")
    if good_until is None:
        lacking.append("good_until")
    return lacking


def check_can_publish(
    *,
    missing: Collection[str],
    confidence: str,
    only_possible: bool,
    good_until: dt.date | None,
    today_on: dt.date,
) -> None:
    """When: nothing is missing, the end lies ahead, and the confidence fits the evidence (F-06)."""
    if missing:
        raise RuleBroken("The assessment is not whole yet: see what is marked as missing.")
    if good_until is None or not today_on < good_until <= today_on + dt.timedelta(days=LONGEST_DAYS):
        raise RuleBroken(
            'Choose a day for "good until" that lies ahead, at most %(n)d days from today.', n=LONGEST_DAYS
        )
    if only_possible and confidence == Confidence.HIGH:
        raise RuleBroken(
            "All of the evidence rests on one organisation or one stream: the confidence cannot be high. "
            "Add other evidence, or choose another confidence."
        )

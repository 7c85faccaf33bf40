"""Who proposes, releases and withdraws a public picture, when, and which words may stand in one."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..errors import NotAllowed, RuleBroken, WrongState
from ..labels import LABELS
from ..public_release import (
    LONGEST_LEAD,
    PUBLIC_LANGUAGES,
    RELEASE_DECIDERS,
    RELEASE_PROPOSERS,
    RELEASE_TRANSITIONS,
    RELEASE_WITHDRAWERS,
    ReleaseState,
)
from ..viewer import Viewer

_NUMBER = re.compile(r"\d+")
# Swedish "en" and "ett" are articles as well and stay allowed.
_NUMBER_WORD = re.compile(
    r"\b(one|two|three|four|five|six|seven|eight|nine|yksi|yhden|kaksi|kahden|kolme|kolmen|neljä|neljän|viisi|viiden|"
    r"kuusi|kuuden|seitsemän|kahdeksan|yhdeksän|två|tre|fyra|fem|sex|sju|åtta|nio)\b",
    re.IGNORECASE,
)
_STREET_NUMBER = re.compile(
    r"\b\w*(katu|kuja|tie|polku|raitti|gatan|vägen|gränden|stigen|street|road|lane)\s+\d", re.IGNORECASE
)
_SCHOOL = re.compile(r"\w*(koulu|lukio|päiväko|skola|gymnasi|daghem|\bschool|kindergarten)\w*", re.IGNORECASE)


def check_may_see_releases(viewer: Viewer) -> None:
    """Who: a person who may do one of the steps."""
    if viewer.person_id is None or viewer.sends_only or not viewer.has(*RELEASE_WITHDRAWERS):
        raise NotAllowed("Only those who work on the public picture see what is prepared for it.")


def may_see_releases(viewer: Viewer) -> bool:
    try:
        check_may_see_releases(viewer)
    except NotAllowed:
        return False
    return True


def check_may_propose_release(viewer: Viewer) -> None:
    """Who: a coordinator or an analyst. No program: two people are two."""
    check_may_see_releases(viewer)
    if not viewer.has(*RELEASE_PROPOSERS):
        raise NotAllowed("Only a coordinator or an analyst proposes a public picture.")


def may_propose_release(viewer: Viewer) -> bool:
    try:
        check_may_propose_release(viewer)
    except NotAllowed:
        return False
    return True


def check_may_decide_release(viewer: Viewer, *, proposed_by_id: int) -> None:
    """Who: a coordinator or a leader other than the one who proposed it."""
    check_may_see_releases(viewer)
    if not viewer.has(*RELEASE_DECIDERS):
        raise RuleBroken("Only a coordinator or a leader releases a public picture.")
    if viewer.person_id == proposed_by_id:
        raise RuleBroken("Nobody releases a picture of their own. A second person does.")


def may_decide_release(viewer: Viewer, *, proposed_by_id: int) -> bool:
    try:
        check_may_decide_release(viewer, proposed_by_id=proposed_by_id)
    except RuleBroken:
        return False
    return True


def check_may_withdraw_release(viewer: Viewer) -> None:
    """Who: everybody who may do one of the steps, alone."""
    check_may_see_releases(viewer)


def check_can_become(state: ReleaseState, after: ReleaseState) -> None:
    """When: as the table says."""
    if after not in RELEASE_TRANSITIONS[state]:
        raise WrongState("This was decided a moment ago. Look at the list again.")


def can_become(state: ReleaseState, after: ReleaseState) -> bool:
    return after in RELEASE_TRANSITIONS[state]


def check_lead(lead: Mapping[str, str], *, smallest_count: int) -> None:
    """The words above the figures: in every language or in none, and nothing in them that the figures do not tell."""
    written = [language for language in PUBLIC_LANGUAGES if lead.get(language, "").strip()]
    if written and len(written) < len(PUBLIC_LANGUAGES):
        raise RuleBroken("Write it in Finnish, Swedish and English, or leave all three empty.")
    for language in written:
        check_public_words(lead[language], smallest_count=smallest_count)


def check_public_words(text: str, *, smallest_count: int) -> None:
    """No small number, no address, no school, no label on an area or a group (D-12, L-04)."""
    if len(text) > LONGEST_LEAD:
        raise RuleBroken("Write at most %(n)s characters.", n=LONGEST_LEAD)
    if LABELS.search(text):
        raise RuleBroken("The words label an area or a group. Say what happens there, and when.")
    if _STREET_NUMBER.search(text):
        raise RuleBroken("The words give an address. Name the area instead.")
    if _SCHOOL.search(text):
        raise RuleBroken("The words name a school. Name the area instead.")
    small = any(int(found) < smallest_count for found in _NUMBER.findall(text))
    if small or _NUMBER_WORD.search(text):
        raise RuleBroken("The words give a number below %(n)s. Leave it out.", n=smallest_count)


def are_public_words(text: str, *, smallest_count: int) -> bool:
    try:
        check_public_words(text, smallest_count=smallest_count)
    except RuleBroken:
        return False
    return True

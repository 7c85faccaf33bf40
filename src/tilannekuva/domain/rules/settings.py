"""Who changes a setting, what a value may be, and who puts a proposed one into force."""

from __future__ import annotations

import math
from collections.abc import Mapping

from ..channels import is_phone, is_web_address
from ..code import check_code
from ..errors import NotAllowed, RuleBroken, WrongState
from ..setting import (
    LONGEST_NAME,
    LONGEST_REASON,
    LONGEST_SENTENCE,
    SETTING_KEEPERS,
    ChangeState,
    Setting,
    Shape,
)
from ..setting_values import Value
from ..viewer import Viewer
from ..vocabulary import NOT_CRIME, is_iccs_code


def check_may_change_settings(viewer: Viewer) -> None:
    """Who: a person who is a coordinator or an administrator. No program, and not the console: two people are two."""
    if viewer.person_id is None or viewer.sends_only or not viewer.has(*SETTING_KEEPERS):
        raise NotAllowed("Only a coordinator or an administrator changes settings.")


def may_change_settings(viewer: Viewer) -> bool:
    try:
        check_may_change_settings(viewer)
    except NotAllowed:
        return False
    return True


def check_may_decide_change(viewer: Viewer, *, proposed_by_id: int) -> None:
    """Who: another person than the one who proposes it (C-08)."""
    check_may_change_settings(viewer)
    if viewer.person_id == proposed_by_id:
        raise RuleBroken("Nobody decides on a proposal of their own. A second person does.")


def may_decide_change(viewer: Viewer, *, proposed_by_id: int) -> bool:
    try:
        check_may_decide_change(viewer, proposed_by_id=proposed_by_id)
    except RuleBroken:
        return False
    return True


def check_may_accept_change(
    viewer: Viewer, *, proposed_by_id: int, proposed_for_id: int | None, needs_two_organisations: bool
) -> None:
    """Who: another person, and of another organisation where partners name things by it (F-18).

    `proposed_for_id`: the organisation of the proposer.
    """
    check_may_decide_change(viewer, proposed_by_id=proposed_by_id)
    if needs_two_organisations and viewer.organisation_id == proposed_for_id:
        raise RuleBroken(
            "A change of the vocabulary takes two organisations: somebody of another one puts it into force. Where no "
            "other has a coordinator or an administrator, an administrator gives that role to somebody of a partner."
        )


def may_accept_change(
    viewer: Viewer, *, proposed_by_id: int, proposed_for_id: int | None, needs_two_organisations: bool
) -> bool:
    try:
        check_may_accept_change(
            viewer,
            proposed_by_id=proposed_by_id,
            proposed_for_id=proposed_for_id,
            needs_two_organisations=needs_two_organisations,
        )
    except RuleBroken:
        return False
    return True


def check_may_withdraw_change(viewer: Viewer, *, proposed_by_id: int) -> None:
    """Who: whoever proposed it."""
    check_may_change_settings(viewer)
    if viewer.person_id != proposed_by_id:
        raise RuleBroken("Only whoever proposed it takes it back. You can reject it.")


def may_withdraw_change(viewer: Viewer, *, proposed_by_id: int) -> bool:
    try:
        check_may_withdraw_change(viewer, proposed_by_id=proposed_by_id)
    except RuleBroken:
        return False
    return True


def check_waits(state: ChangeState) -> None:
    """When: once."""
    if state is not ChangeState.PROPOSED:
        raise WrongState("This proposal was decided already. Look at the list again.")


def can_be_decided(state: ChangeState) -> bool:
    return state is ChangeState.PROPOSED


def check_reason(reason: str) -> None:
    """A change says why, for whoever wonders in a year."""
    if not reason.strip():
        raise RuleBroken("Say why it changes: whoever looks at it in a year wants to know.")
    if len(reason) > LONGEST_REASON:
        raise RuleBroken("Write at most %(n)s characters.", n=LONGEST_REASON)


def check_value(setting: Setting, value: Value, languages: tuple[str, ...]) -> None:
    """The value has the shape of its setting, lies in its range, and stands in every language of the city."""
    if setting.shape in (Shape.WHOLE, Shape.NUMBER):
        _check_number(setting, value)
    elif setting.shape is Shape.TEXTS:
        if any(text.strip() for text in value.values()):
            _check_texts(value, languages, LONGEST_SENTENCE)
    elif setting.shape is Shape.CHANNEL:
        _check_texts(value["names"], languages, LONGEST_NAME)
        _check_texts(value["when"], languages, LONGEST_SENTENCE)
        if value["phone"] and not is_phone(value["phone"]):
            raise RuleBroken("A phone number has digits and spaces, such as 112.")
        if value["web"] and not is_web_address(value["web"]):
            raise RuleBroken(
                "Write an address that begins with https://, without spaces or quotes, of at most 199 characters."
            )
    else:
        _check_kind(setting.name, value, languages)


def _check_number(setting: Setting, value: Value) -> None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)
    if not is_number:
        raise RuleBroken("Give a number.")
    if setting.shape is Shape.WHOLE and value != int(value):
        raise RuleBroken("Give a whole number.")
    if not setting.least <= value <= setting.most:
        raise RuleBroken(
            "Give a number from %(least)s to %(most)s.", least=f"{setting.least:g}", most=f"{setting.most:g}"
        )


def _check_texts(texts: Mapping[str, str], languages: tuple[str, ...], longest: int) -> None:
    if set(texts) != set(languages) or any(not texts[language].strip() for language in languages):
        raise RuleBroken("Write it in every language of the city.")
    if any(len(text) > longest for text in texts.values()):
        raise RuleBroken("Write at most %(n)s characters.", n=longest)


def _check_kind(code: str, value: Value, languages: tuple[str, ...]) -> None:
    check_code(code)
    _check_texts(value["names"], languages, LONGEST_NAME)
    _check_texts(value["definitions"], languages, LONGEST_SENTENCE)
    is_crime = value["iccs"] != NOT_CRIME
    if is_crime and not is_iccs_code(value["iccs"]):
        raise RuleBroken("Give an ICCS code of 2, 4, 5 or 6 digits, such as 0401, or not_crime.")
    if value["positive"] and is_crime:
        raise RuleBroken("A strength is no crime: it has no ICCS code.")
    if value["rumour"] and (value["positive"] or is_crime):
        raise RuleBroken("Talk is neither a crime nor a strength: choose one of them.")

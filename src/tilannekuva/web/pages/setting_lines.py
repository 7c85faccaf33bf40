"""Settings and their changes in words, for the list, for one setting, and for what waits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from tilannekuva.accounts.models import Organisation
from tilannekuva.accounts.words import ROLES
from tilannekuva.domain.city import City, name_in
from tilannekuva.domain.rules.settings import (
    can_be_decided,
    may_accept_change,
    may_decide_change,
    may_withdraw_change,
)
from tilannekuva.domain.setting import KINDS, ChangeState, Room, Setting, Shape, kind_setting, settings_of
from tilannekuva.domain.setting_values import Value, value_of
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.words import retired_kind_text
from tilannekuva.policy.models import SettingChange
from tilannekuva.policy.words import (
    CHANGE_STATES,
    ROOM_EXPLANATIONS,
    ROOMS,
    explanation_text,
    number_text,
    setting_text,
)
from tilannekuva.web.setting_parts import changed_parts


class Reader(NamedTuple):
    """Who reads, in which language, of which city as people set it."""

    city: City
    viewer: Viewer
    language: str


def rooms_shown(
    reader: Reader, newest: Mapping[str, SettingChange], waiting: set[str]
) -> list[dict[str, Any]]:
    """Each room with its settings in their order."""
    found = settings_of(reader.city)
    return [
        {
            "code": room.value,
            "name": ROOMS[room],
            "explanation": ROOM_EXPLANATIONS[room],
            "lines": [
                _line(setting, reader, newest.get(key), key in waiting)
                for key, setting in found.items()
                if setting.room is room
            ],
        }
        for room in Room
    ]


def shown_name(setting: Setting, reader: Reader, value: Value | None = None) -> str:
    """What a setting is called; a kind or a channel by its name in force, or in `value` while it is not."""
    if setting.shape not in (Shape.KIND, Shape.CHANNEL):
        return setting_text(setting)
    shown = value_of(reader.city, setting.key) or value or {"names": {}}
    name = name_in(shown["names"], reader.language)
    return retired_kind_text(name, reader.language) if shown.get("retired") else setting_text(setting, name)


def change_line(change: SettingChange, reader: Reader) -> dict[str, Any]:
    """One change: of what, from what to what, by whom and why, and what the reader may do with it."""
    setting = settings_of(reader.city).get(change.key) or kind_setting(change.key.removeprefix(KINDS))
    state, own = ChangeState(change.state), {"proposed_by_id": change.proposed_by_id}
    waits = can_be_decided(state)
    by_two_organisations = setting.needs_two_organisations
    return {
        "id": change.public_id,
        "name": shown_name(setting, reader, change.new_value),
        "is_new": change.old_value is None,
        "needs_two": change.needs_two,
        "by_two_organisations": by_two_organisations,
        "code": setting.name,
        "parts": changed_parts(setting, change.old_value, change.new_value, reader.city.languages),
        "state": CHANGE_STATES[state],
        **_by_whom(change, reader),
        "can_accept": waits
        and may_accept_change(
            reader.viewer,
            **own,
            proposed_for_id=change.proposed_for_id,
            needs_two_organisations=by_two_organisations,
        ),
        "can_decide": waits and may_decide_change(reader.viewer, **own),
        "can_withdraw": waits and may_withdraw_change(reader.viewer, **own),
    }


def _by_whom(change: SettingChange, reader: Reader) -> dict[str, Any]:
    """Who proposed and who decided, in which role, for which organisation, and when."""
    proposed_for, decided_for = change.proposed_for, change.decided_for
    return {
        "reason": change.reason,
        "proposed_by": change.proposed_by.display_name,
        "proposed_as": _role_text(change.proposed_as, proposed_for, reader),
        "proposed_at": change.proposed_at,
        "decided_by": change.decided_by.display_name if change.decided_by else "",
        "decided_as": _role_text(change.decided_as, decided_for, reader) if change.decided_as else "",
        "decided_at": change.decided_at,
        "by_two": change.decided_by_id not in (None, change.proposed_by_id),
    }


def _role_text(role: str, organisation: Organisation | None, reader: Reader) -> str:
    name = organisation.name(reader.language) if organisation else ""
    return ", ".join(part for part in (str(ROLES[role]), name) if part)


def _line(setting: Setting, reader: Reader, newest: SettingChange | None, is_waiting: bool) -> dict[str, Any]:
    return {
        "key": setting.key,
        "name": shown_name(setting, reader),
        "explanation": "" if setting.shape is Shape.KIND else explanation_text(setting),
        "value": _value_text(setting, value_of(reader.city, setting.key), reader.language),
        "is_waiting": is_waiting,
        "changed": _by_whom(newest, reader) if newest is not None else None,
    }


def _value_text(setting: Setting, value: Value, language: str) -> str:
    if setting.shape is Shape.KIND:
        return name_in(value["definitions"], language)
    if setting.shape is Shape.CHANNEL:
        return " · ".join(
            part for part in (value["phone"], value["web"], name_in(value["when"], language)) if part
        )
    if setting.shape is Shape.TEXTS:
        return name_in(value, language)
    return number_text(setting, value)

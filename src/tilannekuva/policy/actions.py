"""Writes on settings: propose a change, agree to it, reject it, take it back."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.db.models import Max

from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.city import City
from tilannekuva.domain.clock import now_at
from tilannekuva.domain.errors import RuleBroken, WrongState
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.rules.settings import (
    check_may_accept_change,
    check_may_change_settings,
    check_may_decide_change,
    check_may_withdraw_change,
    check_reason,
    check_value,
    check_waits,
)
from tilannekuva.domain.setting import (
    CHANGE_AUDIT_ACTS,
    KINDS,
    THRESHOLDS,
    TWO_ORGANISATION_ROOMS,
    ChangeState,
    Room,
    Setting,
    kind_setting,
    settings_of,
)
from tilannekuva.domain.setting_values import Value, city_with, value_of
from tilannekuva.domain.thresholds import check_fit_together
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.actions import define_kind

from .models import SettingChange
from .queries import seen_version, settled
from .written import check_written


@transaction.atomic
def propose_change(
    *, city: City, key: str, value: Value, reason: str, seen: int, by: Viewer, is_new: bool = False
) -> SettingChange:
    """Change a setting, or propose it where a second person must agree; `state` says which.

    `city` as its folder describes it; `seen`: the version of the setting that the proposer looked at; `is_new`:
    the proposer means a kind that is not there yet. Raises RuleBroken for a value out of its range or a kind that is
    there, and WrongState where somebody was faster.
    """
    check_may_change_settings(by)
    before = settled(city).plain
    setting = _setting(before, key)
    check_reason(reason)
    check_value(setting, value, city.languages)
    old_value = value_of(before, key)
    if is_new and old_value is not None:
        raise RuleBroken("A kind has this code already. Choose another code, or change that kind.")
    check_written(setting, old=old_value, new=value, reason=reason)
    if old_value == value:
        raise RuleBroken("This is its value already.")
    if key.startswith(THRESHOLDS):
        check_fit_together(city_with(before, {key: value}).thresholds)
    if seen_version(key) != seen:
        raise _changed_meanwhile()
    if SettingChange.objects.waiting().filter(key=key).exists():
        raise WrongState("A proposal for this setting waits already. Decide on that one first.")
    now = now_at()
    change = SettingChange(
        key=key,
        room=setting.room,
        needs_two=setting.needs_two,
        old_value=old_value,
        new_value=value,
        reason=reason.strip(),
        state=ChangeState.PROPOSED,
        proposed_by_id=by.person_id,
        proposed_as=_role(by),
        proposed_for_id=by.organisation_id,
        proposed_at=now,
    )
    if not setting.needs_two:
        change.state, change.version = ChangeState.IN_FORCE, _next_version()
        change.decided_by_id, change.decided_as, change.decided_at = by.person_id, _role(by), now
        change.decided_for_id = by.organisation_id
    with unlocked():
        _saved(change)
    _note(change, by)
    return change


@transaction.atomic
def accept_change(*, change: SettingChange, city: City, by: Viewer) -> None:
    """A second person agrees: from now on the value holds, for the next page and the next run.

    Of the vocabulary, somebody of another organisation (F-18).
    """
    check_may_accept_change(
        by,
        proposed_by_id=change.proposed_by_id,
        proposed_for_id=change.proposed_for_id,
        needs_two_organisations=Room(change.room) in TWO_ORGANISATION_ROOMS,
    )
    check_waits(ChangeState(change.state))
    before = settled(city).plain
    if value_of(before, change.key) != change.old_value:
        raise _changed_meanwhile()
    after = city_with(before, {change.key: change.new_value})
    check_fit_together(after.thresholds)
    _decide(change, ChangeState.IN_FORCE, by, version=_next_version())
    if change.key.startswith(KINDS):
        define_kind(kind=after.kind(change.key.removeprefix(KINDS)), by=by)


@transaction.atomic
def reject_change(*, change: SettingChange, by: Viewer) -> None:
    """A second person does not agree. The value stays, and the proposal stands in the history."""
    check_may_decide_change(by, proposed_by_id=change.proposed_by_id)
    _decide(change, ChangeState.REJECTED, by)


@transaction.atomic
def withdraw_change(*, change: SettingChange, by: Viewer) -> None:
    """Whoever proposed it takes it back."""
    check_may_withdraw_change(by, proposed_by_id=change.proposed_by_id)
    _decide(change, ChangeState.WITHDRAWN, by)


def _decide(change: SettingChange, after: ChangeState, by: Viewer, *, version: int | None = None) -> None:
    check_waits(ChangeState(change.state))
    decided = {
        "decided_by_id": by.person_id,
        "decided_as": _role(by),
        "decided_for_id": by.organisation_id,
        "decided_at": now_at(),
    }
    try:
        with unlocked(), transaction.atomic():
            rows = SettingChange.objects.filter(pk=change.pk, state=ChangeState.PROPOSED)
            decided_now = rows.update(state=after, version=version, **decided)
    except IntegrityError:
        raise _changed_meanwhile() from None  # another change took the version at the same moment
    if decided_now != 1:
        raise WrongState("This proposal was decided already. Look at the list again.")
    change.refresh_from_db()
    _note(change, by)


def _saved(change: SettingChange) -> None:
    try:
        with transaction.atomic():
            change.save()
    except IntegrityError:
        raise _changed_meanwhile() from None


def _changed_meanwhile() -> WrongState:
    return WrongState("Somebody changed this setting meanwhile. Look at its value, then decide anew.")


def _setting(city: City, key: str) -> Setting:
    known = settings_of(city).get(key)
    if known is None and key.startswith(KINDS):
        return kind_setting(key.removeprefix(KINDS))
    if known is None:
        raise RuleBroken("There is no setting %(key)s. Choose one from the list.", key=key[:80])
    return known


def _next_version() -> int:
    return (SettingChange.objects.aggregate(last=Max("version"))["last"] or 0) + 1


def _role(by: Viewer) -> RoleName:
    """In which role: the one whose work the picture is, where somebody holds both."""
    return RoleName.COORDINATOR if by.has(RoleName.COORDINATOR) else RoleName.ADMINISTRATOR


def _note(change: SettingChange, by: Viewer) -> None:
    """Numbers stand in the audit as they are; texts stand in the history alone."""
    detail: dict[str, object] = {"key": change.key, "version": change.version}
    if isinstance(change.new_value, int | float):
        detail |= {"old": change.old_value, "new": change.new_value}
    record(
        CHANGE_AUDIT_ACTS[ChangeState(change.state)],
        by=by,
        object_type="setting",
        object_id=str(change.public_id),
        detail=detail,
    )

"""What a signal must say before it is accepted, and who may see it."""

from __future__ import annotations

import datetime as dt

from ..errors import NotAllowed, RuleBroken, WrongState
from ..marking import Marking
from ..role import SIGNAL_REPORTERS
from ..states import SignalHandling
from ..time_band import TimeBand
from ..viewer import Viewer


def check_signal(
    *,
    occurred_on: dt.date,
    time_band: TimeBand,
    today_on: dt.date,
    has_area: bool,
    has_cell: bool,
    n_events: int,
) -> None:
    """A signal has one place that the city knows, a time that has come, and at least one event."""
    if not (has_area or has_cell):
        raise RuleBroken("A signal needs a place: a named area, or a place on the map.")
    if n_events < 1:
        raise RuleBroken("A signal tells of at least one event, not of %(n)s.", n=n_events)
    if occurred_on > today_on:
        raise RuleBroken("%(day)s has not come yet. Give the day on which it was seen.", day=occurred_on)
    if time_band is TimeBand.MONTH and occurred_on.day != 1:
        raise RuleBroken("A signal that knows only its month stands on the first day of that month.")


def check_may_report(viewer: Viewer) -> None:
    """Who: somebody who works for an organisation that gives signals."""
    if viewer.organisation_id is None or not viewer.has(*SIGNAL_REPORTERS):
        raise NotAllowed("Only a reporter, a coordinator or an analyst of an organisation reports signals.")


def may_report(viewer: Viewer) -> bool:
    try:
        check_may_report(viewer)
    except NotAllowed:
        return False
    return True


def can_see_signal(viewer: Viewer, *, owner_id: int, recorded_by_id: int | None, marking: Marking) -> bool:
    """The rule that `Signal.objects.visible_to` writes as a query; the tests hold the two together."""
    if viewer.is_system:
        return True
    if viewer.organisation_id is None or not viewer.reads_picture:
        return False
    if marking is Marking.RED:
        return viewer.person_id is not None and viewer.person_id == recorded_by_id
    if viewer.organisation_id == owner_id:
        return True
    if marking is Marking.AMBER_STRICT:
        return False
    if marking is Marking.AMBER:
        return owner_id in viewer.agreements
    return True


def check_may_withdraw(viewer: Viewer, *, recorded_by_id: int | None) -> None:
    """Who: whoever recorded the signal, and nobody in their place."""
    check_may_report(viewer)
    if viewer.person_id is None or viewer.person_id != recorded_by_id:
        raise NotAllowed("There is no such signal of yours.")


def may_withdraw(viewer: Viewer, *, recorded_by_id: int | None) -> bool:
    try:
        check_may_withdraw(viewer, recorded_by_id=recorded_by_id)
    except NotAllowed:
        return False
    return True


def check_can_withdraw(
    handling: SignalHandling, *, received_at: dt.datetime, now_at: dt.datetime, within_days: int
) -> None:
    """When: once, and within the days that the city gives (R3)."""
    if handling is SignalHandling.WITHDRAWN:
        raise WrongState("This signal is withdrawn already.")
    if now_at - received_at > dt.timedelta(days=within_days):
        raise WrongState(
            "A signal can be corrected or withdrawn for %(n)s days. Ask your coordinator instead.",
            n=within_days,
        )


def can_withdraw(
    handling: SignalHandling, *, received_at: dt.datetime, now_at: dt.datetime, within_days: int
) -> bool:
    try:
        check_can_withdraw(handling, received_at=received_at, now_at=now_at, within_days=within_days)
    except WrongState:
        return False
    return True


def check_can_take_back_zero(*, received_on: dt.date, today_on: dt.date) -> None:
    """When: on the day on which it was told; later it is part of who reported when."""
    if received_on != today_on:
        raise WrongState(
            "That nothing was to report can be taken back on the same day alone. Report what was seen instead."
        )


def can_take_back_zero(*, received_on: dt.date, today_on: dt.date) -> bool:
    try:
        check_can_take_back_zero(received_on=received_on, today_on=today_on)
    except WrongState:
        return False
    return True

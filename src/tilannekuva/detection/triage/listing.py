"""The list of the inbox: the signals of a choice in blocks, and no more of them read than a page needs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Q, QuerySet

from tilannekuva.domain.protection import ShownAs
from tilannekuva.domain.states import SignalHandling, SignalJudgement
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.models import ProtectedSource, Signal

from .models import GroupedSignal, PassedOn, TriageChange
from .proposals import Block, OpenSignal, blocks_of

MOST_SIGNALS = 10_000
"""What one look at the inbox goes through: the newest, and a word about the rest."""

_FIRST_SIGNALS = 500
_TIMES_AS_MANY = 4
_IDS_AT_ONCE = 500


class Waits(StrEnum):
    """For what the signals of a list wait."""

    JUDGEMENT = "judgement"
    JOINING = "joining"
    ANSWER = "answer"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Choice:
    """Which signals a reader wants to see. `since_on`: None for all; ids None for all."""

    waits: Waits = Waits.JUDGEMENT
    kind_id: int | None = None
    owner_id: int | None = None
    since_on: dt.date | None = None

    @property
    def proposes(self) -> bool:
        return self.waits in (Waits.JUDGEMENT, Waits.JOINING)


def count_of(viewer: Viewer, choice: Choice) -> int:
    """How many signals a choice has, counted to `MOST_SIGNALS` and one more."""
    n = 0
    for rows in _parts(viewer, choice):
        n += rows.order_by()[: MOST_SIGNALS + 1 - n].count()
    return n


def blocks_from(
    viewer: Viewer, choice: Choice, *, first: int, n: int, cell_size_m: float, near_days: int
) -> list[Block]:
    """At most `n` blocks of the list, beginning with the one numbered `first` (from 0).

    The same blocks as of all its signals, up to `MOST_SIGNALS`: what is read grows until nothing that is not
    read could belong to them.
    """
    most, back_to_on = _FIRST_SIGNALS + 2 * first, None
    while True:
        read, is_all = _newest(viewer, choice, min(most, MOST_SIGNALS), back_to_on)
        signals = _with_groups(viewer, choice, read)
        made: list[Block] = []
        found: list[Block] = []
        for block in blocks_of(
            signals, cell_size_m=cell_size_m, near_days=near_days, propose=choice.proposes
        ):
            made.append(block)
            if choice.waits is not Waits.JOINING or block.is_proposal:
                found.append(block)
            if len(found) == first + n:
                break
        if is_all:
            return found[first:]
        if len(found) < first + n:
            most, back_to_on = most * _TIMES_AS_MANY, None
            continue
        needed_on = _reach_back_to(made, near_days) if choice.proposes else read[-1].occurred_on
        if needed_on >= (back_to_on or read[-1].occurred_on + dt.timedelta(days=1)):
            return found[first:]
        most, back_to_on = MOST_SIGNALS, needed_on


def _reach_back_to(made: Sequence[Block], near_days: int) -> dt.date:
    """The day down to which a signal could be near to the signal that began one of the blocks, or to its group."""
    began = (
        signal.occurred_on
        for block in made
        for signal in block.signals
        if signal == block.signals[0] or signal.group_id == block.signals[0].group_id is not None
    )
    return min(began) - dt.timedelta(days=near_days)


def _newest(
    viewer: Viewer, choice: Choice, most: int, back_to_on: dt.date | None
) -> tuple[list[OpenSignal], bool]:
    """The newest signals of a choice, and whether there is nothing more to look through.

    `back_to_on`: no older ones than of that day; None for as many as `most`.
    """
    found: list[OpenSignal] = []
    for rows in _parts(viewer, choice):
        if back_to_on is not None:
            rows = rows.filter(occurred_on__gte=back_to_on)
        found += _open_signals(rows[: most + 1 - len(found)])
    is_all = len(found) > MOST_SIGNALS if back_to_on else len(found) <= most
    return found[:most], is_all or (most == MOST_SIGNALS and back_to_on is None)


def _parts(viewer: Viewer, choice: Choice) -> list[QuerySet[Signal]]:
    """The signals of a choice as queries, one after the other, the newest first."""
    rows = Signal.objects.visible_to(viewer).filter(_waiting(choice.waits)).order_by("-occurred_on", "-pk")
    if choice.kind_id is not None:
        rows = rows.filter(kind_id=choice.kind_id)
    if choice.owner_id is not None:
        # Whoever is shown as "a partner" is found under no name.
        nameless = ProtectedSource.objects.filter(shown_as=ShownAs.PARTNER).values("report")
        rows = rows.filter(owner_id=choice.owner_id).exclude(report__isnull=False, report__in=nameless)
    if choice.since_on is None or choice.waits is Waits.ANSWER:
        return [rows]
    # What somebody reported by hand waits until it is judged, of whatever day it is.
    by_hand = rows.filter(occurred_on__lt=choice.since_on, report__isnull=False)
    return [rows.filter(occurred_on__gte=choice.since_on), by_hand]


def _waiting(waits: Waits) -> Q:
    if waits is Waits.ANSWER:
        return Q(
            pk__in=PassedOn.objects.waiting().values("signal"),
            handling=SignalHandling.PASSED_ON,
        )
    if waits is Waits.NOTHING:
        dropped = [SignalHandling.OUT_OF_SCOPE, SignalHandling.DUPLICATE]
        done = ~Q(judgement=SignalJudgement.NOT_YET_JUDGED) | Q(handling__in=dropped)
        return Q(pk__in=TriageChange.objects.values("signal")) & done & ~Q(handling=SignalHandling.WITHDRAWN)
    return Q(
        judgement=SignalJudgement.NOT_YET_JUDGED,
        handling__in=[SignalHandling.RECEIVED, SignalHandling.IN_REVIEW, SignalHandling.JOINED],
    )


def _open_signals(rows: QuerySet[Signal]) -> list[OpenSignal]:
    found = list(
        rows.values_list(
            "pk", "kind_id", "occurred_on", "area_id", "cell__easting_m", "cell__northing_m", "handling"
        )
    )
    groups = _group_ids([row[0] for row in found if row[-1] == SignalHandling.JOINED])
    return [OpenSignal(*row[:-1], group_id=groups.get(row[0])) for row in found]


def _group_ids(signal_ids: Sequence[int]) -> dict[int, int]:
    """By id of a signal: the group in which it is."""
    found: dict[int, int] = {}
    for start in range(0, len(signal_ids), _IDS_AT_ONCE):
        ids = signal_ids[start : start + _IDS_AT_ONCE]
        rows = GroupedSignal.objects.filter(left_at__isnull=True, signal__in=ids)
        found |= dict(rows.values_list("signal_id", "group_id"))
    return found


def _with_groups(viewer: Viewer, choice: Choice, signals: list[OpenSignal]) -> list[OpenSignal]:
    """The signals, and those that are joined with one of them but too old to have been read."""
    group_ids = {signal.group_id for signal in signals if signal.group_id is not None}
    if not (group_ids and choice.proposes):
        return signals
    members = GroupedSignal.objects.filter(left_at__isnull=True, group__in=group_ids)
    missing = set(members.values_list("signal_id", flat=True)) - {signal.signal_id for signal in signals}
    if not missing:
        return signals
    more = [
        signal for rows in _parts(viewer, choice) for signal in _open_signals(rows.filter(pk__in=missing))
    ]
    return sorted([*signals, *more], key=lambda signal: (-signal.occurred_on.toordinal(), -signal.signal_id))

"""Joining signals that people see as one thing, splitting them again, and dropping what does not count."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.db import transaction

from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.clock import now_at
from tilannekuva.domain.errors import RuleBroken, WrongState
from tilannekuva.domain.rules.triage import check_counted_once
from tilannekuva.domain.states import SignalHandling, SignalJudgement
from tilannekuva.domain.triage import DROPPED_AS, TriageAct, TriageReason
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.models import Signal

from ..models import GroupedSignal, SignalGroup, TriageStep
from .steps import Move, groups_of, read_again, take_step


@transaction.atomic
def join(*, signals: Sequence[Signal], reason: TriageReason, by: Viewer) -> TriageStep:
    """Join signals to one group: to the oldest in which one of them is, else to a new one.

    What is joined with one of them already comes along. Each signal keeps its source and its count.
    """
    chosen = read_again(signals, by)
    if len(chosen) < 2:
        raise RuleBroken("Choose at least two signals to join.")
    groups = groups_of(chosen)
    oldest = min(groups.values(), key=lambda group: group.pk, default=None)
    found = read_again([*chosen, *_companions(groups, by)], by)
    groups = groups_of(found)
    moving = [signal for signal in found if oldest is None or groups.get(signal.pk) != oldest]
    if not moving:
        raise WrongState("These signals are joined already.")
    if oldest is None:
        with unlocked():
            oldest = SignalGroup.objects.create(made_at=now_at())
    moves = [_move(signal, groups, handling=_joined(signal), group_after=oldest) for signal in moving]
    return take_step(TriageAct.JOIN, moves, reason=reason, by=by, detail={"group": str(oldest.public_id)})


@transaction.atomic
def split(*, signals: Sequence[Signal], by: Viewer) -> TriageStep:
    """Take signals out of their groups: they are things of their own. One that stays alone comes out too."""
    found = read_again(signals, by)
    groups = groups_of(found)
    if any(signal.pk not in groups for signal in found):
        raise WrongState("A chosen signal is joined with no other.")
    found += _left_alone(found, groups, by)
    groups = groups_of(found)
    moves = [_move(signal, groups, handling=_split(signal), group_after=None) for signal in found]
    return take_step(TriageAct.SPLIT, moves, reason=TriageReason.THINGS_APART, by=by)


@transaction.atomic
def drop(*, signals: Sequence[Signal], reason: TriageReason, by: Viewer) -> TriageStep:
    """Take signals out of the count, with a reason. Nothing is deleted.

    What was told already stays in its group, through which it is counted once; the rest leaves its group.
    """
    found = read_again(signals, by)
    groups = groups_of(found)
    # A reason that is none ends in the check of the step.
    handling = DROPPED_AS.get(reason, SignalHandling.OUT_OF_SCOPE)
    if handling is SignalHandling.DUPLICATE:
        for signal in found:
            check_counted_once(1, int(signal.pk in groups))
        moves = [_move(signal, groups, handling=handling, group_after=groups[signal.pk]) for signal in found]
        return take_step(TriageAct.DROP, moves, reason=reason, by=by)
    alone = _left_alone(found, groups, by)
    groups |= groups_of(alone)
    moves = [_move(signal, groups, handling=handling, group_after=None) for signal in found]
    moves += [_move(signal, groups, handling=SignalHandling.IN_REVIEW, group_after=None) for signal in alone]
    return take_step(TriageAct.DROP, moves, reason=reason, by=by)


def _joined(signal: Signal) -> SignalHandling:
    says_more = signal.handling in (SignalHandling.PASSED_ON, SignalHandling.DUPLICATE)
    return SignalHandling(signal.handling) if says_more else SignalHandling.JOINED


def _split(signal: Signal) -> SignalHandling:
    waits = signal.handling == SignalHandling.PASSED_ON
    return SignalHandling.PASSED_ON if waits else SignalHandling.IN_REVIEW


def _move(
    signal: Signal,
    groups: Mapping[int, SignalGroup],
    *,
    handling: SignalHandling,
    group_after: SignalGroup | None,
) -> Move:
    return Move(
        signal,
        judgement_after=SignalJudgement(signal.judgement),
        handling_after=handling,
        group_before=groups.get(signal.pk),
        group_after=group_after,
    )


def _companions(groups: Mapping[int, SignalGroup], by: Viewer) -> list[Signal]:
    """All that is in these groups, as far as the viewer may read it."""
    members = GroupedSignal.objects.filter(group__in=set(groups.values()), left_at__isnull=True)
    return list(Signal.objects.visible_to(by).filter(pk__in=members.values("signal")))


def _left_alone(leaving: Sequence[Signal], groups: Mapping[int, SignalGroup], by: Viewer) -> list[Signal]:
    """Signals of which all companions leave: what stays alone is joined with nothing."""
    alone: list[Signal] = []
    for group in set(groups.values()):
        members = GroupedSignal.objects.filter(group=group, left_at__isnull=True)
        staying = members.exclude(signal__in=leaving).values_list("signal_id", flat=True)[:2]
        if len(staying) == 1:
            alone += Signal.objects.visible_to(by).filter(pk=staying[0], handling=SignalHandling.JOINED)
    return alone

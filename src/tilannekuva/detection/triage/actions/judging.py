"""The first axis: is it confirmed? Of a group, whoever judges names its signals one by one."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction

from tilannekuva.domain.states import SignalHandling
from tilannekuva.domain.triage import JUDGEMENT_OF, TriageAct, TriageReason
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.models import Signal

from ..models import TriageStep
from .steps import Move, groups_of, read_again, take_step


@transaction.atomic
def confirm(*, signals: Sequence[Signal], reason: TriageReason, by: Viewer) -> TriageStep:
    """It is so."""
    return _judge(TriageAct.CONFIRM, signals, reason, by)


@transaction.atomic
def find_plausible(*, signals: Sequence[Signal], reason: TriageReason, by: Viewer) -> TriageStep:
    """It may well be so; nobody has checked."""
    return _judge(TriageAct.FIND_PLAUSIBLE, signals, reason, by)


@transaction.atomic
def leave_unconfirmed(*, signals: Sequence[Signal], reason: TriageReason, by: Viewer) -> TriageStep:
    """Somebody checked and could not confirm it. It still counts."""
    return _judge(TriageAct.LEAVE_UNCONFIRMED, signals, reason, by)


@transaction.atomic
def refute(*, signals: Sequence[Signal], reason: TriageReason, by: Viewer) -> TriageStep:
    """It is not so: from the next run on it counts no longer."""
    return _judge(TriageAct.REFUTE, signals, reason, by)


def _judge(act: TriageAct, signals: Sequence[Signal], reason: TriageReason, by: Viewer) -> TriageStep:
    found = read_again(signals, by)
    groups = groups_of(found)
    moves = [
        Move(
            signal,
            judgement_after=JUDGEMENT_OF[act],
            handling_after=SignalHandling(signal.handling),
            group_before=groups.get(signal.pk),
            group_after=groups.get(signal.pk),
        )
        for signal in found
    ]
    return take_step(act, moves, reason=reason, by=by)

"""What every step has in common: it is checked, moves signals, leaves its row, and leaves its audit entry."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import IntegrityError

from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.clock import now_at
from tilannekuva.domain.errors import NotAllowed, RuleBroken, WrongState
from tilannekuva.domain.rules.triage import check_counted_once, check_may_triage, check_step
from tilannekuva.domain.states import NOT_COUNTED, SignalHandling, SignalJudgement
from tilannekuva.domain.triage import MOST_SIGNALS_IN_STEP, TRIAGE_AUDIT_ACTS, TriageAct, TriageReason
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.actions import move_signal
from tilannekuva.intake.models import Signal

from ..models import GroupedSignal, SignalGroup, TriageChange, TriageStep


@dataclass(frozen=True, slots=True)
class Move:
    """One signal, as it was read, and where a step takes it. `group_after`: None, in no group."""

    signal: Signal
    judgement_after: SignalJudgement
    handling_after: SignalHandling
    group_before: SignalGroup | None
    group_after: SignalGroup | None


def read_again(signals: Sequence[Signal], by: Viewer) -> list[Signal]:
    """The signals as they stand now. Raises NotAllowed when `by` may not read each of them."""
    if not signals:
        raise RuleBroken("Choose at least one signal.")
    if len(signals) > MOST_SIGNALS_IN_STEP:
        raise RuleBroken("One step takes at most %(n)s signals.", n=MOST_SIGNALS_IN_STEP)
    wanted = {signal.pk for signal in signals}
    found = list(Signal.objects.visible_to(by).filter(pk__in=wanted).order_by("pk"))
    if len(found) != len(wanted):
        raise NotAllowed("There is no such signal.")
    return found


def groups_of(signals: Iterable[Signal]) -> dict[int, SignalGroup]:
    """By id of a signal: the group in which it is now."""
    rows = GroupedSignal.objects.filter(signal__in=[signal.pk for signal in signals], left_at__isnull=True)
    return {row.signal_id: row.group for row in rows.select_related("group")}


def take_step(
    act: TriageAct,
    moves: Sequence[Move],
    *,
    by: Viewer,
    reason: TriageReason | None = None,
    undoes: TriageStep | None = None,
    detail: Mapping[str, str] | None = None,
) -> TriageStep:
    """Take a step with all its signals, or none. Runs in the transaction of its action."""
    check_may_triage(by, act)
    for move in moves if undoes is None else ():
        before = SignalJudgement(move.signal.judgement), SignalHandling(move.signal.handling)
        check_step(act, reason, before=before, after=(move.judgement_after, move.handling_after))
    step = _stored(act, moves, by=by, reason=reason, undoes=undoes)
    for move in moves:
        if (move.judgement_after, move.handling_after) != (move.signal.judgement, move.signal.handling):
            move_signal(
                signal=move.signal, judgement=move.judgement_after, handling=move.handling_after, by=by
            )
        _regroup(move)
    _check_groups({group.pk for move in moves for group in (move.group_before, move.group_after) if group})
    record(
        TRIAGE_AUDIT_ACTS[act],
        by=by,
        object_type="triage_step",
        object_id=str(step.public_id),
        detail={
            "reason": reason or "",
            "signals": [str(move.signal.public_id) for move in moves],
            **({"undoes": str(undoes.public_id)} if undoes else {}),
            **(detail or {}),
        },
    )
    return step


def _stored(
    act: TriageAct,
    moves: Sequence[Move],
    *,
    by: Viewer,
    reason: TriageReason | None,
    undoes: TriageStep | None,
) -> TriageStep:
    with unlocked():
        try:
            step = TriageStep.objects.create(
                act=act,
                reason=reason or "",
                made_by_id=by.person_id,  # type: ignore[misc]  # a person: the program itself never judges
                organisation_id=by.organisation_id,
                made_at=now_at(),
                undoes=undoes,
            )
        except IntegrityError as twice:
            raise WrongState("This step is undone already.") from twice
        TriageChange.objects.bulk_create(
            TriageChange(
                step=step,
                signal=move.signal,
                judgement_before=move.signal.judgement,
                judgement_after=move.judgement_after,
                handling_before=move.signal.handling,
                handling_after=move.handling_after,
                group_before=move.group_before,
                group_after=move.group_after,
            )
            for move in moves
        )
    return step


def _regroup(move: Move) -> None:
    if move.group_before == move.group_after:
        return
    with unlocked():
        if move.group_before is not None:
            left = GroupedSignal.objects.filter(
                signal=move.signal, group=move.group_before, left_at__isnull=True
            ).update(left_at=now_at())
            if left != 1:
                raise WrongState("Somebody else took a step with this signal a moment ago. Look at it again.")
        if move.group_after is not None:
            GroupedSignal.objects.create(group=move.group_after, signal=move.signal, joined_at=now_at())


def _check_groups(group_ids: Collection[int]) -> None:
    """Of all members, also those that the person who takes the step may not read: none may be lost."""
    for group_id in group_ids:
        handlings = GroupedSignal.objects.filter(group=group_id, left_at__isnull=True).values_list(
            "signal__handling", flat=True
        )
        check_counted_once(
            sum(handling == SignalHandling.DUPLICATE for handling in handlings),
            sum(handling not in NOT_COUNTED for handling in handlings),
        )

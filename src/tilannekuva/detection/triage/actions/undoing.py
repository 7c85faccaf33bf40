"""Undoing a step: a step of its own, which leads back from where the other one led."""

from __future__ import annotations

from django.db import transaction

from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.clock import now_at
from tilannekuva.domain.errors import WrongState
from tilannekuva.domain.rules.triage import check_can_undo, check_may_undo
from tilannekuva.domain.states import SignalHandling, SignalJudgement
from tilannekuva.domain.triage import TriageAct
from tilannekuva.domain.viewer import Viewer

from ..models import PassedOn, TriageStep
from ..queries import is_latest, is_undone
from .steps import Move, groups_of, read_again, take_step


@transaction.atomic
def undo(*, step: TriageStep, by: Viewer) -> TriageStep:
    """Lead every signal of a step back to where it was before. Raises when somebody built on it since."""
    check_may_undo(by, made_by_id=step.made_by_id, organisation_id=step.organisation_id)
    check_can_undo(TriageAct(step.act), is_undone=is_undone(step), is_latest=is_latest(step))
    changes = {change.signal_id: change for change in step.changes.select_related("signal")}
    found = read_again([change.signal for change in changes.values()], by)
    groups = groups_of(found)
    moves = []
    for signal in found:
        change = changes[signal.pk]
        if (signal.judgement, signal.handling) != (change.judgement_after, change.handling_after):
            raise WrongState("Somebody else took a step with this signal a moment ago. Look at it again.")
        moves.append(
            Move(
                signal,
                judgement_after=SignalJudgement(change.judgement_before),
                handling_after=SignalHandling(change.handling_before),
                group_before=groups.get(signal.pk),
                group_after=change.group_before,
            )
        )
    undone = take_step(TriageAct.UNDO, moves, undoes=step, by=by)
    with unlocked():
        PassedOn.objects.filter(step=step).update(taken_back_at=now_at())
        PassedOn.objects.filter(answer_step=step).update(answer="", answered_at=None, answer_step=None)
    return undone

"""Passing signals on to a partner that knows more, and its answer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from django.conf import settings
from django.db import IntegrityError, transaction

from tilannekuva.accounts.models import Organisation
from tilannekuva.accounts.queries import givers_of_signals, organisations_with
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.clock import now_at, today_on
from tilannekuva.domain.errors import NotAllowed, RuleBroken, WrongState
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.rules.triage import check_answer_by, check_may_answer, check_may_receive
from tilannekuva.domain.states import SignalHandling, SignalJudgement
from tilannekuva.domain.triage import TRIAGE_OWNERS, TriageAct, TriageReason
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.models import Signal

from ..models import GroupedSignal, PassedOn, TriageStep
from .steps import Move, groups_of, read_again, take_step


@transaction.atomic
def pass_on(
    *,
    signals: Sequence[Signal],
    receiver: Organisation,
    answer_by_on: dt.date,
    reason: TriageReason,
    by: Viewer,
) -> TriageStep:
    """Ask an organisation about signals that it may read; `answer_by_on` is the last day in time."""
    found = read_again(signals, by)
    today = today_on(settings.TIME_ZONE)
    check_answer_by(answer_by_on, today_on=today)
    if receiver.pk == by.organisation_id:
        raise RuleBroken("A signal is passed on to another organisation than one's own.")
    receives_from = givers_of_signals(receiver.pk, today)
    can_answer = receiver.pk in organisations_with(TRIAGE_OWNERS[TriageAct.ANSWER], today)
    for signal in found:
        check_may_receive(
            receiver_id=receiver.pk,
            receives_from=receives_from,
            can_answer=can_answer,
            owner_id=signal.owner_id,
            marking=Marking(signal.marking),
        )
    groups = groups_of(found)
    moves = [
        Move(
            signal,
            judgement_after=SignalJudgement(signal.judgement),
            handling_after=SignalHandling.PASSED_ON,
            group_before=groups.get(signal.pk),
            group_after=groups.get(signal.pk),
        )
        for signal in found
    ]
    detail = {"receiver": receiver.code, "answer_by": answer_by_on.isoformat()}
    step = take_step(TriageAct.PASS_ON, moves, reason=reason, by=by, detail=detail)
    with unlocked():
        try:
            PassedOn.objects.bulk_create(
                PassedOn(step=step, signal=signal, receiver=receiver, answer_by_on=answer_by_on)
                for signal in found
            )
        except IntegrityError as twice:
            raise WrongState("A chosen signal waits for the answer of that organisation already.") from twice
    return step


@transaction.atomic
def answer(*, passed_on: PassedOn, reason: TriageReason, by: Viewer) -> TriageStep:
    """Answer for the organisation that was asked, late or in time; the signal goes back to those who asked."""
    check_may_answer(by, receiver_id=passed_on.receiver_id)
    if not PassedOn.objects.visible_to(by).filter(pk=passed_on.pk).exists():
        raise NotAllowed("There is no such signal.")
    [signal] = read_again([passed_on.signal], by)
    group = groups_of([signal]).get(signal.pk)
    waits_elsewhere = PassedOn.objects.filter(signal=signal).waiting().exclude(pk=passed_on.pk).exists()
    companions = GroupedSignal.objects.filter(group=group, left_at__isnull=True).exclude(signal=signal)
    back_at = SignalHandling.JOINED if group and companions.exists() else SignalHandling.IN_REVIEW
    move = Move(
        signal,
        judgement_after=SignalJudgement(signal.judgement),
        handling_after=SignalHandling.PASSED_ON if waits_elsewhere else back_at,
        group_before=group,
        group_after=group,
    )
    detail = {"passed_on": str(passed_on.public_id)}
    step = take_step(TriageAct.ANSWER, [move], reason=reason, by=by, detail=detail)
    with unlocked():
        answered = (
            PassedOn.objects.filter(pk=passed_on.pk)
            .waiting()
            .update(answer=reason, answered_at=now_at(), answer_step=step)
        )
    if answered != 1:
        raise WrongState("This was answered or taken back a moment ago. Look at it again.")
    passed_on.refresh_from_db()
    return step

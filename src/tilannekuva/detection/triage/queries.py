"""Reading the inbox: open signals, what is joined, who was asked, which steps were taken."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Max, Q, QuerySet

from tilannekuva.accounts.models import Organisation
from tilannekuva.accounts.queries import organisations_with
from tilannekuva.domain.answer import UNANSWERED_STATES
from tilannekuva.domain.clock import local_date, today_on
from tilannekuva.domain.states import NOT_COUNTED, SignalHandling, SignalJudgement
from tilannekuva.domain.triage import TRIAGE_OWNERS, TriageAct
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.models import Signal

from .models import GroupedSignal, PassedOn, TriageChange, TriageStep


def signals_shown(viewer: Viewer, signal_ids: Iterable[int]) -> dict[int, Signal]:
    """Signals with all that a line of the inbox says of them."""
    rows = Signal.objects.visible_to(viewer).select_related("kind", "area", "owner")
    return rows.in_bulk(list(signal_ids))


def chosen_signals(
    viewer: Viewer, public_ids: Iterable[object], group_ids: Iterable[object]
) -> QuerySet[Signal]:
    """Signals by their public ids, and those of whole groups that nobody has judged or dropped yet."""
    members = GroupedSignal.objects.filter(group__public_id__in=list(group_ids), left_at__isnull=True)
    together = Q(pk__in=members.values("signal"), judgement=SignalJudgement.NOT_YET_JUDGED)
    together &= ~Q(handling__in=NOT_COUNTED)
    return Signal.objects.visible_to(viewer).filter(Q(public_id__in=list(public_ids)) | together)


def companions_of(viewer: Viewer, signal: Signal) -> QuerySet[Signal]:
    """What is joined with a signal, as far as the viewer may read it."""
    mine = GroupedSignal.objects.filter(signal=signal, left_at__isnull=True)
    members = GroupedSignal.objects.filter(group__in=mine.values("group"), left_at__isnull=True)
    rows = Signal.objects.visible_to(viewer).filter(pk__in=members.values("signal")).exclude(pk=signal.pk)
    return rows.select_related("kind", "area", "owner")


def asked_by(viewer: Viewer) -> QuerySet[PassedOn]:
    """What the viewer's organisation passed on and nobody has answered, the most overdue first."""
    rows = PassedOn.objects.visible_to(viewer).waiting().filter(step__organisation=viewer.organisation_id)
    return rows.select_related("signal__kind", "signal__area", "signal__owner", "receiver")


def answers_to(viewer: Viewer) -> QuerySet[PassedOn]:
    """Answers that came to the viewer's organisation about signals that nobody has judged since."""
    rows = PassedOn.objects.visible_to(viewer).filter(
        step__organisation=viewer.organisation_id,
        answered_at__isnull=False,
        taken_back_at__isnull=True,
        signal__judgement=SignalJudgement.NOT_YET_JUDGED,
        signal__handling__in=[SignalHandling.IN_REVIEW, SignalHandling.JOINED],
    )
    rows = rows.select_related("signal__kind", "signal__area", "signal__owner", "receiver")
    return rows.order_by("answered_at", "pk")


def asked_of(viewer: Viewer) -> QuerySet[PassedOn]:
    """What waits for the answer of the viewer's organisation, the most overdue first."""
    rows = PassedOn.objects.visible_to(viewer).waiting().filter(receiver=viewer.organisation_id)
    return rows.select_related("signal__kind", "signal__area", "signal__owner", "receiver")


def passed_on_of(viewer: Viewer, signal_ids: Iterable[int]) -> QuerySet[PassedOn]:
    """To whom signals were passed on, and what came back; not what was taken back."""
    rows = PassedOn.objects.visible_to(viewer).filter(signal__in=list(signal_ids), taken_back_at__isnull=True)
    return rows.select_related("receiver").order_by("pk")


def last_steps_on(signals: Iterable[Signal]) -> dict[int, dt.date]:
    """By id of a signal, the day of the last step that somebody took with it; none where nobody has taken one."""
    changes = TriageChange.objects.filter(signal__in=[signal.pk for signal in signals])
    rows = changes.order_by().values_list("signal_id").annotate(at=Max("step__made_at"))
    return {signal_id: local_date(made_at, settings.TIME_ZONE) for signal_id, made_at in rows}


def n_unanswered(viewer: Viewer, *, received_before: dt.datetime) -> int:
    """How many signals that somebody reported by hand before a moment have no answer yet, of those the viewer reads."""
    states = Q()
    for judgement, handling in UNANSWERED_STATES:
        states |= Q(judgement=judgement, handling=handling)
    rows = Signal.objects.visible_to(viewer).filter(states, report__isnull=False)
    return rows.filter(received_at__lt=received_before).order_by().count()


def own_last_steps(viewer: Viewer, most: int) -> QuerySet[TriageStep]:
    """The steps that the viewer took last and has not undone."""
    rows = TriageStep.objects.visible_to(viewer).filter(made_by=viewer.person_id, undone_by__isnull=True)
    return rows.exclude(act=TriageAct.UNDO).prefetch_related("changes")[:most]


def steps_on(viewer: Viewer, signal: Signal) -> QuerySet[TriageChange]:
    """What was done with a signal so far, the first step first."""
    rows = TriageChange.objects.visible_to(viewer).filter(signal=signal)
    return rows.select_related("step__made_by", "step__organisation", "step__undone_by").order_by("pk")


def changes_shown(viewer: Viewer, steps: Iterable[TriageStep]) -> QuerySet[TriageChange]:
    """What steps changed, of the signals that the viewer may read."""
    rows = TriageChange.objects.visible_to(viewer).filter(step__in=list(steps))
    return rows.select_related("signal__kind", "signal__area")


def is_undone(step: TriageStep) -> bool:
    return TriageStep.objects.filter(undoes=step).exists()


def is_latest(step: TriageStep) -> bool:
    """Whether nothing that still holds was built on a step: on its signals, or on the groups that it changed."""
    changes = list(step.changes.all())
    regrouped = {
        group_id
        for change in changes
        if change.group_before_id != change.group_after_id
        for group_id in (change.group_before_id, change.group_after_id)
    } - {None}
    later = TriageChange.objects.filter(step__pk__gt=step.pk, step__undone_by__isnull=True)
    later = later.exclude(step__act=TriageAct.UNDO)
    touched = Q(signal__in=[change.signal_id for change in changes])
    joined_or_left = Q(group_before__in=regrouped) | Q(group_after__in=regrouped)
    joined_or_left &= Q(step__act__in=[TriageAct.JOIN, TriageAct.SPLIT, TriageAct.DROP])
    return not later.filter(touched | joined_or_left).exists()


def receivers(viewer: Viewer) -> list[Organisation]:
    """Organisations to which signals can be passed on: others in which somebody can answer."""
    able = organisations_with(TRIAGE_OWNERS[TriageAct.ANSWER], today_on(settings.TIME_ZONE))
    return list(Organisation.objects.filter(pk__in=able - {viewer.organisation_id or 0}))

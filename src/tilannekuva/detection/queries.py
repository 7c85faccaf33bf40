"""Reading runs and findings, and the signals that a run reads."""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.db.models import QuerySet

from tilannekuva.accounts.queries import givers_of_counts
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.states import NOT_COUNTED, FindingState, RunState, SignalJudgement
from tilannekuva.domain.thresholds import Thresholds
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.models import Signal

from .models import DetectionRun, Finding

# Years of history that a run reads: five seasons to compare with, and the one that is looked at.
HISTORY_DAYS = 6 * 366

_USUAL = Thresholds()

# Signals that never leave their person or organisation cannot be part of a joint picture.
_SHAREABLE = [Marking.CLEAR, Marking.GREEN, Marking.AMBER]


def signals_for_detection(
    as_of: dt.date, rumour_counts_days: int = _USUAL.rumour_counts_days
) -> QuerySet[Signal]:
    """Signals that their owners give to the joint picture, and that people have not taken out of the count.

    What people talk about counts for `rumour_counts_days` up to `as_of` alone.
    """
    last_day_of_old_talk = as_of - dt.timedelta(days=rumour_counts_days)
    return (
        Signal.objects.filter(
            occurred_on__lte=as_of,
            occurred_on__gt=as_of - dt.timedelta(days=HISTORY_DAYS),
            marking__in=_SHAREABLE,
            owner_id__in=givers_of_counts(today_on(settings.TIME_ZONE)),
        )
        .exclude(handling__in=NOT_COUNTED)
        .exclude(judgement=SignalJudgement.REFUTED)
        .exclude(kind__is_rumour=True, occurred_on__lte=last_day_of_old_talk)
    )


def has_signals_that_count(as_of: dt.date) -> bool:
    """Whether a run of that day would read any signal."""
    return signals_for_detection(as_of).exists()


def latest_run() -> DetectionRun | None:
    """The newest run that is done."""
    return DetectionRun.objects.filter(state=RunState.DONE).order_by("-as_of", "-pk").first()


def is_run_due() -> bool:
    """Whether a worker would find something to do."""
    return DetectionRun.objects.filter(state=RunState.DUE).exists()


def findings_visible_to(viewer: Viewer) -> QuerySet[Finding]:
    """Findings with what a page of one shows."""
    return (
        Finding.objects.visible_to(viewer)
        .select_related("kind", "last_run", "first_run")
        .prefetch_related("areas", "decisions__decided_by")
    )


def open_beside(viewer: Viewer, finding: Finding) -> QuerySet[Finding]:
    """The other open findings of the same kind that overlap with this one in place and time.

    Several detectors, over areas and over cells, notice the same thing: each is a finding of its own. One of
    cells lies in areas too, so areas tell whether two of them share a place.
    """
    return (
        findings_visible_to(viewer)
        .filter(
            state=FindingState.OPEN,
            kind=finding.kind_id,
            first_on__lte=finding.last_on,
            last_on__gte=finding.first_on,
            areas__in=finding.areas.all(),
        )
        .exclude(pk=finding.pk)
        .distinct()
        .order_by("pk")
    )


def standing_findings(run: DetectionRun) -> QuerySet[Finding]:
    """The findings that the picture of a run shows: found by it, or not yet expired and not rejected.

    What an earlier run found and nobody has decided on stays: it is a person who puts a finding away.
    """
    current = Finding.objects.filter(last_run=run)
    kept = Finding.objects.filter(expires_on__gte=run.as_of, last_run__as_of__lte=run.as_of).exclude(
        state=FindingState.REJECTED
    )
    return (current | kept).distinct().select_related("kind", "last_run").prefetch_related("decisions")


def past_decisions(detector: str) -> tuple[int, int]:
    """How many findings of a detector people confirmed and rejected so far: how often it was wrong."""
    decided = Finding.objects.filter(facts__detector=detector)
    return (
        decided.filter(state=FindingState.CONFIRMED).count(),
        decided.filter(state=FindingState.REJECTED).count(),
    )

"""Reading runs and findings."""

from __future__ import annotations

from django.db.models import QuerySet

from tilannekuva.domain.states import FindingState, RunState
from tilannekuva.domain.viewer import Viewer

from .models import DetectionRun, Finding


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

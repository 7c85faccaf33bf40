"""Writes on runs and findings."""

from __future__ import annotations

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.conf import settings
from django.db import transaction

import tilannekuva
from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.domain.clock import now_at, today_on
from tilannekuva.domain.errors import RuleBroken, WrongState
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.rules.findings import check_can_become, check_may_decide
from tilannekuva.domain.states import FINDING_AUDIT_ACTS, FindingReason, FindingState, RunState
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.models import PhenomenonKind
from tilannekuva.places.models import Area, Cell

from .models import DetectionRun, Finding, FindingDecision, FollowedMeasure, FollowedPlaces, Indicator
from .results import Analysis, FindingFacts, LevelFacts, PanelFacts, Reading, WindowFacts

_ROWS_AT_ONCE = 2000
# Two clusters of one detector and kind that share this much of the smaller one's places are the same.
_SAME_PLACES = 0.5
_SEED_BITS = 48


@transaction.atomic
def request_run(
    *, as_of: dt.date, by: Viewer, seed: int | None = None, is_daily: bool = False
) -> DetectionRun:
    """Put a run where a worker finds it. Raises RuleBroken for a day that has not come yet.

    `is_daily`: the clock asks, once for a day; IntegrityError when it has asked for that day before.
    """
    if as_of > today_on(settings.TIME_ZONE):
        raise RuleBroken("A run cannot look from %(day)s: that day has not come yet.", day=as_of)
    with unlocked():
        run = DetectionRun.objects.create(
            as_of=as_of,
            seed=secrets.randbits(_SEED_BITS) if seed is None else seed,
            is_daily=is_daily,
            requested_at=now_at(),
        )
    record("run.requested", by=by, object_type="run", object_id=str(run.public_id))
    return run


@transaction.atomic
def claim_run(*, by: Viewer) -> DetectionRun | None:
    """Take the oldest run that is due, or none. Of several workers exactly one gets it."""
    due = DetectionRun.objects.filter(state=RunState.DUE).order_by("requested_at").first()
    if due is None:
        return None
    with unlocked():
        claimed = DetectionRun.objects.filter(pk=due.pk, state=RunState.DUE).update(
            state=RunState.RUNNING, started_at=now_at(), code_version=tilannekuva.__version__
        )
    if claimed != 1:
        return None
    record("run.claimed", by=by, object_type="run", object_id=str(due.public_id))
    due.refresh_from_db()
    return due


@transaction.atomic
def fail_run(*, run: DetectionRun, failure: str, by: Viewer) -> None:
    """Mark a run as failed: visible, never silently lost. `failure` names the error, not its data."""
    with unlocked():
        DetectionRun.objects.filter(pk=run.pk).update(
            state=RunState.FAILED, finished_at=now_at(), failure=failure[:200]
        )
    record(
        "run.failed",
        by=by,
        object_type="run",
        object_id=str(run.public_id),
        detail={"failure": failure[:200]},
    )


@transaction.atomic
def record_results(
    *,
    run: DetectionRun,
    analysis: Analysis,
    markings: Sequence[Marking],
    inputs_sha256: str,
    n_signals: int,
    expires_days: int,
    by: Viewer,
    parameters: Mapping[str, Any] | None = None,
) -> list[Finding]:
    """Store what a run measured and found, all or nothing. `markings`: one for each finding, in order.

    `parameters`: the settings that the run went by, so that an old picture is explained by its own values.
    """
    kinds = {kind.code: kind for kind in PhenomenonKind.objects.all()}
    with unlocked():
        Indicator.objects.bulk_create(_indicators(run, analysis, kinds), batch_size=_ROWS_AT_ONCE)
        findings = [
            _record_finding(run, facts, marking, kinds[facts.kind], expires_days)
            for facts, marking in zip(analysis.findings, markings, strict=True)
        ]
        followed = FollowedPlaces.objects.filter(public_id__in=analysis.followed)
        FollowedMeasure.objects.bulk_create(
            FollowedMeasure(run=run, places=places, facts=asdict(analysis.followed[str(places.public_id)]))
            for places in followed
        )
        DetectionRun.objects.filter(pk=run.pk).update(
            state=RunState.DONE,
            finished_at=now_at(),
            parameters=dict(parameters or {}),
            inputs_sha256=inputs_sha256,
            n_signals=n_signals,
            period_unit=analysis.period_unit,
            period_starts=list(analysis.period_starts),
            notes=list(analysis.notes),
        )
    run.refresh_from_db()
    record(
        "run.done",
        by=by,
        object_type="run",
        object_id=str(run.public_id),
        detail={"findings": len(findings), "signals": n_signals},
    )
    return findings


def _indicators(
    run: DetectionRun, analysis: Analysis, kinds: Mapping[str, PhenomenonKind]
) -> Iterable[Indicator]:
    areas = dict(Area.objects.values_list("code", "pk"))
    for level in analysis.levels:
        yield _course_row(run, level, kinds[level.kind])
    for window in (*analysis.city_windows, *analysis.area_windows):
        cells = {}
        if not window.area_code:
            cells = dict(analysis.cell_counts.get((window.kind, window.group.value, window.n_periods), {}))
        yield _window_row(run, window, kinds[window.kind], areas.get(window.area_code), cells)


def _course_row(run: DetectionRun, level: LevelFacts, kind: PhenomenonKind) -> Indicator:
    return Indicator(
        run=run,
        kind=kind,
        group=level.group,
        n_periods=0,
        observed=list(level.observed),
        expected=list(level.expected),
        lower=list(level.lower),
        upper=list(level.upper),
        dispersion=level.dispersion,
        incoming=[asdict(facts) for facts in level.incoming] or None,
        episode=_stored(level.episode),
        escalation=_stored(level.escalation),
        near_repeats=_stored(level.near_repeats),
        lasting=_stored(level.lasting),
    )


def _window_row(
    run: DetectionRun, window: WindowFacts, kind: PhenomenonKind, area_id: int | None, cells: dict[str, int]
) -> Indicator:
    return Indicator(
        run=run,
        kind=kind,
        group=window.group,
        area_id=area_id,
        n_periods=window.n_periods,
        observed=window.observed,
        expected=window.expected,
        lower=window.lower,
        upper=window.upper,
        step=window.step,
        cells=cells,
        by_stream=dict(window.by_stream),
        incoming=_stored(window.incoming),
        panel=_stored(window.panel),
    )


def _stored(facts: Reading | None) -> dict[str, Any] | None:
    return asdict(facts) if facts is not None else None


def _record_finding(
    run: DetectionRun, facts: FindingFacts, marking: Marking, kind: PhenomenonKind, expires_days: int
) -> Finding:
    """One cluster over many runs is one row with a history, recognised by its places."""
    expires_on = run.as_of + dt.timedelta(days=expires_days)
    earlier = _same_cluster(run, facts, kind)
    if earlier is None:
        earlier = Finding(
            fingerprint=_fingerprint(facts),
            first_run=run,
            n_runs=0,
            kind=kind,
            first_on=dt.date.fromisoformat(facts.first_on),
            found_at=now_at(),
        )
    earlier.last_run = run
    earlier.n_runs += 1
    earlier.first_on = min(earlier.first_on, dt.date.fromisoformat(facts.first_on))
    earlier.last_on = dt.date.fromisoformat(facts.last_on)
    earlier.marking = marking
    earlier.facts = as_json(facts)
    earlier.expires_on = expires_on
    earlier.save()
    earlier.areas.set(Area.objects.filter(code__in=facts.area_codes))
    earlier.cells.set(Cell.objects.filter(code__in=facts.place_codes if facts.place == "cell" else ()))
    return earlier


def _same_cluster(run: DetectionRun, facts: FindingFacts, kind: PhenomenonKind) -> Finding | None:
    places = set(facts.place_codes)
    candidates = Finding.objects.filter(
        kind=kind,
        facts__detector=facts.detector,
        facts__place=facts.place,
        expires_on__gte=run.as_of,
        last_on__gte=facts.first_on,
    ).exclude(last_run=run)
    for candidate in candidates.order_by("-last_on"):
        theirs = set(candidate.facts["place_codes"])
        if len(places & theirs) >= _SAME_PLACES * min(len(places), len(theirs)):
            return candidate
    return None


def _fingerprint(facts: FindingFacts) -> str:
    words = [facts.detector, facts.kind, facts.place, facts.first_on, *sorted(facts.place_codes)]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def as_json(facts: FindingFacts) -> dict[str, Any]:
    """Facts as JSON types; `facts_of` turns them back."""
    return {
        **asdict(facts),
        "place_codes": list(facts.place_codes),
        "area_codes": list(facts.area_codes),
        "parameters": dict(facts.parameters),
        "by_stream": dict(facts.by_stream),
        "course": dict(facts.course),
    }


def facts_of(finding: Finding) -> FindingFacts:
    """The facts that a finding's last run stored."""
    stored = dict(finding.facts)
    # Findings made before panels were compared hold none.
    panel = stored.get("panel")
    return FindingFacts(
        **{
            **stored,
            "place_codes": tuple(stored["place_codes"]),
            "area_codes": tuple(stored["area_codes"]),
            "panel": PanelFacts(**panel) if panel else None,
        }
    )


def confirm(*, finding: Finding, reason: FindingReason, by: Viewer) -> Finding:
    """A person says: this is so."""
    return _decide(finding, FindingState.CONFIRMED, reason, by)


def reject(*, finding: Finding, reason: FindingReason, by: Viewer) -> Finding:
    """A person says: this is not so, or not what it seems."""
    return _decide(finding, FindingState.REJECTED, reason, by)


def reopen(*, finding: Finding, by: Viewer) -> Finding:
    """Take a decision back."""
    return _decide(finding, FindingState.OPEN, None, by)


@transaction.atomic
def _decide(finding: Finding, state: FindingState, reason: FindingReason | None, by: Viewer) -> Finding:
    check_may_decide(by)
    check_can_become(FindingState(finding.state), state, reason)
    with unlocked():
        # Claimed by a conditional update: of two people who decide at once, the second is told.
        if Finding.objects.filter(pk=finding.pk, state=finding.state).update(state=state) != 1:
            raise WrongState("Somebody else decided on this finding a moment ago. Open it again.")
        FindingDecision.objects.create(
            finding=finding,
            state=state,
            reason=reason or "",
            decided_by_id=by.person_id,  # type: ignore[misc]  # a person: the program itself never decides
            decided_at=now_at(),
        )
    finding.refresh_from_db()
    record(
        FINDING_AUDIT_ACTS[state],
        by=by,
        object_type="finding",
        object_id=str(finding.public_id),
        detail={"reason": reason or ""},
    )
    return finding

"""Writes on phenomena: open one, set its stage, join findings to it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db import IntegrityError, transaction

from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.detection.actions import request_run
from tilannekuva.detection.following.actions import follow, set_followed
from tilannekuva.detection.models import DetectionRun, Finding, FollowedPlaces
from tilannekuva.detection.queries import latest_run
from tilannekuva.domain.clock import now_at, today_on
from tilannekuva.domain.errors import RuleBroken, WrongState
from tilannekuva.domain.rules.phenomena import check_can_reach, check_may_work_on_phenomena
from tilannekuva.domain.stage import Stage, StageReason
from tilannekuva.domain.states import RunState
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.models import PhenomenonKind
from tilannekuva.places.models import Area

from ..models import Phenomenon, PhenomenonFinding, StageDecision
from ..stage_proposals import proposal_for

GOOD_DAYS = 60
"""How long a stage stands before it is shown as stale (F-13)."""


@transaction.atomic
def open_phenomenon(
    *, kind: PhenomenonKind, areas: Iterable[Area], by: Viewer, findings: Iterable[Finding] = ()
) -> Phenomenon:
    """Begin to follow a kind in some areas, as a weak signal; without areas in the whole city.

    A run of the newest picture's day is requested, so that its measures are there soon. Raises RuleBroken where
    people follow the same already.
    """
    check_may_work_on_phenomena(by)
    areas = list(areas)
    if _is_followed(kind, areas):
        raise RuleBroken("This phenomenon is open already. Choose it in the list of phenomena.")
    now, today = now_at(), today_on(settings.TIME_ZONE)
    places = follow(kind=kind, areas=areas, by=by)
    with unlocked():
        phenomenon = Phenomenon.objects.create(
            places=places,
            stage=Stage.WEAK_SIGNAL,
            stage_since_on=today,
            good_until=today + dt.timedelta(days=GOOD_DAYS),
            opened_by_id=by.person_id,  # type: ignore[misc]  # a person, see the rule
            opened_at=now,
        )
    record("phenomenon.opened", by=by, object_type="phenomenon", object_id=str(phenomenon.public_id))
    for finding in findings:
        join_finding(phenomenon=phenomenon, finding=finding, by=by)
    _measure_soon(by)
    return phenomenon


@transaction.atomic
def set_stage(
    *, phenomenon: Phenomenon, stage: Stage, reason: StageReason | None, by: Viewer
) -> StageDecision:
    """A person decides where the phenomenon is in its life. What the rule proposed then is kept beside it."""
    check_may_work_on_phenomena(by)
    proposal = proposal_for(phenomenon)
    check_can_reach(Stage(phenomenon.stage), stage, reason, proposed=proposal.stage if proposal else None)
    today = today_on(settings.TIME_ZONE)
    with unlocked():
        moved = Phenomenon.objects.filter(pk=phenomenon.pk, stage=phenomenon.stage).update(
            stage=stage, stage_since_on=today, good_until=today + dt.timedelta(days=GOOD_DAYS)
        )
        if moved != 1:
            raise WrongState("Somebody else set the stage a moment ago. Look at its page again.")
        decision = StageDecision.objects.create(
            phenomenon=phenomenon,
            stage=stage,
            reason=reason or "",  # the rule has asked for one
            proposed=(proposal.stage or "") if proposal else "",
            ground=proposal.ground if proposal else "",
            decided_by_id=by.person_id,  # type: ignore[misc]  # a person, see the rule
            decided_at=now_at(),
        )
    set_followed(places=phenomenon.places, is_followed=stage is not Stage.CLOSED, by=by)
    phenomenon.refresh_from_db()
    record(
        "phenomenon.closed" if stage is Stage.CLOSED else "phenomenon.stage_set",
        by=by,
        object_type="phenomenon",
        object_id=str(phenomenon.public_id),
        detail={"stage": stage.value, "reason": decision.reason},
    )
    return decision


@transaction.atomic
def keep_stage(*, phenomenon: Phenomenon, by: Viewer) -> None:
    """A person looked at it again: the stage stands, and is good for as long as a new one."""
    check_may_work_on_phenomena(by)
    with unlocked():
        Phenomenon.objects.filter(pk=phenomenon.pk).update(
            good_until=today_on(settings.TIME_ZONE) + dt.timedelta(days=GOOD_DAYS)
        )
    record("phenomenon.reassessed", by=by, object_type="phenomenon", object_id=str(phenomenon.public_id))


@transaction.atomic
def join_finding(*, phenomenon: Phenomenon, finding: Finding, by: Viewer) -> None:
    """Say that a finding belongs to a phenomenon. Raises RuleBroken for another kind, or one that is joined already."""
    check_may_work_on_phenomena(by)
    if finding.kind_id != phenomenon.places.kind_id:
        raise RuleBroken("The finding is of another kind. Join it to a phenomenon of its kind.")
    try:
        with unlocked(), transaction.atomic():
            PhenomenonFinding.objects.create(
                phenomenon=phenomenon,
                finding=finding,
                joined_by_id=by.person_id,  # type: ignore[misc]  # a person, see the rule
                joined_at=now_at(),
            )
    except IntegrityError:
        raise WrongState("The finding belongs to a phenomenon already. Take it out there first.") from None
    _record_joining("phenomenon.finding_joined", phenomenon, finding, by)


@transaction.atomic
def take_out_finding(*, phenomenon: Phenomenon, finding: Finding, by: Viewer) -> None:
    """Say that a finding does not belong to it after all."""
    check_may_work_on_phenomena(by)
    with unlocked():
        taken = PhenomenonFinding.objects.filter(
            phenomenon=phenomenon, finding=finding, left_at__isnull=True
        ).update(left_at=now_at())
    if taken != 1:
        raise WrongState("The finding is not joined to this phenomenon any more. Look at its page again.")
    _record_joining("phenomenon.finding_taken_out", phenomenon, finding, by)


def _record_joining(act: str, phenomenon: Phenomenon, finding: Finding, by: Viewer) -> None:
    record(
        act,
        by=by,
        object_type="phenomenon",
        object_id=str(phenomenon.public_id),
        detail={"finding": str(finding.public_id)},
    )


def _is_followed(kind: PhenomenonKind, areas: list[Area]) -> bool:
    wanted = {area.pk for area in areas}
    rows = FollowedPlaces.objects.filter(kind=kind, ended_at__isnull=True).prefetch_related("areas")
    return any({area.pk for area in row.areas.all()} == wanted for row in rows)


def _measure_soon(by: Viewer) -> None:
    newest = latest_run()
    if newest and not DetectionRun.objects.filter(state=RunState.DUE, as_of__gte=newest.as_of).exists():
        request_run(as_of=newest.as_of, by=by)

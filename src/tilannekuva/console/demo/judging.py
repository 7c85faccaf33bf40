"""What the partners of the demo follow and judge together, through the actions that people use."""

from __future__ import annotations

import datetime as dt

from tilannekuva.accounts.models import Person, Role
from tilannekuva.accounts.queries import viewer_of
from tilannekuva.detection.actions import confirm
from tilannekuva.detection.models import Finding
from tilannekuva.domain.assessment import Stance
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.grade import InfoCredibility, SourceReliability
from tilannekuva.domain.role import RoleName
from tilannekuva.domain.rules.assessments import may_sign
from tilannekuva.domain.stage import Stage
from tilannekuva.domain.states import FindingReason
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.models import PhenomenonKind
from tilannekuva.picture.actions import (
    Evidence,
    Judgement,
    begin_assessment,
    join_finding,
    open_phenomenon,
    propose_release,
    publish_assessment,
    release_edition,
    save_assessment,
    set_stage,
    sign_assessment,
)
from tilannekuva.picture.models import Phenomenon
from tilannekuva.picture.queries import current_edition
from tilannekuva.places.models import Area

from .plan import DemoPlan, PlannedPhenomenon


def follow_planned(plan: DemoPlan) -> list[Phenomenon]:
    """Open what is planned, before the run: it then measures it."""
    analyst = _viewer(RoleName.ANALYST)
    return [
        open_phenomenon(
            kind=PhenomenonKind.objects.get(code=planned.kind),
            areas=[Area.objects.get(code=planned.area)],
            by=analyst,
        )
        for planned in plan.phenomena
    ]


def judge_planned(plan: DemoPlan, phenomena: list[Phenomenon]) -> None:
    """Confirm the findings of what is planned there, set the stage, assess it, sign or differ."""
    analyst, coordinator = _viewer(RoleName.ANALYST), _viewer(RoleName.COORDINATOR)
    for planned, phenomenon in zip(plan.phenomena, phenomena, strict=True):
        found = Finding.objects.filter(kind=phenomenon.places.kind_id, areas__code=planned.area).distinct()
        for finding in found:
            join_finding(phenomenon=phenomenon, finding=finding, by=analyst)
        if planned.stage is not Stage.WEAK_SIGNAL:
            for finding in found:
                confirm(finding=finding, reason=FindingReason.SEVERAL_SOURCES_AGREE, by=coordinator)
            set_stage(phenomenon=phenomenon, stage=planned.stage, reason=planned.reason, by=coordinator)
        if planned.parts and found:
            _assess(planned, phenomenon, list(found), analyst, coordinator)


def release_first() -> None:
    """One edition that the demo's people cite: proposed by one of them, released by another."""
    analyst, coordinator = _viewer(RoleName.ANALYST), _viewer(RoleName.COORDINATOR)
    seen = current_edition(analyst)
    if seen is not None and analyst.person_id != coordinator.person_id:
        release_edition(release=propose_release(seen=seen, by=analyst), by=coordinator)


def _assess(
    planned: PlannedPhenomenon,
    phenomenon: Phenomenon,
    findings: list[Finding],
    analyst: Viewer,
    coordinator: Viewer,
) -> None:
    draft = begin_assessment(phenomenon=phenomenon, language=planned.language, by=analyst)
    graded = (SourceReliability.USUALLY_RELIABLE, InfoCredibility.PROBABLY_TRUE)
    judgement = Judgement(
        parts=planned.parts,
        severity=planned.severity,
        trend=planned.trend,
        likelihood=planned.likelihood,
        confidence=planned.confidence,
        good_until=today_on("UTC") + dt.timedelta(days=planned.good_days),
        evidence=tuple(Evidence(finding, *graded) for finding in findings),
    )
    draft = save_assessment(assessment=draft, judgement=judgement, seen=draft.written_at, by=analyst)
    seen = draft.written_at
    for code in planned.agree:
        sign_assessment(assessment=draft, stance=Stance.AGREES, text="", seen=seen, by=_signer(code))
    for code, text in planned.differ.items():
        sign_assessment(assessment=draft, stance=Stance.DIFFERS, text=text, seen=seen, by=_signer(code))
    publish_assessment(assessment=draft, seen=seen, by=coordinator)


def _viewer(role: RoleName) -> Viewer:
    """The first of the demo people who holds the role."""
    holders = Role.objects.filter(name=role).order_by("pk").select_related("person")
    return viewer_of(holders[0].person)


def _signer(organisation: str) -> Viewer:
    people = Person.objects.filter(roles__organisation__code=organisation).distinct().order_by("pk")
    return next(viewer for viewer in map(viewer_of, people) if may_sign(viewer))

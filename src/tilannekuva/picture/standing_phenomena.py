"""Phenomena as they stand, read for an edition: rows in, plain values out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from tilannekuva.detection.actions import facts_of
from tilannekuva.detection.following.queries import measures_of
from tilannekuva.detection.models import DetectionRun
from tilannekuva.domain.assessment import AssessmentState
from tilannekuva.domain.clock import local_date
from tilannekuva.domain.stage import Stage

from .edition_frame import StandingPhenomenon
from .models import Assessment, AssessmentEvidence, Phenomenon
from .stage_proposals import proposal_of


def standing_phenomena(run: DetectionRun) -> tuple[StandingPhenomenon, ...]:
    """Those that are open on the day of a run, those opened last first, with its measures."""
    measures = measures_of(run)
    rows = (
        Phenomenon.objects.exclude(stage=Stage.CLOSED)
        .select_related("places__kind")
        .prefetch_related("places__areas", "joined_findings__finding")
    )
    judged = {
        assessment.phenomenon_id: assessment
        for assessment in Assessment.objects.filter(state=AssessmentState.PUBLISHED).prefetch_related(
            "signatures__organisation",
            "evidence__finding__kind",
            "evidence__finding__areas",
            "evidence__series",
            "evidence__question__survey",
        )
    }
    standing = []
    for row in rows:
        joined = [each.finding for each in row.joined_findings.all() if each.left_at is None]
        measured = measures.get(str(row.places.public_id))
        standing.append(
            StandingPhenomenon(
                public_id=str(row.public_id),
                kind=row.places.kind.code,
                area_codes=tuple(sorted(area.code for area in row.places.areas.all())),
                stage=Stage(row.stage),
                since=row.stage_since_on,
                good_until=row.good_until,
                finding_ids=tuple(str(finding.public_id) for finding in joined),
                measured=measured,
                proposal=proposal_of(row, measured, joined) if measured else None,
                assessment=assessment_as_json(judged[row.pk]) if row.pk in judged else None,
            )
        )
    return tuple(standing)


def assessment_as_json(assessment: Assessment) -> dict[str, Any]:
    """What an edition keeps of an assessment. Facts, judgement and assumptions stay apart (L-34)."""
    return {
        "id": str(assessment.public_id),
        "version": assessment.version,
        "language": assessment.language,
        "severity": assessment.severity,
        "trend": assessment.trend,
        "likelihood": assessment.likelihood,
        "confidence": assessment.confidence,
        "good_until": assessment.good_until.isoformat() if assessment.good_until else "",
        "published_on": _day(assessment.published_at),
        "marking": assessment.marking,
        "owner": dict(assessment.owner.names),
        "parts": dict(assessment.parts),
        "counter_evidence_none": assessment.counter_evidence_none,
        "evidence": [evidence_as_json(row) for row in assessment.evidence.all()],
        "signatures": [
            {
                "organisation": dict(row.organisation.names),
                "stance": row.stance,
                "text": row.text,
            }
            for row in assessment.signatures.all()
        ],
    }


def evidence_as_json(row: AssessmentEvidence) -> Mapping[str, Any]:
    """What it is, by what it is known, and its grade. `possible`: it rests on one organisation or stream."""
    grade = {"reliability": row.reliability, "credibility": row.credibility}
    if row.finding is not None:
        facts = facts_of(row.finding)
        return {
            "sort": "finding",
            "id": str(row.finding.public_id),
            "title": dict(row.finding.kind.names),
            "areas": [dict(area.names) for area in row.finding.areas.all()],
            "first_on": facts.first_on,
            "possible": facts.is_only_possible,
            **grade,
        }
    if row.series is not None:
        return {"sort": "series", "id": str(row.series.public_id), "title": row.series.title, **grade}
    question = row.question
    assert question is not None  # the database holds that it is one of the three
    return {"sort": "survey", "id": str(question.survey.public_id), "title": question.text, **grade}


def _day(at: dt.datetime | None) -> str:
    return local_date(at, settings.TIME_ZONE).isoformat() if at else ""

"""Writes on assessments: draft, save, sign, publish, drop."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.conf import settings
from django.db import IntegrityError, transaction

from tilannekuva.audit.actions import record
from tilannekuva.audit.locked import unlocked
from tilannekuva.detection.actions import facts_of
from tilannekuva.detection.models import Finding
from tilannekuva.domain.assessment import (
    ASSESSMENT_AUDIT_ACTS,
    AssessedTrend,
    AssessmentState,
    Confidence,
    Likelihood,
    Part,
    Stance,
)
from tilannekuva.domain.clock import now_at, today_on
from tilannekuva.domain.errors import NotAllowed, WrongState
from tilannekuva.domain.grade import InfoCredibility, SourceReliability
from tilannekuva.domain.marking import Marking, join
from tilannekuva.domain.rules.assessments import (
    check_can_become,
    check_can_publish,
    check_may_assess,
    check_may_sign,
    check_part,
    check_stance,
)
from tilannekuva.domain.severity import Severity
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.gate.asking import check_text
from tilannekuva.intake.models import IndicatorSeries, SurveyQuestion

from ..assessment_queries import missing_of
from ..models import Assessment, AssessmentEvidence, AssessmentSignature, Phenomenon


@dataclass(frozen=True, slots=True)
class Evidence:
    """One thing to rest on, with its grade."""

    thing: Finding | IndicatorSeries | SurveyQuestion
    reliability: SourceReliability = SourceReliability.CANNOT_BE_JUDGED
    credibility: InfoCredibility = InfoCredibility.CANNOT_BE_JUDGED


@dataclass(frozen=True, slots=True)
class Judgement:
    """What an assessment says; anything may still be open while it is a draft."""

    parts: Mapping[Part, str] = field(default_factory=dict)
    severity: Severity | None = None
    trend: AssessedTrend | None = None
    likelihood: Likelihood | None = None
    confidence: Confidence | None = None
    counter_evidence_none: bool = False
    good_until: dt.date | None = None
    evidence: tuple[Evidence, ...] = ()


@transaction.atomic
def begin_assessment(*, phenomenon: Phenomenon, language: str, by: Viewer) -> Assessment:
    """A draft of the next version, with what the one in force says. Raises WrongState where a draft waits."""
    check_may_assess(by)
    before = phenomenon.assessments.filter(state=AssessmentState.PUBLISHED).first()
    newest = phenomenon.assessments.order_by("-version").first()
    copied = ("severity", "trend", "likelihood", "confidence", "parts", "counter_evidence_none", "marking")
    try:
        with unlocked(), transaction.atomic():
            draft = Assessment.objects.create(
                phenomenon=phenomenon,
                version=newest.version + 1 if newest else 1,
                language=before.language if before else language,
                written_by_id=by.person_id,  # type: ignore[misc]  # a person, see the rule
                owner_id=by.organisation_id,
                written_at=now_at(),
                **({name: getattr(before, name) for name in copied} if before else {}),
            )
            for row in before.evidence.all() if before else ():
                row.pk, row.assessment = None, draft
                row.save(force_insert=True)
            Assessment.objects.filter(pk=draft.pk).update(n_evidence=draft.evidence.count())
    except IntegrityError:
        raise WrongState("A draft of this phenomenon waits already. Go on with that one.") from None
    _note(draft, AssessmentState.DRAFT, by)
    draft.refresh_from_db()
    return draft


@transaction.atomic
def save_assessment(
    *, assessment: Assessment, judgement: Judgement, seen: dt.datetime | None, by: Viewer
) -> Assessment:
    """Store what a draft says now. Who signed it before signs again: they signed other words.

    `seen`: `written_at` of what the writer looked at. Raises TextRefused for words that the gate does not let in,
    RuleBroken for a wording that no assessment may have, WrongState where somebody saved other words meanwhile.
    """
    check_may_assess(by)
    _check_draft(assessment)
    parts = {part.value: text.strip() for part, text in judgement.parts.items() if text.strip()}
    for name, text in parts.items():
        check_part(Part(name), text)
        if text != assessment.parts.get(name):
            check_text(text, reason=None, can_be_reviewed=lambda: False)
    with unlocked():
        _claim(assessment, seen)
        assessment.evidence.all().delete()
        AssessmentEvidence.objects.bulk_create(_row(assessment, each) for each in judgement.evidence)
        AssessmentSignature.objects.filter(assessment=assessment).delete()
        Assessment.objects.filter(pk=assessment.pk).update(
            parts=parts,
            severity=judgement.severity or "",
            trend=judgement.trend or "",
            likelihood=judgement.likelihood or "",
            confidence=judgement.confidence or "",
            counter_evidence_none=judgement.counter_evidence_none,
            good_until=judgement.good_until,
            n_evidence=len(judgement.evidence),
            marking=join([Marking.AMBER, *(_marking(each.thing) for each in judgement.evidence)]),
            written_by_id=by.person_id,
            written_at=now_at(),
        )
    record("assessment.saved", by=by, object_type="assessment", object_id=str(assessment.public_id))
    assessment.refresh_from_db()
    return assessment


@transaction.atomic
def sign_assessment(
    *, assessment: Assessment, stance: Stance, text: str, seen: dt.datetime | None, by: Viewer
) -> AssessmentSignature:
    """An organisation agrees, or differs and says in what. It may change its mind while the assessment stands.

    `seen`: `written_at` of what was signed. Raises WrongState where it says something else by now.
    """
    check_may_sign(by)
    check_stance(stance, text)
    if assessment.state not in (AssessmentState.DRAFT, AssessmentState.PUBLISHED):
        raise WrongState("This assessment was replaced. Sign the newest one.")
    if text.strip():
        check_text(text.strip(), reason=None, can_be_reviewed=lambda: False)
    with unlocked():
        _claim(assessment, seen)
        signature, _made = AssessmentSignature.objects.update_or_create(
            assessment=assessment,
            organisation_id=by.organisation_id,  # type: ignore[misc]  # of a person, see the rule
            defaults={
                "stance": stance,
                "text": text.strip() if stance is Stance.DIFFERS else "",
                "signed_by_id": by.person_id,
                "signed_at": now_at(),
            },
        )
    record(
        "assessment.signed",
        by=by,
        object_type="assessment",
        object_id=str(assessment.public_id),
        detail={"stance": stance.value},
    )
    return signature


@transaction.atomic
def publish_assessment(*, assessment: Assessment, seen: dt.datetime | None, by: Viewer) -> Assessment:
    """A named person makes it the assessment in force; the one before is replaced and stays readable.

    `seen`: `written_at` of what the person looked at. Raises RuleBroken for one that lacks anything (see `missing_of`),
    WrongState for one that says something else by now.
    """
    check_may_assess(by)
    _check_draft(assessment)
    evidence = list(assessment.evidence.select_related("finding"))
    check_can_publish(
        missing=missing_of(assessment),
        confidence=assessment.confidence,
        only_possible=all(row.finding and facts_of(row.finding).is_only_possible for row in evidence),
        good_until=assessment.good_until,
        today_on=today_on(settings.TIME_ZONE),
    )
    before = assessment.phenomenon.assessments.filter(state=AssessmentState.PUBLISHED)
    replaced = list(before)
    with unlocked():
        _claim(assessment, seen)
        before.update(state=AssessmentState.REPLACED)
        done = Assessment.objects.filter(pk=assessment.pk, state=AssessmentState.DRAFT).update(
            state=AssessmentState.PUBLISHED,
            published_by_id=by.person_id,
            published_at=now_at(),
            n_evidence=len(evidence),
        )
    if done != 1:
        raise WrongState("This assessment is no draft any more. Look at its page again.")
    for row in replaced:
        _note(row, AssessmentState.REPLACED, by)
    _note(assessment, AssessmentState.PUBLISHED, by)
    assessment.refresh_from_db()
    return assessment


@transaction.atomic
def drop_assessment(*, assessment: Assessment, by: Viewer) -> None:
    """Give up a draft: nothing of its words is kept."""
    check_may_assess(by)
    _check_draft(assessment)
    with unlocked():
        assessment.evidence.all().delete()
        AssessmentSignature.objects.filter(assessment=assessment).delete()
        Assessment.objects.filter(pk=assessment.pk).update(
            state=AssessmentState.DROPPED, parts={}, n_evidence=0
        )
    _note(assessment, AssessmentState.DROPPED, by)


def _check_draft(assessment: Assessment) -> None:
    check_can_become(AssessmentState(assessment.state), AssessmentState.DROPPED)


def _claim(assessment: Assessment, seen: dt.datetime | None) -> None:
    """Hold the row of the words that were seen, until the transaction ends; of two who write, the second is told."""
    rows = Assessment.objects.filter(pk=assessment.pk, state=assessment.state)
    if seen is None or rows.filter(written_at=seen).update(written_at=seen) != 1:
        raise WrongState(
            "Somebody else changed this assessment meanwhile. Look at what it says now; what you wrote here is kept."
        )


def _row(assessment: Assessment, evidence: Evidence) -> AssessmentEvidence:
    names = {Finding: "finding", IndicatorSeries: "series", SurveyQuestion: "question"}
    return AssessmentEvidence(
        assessment=assessment,
        reliability=evidence.reliability,
        credibility=evidence.credibility,
        **{names[type(evidence.thing)]: evidence.thing},
    )


def _marking(thing: Finding | IndicatorSeries | SurveyQuestion) -> Marking:
    """What never leaves its organisation is no evidence of a joint assessment: others could not look at it."""
    marking = Marking(thing.survey.marking if isinstance(thing, SurveyQuestion) else thing.marking)
    if marking in (Marking.AMBER_STRICT, Marking.RED):
        raise NotAllowed("There is no such evidence.")
    return marking


def _note(assessment: Assessment, state: AssessmentState, by: Viewer) -> None:
    record(
        ASSESSMENT_AUDIT_ACTS[state],
        by=by,
        object_type="assessment",
        object_id=str(assessment.public_id),
        detail={"version": assessment.version},
    )

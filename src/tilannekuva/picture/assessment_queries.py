"""Reading assessments, what they lack, and what there is to rest one on."""

from __future__ import annotations

from django.db.models import QuerySet

from tilannekuva.detection.models import Finding
from tilannekuva.detection.queries import findings_visible_to
from tilannekuva.domain.assessment import AssessmentState, Part
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.rules.assessments import missing_in
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.models import IndicatorSeries, Survey, SurveyQuestion

from .models import Assessment, Phenomenon

_KEPT_APART = [Marking.AMBER_STRICT, Marking.RED]
# More choices than these are no choice on a page.
_MOST = 40


def missing_of(assessment: Assessment) -> list[str]:
    """What it lacks before it can be published, in the order of the page."""
    return missing_in(
        parts={Part(name): text for name, text in assessment.parts.items()},
        counter_evidence_none=assessment.counter_evidence_none,
        chosen={
            name: getattr(assessment, name) for name in ("severity", "trend", "likelihood", "confidence")
        },
        n_evidence=assessment.n_evidence,
        good_until=assessment.good_until,
    )


def assessments_of(viewer: Viewer, phenomenon: Phenomenon) -> QuerySet[Assessment]:
    """The versions that the viewer may read, the newest first, with what a page of them shows."""
    return (
        Assessment.objects.visible_to(viewer)
        .filter(phenomenon=phenomenon)
        .exclude(state=AssessmentState.DROPPED)
        .select_related("written_by", "published_by", "owner")
        .prefetch_related(
            "signatures__organisation",
            "signatures__signed_by",
            "evidence__finding__kind",
            "evidence__finding__areas",
            "evidence__series",
            "evidence__question__survey",
        )
    )


def findings_to_rest_on(viewer: Viewer, phenomenon: Phenomenon) -> QuerySet[Finding]:
    """Findings of its kind, those in its areas or joined to it; the newest first."""
    areas = phenomenon.places.areas.all()
    of_kind = findings_visible_to(viewer).filter(kind=phenomenon.places.kind_id)
    there = of_kind.filter(areas__in=areas) if areas.exists() else of_kind
    joined = of_kind.filter(joined_to__phenomenon=phenomenon, joined_to__left_at__isnull=True)
    return (there | joined).distinct().order_by("-last_on", "-pk")[:_MOST]


def series_to_rest_on(viewer: Viewer) -> QuerySet[IndicatorSeries]:
    """Statistics of others that the viewer reads and that may leave their organisation."""
    return IndicatorSeries.objects.visible_to(viewer).exclude(marking__in=_KEPT_APART)[:_MOST]


def questions_to_rest_on(viewer: Viewer) -> QuerySet[SurveyQuestion]:
    """Questions of surveys in force that the viewer reads and that may leave their organisation."""
    surveys = Survey.objects.visible_to(viewer).filter(is_in_force=True).exclude(marking__in=_KEPT_APART)
    return SurveyQuestion.objects.filter(survey__in=surveys).select_related("survey")[:_MOST]

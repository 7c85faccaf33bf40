"""Forms about phenomena and what people judge of them. Of persons no field asks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tilannekuva.detection.models import Finding
from tilannekuva.domain.alphabet import alphabetical
from tilannekuva.domain.assessment import (
    LONGEST_PART,
    NEEDED_PARTS,
    AssessedTrend,
    Confidence,
    Likelihood,
    Part,
)
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.grade import InfoCredibility, SourceReliability
from tilannekuva.domain.severity import Severity
from tilannekuva.intake.models import IndicatorSeries, SurveyQuestion
from tilannekuva.intake.queries import kinds_in_use
from tilannekuva.intake.words import CREDIBILITIES, RELIABILITIES, SEVERITIES
from tilannekuva.picture.actions import Evidence, Judgement
from tilannekuva.picture.models import Assessment
from tilannekuva.picture.phenomenon_words import (
    CONFIDENCES,
    PART_HELP,
    PARTS,
    TRENDS,
    likelihood_text,
)
from tilannekuva.places.models import Area
from tilannekuva.places.queries import areas_today

_OPTIONAL = "—"


class PhenomenonForm(forms.Form):
    """What is followed, and where."""

    kind = forms.ChoiceField(label=gettext_lazy("What"))
    areas = forms.MultipleChoiceField(
        label=gettext_lazy("Where"),
        required=False,
        help_text=gettext_lazy("Choose none for the whole city."),
        widget=forms.SelectMultiple(attrs={"size": 10}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        kinds = [(kind.code, kind.name(language)) for kind in kinds_in_use()]
        areas = [(area.code, area.name(language)) for area in areas_today()]
        self.fields["kind"].choices = [("", _("Choose a kind")), *sorted(kinds, key=_by_name)]  # type: ignore[attr-defined]
        self.fields["areas"].choices = sorted(areas, key=_by_name)  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """What the action wants. Only of a valid form."""
        given = self.cleaned_data
        areas = Area.objects.in_force(today_on(settings.TIME_ZONE)).filter(code__in=given["areas"])
        return {"kind": kinds_in_use().get(code=given["kind"]), "areas": list(areas)}


def _by_name(choice: tuple[str, str]) -> Any:
    return alphabetical(choice[1])


class AssessmentForm(forms.Form):
    """The judgement of a phenomenon. Nothing is required while it is a draft; publishing asks for the whole."""

    severity = forms.ChoiceField(label=gettext_lazy("Severity"), required=False)
    trend = forms.ChoiceField(label=gettext_lazy("Trend"), required=False)
    likelihood = forms.ChoiceField(
        label=gettext_lazy("Likelihood that it grows"),
        required=False,
        help_text=gettext_lazy("How likely it is that it grows before the day until which this is good."),
    )
    confidence = forms.ChoiceField(
        label=gettext_lazy("Confidence"),
        required=False,
        help_text=gettext_lazy(
            "How sure you are of what you know. It says nothing of how likely something is."
        ),
    )
    good_until = forms.DateField(
        label=gettext_lazy("Good until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    counter_evidence_none = forms.BooleanField(
        label=gettext_lazy("Looked for what speaks against it, found none"), required=False
    )

    def __init__(self, *args: Any, evidence: Sequence[EvidenceChoice] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, words in (("severity", SEVERITIES), ("trend", TRENDS), ("confidence", CONFIDENCES)):
            self.fields[name].choices = [("", _OPTIONAL), *words.items()]  # type: ignore[attr-defined]
        bands = [(each.value, likelihood_text(each)) for each in Likelihood]
        self.fields["likelihood"].choices = [("", _OPTIONAL), *bands]  # type: ignore[attr-defined]
        for part in Part:
            self.fields[part.value] = forms.CharField(
                label=str(PARTS[part]),
                required=False,
                max_length=LONGEST_PART,
                help_text=str(PART_HELP.get(part, "")),
                widget=forms.Textarea(attrs={"rows": 4 if part in NEEDED_PARTS else 2}),
            )
        self.order_fields(
            [
                Part.OBSERVED.value,
                "severity",
                "trend",
                Part.JUDGEMENT.value,
                "likelihood",
                "confidence",
                Part.CONFIDENCE_BASIS.value,
                Part.ASSUMPTIONS.value,
                Part.OTHER_EXPLANATION.value,
                Part.COUNTER_EVIDENCE.value,
                "counter_evidence_none",
                Part.WOULD_CHANGE.value,
                "good_until",
            ]
        )
        self.evidence = list(evidence)
        for choice in self.evidence:
            self.fields[choice.field] = forms.BooleanField(label=choice.text, required=False)
            for suffix, words in (("reliability", RELIABILITIES), ("credibility", CREDIBILITIES)):
                self.fields[f"{choice.field}-{suffix}"] = forms.ChoiceField(
                    label=choice.text, required=False, choices=list(words.items())
                )

    def scales_and_parts(self) -> list[forms.BoundField]:
        """The fields before the evidence, in the order of the page; causes come last, as a template of their own."""
        own = {field for choice in self.evidence for field in choice.fields}
        return [self[name] for name in self.fields if name not in own and name not in _CAUSES]

    def causes(self) -> list[forms.BoundField]:
        return [self[name] for name in _CAUSES]

    def evidence_rows(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """Of each thing to rest on: whether it is used, how reliable its source, how credible it is."""
        return [
            (self[one], self[two], self[three]) for one, two, three in (each.fields for each in self.evidence)
        ]

    def judgement(self) -> Judgement:
        """What the action wants. Only of a valid form."""
        given = self.cleaned_data
        return Judgement(
            parts={part: given[part.value] for part in Part},
            severity=Severity(given["severity"]) if given["severity"] else None,
            trend=AssessedTrend(given["trend"]) if given["trend"] else None,
            likelihood=Likelihood(given["likelihood"]) if given["likelihood"] else None,
            confidence=Confidence(given["confidence"]) if given["confidence"] else None,
            counter_evidence_none=given["counter_evidence_none"],
            good_until=given["good_until"],
            evidence=tuple(
                Evidence(
                    choice.thing,
                    SourceReliability(given[choice.fields[1]] or SourceReliability.CANNOT_BE_JUDGED),
                    InfoCredibility(given[choice.fields[2]] or InfoCredibility.CANNOT_BE_JUDGED),
                )
                for choice in self.evidence
                if given[choice.field]
            ),
        )


_CAUSES = tuple(
    part.value for part in (Part.WHY_HERE, Part.WHY_NOW, Part.SITUATIONAL_CAUSES, Part.SOCIAL_CAUSES)
)


class EvidenceChoice:
    """Something that an assessment may rest on, and how the form names its three fields."""

    def __init__(self, thing: Finding | IndicatorSeries | SurveyQuestion, text: str) -> None:
        self.thing, self.text = thing, text
        self.field = f"evidence-{_public_name(thing)}"

    @property
    def fields(self) -> tuple[str, str, str]:
        return self.field, f"{self.field}-reliability", f"{self.field}-credibility"


def _public_name(thing: Finding | IndicatorSeries | SurveyQuestion) -> str:
    """By which it is known outside: a random id (S-18), of a question that of its survey and its place there."""
    if isinstance(thing, SurveyQuestion):
        return f"{thing.survey.public_id}-{thing.position}"
    return str(thing.public_id)


def initial_of(assessment: Assessment, default_until: dt.date) -> Mapping[str, Any]:
    """What the form shows of a draft."""
    initial: dict[str, Any] = {
        name: getattr(assessment, name)
        for name in ("severity", "trend", "likelihood", "confidence", "counter_evidence_none")
    }
    initial |= assessment.parts | {"good_until": assessment.good_until or default_until}
    for row in assessment.evidence.all():
        thing = row.finding or row.series or row.question
        assert thing is not None  # the database holds that it is one of the three
        used, reliability, credibility = EvidenceChoice(thing, "").fields
        initial |= {used: True, reliability: row.reliability, credibility: row.credibility}
    return initial

"""The form of a report: what was seen, where, when, how sure, and how one knows. No person has a place in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import cache, partial
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tilannekuva.detection.words import STREAMS
from tilannekuva.domain.alphabet import alphabetical
from tilannekuva.domain.city import name_in
from tilannekuva.domain.clock import now_at, today_on
from tilannekuva.domain.grade import SourceReliability
from tilannekuva.domain.marking import Marking
from tilannekuva.domain.observation import Observation, Sureness, credibility_of
from tilannekuva.domain.severity import Severity
from tilannekuva.domain.stream import Stream, streams_of_reporter
from tilannekuva.domain.text import LONGEST_TEXT, TextReason
from tilannekuva.domain.time_band import TimeBand, band_of_hour
from tilannekuva.domain.viewer import Viewer
from tilannekuva.intake.drafts import SignalDraft
from tilannekuva.intake.gate.asking import TextRefused, check_text
from tilannekuva.intake.models import PhenomenonKind, Source
from tilannekuva.intake.needs import open_needs
from tilannekuva.intake.queries import can_be_reviewed, kinds_in_use
from tilannekuva.intake.words import OBSERVATIONS, REPORTED_BANDS, SEVERITIES, SURENESS, TEXT_REASONS
from tilannekuva.places.models import Area
from tilannekuva.places.queries import areas_today, cell_at
from tilannekuva.web.refusals import refusal_text

MOST_EVENTS = 100
MOST_SIGNALS = 20


class AreaField(forms.ChoiceField):
    """An area by its code. All of them are read for showing them, one alone for what was sent: `found`."""

    found: Area | None = None

    def valid_value(self, value: Any) -> bool:
        self.found = areas_today().filter(code=value).first()
        return self.found is not None


class KindField(forms.ChoiceField):
    """A kind that is in use. Of one that was retired while the page was open, it says so."""

    def validate(self, value: Any) -> None:
        retired = PhenomenonKind.objects.filter(code=value, is_retired=True).first() if value else None
        if retired is not None:
            raise ValidationError(
                _(
                    "“%(kind)s” was taken out of use while this page was open, so that nothing more is counted under it. "
                    "Choose another kind: everything else still stands as you wrote it."
                ),
                params={"kind": name_in(retired.names, get_language() or "en")},
            )
        super().validate(value)


_NO_LONGER_THERE = {
    "invalid_choice": gettext_lazy(
        "What was chosen is not there any more. Choose anew: everything else still stands as you wrote it."
    )
}


class SignalForm(forms.Form):
    """One event of a report. A point on the map becomes a grid cell here and is not kept (L-17)."""

    kind = KindField(label=gettext_lazy("What"), widget=forms.RadioSelect, error_messages=_NO_LONGER_THERE)
    area = AreaField(label=gettext_lazy("Where"), required=False, error_messages=_NO_LONGER_THERE)
    latitude = forms.FloatField(required=False, min_value=-90, max_value=90, widget=forms.HiddenInput)
    longitude = forms.FloatField(required=False, min_value=-180, max_value=180, widget=forms.HiddenInput)
    occurred_on = forms.DateField(
        label=gettext_lazy("On which day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    time_band = forms.ChoiceField(label=gettext_lazy("At what time"))
    sureness = forms.ChoiceField(label=gettext_lazy("How sure are you"), widget=forms.RadioSelect)
    observation = forms.ChoiceField(label=gettext_lazy("How do you know"), widget=forms.RadioSelect)
    stream = forms.ChoiceField(label=gettext_lazy("How did it come about"))
    severity = forms.ChoiceField(label=gettext_lazy("How serious"), initial=Severity.MODERATE)
    n_events = forms.IntegerField(
        label=gettext_lazy("How many events"), min_value=1, max_value=MOST_EVENTS, initial=1
    )
    marking = forms.ChoiceField(
        label=gettext_lazy("Who may read this signal"),
        initial=Marking.AMBER,
        choices=[
            (Marking.GREEN, gettext_lazy("Everybody who reads the picture (TLP:GREEN)")),
            (Marking.AMBER, gettext_lazy("Those whom our agreement names (TLP:AMBER)")),
            (Marking.AMBER_STRICT, gettext_lazy("Our organisation alone (TLP:AMBER+STRICT)")),
        ],
    )

    need = forms.ChoiceField(
        label=gettext_lazy("We want to know"), required=False, error_messages=_NO_LONGER_THERE
    )

    is_about_one = forms.ChoiceField(
        label=gettext_lazy("Is this about one child or one person?"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            ("yes", gettext_lazy("Yes, about one")),
            ("no", gettext_lazy("No, about a place or an event")),
        ],
    )
    text = forms.CharField(
        label=gettext_lazy("In your own words"),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )
    text_reason = forms.ChoiceField(label=gettext_lazy("Why the words are needed"), required=False)

    def __init__(self, *args: Any, source: Source, writer: Viewer, **kwargs: Any) -> None:
        # Every event of a report is wanted, so the browser may say at once what is missing.
        super().__init__(*args, **{**kwargs, "use_required_attribute": True, "empty_permitted": False})
        self.source, self.writer = source, writer
        language = get_language() or "en"
        self.kinds = {kind.code: kind for kind in kinds_in_use()}
        self.refused: TextRefused | None = None
        self.refused_text = ""
        choices: dict[str, Any] = {
            "kind": [(code, kind.name(language)) for code, kind in self.kinds.items()],
            "area": partial(_areas, language),
            "time_band": REPORTED_BANDS.items(),
            "sureness": SURENESS.items(),
            "observation": OBSERVATIONS.items(),
            "stream": [(stream, STREAMS[stream]) for stream in streams_of_reporter(source.organisation.kind)],
            "severity": SEVERITIES.items(),
            "need": cache(partial(_needs, writer, language)),
            "text_reason": [("", _("Choose a reason, or take the words out")), *TEXT_REASONS.items()],
        }
        for name, values in choices.items():
            self.fields[name].choices = values if callable(values) else list(values)  # type: ignore[attr-defined]
        local = now_at().astimezone(ZoneInfo(settings.TIME_ZONE))
        self.fields["occurred_on"].initial = local.date()
        self.fields["occurred_on"].widget.attrs["max"] = local.date().isoformat()
        self.fields["time_band"].initial = band_of_hour(local.hour)
        self.fields["stream"].initial = streams_of_reporter(source.organisation.kind)[0]

    def clean_occurred_on(self) -> dt.date:
        day: dt.date = self.cleaned_data["occurred_on"]
        if day > today_on(settings.TIME_ZONE):
            raise ValidationError(_("This day has not come yet. Give the day on which it was seen."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        latitude, longitude = cleaned.get("latitude"), cleaned.get("longitude")
        if latitude is not None and longitude is not None:
            cleaned["cell"] = cell_at(latitude, longitude)
            if cleaned["cell"] is None:
                self.add_error(
                    "area", _("This place on the map lies outside the city. Choose an area instead.")
                )
        elif not cleaned.get("area") and "area" not in self.errors:
            self.add_error("area", _("Choose an area, or show the place on the map."))
        self._ask_gate(cleaned)
        return cleaned

    def _ask_gate(self, cleaned: dict[str, Any]) -> None:
        """The words, before anything of them is stored (L-13); and whether they are about one person (L-12)."""
        if not cleaned.get("text"):
            return
        if cleaned.get("is_about_one") != "no":
            self.add_error("is_about_one", _("Say first whether it is about one child or one person."))
            return
        reason, marking = cleaned.get("text_reason"), Marking(cleaned.get("marking") or Marking.AMBER)
        try:
            check_text(
                cleaned["text"],
                reason=TextReason(reason) if reason else None,
                can_be_reviewed=lambda: can_be_reviewed(self.writer, marking),
            )
        except TextRefused as refused:
            self.refused, self.refused_text = refused, cleaned["text"]
            self.add_error("text", refusal_text(refused))

    @property
    def asks_something(self) -> bool:
        """Whether partners ask anything today that a report could answer."""
        return len(list(self.fields["need"].choices)) > 1  # type: ignore[attr-defined]

    @property
    def kind_groups(self) -> list[tuple[str, list[tuple[Any, str]]]]:
        """The choices of "what" with their meaning: what was seen, what people talk about, what is good."""
        language = get_language() or "en"
        groups: dict[str, list[tuple[Any, str]]] = {
            _("What was seen"): [],
            _("What people talk about"): [],
            _("What makes a place safer"): [],
        }
        seen, talk, good = groups.values()
        for option in self["kind"]:
            kind = self.kinds[option.data["value"]]
            group = good if kind.is_positive else talk if kind.is_rumour else seen
            group.append((option, name_in(kind.definitions, language)))
        return [(title, options) for title, options in groups.items() if options]

    def draft(self) -> SignalDraft:
        """What the action stores. Only of a valid form."""
        given, cell = self.cleaned_data, self.cleaned_data.get("cell")
        area = Area.objects.get(pk=cell.area_id) if cell and cell.area_id else None
        if area is None:
            area = self.fields["area"].found  # type: ignore[attr-defined]
        observation = Observation(given["observation"])
        return SignalDraft(
            kind_id=self.kinds[given["kind"]].pk,
            area_id=area.pk if area else None,
            cell_id=cell.pk if cell else None,
            occurred_on=given["occurred_on"],
            time_band=TimeBand(given["time_band"]),
            stream=Stream(given["stream"]),
            severity=Severity(given["severity"]),
            marking=Marking(given["marking"]),
            reliability=SourceReliability(self.source.default_reliability),
            credibility=credibility_of(observation, Sureness(given["sureness"])),
            observation=observation,
            n_events=given["n_events"],
            need_id=int(given["need"]) if given["need"] else None,
            text=given["text"],
            text_reason=TextReason(given["text_reason"]) if given["text_reason"] else None,
        )


SignalForms = forms.formset_factory(
    SignalForm, extra=0, min_num=1, max_num=MOST_SIGNALS, validate_min=True, validate_max=True
)
"""The events of one report."""


def is_about_one_person(sent: Mapping[str, Any]) -> bool:
    """Whether the writer said so of any event, whatever else is right or wrong with what was sent."""
    return any(name.endswith("-is_about_one") and sent[name] == "yes" for name in sent)


def _needs(writer: Viewer, language: str) -> list[tuple[str, str]]:
    """What is asked today. Read when it is shown, or when a report answers something."""
    asked = open_needs(writer, today_on(settings.TIME_ZONE))
    return [
        ("", _("None of these questions")),
        *((str(need.pk), need.question_in(language)) for need in asked),
    ]


def _areas(language: str) -> list[tuple[str, str]]:
    named = [(code, name_in(names, language)) for code, names in areas_today().values_list("code", "names")]
    return [("", _("Choose an area")), *sorted(named, key=lambda each: alphabetical(each[1]))]

"""What a resident reports: choices alone. There is no field in which a person could be named."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext_lazy

from tilannekuva.domain.alphabet import alphabetical
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.observation import Observation
from tilannekuva.domain.residents import kinds_for_residents
from tilannekuva.domain.stream import Stream
from tilannekuva.domain.time_band import TimeBand
from tilannekuva.intake.told import Told
from tilannekuva.intake.words import REPORTED_BANDS
from tilannekuva.places.queries import areas_today
from tilannekuva.project.city import current_city

OLDEST_DAYS = 92
"""A quarter: what is longer ago is counted nowhere."""


class ResidentReportForm(forms.Form):
    """One place, one day, one kind. `report_id`: the same form sent twice is one report."""

    report_id = forms.UUIDField(widget=forms.HiddenInput)
    kind = forms.ChoiceField(label=gettext_lazy("What"), widget=forms.RadioSelect)
    area = forms.ChoiceField(label=gettext_lazy("Where"))
    occurred_on = forms.DateField(
        label=gettext_lazy("When"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    time_band = forms.ChoiceField(label=gettext_lazy("At which time"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language, today = get_language() or "en", today_on(settings.TIME_ZONE)
        kinds = [(kind.code, kind.names) for kind in kinds_for_residents(current_city().kinds)]
        self.fields["kind"].choices = [(code, names.get(language, code)) for code, names in kinds]  # type: ignore[attr-defined]
        areas = [(area.code, area.name(language)) for area in areas_today()]
        areas.sort(key=lambda area: alphabetical(area[1]))
        self.fields["area"].choices = [("", gettext_lazy("Choose an area")), *areas]  # type: ignore[attr-defined]
        self.fields["time_band"].choices = list(REPORTED_BANDS.items())  # type: ignore[attr-defined]
        self.fields["report_id"].initial = uuid.uuid4
        self.fields["occurred_on"].initial = today
        self.fields["occurred_on"].widget.attrs |= {
            "max": today.isoformat(),
            "min": (today - dt.timedelta(days=OLDEST_DAYS)).isoformat(),
        }

    def clean_occurred_on(self) -> dt.date:
        on: dt.date = self.cleaned_data["occurred_on"]
        today = today_on(settings.TIME_ZONE)
        if not today - dt.timedelta(days=OLDEST_DAYS) <= on <= today:
            raise forms.ValidationError(gettext_lazy("Give a day within the last three months, until today."))
        return on

    def told(self, *, stream: Stream) -> Told:
        given = self.cleaned_data
        return Told(
            kind=given["kind"],
            occurred_on=given["occurred_on"],
            time_band=TimeBand(given["time_band"]),
            area=given["area"],
            observation=Observation.OWN,
            stream=stream,
        )

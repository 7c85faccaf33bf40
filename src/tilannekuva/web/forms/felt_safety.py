"""Which round of which survey is shown."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from tilannekuva.detection.words import day_text
from tilannekuva.intake.models import Survey


class SurveyFilter(forms.Form):
    """One round; the newest where nothing is chosen."""

    round = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, surveys: list[Survey], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.surveys = {str(each.public_id): each for each in surveys}
        field = self.fields["round"]
        field.label = _("Survey")
        field.choices = [  # type: ignore[attr-defined]
            (public_id, f"{each.title}, {day_text(each.to_on, year=True)}")
            for public_id, each in self.surveys.items()
        ]

    def survey(self) -> Survey | None:
        """The chosen round, else the newest, else none."""
        chosen = self.data.get("round", "") if self.is_bound else ""
        return self.surveys.get(chosen) or next(iter(self.surveys.values()), None)

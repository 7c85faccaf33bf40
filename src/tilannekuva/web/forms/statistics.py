"""The filter of a series: an area, and the first and last year."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from tilannekuva.domain.alphabet import alphabetical


class SeriesFilter(forms.Form):
    """What of a series is shown; everything where nothing is chosen."""

    area = forms.ChoiceField(required=False)
    since = forms.ChoiceField(required=False)
    until = forms.ChoiceField(required=False)

    def __init__(self, *args: Any, areas: dict[str, str], years: list[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = sorted(areas.items(), key=lambda code_and_name: alphabetical(code_and_name[1]))
        numbers = [(str(year), str(year)) for year in years]
        of_field: dict[str, tuple[str, list[tuple[str, str]]]] = {
            "area": (_("Area"), [("", _("All areas")), *named]),
            "since": (_("From the year"), [("", _("The first")), *numbers]),
            "until": (_("To the year"), [("", _("The last")), *numbers]),
        }
        for name, (label, choices) in of_field.items():
            self.fields[name].label = label
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, str]:
        """The choices that were made; what is no choice counts as none."""
        if not self.is_bound:
            return {}
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

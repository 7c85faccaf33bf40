"""The form of a key for a program."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from tilannekuva.accounts.models import Organisation
from tilannekuva.accounts.queries import organisations
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.rules.people import LONGEST_KEY_DAYS

from .people import OrganisationChoice


class KeyForm(forms.Form):
    """For which organisation, for which program, until when."""

    organisation = OrganisationChoice(
        queryset=Organisation.objects.none(), label=_("Organisation"), empty_label=_("Choose an organisation")
    )
    program = forms.CharField(
        label=_("Program that will hold the key"),
        max_length=60,
        help_text=_("Such as the incident system of the school. Not the name of a person."),
    )
    expires_on = forms.DateField(
        label=_("Last day of the key"),
        help_text=_("One year at most. Make a new key before this one ends."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = today_on(settings.TIME_ZONE)
        self.fields["organisation"].queryset = organisations()  # type: ignore[attr-defined]
        self.fields["expires_on"].initial = today + dt.timedelta(days=LONGEST_KEY_DAYS - 1)
        self.fields["expires_on"].widget.attrs["min"] = today.isoformat()

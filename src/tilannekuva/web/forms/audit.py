"""What an auditor asks the audit for: the choice in the address."""

from __future__ import annotations

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.timezone import make_aware
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tilannekuva.accounts.queries import organisations
from tilannekuva.audit.queries import Search, object_types
from tilannekuva.audit.words import ACTS
from tilannekuva.domain.alphabet import alphabetical
from tilannekuva.domain.viewer import Viewer


class AuditSearchForm(forms.Form):
    """Which entries to show, by what closed lists and days hold. What cannot be understood is told, and all are shown."""

    act = forms.ChoiceField(label=_("Act"), required=False)
    organisation = forms.ChoiceField(label=_("Organisation"), required=False)
    object_type = forms.ChoiceField(label=_("On what"), required=False)
    object_id = forms.CharField(label=_("Its id"), required=False, max_length=64)
    from_on = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    until_on = forms.DateField(
        label=_("Until"), required=False, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, given: QueryDict, viewer: Viewer) -> None:
        super().__init__(given, auto_id="audit-%s")
        language = get_language() or "en"
        acts = sorted(
            ((code, str(word)) for code, word in ACTS.items()), key=lambda pair: alphabetical(pair[1])
        )
        self.owners = {str(row.pk): row.name(language) for row in organisations()}
        owners = sorted(self.owners.items(), key=lambda pair: alphabetical(pair[1]))
        kinds = [(kind, kind) for kind in object_types(viewer)]
        for name, every, choices in (
            ("act", _("All acts"), acts),
            ("organisation", _("All organisations"), owners),
            ("object_type", _("Everything"), kinds),
        ):
            self.fields[name].choices = [("", every), *choices]  # type: ignore[attr-defined]

    @property
    def search(self) -> Search:
        """What was asked for; only what is valid of it."""
        self.is_valid()
        told = self.cleaned_data
        return Search(
            act=told.get("act", ""),
            organisation=told.get("organisation", ""),
            object_type=told.get("object_type", ""),
            object_id=told.get("object_id", ""),
            from_at=_midnight(told.get("from_on")),
            until_at=_midnight(told.get("until_on"), days_later=1),
            before=told.get("before"),
        )

    def query(self, **changes: Any) -> str:
        """The query string of this choice, with changes."""
        values = {name: value for name, value in self.cleaned_data.items() if value not in ("", None)}
        return urlencode({key: value for key, value in {**values, **changes}.items() if value is not None})


def _midnight(day: dt.date | None, *, days_later: int = 0) -> dt.datetime | None:
    """The beginning of a day in the city, or of the one so many days later."""
    if day is None or day == dt.date.max:
        return None
    return make_aware(dt.datetime.combine(day + dt.timedelta(days=days_later), dt.time()))

"""Forms about who reports, how long somebody was there, and what is asked. No person has a place in them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from tilannekuva.accounts.queries import organisations
from tilannekuva.domain.alphabet import alphabetical
from tilannekuva.domain.clock import today_on, week_of
from tilannekuva.domain.coverage import Rhythm
from tilannekuva.domain.rules.coverage import LONGEST_NEED_DAYS, MOST_HOURS_A_WEEK
from tilannekuva.intake.models import PhenomenonKind, Source
from tilannekuva.intake.queries import kinds_in_use
from tilannekuva.intake.words import RHYTHMS
from tilannekuva.places.models import Area
from tilannekuva.places.queries import areas_today
from tilannekuva.project.city import current_city

LONGEST_QUESTION = 300
LONGEST_ANSWER = 1000
_OFFERED_AHEAD_DAYS = 91


def _date(label: Any, **more: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more
    )


class DutyForm(forms.Form):
    """Who is to be heard how often, from which day, of which areas."""

    reporter = forms.ChoiceField(label=gettext_lazy("Who reports"))
    rhythm = forms.ChoiceField(label=gettext_lazy("How often"), widget=forms.RadioSelect)
    from_on = _date(
        gettext_lazy("From which day"),
        help_text=gettext_lazy(
            "A duty asks for whole weeks or months alone: it counts from the first whole one."
        ),
    )
    areas = forms.MultipleChoiceField(
        label=gettext_lazy("Of which areas"),
        required=False,
        help_text=gettext_lazy("Choose none for the whole city. An area holds every area inside it."),
        widget=forms.SelectMultiple(attrs={"size": 10}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language, today = get_language() or "en", today_on(settings.TIME_ZONE)
        self.fields["reporter"].choices = [("", _("Choose who reports")), *_reporters(language)]  # type: ignore[attr-defined]
        self.fields["rhythm"].choices = list(RHYTHMS.items())  # type: ignore[attr-defined]
        self.fields["from_on"].initial = week_of(today)
        self.fields["areas"].choices = _areas_by_level(language, today)  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        """What the action wants. Only of a valid form."""
        given = self.cleaned_data
        organisation_code, _slash, source_code = given["reporter"].partition("/")
        organisation = organisations().get(code=organisation_code)
        return {
            "organisation": organisation,
            "source": Source.objects.get(organisation=organisation, code=source_code)
            if source_code
            else None,
            "rhythm": Rhythm(given["rhythm"]),
            "from_on": given["from_on"],
            "areas": list(
                Area.objects.in_force(today_on(settings.TIME_ZONE)).filter(code__in=given["areas"])
            ),
        }


class EffortForm(forms.Form):
    """Hours of presence of the own organisation in an area and a week."""

    area = forms.ChoiceField(label=gettext_lazy("Area"))
    week = _date(
        gettext_lazy("Week"), help_text=gettext_lazy("Any day of the week: it counts from its Monday.")
    )
    hours = forms.FloatField(
        label=gettext_lazy("Hours of presence"),
        min_value=0,
        max_value=MOST_HOURS_A_WEEK,
        help_text=gettext_lazy(
            "Of everybody together: two people for three hours are six. 0 where nobody was."
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language, today = get_language() or "en", today_on(settings.TIME_ZONE)
        self.fields["area"].choices = [("", _("Choose an area")), *_finest(language)]  # type: ignore[attr-defined]
        self.fields["week"].initial = week_of(today - dt.timedelta(days=7))
        self.fields["week"].widget.attrs["max"] = today.isoformat()

    def clean_week(self) -> dt.date:
        return week_of(self.cleaned_data["week"])


class NeedForm(forms.Form):
    """A question to reporters in every language of the city, for half a year at most."""

    from_on = _date(gettext_lazy("From which day"))
    to_on = _date(gettext_lazy("Last day"), help_text=gettext_lazy("Half a year at most."))
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("About which phenomena"),
        required=False,
        help_text=gettext_lazy("Choose none for all of them."),
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    areas = forms.MultipleChoiceField(
        label=gettext_lazy("About which areas"),
        required=False,
        help_text=gettext_lazy("Choose none for the whole city."),
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language, today = get_language() or "en", today_on(settings.TIME_ZONE)
        _add_texts(self, "question", _("Question (%(language)s)"), LONGEST_QUESTION)
        self.order_fields([name for name in self.fields if name.startswith("question_")])
        self.fields["from_on"].initial = today
        self.fields["to_on"].initial = today + dt.timedelta(
            days=min(_OFFERED_AHEAD_DAYS, LONGEST_NEED_DAYS - 1)
        )
        self.fields["kinds"].choices = [(kind.code, kind.name(language)) for kind in kinds_in_use()]  # type: ignore[attr-defined]
        self.fields["areas"].choices = _areas_by_level(language, today)  # type: ignore[attr-defined]

    def chosen(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "question": _texts(given, "question"),
            "languages": current_city().languages,
            "from_on": given["from_on"],
            "to_on": given["to_on"],
            "kinds": list(PhenomenonKind.objects.filter(code__in=given["kinds"])),
            "areas": list(
                Area.objects.in_force(today_on(settings.TIME_ZONE)).filter(code__in=given["areas"])
            ),
        }


class CloseNeedForm(forms.Form):
    """What was learnt, in every language of the city."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _add_texts(self, "answer", _("What was learnt (%(language)s)"), LONGEST_ANSWER)

    def chosen(self) -> dict[str, Any]:
        return {"answer": _texts(self.cleaned_data, "answer"), "languages": current_city().languages}


def _add_texts(form: forms.Form, name: str, label: str, longest: int) -> None:
    for language in current_city().languages:
        form.fields[f"{name}_{language}"] = forms.CharField(
            label=label % {"language": get_language_info(language)["name_translated"]},
            max_length=longest,
            widget=forms.Textarea(attrs={"rows": 2, "lang": language, "autocomplete": "off"}),
        )


def _texts(given: dict[str, Any], name: str) -> dict[str, str]:
    return {language: given[f"{name}_{language}"] for language in current_city().languages}


def _reporters(language: str) -> list[tuple[str, str]]:
    """Organisations by name, each followed by its sources."""
    sources: dict[int, list[str]] = {}
    for organisation_id, code in Source.objects.order_by("code").values_list("organisation_id", "code"):
        sources.setdefault(organisation_id, []).append(code)
    named = sorted(organisations(), key=lambda each: alphabetical(each.name(language)))
    return [
        choice
        for each in named
        for choice in (
            (each.code, each.name(language)),
            *((f"{each.code}/{code}", f"{each.name(language)}: {code}") for code in sources.get(each.pk, [])),
        )
    ]


def _finest(language: str) -> list[tuple[str, str]]:
    named = [(area.code, area.name(language)) for area in areas_today()]
    return sorted(named, key=lambda code_and_name: alphabetical(code_and_name[1]))


def _areas_by_level(language: str, today: dt.date) -> list[tuple[str, list[tuple[str, str]]]]:
    """All areas in force by name: the larger ones first, then those in which signals are placed."""
    larger: list[tuple[str, str]] = []
    finest: list[tuple[str, str]] = []
    for area in Area.objects.in_force(today):
        (finest if area.is_finest else larger).append((area.code, area.name(language)))
    groups = [(_("Larger areas"), larger), (_("Areas"), finest)]
    return [
        (title, sorted(named, key=lambda code_and_name: alphabetical(code_and_name[1])))
        for title, named in groups
        if named
    ]

"""Forms about those who use the system. Nothing here describes anybody else (L-01)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from tilannekuva.accounts.models import Organisation, OrganisationKind, Person, Regime
from tilannekuva.accounts.queries import organisations
from tilannekuva.accounts.words import ORGANISATION_KINDS, REGIMES, ROLES, WHAT_ROLES_SEE
from tilannekuva.domain.clock import today_on
from tilannekuva.domain.role import RoleName
from tilannekuva.project.city import current_city

_USUAL_ROLE_DAYS = 365


class OrganisationChoice(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Organisations by their name in the reader's language."""

    def label_from_instance(self, obj: Organisation) -> str:
        return obj.name(get_language() or "en")


class RoleForm(forms.Form):
    """A role in an organisation, until a last day."""

    organisation = OrganisationChoice(
        queryset=Organisation.objects.none(), label=_("Organisation"), empty_label=_("Choose an organisation")
    )
    role = forms.ChoiceField(label=_("Role"), widget=forms.RadioSelect)
    role_ends_on = forms.DateField(
        label=_("Last day of the role"),
        help_text=_("Nobody keeps a role without an end. It can be prolonged."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = today_on(settings.TIME_ZONE)
        self.fields["organisation"].queryset = organisations()  # type: ignore[attr-defined]
        self.fields["role"].choices = [  # type: ignore[attr-defined]
            (role.value, f"{ROLES[role]}. {WHAT_ROLES_SEE[role]}") for role in RoleName
        ]
        self.fields["role_ends_on"].initial = today + dt.timedelta(days=_USUAL_ROLE_DAYS)
        self.fields["role_ends_on"].widget.attrs["min"] = today.isoformat()


class InvitationForm(RoleForm):
    """Whom to invite, and as what."""

    email = forms.EmailField(label=_("E-mail address"), help_text=_("With it the person signs in."))
    display_name = forms.CharField(label=_("Name"), max_length=80)
    language = forms.ChoiceField(label=_("Language"))

    field_order = ["email", "display_name", "language", "organisation", "role", "role_ends_on"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].choices = settings.LANGUAGES  # type: ignore[attr-defined]


class HandOverForm(forms.Form):
    """Who takes over every role of a person."""

    to = forms.ModelChoiceField(
        queryset=Person.objects.none(), label=_("To whom"), empty_label=_("Choose a person")
    )

    def __init__(self, *args: Any, person: Person, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        others = Person.objects.filter(is_active=True).exclude(pk=person.pk)
        self.fields["to"].queryset = others.order_by("display_name")  # type: ignore[attr-defined]


class OrganisationForm(forms.Form):
    """A partner of the cooperation, with its name in every language of the city."""

    code = forms.SlugField(
        label=_("Code"),
        max_length=60,
        help_text=_("Short, for files and commands, such as youth_services."),
        error_messages={"invalid": _("Use letters from a to z, digits, - and _ alone.")},
    )
    kind = forms.ChoiceField(label=_("Kind of organisation"))
    regime = forms.ChoiceField(label=_("Rules of data protection"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [(kind.value, ORGANISATION_KINDS[kind]) for kind in OrganisationKind]  # type: ignore[attr-defined]
        self.fields["regime"].choices = [(regime.value, REGIMES[regime]) for regime in Regime]  # type: ignore[attr-defined]
        endonyms = dict(settings.LANGUAGES)
        for language in current_city().languages:
            label = _("Name (%(language)s)") % {"language": endonyms.get(language, language)}
            self.fields[f"name_{language}"] = forms.CharField(label=label, max_length=120)
        self.order_fields([f"name_{language}" for language in current_city().languages])

    @property
    def names(self) -> dict[str, str]:
        """The name by language."""
        return {code: self.cleaned_data[f"name_{code}"] for code in current_city().languages}

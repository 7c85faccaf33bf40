"""Proposing and withdrawing a public picture."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tilannekuva.domain.public_release import LONGEST_LEAD, PUBLIC_LANGUAGES, WithdrawalReason
from tilannekuva.publication.public.words import WITHDRAWAL_WORDS

_LABELS = {
    "fi": _("Words above the figures, in Finnish"),
    "sv": _("Words above the figures, in Swedish"),
    "en": _("Words above the figures, in English"),
}


class ReleaseForm(forms.Form):
    """Words in three languages, or none. The figures choose themselves."""

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        for language in PUBLIC_LANGUAGES:
            self.fields[language] = forms.CharField(
                label=_LABELS[language],
                required=False,
                max_length=LONGEST_LEAD,
                widget=forms.Textarea(attrs={"rows": 3, "lang": language}),
            )

    def lead(self) -> dict[str, str]:
        return {language: self.cleaned_data[language] for language in PUBLIC_LANGUAGES}


class WithdrawalForm(forms.Form):
    """One reason of the closed list: it stands on the public page."""

    reason = forms.ChoiceField(
        label=_("Why it is withdrawn"),
        choices=[(reason.value, WITHDRAWAL_WORDS[reason]) for reason in WithdrawalReason],
    )

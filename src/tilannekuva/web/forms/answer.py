"""Asking for the answer to a signal by its receipt code."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from tilannekuva.domain.receipt_code import read_code

UNKNOWN = _(
    "No signal has this code. Look at it again: twelve letters and digits, no vowels, and neither 0 nor 1."
)
"""Of what can be no code and of what is none alike (C-22)."""


class CodeForm(forms.Form):
    """One receipt code, as it was read or typed."""

    code = forms.CharField(
        label=_("Code of the signal"),
        help_text=_("Twelve letters and digits, from the page that said “received”."),
        max_length=40,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_code(self) -> str:
        code = read_code(self.cleaned_data["code"])
        if code is None:
            raise forms.ValidationError(UNKNOWN)
        return code

"""Forms by which settings change: a number, texts, a channel, or a kind; each with the reason, and nothing of people."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tilannekuva.domain.code import LONGEST_CODE, check_code
from tilannekuva.domain.errors import RuleBroken
from tilannekuva.domain.setting import (
    LONGEST_NAME,
    LONGEST_REASON,
    LONGEST_SENTENCE,
    Setting,
    Shape,
)
from tilannekuva.domain.setting_values import Value
from tilannekuva.domain.vocabulary import NOT_CRIME
from tilannekuva.policy.words import number_text
from tilannekuva.web.refusals import refusal_text
from tilannekuva.web.setting_parts import (
    CODE_OF_CRIMES,
    PHONE,
    RETIRED,
    SENSITIVE,
    SORTS,
    TEXT_FIELDS,
    WEB,
    sort_of,
)

_LENGTHS = {"names": LONGEST_NAME}


class SettingForm(forms.Form):
    """The new value of one setting, and why. `seen` is the version that its reader looked at."""

    reason = forms.CharField(
        label=gettext_lazy("Why it changes"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2, "autocomplete": "off"}),
        help_text=gettext_lazy("Stands in the history. Name no person."),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(
        self, *args: Any, setting: Setting, value: Value, languages: tuple[str, ...], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.setting, self.languages = setting, languages
        if setting.shape in (Shape.WHOLE, Shape.NUMBER):
            self.fields["value"] = _number_field(setting, value)
        for part in TEXT_FIELDS[setting.shape]:
            self._add_texts(part, value if part == "text" else value[part])
        if setting.shape is Shape.CHANNEL:
            self._add_channel(value)
        if setting.shape is Shape.KIND:
            self._add_kind(value)
        self.order_fields([*(name for name in self.fields if name != "reason"), "reason"])

    def value(self) -> Value:
        """The value as the action wants it. Only of a valid form."""
        given, shape = self.cleaned_data, self.setting.shape
        if shape in (Shape.WHOLE, Shape.NUMBER):
            return given["value"]
        if shape is Shape.TEXTS:
            texts = self._texts("text")
            return texts if any(texts.values()) else {}
        written = {part: self._texts(part) for part in TEXT_FIELDS[shape]}
        if shape is Shape.CHANNEL:
            return written | {"phone": given["phone"], "web": given["web"]}
        return written | {
            "iccs": given["iccs"],
            "sensitive": given["sensitive"],
            "positive": given["sort"] == "positive",
            "rumour": given["sort"] == "rumour",
            "retired": given["retired"],
        }

    def _texts(self, part: str) -> dict[str, str]:
        return {language: self.cleaned_data[f"{part}_{language}"] for language in self.languages}

    def _add_texts(self, part: str, texts: Mapping[str, str]) -> None:
        for language in self.languages:
            longest = _LENGTHS.get(part, LONGEST_SENTENCE)
            attrs = {"lang": language, "autocomplete": "off"}
            self.fields[f"{part}_{language}"] = forms.CharField(
                label=TEXT_FIELDS[self.setting.shape][part](language),
                initial=texts.get(language, ""),
                required=part != "text",
                max_length=longest,
                widget=forms.TextInput(attrs=attrs)
                if part == "names"
                else forms.Textarea(attrs={**attrs, "rows": 2}),
            )

    def _add_channel(self, value: Value) -> None:
        self.fields["phone"] = forms.CharField(
            label=PHONE,
            initial=value["phone"],
            required=False,
            max_length=20,
            help_text=_("Digits and spaces."),
        )
        self.fields["web"] = forms.CharField(
            label=WEB,
            initial=value["web"],
            required=False,
            max_length=200,
            help_text=_("Begins with https://."),
        )

    def _add_kind(self, value: Value) -> None:
        self.fields["iccs"] = forms.CharField(
            label=CODE_OF_CRIMES,
            initial=value["iccs"],
            max_length=12,
            help_text=_("2, 4, 5 or 6 digits, such as 0401; or %(not_crime)s.") % {"not_crime": NOT_CRIME},
        )
        self.fields["sort"] = forms.ChoiceField(
            label=_("What sort of kind it is"),
            choices=list(SORTS.items()),
            initial=sort_of(value),
            widget=forms.RadioSelect,
            help_text=_("Strengths and talk feed no rule that looks for what stands out."),
        )
        self.fields["sensitive"] = forms.BooleanField(
            label=SENSITIVE,
            initial=value["sensitive"],
            required=False,
            help_text=_("Shown by area alone, never by grid cell, where counts are protected."),
        )
        self.fields["retired"] = forms.BooleanField(
            label=RETIRED,
            initial=value["retired"],
            required=False,
            help_text=_("Nobody chooses it any more. Its signals stay, and stay readable."),
        )


class NewKindForm(SettingForm):
    """A kind that is not there yet. Its code stays for ever: signals refer to it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["retired"]
        self.fields["code"] = forms.CharField(
            label=_("Code"),
            max_length=LONGEST_CODE,
            help_text=_("Lower-case letters, digits and _, such as bicycle_theft. It stays for ever."),
        )
        self.order_fields(["code"])

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        try:
            check_code(code)
        except RuleBroken as refused:
            raise ValidationError(refusal_text(refused)) from refused
        return code

    def value(self) -> Value:
        self.cleaned_data["retired"] = False
        return super().value()


def _number_field(setting: Setting, value: Value) -> forms.Field:
    is_whole = setting.shape is Shape.WHOLE
    hint = _("From %(least)s to %(most)s.") % {
        "least": number_text(setting, setting.least),
        "most": number_text(setting, setting.most),
    }
    if setting.most < 1:
        hint = f"{hint} {_('Write it as a share: 0.01 is one per cent.')}"
    common: dict[str, Any] = {
        "label": _("New value"),
        "initial": int(value) if value == int(value) else value,
        "help_text": hint,
        "widget": forms.NumberInput(attrs={"step": "1" if is_whole else "any"}),
    }
    if is_whole:
        return forms.IntegerField(min_value=int(setting.least), max_value=int(setting.most), **common)
    return forms.FloatField(min_value=setting.least, max_value=setting.most, **common)

"""The parts of a setting's value, each with its name: for forms, for what is shown, and for what changes."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import get_language_info, gettext_lazy
from django.utils.translation import gettext as _

from tilannekuva.domain.setting import Setting, Shape
from tilannekuva.domain.setting_values import Value
from tilannekuva.policy.words import number_text

PHONE = gettext_lazy("Phone number")
WEB = gettext_lazy("Address on the web")
CODE_OF_CRIMES = gettext_lazy("Code in the classification of crimes (ICCS)")
SENSITIVE = gettext_lazy("Needs more care")
RETIRED = gettext_lazy("No longer in use")
SORTS: dict[str, Promise] = {
    "event": gettext_lazy("Something that happened, or a circumstance"),
    "positive": gettext_lazy("A strength, such as a safe place"),
    "rumour": gettext_lazy("What people talk about and nobody has seen"),
}


def _in(label: Promise) -> Callable[[str], str]:
    return lambda language: str(label) % {"language": get_language_info(language)["name_translated"]}


_NAME = _in(gettext_lazy("Name (%(language)s)"))
TEXT_FIELDS: dict[Shape, dict[str, Callable[[str], str]]] = {
    Shape.WHOLE: {},
    Shape.NUMBER: {},
    Shape.TEXTS: {"text": _in(gettext_lazy("Text (%(language)s)"))},
    Shape.CHANNEL: {"names": _NAME, "when": _in(gettext_lazy("When to use it (%(language)s)"))},
    Shape.KIND: {"names": _NAME, "definitions": _in(gettext_lazy("Definition (%(language)s)"))},
}
"""For each shape its texts, in their order, with what one is called in a language."""

NEW_KIND: Value = {
    "names": {}, "definitions": {}, "iccs": "", "sensitive": False, "positive": False, "rumour": False, "retired": False,
}  # fmt: skip


def sort_of(value: Value) -> str:
    """Which sort a kind is of: one of `SORTS`."""
    return "positive" if value["positive"] else "rumour" if value["rumour"] else "event"


class Part(NamedTuple):
    """One part of a value. `language`: of a text that people wrote in it, for whoever has the page read aloud."""

    name: str
    text: str
    language: str = ""


class ChangedPart(NamedTuple):
    """One part that a change touches, with its text before and after."""

    name: str
    before: str
    after: str
    language: str


def parts_of_value(setting: Setting, value: Value, languages: tuple[str, ...]) -> list[Part]:
    """Every part of a value, in the order of its form."""
    if setting.shape in (Shape.WHOLE, Shape.NUMBER):
        return [Part(_("Value"), number_text(setting, value))]
    parts = [
        Part(label(language), (value if part == "text" else value[part]).get(language, ""), language)
        for part, label in TEXT_FIELDS[setting.shape].items()
        for language in languages
    ]
    if setting.shape is Shape.CHANNEL:
        parts += [Part(str(PHONE), value["phone"]), Part(str(WEB), value["web"])]
    if setting.shape is Shape.KIND:
        parts += [
            Part(str(CODE_OF_CRIMES), value["iccs"]),
            Part(_("What sort of kind it is"), str(SORTS[sort_of(value)])),
            Part(str(SENSITIVE), _yes_or_no(value["sensitive"])),
            Part(str(RETIRED), _yes_or_no(value["retired"])),
        ]
    return parts


def changed_parts(
    setting: Setting, before: Value | None, after: Value, languages: tuple[str, ...]
) -> list[ChangedPart]:
    """Every part that a change touches; of a new kind, all of them."""
    new = parts_of_value(setting, after, languages)
    if before is None:
        return [ChangedPart(part.name, "", part.text, part.language) for part in new]
    old = parts_of_value(setting, before, languages)
    return [
        ChangedPart(part.name, was.text, part.text, part.language)
        for was, part in zip(old, new, strict=True)
        if was.text != part.text
    ]


def _yes_or_no(given: bool) -> str:
    return _("Yes") if given else _("No")

"""What `--help` says, in the language of the person: the words of the verbs, and those of the library around them.

Without Django, which no verb has started yet: the standard gettext reads the same catalogue. `tools/messages.py`
collects the help of options and the first lines of the verbs from the code.
"""

from __future__ import annotations

import gettext
import os
from collections.abc import Callable, Mapping, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

import tilannekuva
from tilannekuva.domain.errors import BadInput

from .language import chosen_language

_LOCALE = Path(tilannekuva.__file__).parent / "locale"
_DOMAIN = "django"


def gettext_noop(text: str) -> str:
    """Marks a text for the catalogue."""
    return text


WORDS_OF_THE_LIBRARY = (
    gettext_noop("Options"),
    gettext_noop("Arguments"),
    gettext_noop("Commands"),
    gettext_noop("Show this message and exit."),
    gettext_noop("[default: {}]"),
    gettext_noop("[env var: {}]"),
    gettext_noop("[required]"),
)
"""What the library says around our own words and asks gettext for; its "Usage:" it asks nobody for."""


def speak(command: Any, arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> None:
    """Where help is asked for, put it into the language that `--language` names or that is set on the machine."""
    language = _language(arguments, environment)
    if language == "en" or not ("--help" in arguments or not arguments):
        return
    gettext.bindtextdomain(_DOMAIN, str(_LOCALE))
    gettext.textdomain(_DOMAIN)
    os.environ["LANGUAGE"] = language  # what gettext asks first
    translate(command, gettext.gettext)


def translate(command: Any, tell: Callable[[str], str]) -> None:
    """Replace each help text of a command, its options and its verbs by what `tell` makes of it."""
    if command.help:
        command.help = tell(command.help)
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = tell(parameter.help)
    for verb in getattr(command, "commands", {}).values():
        translate(verb, tell)


def _language(arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    """As `--language` says among the words of the command; what cannot be used there is refused later, by its verb."""
    asked = None
    for word, following in zip_longest(arguments, arguments[1:], fillvalue=""):
        if word == "--language":
            asked = following
        elif word.startswith("--language="):
            asked = word.partition("=")[2]
    try:
        return chosen_language(asked, environment)
    except BadInput:
        return chosen_language(None, environment)

"""The language in which the console speaks."""

from __future__ import annotations

import os
from collections.abc import Mapping

from tilannekuva.domain.errors import BadInput

LANGUAGES = ("en", "fi", "sv")
# As every program of the machine looks for it: the first that is set decides.
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")


def chosen_language(asked: str | None, environment: Mapping[str, str] = os.environ) -> str:
    """The one that was asked for (`--language`), or else that of the machine, or else English.

    Raises BadInput for one that there is not.
    """
    if asked is not None:
        if asked not in LANGUAGES:
            raise BadInput(f"There is no language {asked!r}", "--language", "Use en, fi or sv.")
        return asked
    told = next((environment[name] for name in _VARIABLES if environment.get(name)), "")
    language = told.split("_")[0].split(".")[0].lower()
    return language if language in LANGUAGES else "en"

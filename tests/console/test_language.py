"""In which language the console speaks."""

from __future__ import annotations

import pytest

from tilannekuva.console.language import chosen_language
from tilannekuva.domain.errors import BadInput


@pytest.mark.parametrize(
    ("asked", "environment", "language"),
    [
        (None, {}, "en"),
        (None, {"LANG": "fi_FI.UTF-8"}, "fi"),
        (None, {"LANG": "sv"}, "sv"),
        (None, {"LANG": "de_DE.UTF-8"}, "en"),
        (None, {"LANG": "C.UTF-8"}, "en"),
        (None, {"LC_ALL": "C.UTF-8", "LANG": "fi_FI.UTF-8"}, "en"),
        (None, {"LC_ALL": "", "LC_MESSAGES": "sv_FI", "LANG": "fi_FI"}, "sv"),
        ("sv", {"LC_ALL": "fi_FI.UTF-8"}, "sv"),
        ("en", {"LANG": "fi_FI.UTF-8"}, "en"),
    ],
)
def test_the_one_that_is_asked_for_comes_first_then_that_of_the_machine(
    asked: str | None, environment: dict[str, str], language: str
) -> None:
    assert chosen_language(asked, environment) == language


def test_one_that_there_is_not_is_refused() -> None:
    with pytest.raises(BadInput, match=r"no language 'de' \(--language\)"):
        chosen_language("de", {})

"""`tilannekuva init`: refused before anything is made, in plain words."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import Command

BLACKPOOL = Path(__file__).parents[2] / "cities" / "blackpool"


@pytest.mark.parametrize(
    ("changed", "parts"),
    [
        (
            ("--organisation", "Bad Code!"),
            ("'Bad Code!' cannot be a code", "--organisation", "letters from a to z"),
        ),
        (("--organisation", "x" * 61), ("cannot be a code", "60 at most")),
        (("--administrator", "nomail"), ("'nomail' is no e-mail address", "--administrator")),
        (("--name", " "), ("has no name", "--name")),
    ],
    ids=["a code with a blank", "a long code", "no address", "no name"],
)
def test_what_cannot_be_is_refused_and_nothing_is_made(
    command: Command, tmp_path: Path, changed: tuple[str, str], parts: tuple[str, ...]
) -> None:
    given = {"--administrator": "a@example.invalid", "--name": "Anna", "--home": str(tmp_path / "home")}
    given |= {changed[0]: changed[1]}
    done = command("init", "--city", BLACKPOOL, *(word for pair in given.items() for word in pair))
    assert done.complained(*parts), done
    assert "slug" not in done.err
    assert list(tmp_path.iterdir()) == []

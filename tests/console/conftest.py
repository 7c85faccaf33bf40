"""The `tilannekuva` command as a person uses it, run inside the test process: it starts in no time there."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest


@dataclass(frozen=True, slots=True)
class Done:
    """What a run of the command left: its exit code, and what stood on the screen."""

    code: int
    out: str
    err: str

    def complained(self, *parts: str) -> bool:
        """Whether the command refused with one message, on one line, that holds all of these parts."""
        one_line = len(self.err.strip().splitlines()) == 1
        return self.code == 1 and one_line and not self.out and all(part in self.err for part in parts)


Command = Callable[..., Done]


@pytest.fixture(autouse=True)
def machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that speaks no language of ours: the console then speaks English."""
    for variable in ("LC_MESSAGES", "LANG"):
        monkeypatch.delenv(variable, raising=False)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")


@pytest.fixture
def command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Run `tilannekuva` with these arguments."""
    from tilannekuva.console import django_setup, main

    # Django is set up already, with the settings of the tests.
    monkeypatch.setattr(django_setup, "_start", lambda settings: None)

    def run(*arguments: object) -> Done:
        monkeypatch.setattr("sys.argv", ["tilannekuva", *map(str, arguments)])
        with pytest.raises(SystemExit) as stopped:
            main.run()
        said = capsys.readouterr()
        return Done(int(stopped.value.code or 0), said.out, said.err)

    return run


def edition_in(folder: Path) -> dict[str, Any]:
    edition: dict[str, Any] = json.loads((folder / "picture.json").read_text())
    return edition

"""What `--help` says, in the language of the person."""

from __future__ import annotations

import gettext
from typing import Any

import pytest

from tilannekuva.console import help_words
from tilannekuva.console.main import whole_command
from tools import messages

from .conftest import Command


def helps(command: Any) -> list[str]:
    own = [command.help, *(getattr(parameter, "help", None) for parameter in command.params)]
    return [
        *filter(None, own),
        *(text for verb in getattr(command, "commands", {}).values() for text in helps(verb)),
    ]


def test_every_help_text_is_translated() -> None:
    command = whole_command()
    before = helps(command)
    assert len(before) > 100
    help_words.translate(command, str.upper)
    assert helps(command) == [text.upper() for text in before]


def test_every_help_text_stands_in_the_catalogue() -> None:
    template = messages.collected()
    told = {*helps(whole_command()), *help_words.WORDS_OF_THE_LIBRARY}
    assert [text for text in told if template.get(text) is None] == []


@pytest.fixture
def _no_trace(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The language of one test does not stay behind in the process."""
    monkeypatch.setenv("LANGUAGE", "")
    before = gettext.textdomain()
    yield
    gettext.textdomain(before)


@pytest.mark.usefixtures("_no_trace")
@pytest.mark.parametrize(
    ("arguments", "variable"),
    [(["look", "--help"], "fi_FI.UTF-8"), (["look", "--language", "fi", "--help"], "C")],
)
def test_help_speaks_the_language_of_the_machine_or_the_one_asked_for(
    command: Command, monkeypatch: pytest.MonkeyPatch, arguments: list[str], variable: str
) -> None:
    monkeypatch.setenv("LC_ALL", variable)
    catalogue = messages.read_catalogue("fi")
    told = command(*arguments)
    assert told.code == 0
    for text in ("Column of times.", "Side of a grid cell in metres."):
        assert str(catalogue.get(text).string) in told.out


@pytest.mark.usefixtures("_no_trace")
def test_a_language_that_there_is_not_is_no_reason_to_give_no_help(command: Command) -> None:
    assert "Column of times." in command("look", "--language", "de", "--help").out


@pytest.mark.usefixtures("_no_trace")
@pytest.mark.parametrize(("variable", "word"), [("C", "look"), ("fi_FI.UTF-8", "look")])
def test_without_anything_after_it_the_command_shows_its_verbs(
    command: Command, monkeypatch: pytest.MonkeyPatch, variable: str, word: str
) -> None:
    monkeypatch.setenv("LC_ALL", variable)
    shown = command()
    assert word in shown.out + shown.err
    assert "Traceback" not in shown.err

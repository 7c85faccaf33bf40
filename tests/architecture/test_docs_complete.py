"""What exists is told: keys of a city, commands with their options, variables; and what is told exists."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from tilannekuva.console.demo import plan
from tilannekuva.console.main import whole_command
from tilannekuva.domain.city import load_city
from tilannekuva.domain.city_keys import Table

from .documents import CHECKOUT, blocks, documents

NEW_CITY = CHECKOUT / "docs" / "how-to" / "new-city.md"
INSTALLATION = CHECKOUT / "docs" / "how-to" / "run-an-installation.md"
DECISIONS = CHECKOUT / "docs" / "adr"
CITIES = sorted(path.parent for path in (CHECKOUT / "cities").glob("*/city.toml"))


def _told_in_code_type(path: Path) -> set[str]:
    return set(re.findall(r"`([^`\n]+)`", path.read_text("utf-8")))


@pytest.fixture
def keys_of_a_city(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Every key that reading a city asks for, such as `kinds.iccs`."""
    asked: set[str] = set()

    def note(name: str) -> None:
        original = getattr(Table, name)

        def noting(self: Any, key: str, *rest: Any) -> Any:
            asked.add(re.sub(r"\[[^]]*\]", "", f"{self._path}{key}"))
            return original(self, key, *rest)

        monkeypatch.setattr(Table, name, noting)

    note("_take")
    note("has")
    languages = {language for folder in CITIES for language in load_city(folder).languages}
    return {key for key in asked if key.rpartition(".")[2] not in languages}


def test_every_key_of_a_city_is_told(keys_of_a_city: set[str]) -> None:
    assert {"crs", "kinds.iccs", "kinds.positive", "bounds.south", "thresholds.alarm_alpha"} <= keys_of_a_city
    assert keys_of_a_city - _told_in_code_type(NEW_CITY) == set()


def test_every_threshold_is_told_with_its_default(keys_of_a_city: set[str]) -> None:
    thresholds = load_city(CITIES[0]).thresholds
    rows = re.findall(r"\| `thresholds\.(\w+)` \| ([\d.]+) \|", NEW_CITY.read_text("utf-8"))
    told = {name: float(default) for name, default in rows}
    assert told == {field.name: float(field.default) for field in fields(thresholds)}  # type: ignore[arg-type]


def test_every_key_of_a_demo_is_told() -> None:
    tables = {
        "organisations": plan.PlannedOrganisation,
        "people": plan.PlannedPerson,
        "kinds": plan.PlannedKind,
        "stories": plan.Story,
        "duties": plan.PlannedDuty,
        "survey": plan.PlannedSurvey,
        "phenomena": plan.PlannedPhenomenon,
    }
    assert {field.name for field in fields(plan.DemoPlan)} == {*tables, "history_days"}
    keys = {f"{name}.{field.name}" for name, table in tables.items() for field in fields(table)}
    words = {word.value for choice in (plan.Shape, plan.Pull, plan.Rhythm) for word in choice}
    assert (keys | words | {*tables, "history_days"}) - _told_in_code_type(NEW_CITY) == set()


def test_every_variable_of_an_installation_is_told() -> None:
    sources = [path.read_text("utf-8") for path in (CHECKOUT / "src" / "tilannekuva").rglob("*.py")]
    variables = {name for source in sources for name in re.findall(r"TILANNEKUVA_[A-Z_]+", source)}
    # The settings of the test suite are no installation.
    assert variables - {"TILANNEKUVA_TEST_DATABASE_URL"} == _variables_told()


def _variables_told() -> set[str]:
    return set(re.findall(r"^\| `(TILANNEKUVA_[A-Z_]+)` \|", INSTALLATION.read_text("utf-8"), re.MULTILINE))


def _options() -> dict[str, set[str]]:
    """The options of each verb."""
    return {
        name: {"--help"}
        | {word for option in command.params for word in (*option.opts, *option.secondary_opts)}
        for name, command in whole_command().commands.items()
    }


def _commands_told() -> Iterator[tuple[str, str, list[str]]]:
    """Document, verb and options of each `tilannekuva …` in a block or in code type."""
    for path in documents():
        texts = [*(block.text for block in blocks(path)), *_told_in_code_type(path)]
        for text in texts:
            for verb, rest in re.findall(
                r"\btilannekuva ([a-z_-]+)((?: [^\n|#]*)?)", text.replace("\\\n", " ")
            ):
                yield path.name, verb, re.findall(r"(?<!\S)--[a-z-]+", rest)


def test_every_command_that_is_told_exists() -> None:
    options = _options()
    told = list(_commands_told())
    assert {verb for _name, verb, _options in told} == set(options)  # and every command is told
    unknown = [
        f"{name}: tilannekuva {verb} {option}"
        for name, verb, used in told
        for option in used
        if option not in options[verb]
    ]
    assert unknown == []


@pytest.mark.parametrize("verb", sorted(_options()))
def test_every_option_of_a_command_is_told(verb: str) -> None:
    texts = [
        text for path in documents() for text in [*(b.text for b in blocks(path)), *_told_in_code_type(path)]
    ]
    told = {option for text in texts for option in re.findall(r"(?<!\S)--[a-z-]+", text)}
    assert {option for option in _options()[verb] - told if option.startswith("--")} == {"--help"} - told


def test_every_target_of_make_that_is_told_exists_and_all_are_told() -> None:
    targets = set(re.findall(r"^([a-z-]+):.*##", (CHECKOUT / "Makefile").read_text("utf-8"), re.MULTILINE))
    told = {
        target
        for path in documents()
        for text in [*(block.text for block in blocks(path)), *_told_in_code_type(path)]
        for target in re.findall(r"(?m)^make ([a-z-]+)", text)
    }
    assert told == targets - {"help"}


def test_decisions_are_numbered_and_say_why() -> None:
    found = sorted(DECISIONS.glob("[0-9]*.md"))
    assert [path.name[:4] for path in found] == [f"{number:04}" for number in range(1, len(found) + 1)]
    index = (DECISIONS / "README.md").read_text("utf-8")
    for path in found:
        text = path.read_text("utf-8")
        assert text.startswith(f"# {path.name[:4]} ")
        assert re.findall(r"^## (\w+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
        assert path.name in index
